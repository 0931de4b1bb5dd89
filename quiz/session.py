"""A round: which pictures, in what order, and what has been answered so far."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quiz.item import Item
from quiz.pack import Pack
from quiz.practice import Practice
from quiz.scoring import Answer, Outcome, judge

ROUND_LENGTH = 10
# How many of a round are fake. It varies, so that nobody can work out the last pictures by
# counting; it never strays far, so that one round says something about both skills.
FAKES_AT_LEAST, FAKES_AT_MOST = 4, 6
ANYTHING = Practice()


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

    In a round that practises something the fakes are those that suit it, and others only once
    there are no more. The real pictures are as mixed as ever, but that suiting ones come first and
    that as many as of the fakes are shown with words: neither words nor their want may tell.

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

    candidates = [(pack.id, item) for pack in packs for item in pack.practice]
    generator.shuffle(candidates)
    # Sorting keeps the shuffled order among equals.
    candidates.sort(key=lambda pair: _rank(pair[1], practice))
    chosen: list[tuple[str, Item]] = []
    kinds_left: list[object] = []
    while len(chosen) < length:
        wants_real = sum(not item.is_real for _, item in chosen) >= fakes
        open_candidates = [
            (pack, item)
            for pack, item in candidates
            if item.is_real is wants_real
            and not any(item.sources & other.sources for _, other in chosen)
        ]
        if not open_candidates:
            raise NotEnoughItemsError(
                f"The packs hold too few pictures for a round of {length}; install another pack."
            )
        open_candidates = _preferred(open_candidates, chosen, practice)
        sorts = [_sort(item) for _, item in open_candidates]
        if not set(kinds_left) & set(sorts):
            kinds_left = list(dict.fromkeys(sorts))
        pick = next(pair for pair in open_candidates if _sort(pair[1]) in kinds_left)
        kinds_left.remove(_sort(pick[1]))
        chosen.append(pick)
    generator.shuffle(chosen)
    return tuple(ItemKey(pack, item.id) for pack, item in chosen)


def _rank(item: Item, practice: Practice) -> tuple[bool, bool]:
    return item.id not in practice.items, not practice.suits(item)


def _preferred(
    candidates: list[tuple[str, Item]], chosen: list[tuple[str, Item]], practice: Practice
) -> list[tuple[str, Item]]:
    """Return those of the candidates, all real or all fake, that a practice round takes first."""
    if not practice:
        return candidates
    if candidates[0][1].is_real:
        worded = Counter(item.is_real for _, item in chosen if item.caption)
        wants_words = worded[True] < worded[False]
        preferred = [pair for pair in candidates if bool(pair[1].caption) is wants_words]
    else:
        preferred = [pair for pair in candidates if practice.suits(pair[1])]
    return preferred or candidates


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


def _sort(item: Item) -> object:
    """What a round should mix: the kinds of fake, and plain, odd, and captioned real pictures."""
    # One sort for all with words: a single odd one among them would otherwise be in every round.
    return (item.kind, "captioned" if item.caption else item.odd)


def judge_round(items: Sequence[Item], answers: dict[int, Answer]) -> list[tuple[Answer, Outcome]]:
    """Return each answer with its outcome, in the order of the round."""
    return [
        (answers[position], judge(item.is_real, answers[position].choice))
        for position, item in enumerate(items)
        if position in answers
    ]
