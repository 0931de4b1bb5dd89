"""What a learner sees of an edit of their own."""

import json

import pytest

from lessons.labs.edit_traces import STANDS_OUT, Edit, Place, Size, open_photograph, run
from lessons.pages.edit_traces_lab import ANALYSES, PHOTOGRAPHS
from lessons.pages.photographs import PACK
from quiz.installed import load_packs

LESSON = "how-a-picture-is-faked"
ITEMS = [load_packs()[PACK].item(name) for name in PHOTOGRAPHS]


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def comparison(app) -> dict:
    """Return what the slider over the picture was given."""
    (shown,) = app.get("bidi_component")
    data = json.loads(shown.proto.json)
    return data | {side: json.loads(data[side]) for side in ("before", "after")}


def test_lab_photographs_are_real_and_ordinary():
    assert [(item.is_real, item.odd) for item in ITEMS] == 4 * [(True, False)]


def test_edit_is_laid_over_the_untouched_photograph_with_words_for_both(lab):
    lab.radio("lessons_lab_edit").set_value(Edit.REMOVE)
    lab.radio("lessons_lab_size").set_value(Size.LARGE)
    lab.slider("lessons_lab_across").set_value(60)
    lab.slider("lessons_lab_down").set_value(40).run()
    assert not lab.exception
    shown = comparison(lab)
    assert shown["before"]["alt"] == f"{ITEMS[0].alt} Without the edit."
    assert shown["after"]["alt"] == (
        f"{ITEMS[0].alt} One round part is edited (Large, its middle 60% from the left and 40% "
        "from the top): This part is cut out, and the hole is filled from its rim inwards."
    )
    assert shown["before"]["address"].startswith("data:image/jpeg;base64,")
    assert shown["before"]["address"] != shown["after"]["address"]
    assert "arrow keys" in shown["label"]
    assert "{share}%" in shown["share"]


def test_maps_are_described_in_words_and_as_alternatives(lab, read, pictures):
    lab.radio("lessons_lab_edit").set_value(Edit.SMOOTH).run()
    (error_level, _), (noise, _) = pictures(lab)
    assert error_level.startswith("Error level map as a grey picture. Only its rim ")

    pixels = open_photograph(ITEMS[0].picture)
    result = run(pixels, pixels, Edit.SMOOTH, Place(0.75), 95, ANALYSES)
    ranks = result.comparisons["noise_residual"]
    reading = (
        f"With the edit, this part is brighter than {int(100 * ranks.rank_after)}% of the rest. "
        f"Untouched, it was brighter than {int(100 * ranks.rank_before)}%."
    )
    assert noise == f"Noise map as a grey picture. It stands out. {reading}"
    assert f"Noise: **It stands out.** {reading}" in read(lab)


def test_first_edit_stands_out_on_the_error_level_map_until_it_is_saved_lower(lab, read):
    assert "Error level: **It stands out.**" in read(lab)
    lab.radio("lessons_lab_quality").set_value(80).run()
    assert "Error level: **It does not stand out.**" in read(lab)


@pytest.mark.parametrize("edit", [Edit.SMOOTH, Edit.REMOVE])
def test_bright_rim_of_a_dark_part_is_said_to_stand_out(lab, read, edit):
    lab.radio("lessons_lab_edit").set_value(edit).run()
    assert "Error level: **Only its rim stands out.** With the edit, the rim of this" in read(lab)


@pytest.mark.parametrize("number", range(len(ITEMS)))
def test_each_map_sees_the_edits_that_the_guide_says(number):
    photograph, donor = (
        open_photograph(ITEMS[n % len(ITEMS)].picture) for n in (number, number + 1)
    )

    def seen(edit: Edit, quality: int) -> set[str]:
        result = run(photograph, donor, edit, Place(0.75), quality, ANALYSES)
        return {
            name for name, found in result.comparisons.items()
            if found.rank_after >= STANDS_OUT > found.rank_before
        }  # fmt: skip

    for edit in (Edit.CLONE, Edit.PASTE):
        assert seen(edit, 95) == {"error_level"}
        assert "error_level" not in seen(edit, 80)
    assert seen(Edit.SMOOTH, 95) == {"noise_residual"}
    assert "error_level" not in seen(Edit.REMOVE, 95)


def test_maps_of_the_untouched_photograph_are_shown_on_demand(lab, pictures):
    edited = [address for _, address in pictures(lab)]
    lab.radio("lessons_lab_show").set_value("before").run()
    assert set(edited).isdisjoint(address for _, address in pictures(lab))


def test_picture_and_maps_are_outlined_on_demand(lab, pictures):
    plain = [address for _, address in pictures(lab)], comparison(lab)
    lab.checkbox("lessons_lab_outline").check().run()
    outlined = [address for _, address in pictures(lab)], comparison(lab)
    assert set(plain[0]).isdisjoint(outlined[0])
    for side in ("before", "after"):
        assert plain[1][side]["address"] != outlined[1][side]["address"]


def test_both_photographs_of_a_paste_are_credited(lab, read):
    assert "Pasted from:" not in read(lab)
    lab.radio("lessons_lab_edit").set_value(Edit.PASTE).run()
    assert not lab.exception
    assert read(lab).count("Photograph: ") == 1
    assert read(lab).count("Pasted from: ") == 1
    assert "The edited picture may be used under" in read(lab)
