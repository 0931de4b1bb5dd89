"""What a learner does to a signed picture, and what the checker tells."""

import pytest

from lessons.labs.signed_picture import Fate, Says

LESSON = "proof-instead-of-suspicion"
FOUND = {
    Fate.UNTOUCHED: "**It fits, and the signer is on the list.**",
    Fate.ONE_PIXEL: "**It does not fit.**",
    Fate.STRIPPED: "**There is no record.**",
    Fate.MOVED: "**It does not fit.**",
    Fate.IMPOSTOR: "**It fits, but the signer is unknown.**",
    Fate.NOTE_ONLY: "**There is no record.**",
}


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def choose(lab, fate):
    lab.radio("lessons_lab_sign_fate").set_value(fate).run()
    assert not lab.exception


def test_checker_says_what_it_finds_after_each_fate(lab, read):
    for fate in Fate:
        choose(lab, fate)
        assert f"- {FOUND[fate]}" in read(lab)
        assert read(lab).count("**Notice:**") == 1
        broken = fate in (Fate.ONE_PIXEL, Fate.MOVED)
        assert broken == ("The picture or the record was changed after signing." in read(lab))
        # The words of a broken record are not repeated: they mean nothing any more.
        kept = fate in (Fate.UNTOUCHED, Fate.IMPOSTOR)
        assert kept == ("The record says:" in read(lab))


def test_a_lie_is_signed_as_readily_as_the_truth(lab, read):
    for says, words in (
        (Says.CAMERA, "A camera took this picture."),
        (Says.MODEL, "A trained model made this picture."),
    ):
        lab.radio("lessons_lab_sign-says").set_value(says).run()
        assert f"- {FOUND[Fate.UNTOUCHED]}" in read(lab)
        assert f"The record says: “{words}”" in read(lab)


def test_impostor_is_told_by_the_list_alone(lab, read):
    choose(lab, Fate.IMPOSTOR)
    assert "The signer calls itself “Second Look test signer”." in read(lab)
    with_list = read(lab)
    lab.checkbox("lessons_lab_sign_know_us").uncheck().run()
    assert read(lab) == with_list
    choose(lab, Fate.UNTOUCHED)
    assert f"- {FOUND[Fate.IMPOSTOR]}" in read(lab)


def test_picture_is_described_and_credited_and_a_note_is_called_a_note(lab, read):
    (picture,) = [image for element in lab.get("image") for image in element.proto.imgs]
    assert picture.alt.endswith("In this file, nothing happens to the file.")
    assert "Photograph: " in read(lab)
    choose(lab, Fate.NOTE_ONLY)
    assert "A note without a signature says: “A camera took this picture.”" in read(lab)
