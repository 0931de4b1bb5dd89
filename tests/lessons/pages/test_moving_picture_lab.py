"""What a learner sees of the moving picture."""

import pytest

from lessons.labs.moving_picture import FRAMES, Clip

LESSON = "what-is-a-deepfake"
FRAME = "lessons_lab_frame"


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def show(app, *, clip: Clip = Clip.EVERY_FRAME, view: str = "picture", frame: int = 1):
    app.radio("lessons_lab_clip").set_value(clip)
    app.radio("lessons_lab_view").set_value(view)
    app.slider(FRAME).set_value(frame)
    app.run()
    assert not app.exception
    return app


def test_lab_begins_with_the_first_frame_and_no_change(lab, read, pictures):
    ((alt, _),) = pictures(lab)
    assert alt.startswith(f"Frame 1 of {FRAMES}. A white sheep on a meadow")
    assert alt.endswith("It has the face of a calf, which shows its lower teeth.")
    assert "This is the first frame." in read(lab)
    assert lab.button("lessons_lab_frame_back").disabled


def test_buttons_step_through_the_frames(lab, pictures):
    seen = [pictures(lab)[0][1]]
    for _ in range(FRAMES - 1):
        lab.button("lessons_lab_frame_on").click().run()
        seen.append(pictures(lab)[0][1])
    assert len(set(seen)) == FRAMES
    assert lab.button("lessons_lab_frame_on").disabled
    lab.button("lessons_lab_frame_back").click().run()
    assert lab.slider(FRAME).value == FRAMES - 1
    assert pictures(lab)[0][1] == seen[-2]


@pytest.mark.parametrize(
    ("clip", "words"),
    [
        (Clip.EVERY_FRAME, " times** as much as the rest"),
        (Clip.ONCE, "**as much as** the rest"),
        (Clip.UNTOUCHED, "**as much as** the rest"),
    ],
)
def test_difference_is_told_in_words_and_as_alternative(lab, read, pictures, clip, words):
    show(lab, clip=clip, view="difference", frame=5)
    assert words in read(lab)
    ((alt, _),) = pictures(lab)
    assert alt.startswith(f"Frame 5 of {FRAMES} as a grey picture")
    assert words.replace("*", "") in alt
    assert "*" not in alt


def test_first_frame_has_nothing_to_be_compared_with(lab, pictures):
    show(lab, view="difference", frame=1)
    assert pictures(lab) == []
    assert [info.value for info in lab.info] == [
        "This is the first frame, so there is none before it. Go on one frame."
    ]


def test_untouched_clip_shows_a_sheep_and_names_no_other_photograph(lab, read, pictures):
    assert "Pasted from: " in read(lab)
    show(lab, clip=Clip.UNTOUCHED)
    assert pictures(lab)[0][0].endswith("It has the face of a sheep.")
    assert "Pasted from: " not in read(lab)
