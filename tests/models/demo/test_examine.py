from pathlib import Path

import pytest

from tests.models.demo.conftest import LABEL, TRUTH, file_data

REFUSED = (
    "Only pictures that you upload can be examined, no addresses and no other files. "
    "Upload the picture itself."
)


def test_report_stays_closed_with_a_reason_until_the_learner_has_answered(page):
    assert page.component("open")["props"]["interactive"] is False

    chosen = page.act("example-0")
    assert f"{LABEL}, 160 × 120 pixels, PNG" in chosen.words("shown")
    assert not chosen.report_can_be_opened
    assert "Say first what you think" in chosen.words("reason")

    believed = page.act("belief", None, "fake", None)
    assert not believed.report_can_be_opened
    assert "Say how sure you are" in believed.words("reason")

    sure = page.act("confidence", None, "fake", "fairly")
    assert sure.report_can_be_opened


def test_a_learner_who_cannot_tell_need_not_say_how_sure(page):
    page.act("example-0")
    assert page.act("belief", None, "unsure", None).report_can_be_opened


def test_report_cannot_be_had_by_skipping_the_answer(page):
    page.act("example-0")
    skipped = page.act("open", None, None, None)
    assert skipped.words("report") == ""
    assert "Say first what you think" in skipped.words("reason")


def test_report_cannot_be_had_without_a_picture(page):
    assert page.act("open", None, "real", "very").words("report") == ""


def test_report_opens_after_the_answer(page):
    page.act("example-0")
    opened = page.act("open", None, "fake", "fairly")
    assert "You thought that it looks edited" in opened.words("report")
    assert "The report is open below." in opened.words("reason")


def test_truth_about_an_example_is_told_in_the_report_and_not_before(page):
    shown = page.act("example-0")
    assert TRUTH not in shown.words("shown")
    assert page.act("open", None, "unsure", None).words("report").count(TRUTH) == 1


def test_no_truth_is_claimed_about_an_uploaded_picture(page, example):
    page.upload(example)
    assert "What it really is" not in page.act("open", None, "unsure", None).words("report")


def test_report_opens_once_for_a_picture(page):
    page.act("example-0")
    page.act("open", None, "fake", "fairly")
    again = page.act("open", None, "real", "fairly")
    assert again.words("report") == ""


def test_choosing_another_picture_clears_the_answer_and_the_report(page):
    page.act("example-0")
    page.act("open", None, "fake", "fairly")
    chosen = page.act("example-0")
    assert chosen.words("report") == ""
    assert not chosen.report_can_be_opened
    assert (chosen.by_id["belief"]["value"], chosen.by_id["confidence"]["value"]) == (None, None)


def test_an_uploaded_picture_is_shown_and_not_kept(page, example):
    shown = page.upload(example)
    assert "your picture, 160 × 120 pixels, PNG" in shown.words("shown")
    assert page.kept == []


@pytest.mark.parametrize("name", ["holiday.jpg", "notes.txt"])
def test_an_upload_that_is_no_picture_is_refused_on_the_page(name, page, tmp_path):
    (tmp_path / name).write_bytes(b"GIF89a or anything else")
    refused = page.upload(tmp_path / name)
    assert "This file is not a JPEG, PNG or WebP picture." in refused.words("shown")
    assert 'role="alert"' in refused.by_id["shown"]
    assert not refused.report_can_be_opened


def test_a_file_of_the_server_cannot_be_named_as_an_upload(page, example):
    named = page.offer(str(example))
    assert named.status != 200
    assert example.exists()


def test_an_address_cannot_be_named_as_an_upload(page):
    # Gradio would fetch it: the name would at least be looked up.
    named = page.offer("https://elsewhere.invalid/picture.png")
    assert named.error == REFUSED


@pytest.mark.parametrize("name", ["", ".", "nothing.png", "a\0b", "folder"])
def test_nothing_but_an_uploaded_file_can_be_named(name, page):
    (page.uploads / "folder").mkdir(parents=True, exist_ok=True)
    for path in (name, str(page.uploads / name)):
        assert page.offer(path).error == REFUSED


def test_all_who_send_the_same_picture_at_once_are_shown_it(page, example):
    stored = [page.stored(example) for _ in range(5)]
    for path in stored:
        assert "160 × 120 pixels" in page.offer(path).words("shown")
    assert page.kept == []


def test_an_upload_lies_in_a_folder_that_does_not_tell_its_content_and_goes_with_it(page, example):
    folders = {Path(page.stored(example)).parent for _ in range(2)}
    assert len(folders) == 2
    for folder in folders:
        page.offer(str(folder / example.name))
        assert not folder.exists()


def test_an_address_cannot_be_hidden_in_any_other_answer(page):
    address = file_data("https://elsewhere.invalid/picture.png")
    assert page.act("delivery", None, [address]).error == REFUSED
    assert page.act("belief", None, address, None).error == REFUSED
