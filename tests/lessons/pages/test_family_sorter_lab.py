"""What a learner says of the cards, and what they are told."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from lessons.labs.family_sorter import Belief, Family
from lessons.pages.family_sorter_lab import SPOTS, card_of
from lessons.pages.photographs import PACK
from quiz.installed import load_packs

LESSON = "five-families-of-clue"
CARDS = [card_of(spot, load_packs()[PACK].item(spot.item)) for spot in SPOTS]


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def reply(app, place, family, belief):
    app.radio(f"lessons_lab_sorter_family_{place}").set_value(family)
    app.radio(f"lessons_lab_sorter_belief_{place}").set_value(belief)
    app.button(f"lessons_lab_sorter_show_{place}").click().run()
    assert not app.exception


def headings(app) -> list[str]:
    """Return the headings of the cards shown: there is one at a time."""
    shown = "".join(element.proto.body for element in app.get("html"))
    return re.findall(r'<p id="sorter-card"[^>]*>([^<]*)</p>', shown)


def turn(app, place):
    app.button(f"lessons_lab_sorter_next_{place}").click().run()


def test_cards_hold_a_flaw_of_every_family_and_nearly_as_many_real_pictures():
    assert {card.family for card in CARDS if not card.real} == set(Family)
    assert Counter(card.real for card in CARDS) == {False: 5, True: 4}


def test_order_gives_no_answer_away():
    """Neither "as the last" nor "other than the last" is right much more often than a guess."""
    turns = [one.real != other.real for one, other in pairwise(CARDS)]
    assert 3 <= sum(turns) <= 5
    # The family of a clue is not told by the card before it, either.
    assert all(one.family is not other.family for one, other in pairwise(CARDS))


def test_nothing_is_told_before_both_questions_are_answered(lab, read):
    why = load_packs()[PACK].item(SPOTS[0].item).why
    lab.radio("lessons_lab_sorter_family_0").set_value(Family.PHYSICS)
    lab.button("lessons_lab_sorter_show_0").click().run()
    assert [info.value for info in lab.info] == [
        "Choose a family, and say what you take it for. Then you see the answer."
    ]
    assert why not in read(lab)
    assert "Photograph: " not in read(lab)


def test_flaw_that_is_found_is_explained_in_the_box_that_is_read_out(lab, read):
    reply(lab, 0, CARDS[0].family, Belief.FLAW)
    item = load_packs()[PACK].item(SPOTS[0].item)
    assert [success.value for success in lab.success] == [
        f"**Yes, it is a flaw.** You noticed it.\n\n{item.regions[0].reason}\n\n**{item.why}**"
    ]
    assert "same family as you: **Bodies**" in read(lab)


def test_other_family_is_met_with_both_meanings(lab, read):
    reply(lab, 0, Family.PHYSICS, Belief.ODD)
    (told,) = lab.info
    assert told.value.startswith("**This one is a flaw.** You took it for real.")
    assert "You chose **Light and physics** (Do light, shadow" in read(lab)
    assert "We put it into **Bodies**" in read(lab)


def test_whoever_calls_everything_a_flaw_is_told_of_the_real_ones(lab, read):
    for place, card in enumerate(CARDS):
        reply(lab, place, card.family, Belief.FLAW)
        kind = "info" if card.real else "success"
        assert len(lab.get(kind)) == 1
        turn(lab, place)
    assert "You found **5 of 5** flaws, and you believed **0 of 4** pictures" in read(lab)
    assert f"sorted {len(CARDS)} of {len(CARDS)} into" in read(lab)


def test_card_can_be_seen_again_and_all_be_done_anew(lab, read):
    for place, card in enumerate(CARDS):
        reply(lab, place, card.family, Belief.ODD)
        turn(lab, place)
    lab.button("lessons_lab_sorter_again_1").click().run()
    assert headings(lab) == [f"Picture 2 of {len(CARDS)}"]
    (told,) = lab.info
    assert told.value.startswith("**This one is a flaw.** You took it for real.")
    for place in range(1, len(CARDS)):
        turn(lab, place)
    lab.button("lessons_lab_sorter_anew").click().run()
    assert headings(lab) == [f"Picture 1 of {len(CARDS)}"]
    assert lab.radio("lessons_lab_sorter_family_0").value is None
