import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.labs.family_sorter import Belief, Card, Family, Outcome, Reply, Tally, outcome, tally

CARDS = st.builds(Card, st.sampled_from(Family), st.booleans())
REPLIES = st.builds(Reply, st.sampled_from(Family), st.sampled_from(Belief))


@pytest.mark.parametrize(
    ("real", "belief", "expected"),
    [
        (False, Belief.FLAW, Outcome.HIT),
        (False, Belief.ODD, Outcome.MISS),
        (True, Belief.FLAW, Outcome.FALSE_ALARM),
        (True, Belief.ODD, Outcome.CORRECT_REJECTION),
    ],
)
def test_outcome_takes_a_flaw_for_the_signal(real, belief, expected):
    assert outcome(Card(Family.PHYSICS, real), Reply(Family.STYLISTIC, belief)) is expected


def test_tally_counts_flaws_found_and_real_pictures_believed():
    flaw, odd = Card(Family.PHYSICS, real=False), Card(Family.ANATOMICAL, real=True)
    replies = [
        (flaw, Reply(Family.PHYSICS, Belief.FLAW)),
        (flaw, Reply(Family.STYLISTIC, Belief.ODD)),
        (odd, Reply(Family.ANATOMICAL, Belief.ODD)),
    ]
    assert tally(replies) == Tally(3, 2, 2, 1, 1, 1)


def test_whoever_calls_everything_a_flaw_believes_nothing():
    cards = [Card(Family.PHYSICS, real) for real in (True, False, True)]
    counts = tally((card, Reply(Family.PHYSICS, Belief.FLAW)) for card in cards)
    assert (counts.flaws_found, counts.real_believed) == (1, 0)


@given(st.lists(st.tuples(CARDS, REPLIES)))
def test_tally_never_finds_more_than_there_is(replies):
    counts = tally(replies)
    assert counts.flaws + counts.real == counts.cards == len(replies)
    assert 0 <= counts.flaws_found <= counts.flaws
    assert 0 <= counts.real_believed <= counts.real
    assert 0 <= counts.sorted_alike <= counts.cards
