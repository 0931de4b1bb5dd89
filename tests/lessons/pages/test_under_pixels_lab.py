"""What the measurements say of pictures whose story is known."""

import pytest

from lessons.labs.edit_traces import STANDS_OUT
from lessons.labs.under_pixels import QUALITIES, View
from lessons.library import load_guide, load_lessons
from lessons.pages.photographs import PACK
from lessons.pages.under_pixels_lab import (
    COMMON,
    MEASURES,
    SPECIMENS,
    Measured,
    describe,
    measure,
)
from models.analysis import analyse
from models.image import open_image
from quiz.installed import load_packs

LESSON = "under-the-pixels"


def measured(name: str, view: View, quality: int) -> Measured:
    pack, origin = load_packs()[PACK], SPECIMENS[name]
    pasted = pack.item(origin.pasted) if origin.pasted else None
    return measure(name, pack.item(origin.item), pasted, view, quality)


def test_pasted_part_is_found_and_its_trace_lost_by_saving_again():
    fresh = measured("pasted", View.ERROR_LEVEL, 95)
    assert fresh.rank >= STANDS_OUT
    assert fresh.rate < COMMON
    assert measured("pasted", View.ERROR_LEVEL, 85).rate > COMMON


def test_smoothed_part_is_pointed_to_by_a_score_that_is_common():
    found = measured("smoothed", View.NOISE, 95)
    assert found.rank >= STANDS_OUT
    assert found.rate > COMMON


def test_numbers_that_the_lesson_names_are_the_ones_that_the_lab_shows():
    (lesson,) = (lesson for lesson in load_lessons() if lesson.id == LESSON)
    (check,) = (check for check in lesson.checks if check.id == "right-place-common-score")
    smoothed = round(100 * measured("smoothed", View.NOISE, 95).rate)
    assert f"about {smoothed} of 100 real photographs" in check.choices[-1].explanation
    expected = " ".join(question.expect for question in load_guide(lesson).questions)
    assert f"about {smoothed} of 100 untouched photographs" in expected
    assert measured("real-cave", View.SPECTRUM, 95).rate == 1
    assert "by its score the cave is like all of the real photographs" in expected


@pytest.mark.parametrize("view", View)
def test_score_is_graded_by_the_photographs_measured_in_the_same_way(view):
    found = measured("pasted", view, 95)
    image = open_image(found.jpeg)
    (graded,) = (
        graded for graded in analyse(image)
        if graded.artifact == MEASURES[view].__name__.rpartition(".")[2]
    )  # fmt: skip
    assert found.rate == graded.false_alarm_rate


def test_points_of_an_enlarged_picture_are_ringed_and_fade():
    fresh = measured("enlarged", View.SPECTRUM, 95)
    assert (fresh.pointed, fresh.rate < COMMON) == (True, True)
    faded = measured("enlarged", View.SPECTRUM, 70)
    assert (faded.pointed, faded.rate < COMMON) == (False, False)
    # What it was made of has neither.
    untouched = measured("real-drums", View.SPECTRUM, 95)
    assert (untouched.pointed, untouched.rate < COMMON) == (False, False)
    ringed = (fresh.drawn == 255).sum() - (untouched.drawn == 255).sum()
    assert ringed > 500


def test_real_cave_has_points_that_are_no_rare_thing():
    cave = measured("real-cave", View.SPECTRUM, 95)
    assert (cave.pointed, cave.rate < COMMON) == (True, False)


@pytest.mark.parametrize("view", View)
def test_towers_made_anew_are_missed_by_every_measure(view):
    towers = measured("made-anew", view, 95)
    assert (towers.pointed or False, towers.rank, towers.rate < COMMON) == (False, None, False)


@pytest.mark.parametrize("view", [View.ERROR_LEVEL, View.NOISE])
def test_maps_of_the_lemur_point_elsewhere(view):
    assert measured("removed", view, 95).rank < STANDS_OUT


@pytest.mark.parametrize(
    ("rank", "rate", "said"),
    [
        (0.99, 0.004, ["It points to the edit.", "brighter than 99% of the rest", "A rare score.",
                       "fewer than one scored this high"]),
        (0.4, 0.3, ["It does not point to the edit.", "Nothing special.",
                    "about 30 scored this high"]),
        (None, 0.03, ["A rare score.", "about 3 scored this high", "no proof"]),
    ],
)  # fmt: skip
def test_reading_tells_the_place_and_how_rare_the_score_is(rank, rate, said):
    reading = describe(
        Measured(b"", None, measured("real-drums", View.NOISE, 95).drawn, rank, rate)
    )
    assert [part for part in said if part not in reading] == []
    assert ("edited part" in reading) == (rank is not None)


@pytest.mark.parametrize(
    ("pointed", "said"), [(True, "The rings mark sharp points."), (False, "No sharp point")]
)
def test_reading_of_a_spectrum_tells_whether_points_are_ringed(pointed, said):
    drawn = measured("real-drums", View.SPECTRUM, 95).drawn
    assert said in describe(Measured(b"", None, drawn, None, 0.4, pointed))


def test_reading_says_so_where_nothing_could_be_measured():
    assert describe(Measured(b"", None, None, None, None)).startswith("**No map.**")


def test_lab_shows_picture_and_measurement_with_alternatives(open_lesson, pictures):
    app = open_lesson(LESSON)
    picture, error_level = (alt for alt, _ in pictures(app))
    assert picture.endswith("A round part of another photograph was pasted into the middle.")
    assert error_level.startswith("Error level map as a grey picture: bright is unusual")
    app.radio("lessons_lab_measure").set_value(View.SPECTRUM)
    app.select_slider("lessons_lab_saved_at").set_value(QUALITIES[3])
    app.checkbox("lessons_lab_pixels_outline").check()
    app.run()
    assert not app.exception
    assert pictures(app)[1][0].startswith("Spectrum as a grey square")


def test_every_picture_can_be_measured_in_every_way(open_lesson, pictures):
    app = open_lesson(LESSON)
    for name in SPECIMENS:
        for view in View:
            app.radio("lessons_lab_specimen").set_value(name)
            app.radio("lessons_lab_measure").set_value(view).run()
            assert not app.exception
            assert pictures(app)[0][0].endswith(".")
