from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.families import tally_by_family
from quiz.item import Family, Kind, Region
from quiz.scoring import Choice, Outcome, Tally, judge

CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
families_of_an_item = st.lists(st.sampled_from(Family), max_size=4)
rounds = st.lists(
    st.tuples(families_of_an_item, st.booleans(), st.sampled_from(Choice)), max_size=12
)


@pytest.fixture
def make_judged(make_item):
    def make(families, real, choice):
        item = make_item("thing", Kind.REAL if real else Kind.SPLICE)
        regions = tuple(Region(CORNERS, family, "Because") for family in families)
        return replace(item, regions=regions), judge(real, choice)

    return make


def test_item_with_two_kinds_of_clue_counts_for_both(make_judged):
    judged = [make_judged([Family.PHYSICS, Family.STYLISTIC], False, Choice.FAKE)]
    assert tally_by_family(judged) == {
        Family.STYLISTIC: Tally(hits=1),
        Family.PHYSICS: Tally(hits=1),
    }


def test_item_with_two_clues_of_one_kind_counts_once(make_judged):
    judged = [make_judged([Family.PHYSICS, Family.PHYSICS], True, Choice.FAKE)]
    assert tally_by_family(judged) == {Family.PHYSICS: Tally(false_alarms=1)}


def test_item_without_regions_counts_nowhere(make_judged):
    assert tally_by_family([make_judged([], False, Choice.REAL)]) == {}


def test_fakes_and_real_pictures_with_the_same_clue_are_kept_apart(make_judged):
    judged = [
        make_judged([Family.PHYSICS], False, Choice.FAKE),
        make_judged([Family.PHYSICS], False, Choice.REAL),
        make_judged([Family.PHYSICS], True, Choice.REAL),
    ]
    assert tally_by_family(judged)[Family.PHYSICS] == Tally(hits=1, misses=1, correct_rejections=1)


# The fixture only builds items; nothing of one round stays for the next.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds)
def test_every_family_counts_exactly_the_items_that_hold_it(make_judged, drawn):
    judged = [make_judged(*answered) for answered in drawn]
    tallies = tally_by_family(judged)
    assert list(tallies) == [
        family for family in Family if any(family in families for families, _, _ in drawn)
    ]
    for family, counts in tallies.items():
        holding = [outcome for item, outcome in judged if family in item.families]
        assert counts.fakes + counts.reals == len(holding)
        assert counts.hits == holding.count(Outcome.HIT)
        assert counts.misses == holding.count(Outcome.MISS)
        assert counts.correct_rejections == holding.count(Outcome.CORRECT_REJECTION)
    kinds = sum(len(set(families)) for families, _, _ in drawn)
    assert sum(counts.fakes + counts.reals for counts in tallies.values()) == kinds
