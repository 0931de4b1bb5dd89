"""A round: which pictures, in what order, and what has been answered so far."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from quiz.item import Item, Kind, Subject
from quiz.pack import Pack
from quiz.practice import Practice
from quiz.scoring import Answer, Outcome, judge

ROUND_LENGTH = 10
# How many of a round are fake. It varies, so that nobody can work out the last pictures by
# counting; it never strays far, so that one round says something about both skills.
FAKES_AT_LEAST, FAKES_AT_MOST = 4, 6
ANYTHING = Practice()
# Few of each, and alike to look at: where a real one of the same subject is not to be had, one of
# another of these goes with the fake.
_THINGS = Subject.OBJECT, Subject.FOOD, Subject.PLANT, Subject.VEHICLE

# A picture and the id of its pack.
Candidate: TypeAlias = tuple[str, Item]


class NotEnoughItemsError(ValueError):
    """The packs hold too few items without a shared photograph for a whole round."""


@dataclass(frozen=True)
class ItemKey:
    """An item's place: its pack's id and its own."""

    pack: str
    item: str


@dataclass(frozen=True)
class Round:
    """A round as stored.

    Attributes:
        items: what is shown, in order.
        answers: given so far, by position from 0.
    """

    items: tuple[ItemKey, ...]
    answers: dict[int, Answer] = field(default_factory=dict)

    @property
    def first_unanswered(self) -> int:
        """Position of the first picture without an answer; the length when there is none."""
        for position in range(len(self.items)):
            if position not in self.answers:
                return position
        return len(self.items)

    @property
    def is_over(self) -> bool:
        """Whether every picture has been answered."""
        return self.first_unanswered == len(self.items)

    def reachable(self, position: int) -> int:
        """Return the nearest position that may be shown: an answered one, or the next to answer.

        An address can ask for any position; nothing beyond the first unanswered picture is
        shown, or a learner could peek.
        """
        return max(0, min(position, self.first_unanswered, len(self.items) - 1))


def draw_round(
    packs: Sequence[Pack],
    generator: random.Random,
    length: int = ROUND_LENGTH,
    practice: Practice = ANYTHING,
) -> tuple[ItemKey, ...]:
    """Choose the pictures of a round and their order.

    Fakes and real pictures in nearly equal number, the kinds of fake as mixed as the packs allow,
    and no two pictures made from the same photograph. Pictures kept for forms stay out.

    They are drawn in pairs: to a fake belongs a real picture with words if it has words, of the
    same pack and the same subject as far as possible, so that neither what a picture shows nor
    words beside it say anything of the answer. Of the last pairs only one picture is shown where
    the round has more of one sort.

    In a round that practises something the fakes are those that suit it, and others only where
    there are no more, or no real picture with words to go with theirs; of the real pictures
    suiting ones come first.

    Args:
        packs: where to choose from.
        generator: source of chance; seed it for a round that can be drawn again.
        length: number of pictures, at least two.
        practice: what to practise.

    Raises:
        NotEnoughItemsError: the packs do not hold enough.
    """
    slack = (length - ROUND_LENGTH) // 2
    fakes = generator.randint(FAKES_AT_LEAST, FAKES_AT_MOST) + slack
    fakes = max(1, min(length - 1, fakes))
    reals = length - fakes

    candidates = [(pack.id, item) for pack in packs for item in pack.practice]
    generator.shuffle(candidates)
    # Sorting keeps the shuffled order among equals.
    candidates.sort(key=lambda pair: _rank(pair[1], practice))
    chosen: list[Candidate] = []
    kinds_left: list[Kind] = []
    for number in range(max(fakes, reals)):
        fake = _next_fake(candidates, chosen, practice, kinds_left)
        real = _real_for(fake, candidates, chosen, practice)
        shown = [fake] * (number < fakes) + [real] * (number < reals)
        if None in shown:
            raise NotEnoughItemsError(
                f"The packs hold too few pictures for a round of {length}; install another pack."
            )
        chosen += shown
    generator.shuffle(chosen)
    return tuple(ItemKey(pack, item.id) for pack, item in chosen)


def _rank(item: Item, practice: Practice) -> tuple[bool, bool]:
    return item.id not in practice.items, not practice.suits(item)


def _next_fake(
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    practice: Practice,
    kinds_left: list[Kind],
) -> Candidate | None:
    """Return the next fake of a round; None if there is none.

    Args:
        candidates: those to be taken first at the beginning.
        chosen: what the round has already.
        practice: what to practise.
        kinds_left: kinds of fake whose turn it is; the fake's is taken off, and all kinds are put
            on again before where none of them is to be had.
    """
    fakes = [one for one in candidates if not one[1].is_real and _is_new(one, chosen)]
    worded = [
        one for one in candidates if one[1].is_real and one[1].caption and _is_new(one, chosen)
    ]
    # Words beside a fake would tell, were there no real picture with words to go with it.
    fakes = [
        fake for fake in fakes
        if not fake[1].caption or any(_is_new(real, [fake]) for real in worded)
    ] or fakes  # fmt: skip
    fakes = [fake for fake in fakes if practice.suits(fake[1])] or fakes
    kinds = list(dict.fromkeys(item.kind for _, item in fakes))
    if not set(kinds_left) & set(kinds):
        kinds_left[:] = kinds
    for fake in fakes:
        if fake[1].kind in kinds_left:
            kinds_left.remove(fake[1].kind)
            return fake
    return None


def _real_for(
    fake: Candidate | None,
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    practice: Practice,
) -> Candidate | None:
    """Return the real picture that is to go with a fake; None if there is none."""
    reals = [
        one for one in candidates
        if one[1].is_real and _is_new(one, [*chosen, fake] if fake else chosen)
    ]  # fmt: skip
    odd = Counter(item.odd for _, item in chosen if item.is_real)

    def distance(real: Candidate) -> tuple[bool | int, ...]:
        pack, item = real
        unlike: tuple[bool, ...] = ()
        if fake is not None:
            other_pack, other = fake
            unlike = (
                pack != other_pack,
                _scene(item) != _scene(other),
                item.subject != other.subject,
            )
        return (
            item.id not in practice.items,
            fake is not None and bool(item.caption) != bool(fake[1].caption),
            not practice.suits(item),
            *unlike,
            # Odd and plain ones in turn; of the few with words a single odd one would come always.
            0 if item.caption else odd[item.odd],
        )

    return min(reals, key=distance, default=None)


def _is_new(one: Candidate, others: Iterable[Candidate]) -> bool:
    """Return whether a picture shares no photograph with the others."""
    return not any(one[1].sources & item.sources for _, item in others)


def _scene(item: Item) -> Subject | None:
    """Return what a picture shows, as coarsely as someone could make a rule of it."""
    return Subject.OBJECT if item.subject in _THINGS else item.subject


def form_round(pack: Pack, form: str, generator: random.Random) -> tuple[ItemKey, ...]:
    """Return the pictures of a form in an order drawn anew.

    All learners see the same pictures, but not at the same time as their neighbours.

    Args:
        pack: that the form belongs to.
        form: its name.
        generator: source of chance.

    Raises:
        KeyError: the pack has no such form.
    """
    ids = pack.forms[form]
    return tuple(ItemKey(pack.id, item_id) for item_id in generator.sample(ids, len(ids)))


def form_of(packs: Sequence[Pack], items: Sequence[ItemKey]) -> str | None:
    """Return the name of the form that a round plays, or None for a round drawn freely."""
    for pack in packs:
        for name, form in pack.forms.items():
            if set(items) == {ItemKey(pack.id, item_id) for item_id in form}:
                return name
    return None


def judge_round(items: Sequence[Item], answers: dict[int, Answer]) -> list[tuple[Answer, Outcome]]:
    """Return each answer with its outcome, in the order of the round."""
    return [
        (answers[position], judge(item.is_real, answers[position].choice))
        for position, item in enumerate(items)
        if position in answers
    ]
