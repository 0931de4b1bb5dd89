"""What the measurements say of pictures whose story is known."""

import pytest

from lessons.labs.edit_traces import STANDS_OUT
from lessons.labs.under_pixels import QUALITIES, View
from lessons.pages.photographs import PACK
from lessons.pages.under_pixels_lab import COMMON, SPECIMENS, Measured, describe, measure
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


def test_points_in_the_spectrum_fade_and_a_real_picture_has_them_too():
    assert measured("made-anew", View.SPECTRUM, 95).rate < COMMON
    assert (
        measured("made-anew", View.SPECTRUM, 80).rate
        > measured("made-anew", View.SPECTRUM, 95).rate
    )
    assert measured("real-cave", View.SPECTRUM, 95).rate < COMMON


def test_map_of_the_lemur_points_elsewhere():
    assert measured("removed", View.NOISE, 95).rank < STANDS_OUT


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
