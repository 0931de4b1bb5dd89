from hypothesis import given
from hypothesis import strategies as st

from lessons.labs.class_vote import Vote, shift

OPINIONS = st.sampled_from(("agree", "unsure", "disagree"))
# What each pupil thought before and after.
CLASSES = st.lists(st.tuples(OPINIONS, OPINIONS), max_size=40)


def count(opinions: list[str]) -> Vote:
    return Vote(*(opinions.count(name) for name in ("agree", "unsure", "disagree")))


@given(CLASSES)
def test_at_least_so_many_changed_their_minds(pupils):
    moved = shift(count([before for before, _ in pupils]), count([after for _, after in pupils]))
    assert 0 <= moved.changed_at_least <= sum(before != after for before, after in pupils)
    assert moved.agree + moved.unsure + moved.disagree == 0


@given(CLASSES)
def test_least_number_of_changed_minds_is_reached_by_some_class(pupils):
    """Whoever can keep a vote keeps it: then exactly so many changed."""
    before, after = sorted(b for b, _ in pupils), sorted(a for _, a in pupils)
    moved = shift(count(before), count(after))
    kept = sum(min(before.count(name), after.count(name)) for name in set(before))
    assert moved.changed_at_least == len(pupils) - kept


def test_votes_of_different_size_tell_nothing_of_changed_minds():
    assert shift(Vote(5, 5, 5), Vote(5, 5, 6)).changed_at_least is None
