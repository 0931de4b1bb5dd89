"""Find the forms of a pack: as alike as its items allow."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from quiz.balance import ODD_SHARE_AT_LEAST
from quiz.forms import (
    DIFFICULTY_TOLERANCE,
    FORM_LENGTH,
    FORMS,
    LEVEL_TOLERANCE,
    REALS_IN_FORM,
    known_elsewhere,
)
from quiz.item import LEVELS, Item
from quiz.pack import Pack

SEED = 1
SECONDS_AT_MOST = 300
# What a picture too many or too few at a level costs, and a second fake of a kind in a form; that
# practice loses an item costs one.
UNEQUAL, REPEATED = 100.0, 10.0


class NoMatchError(ValueError):
    """The items of a pack cannot fill matched forms; the message says what to do."""


def match_forms(pack: Pack, seed: int = SEED) -> dict[str, tuple[str, ...]]:
    """Choose the items of three matched forms.

    An integer program, solved to the optimum unless that takes longer than `SECONDS_AT_MOST`. Alike
    without exception: the number of real pictures, of odd ones, of each kind, of true and of false
    captions, of each subject among the real ones and among the fakes, which are as many in a form,
    so that what a picture shows is no clue; and the difficulty within what `quiz.forms` tolerates.
    As alike as can be, in this order of weight: the number of pictures at each level of difficulty,
    between the forms and between the real pictures and fakes of each, with some at every level;
    then few fakes of the same kind in a form; then few items that practice must do without because
    a form uses their photograph.

    Args:
        pack: items without subject or difficulty, and those whose photographs are known from a
            lesson or as an example, are passed over.
        seed: decides between equally good answers.

    Returns:
        Item ids by the form's name, sorted.

    Raises:
        NoMatchError: there is no answer.

    Source:
        Parallel forms put together at once by 0-1 linear programming: van der Linden and Adema
        (1998), Journal of Educational Measurement 35(3), 185-198.
    """
    met = known_elsewhere(pack)
    items = [
        item for item in pack.items if item.subject and item.difficulty and not item.sources & met
    ]
    random.Random(seed).shuffle(items)
    program = _Program(items)
    program.fill()
    program.hold_alike(lambda item: (item.kind, item.odd, bool(item.caption)))
    program.hold_alike(lambda item: (item.is_real, item.subject))
    program.pair_subjects()
    program.hold_difficulty()
    program.spread_levels()
    program.mix_kinds()
    program.spare_photographs(pack)
    chosen = program.solve()
    return {
        form: tuple(sorted(item.id for item, place in chosen if place == number))
        for number, form in enumerate(FORMS)
    }


def write_forms(manifest: Path, forms: Mapping[str, Iterable[str]]) -> None:
    """Write forms into a pack's file, in place of those it had, and leave the rest as it is."""
    before = manifest.read_text(encoding="utf-8")
    table = "".join(
        f"{name} = [\n" + "".join(f'    "{item_id}",\n' for item_id in form) + "]\n"
        for name, form in forms.items()
    )
    kept = re.sub(r"(?ms)^\[forms\]\n.*?(?=^\[\w|\Z)", "", before).rstrip("\n")
    manifest.write_text(f"{kept}\n\n[forms]\n{table}", encoding="utf-8")


class _Program:
    """Which item goes into which form, as an integer program in the making.

    The first variables say, item by item, whether it is in the first form, the second, the third;
    further ones are counts and departures that conditions and costs speak of.
    """

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.costs = [0.0] * (len(items) * len(FORMS))
        self.highest = [1.0] * len(self.costs)
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def fill(self) -> None:
        """Ask for complete forms, real and fake by halves, no photograph twice, a third odd."""
        for form in range(len(FORMS)):
            reals = self._sum(form, lambda item: item.is_real)
            self._hold(reals, REALS_IN_FORM, REALS_IN_FORM)
            self._hold(self._sum(form, lambda item: True), FORM_LENGTH, FORM_LENGTH)
            odd = self._sum(form, lambda item: item.odd)
            self._hold(odd, REALS_IN_FORM * ODD_SHARE_AT_LEAST, REALS_IN_FORM)
            true = self._sum(form, lambda item: item.is_real and bool(item.caption))
            false = self._sum(form, lambda item: not item.is_real and bool(item.caption), -1)
            self._hold(true | false, 0, 0)
        for number in range(len(self.items)):
            self._hold({self._place(number, form): 1.0 for form in range(len(FORMS))}, 0, 1)
        for source in sorted({source for item in self.items for source in item.sources}):
            uses = {}
            for form in range(len(FORMS)):
                uses |= self._sum(form, lambda item, source=source: source in item.sources)
            self._hold(uses, 0, 1)

    def hold_alike(self, sort: Callable[[Item], Hashable]) -> None:
        """Ask for as many items of each sort in one form as in another."""
        for wanted in dict.fromkeys(map(sort, self.items)):
            first = self._sum(0, lambda item, wanted=wanted: sort(item) == wanted)
            for form in range(1, len(FORMS)):
                other = self._sum(form, lambda item, wanted=wanted: sort(item) == wanted, -1)
                self._hold(first | other, 0, 0)

    def pair_subjects(self) -> None:
        """Ask of each form as many real pictures as fakes of each subject."""
        for subject in dict.fromkeys(item.subject for item in self.items):
            for form in range(len(FORMS)):
                real = self._sum(
                    form, lambda item, subject=subject: item.is_real and item.subject is subject
                )
                fake = self._sum(
                    form,
                    lambda item, subject=subject: not item.is_real and item.subject is subject,
                    -1,
                )
                self._hold(real | fake, 0, 0)

    def hold_difficulty(self) -> None:
        """Ask for mean difficulties, and numbers at each level, as close as the check allows."""
        limit = DIFFICULTY_TOLERANCE * FORM_LENGTH
        for one, other in combinations(range(len(FORMS)), 2):
            difference = {
                self._place(number, form): float(sign * item.difficulty)
                for number, item in enumerate(self.items)
                for form, sign in ((one, 1), (other, -1))
            }
            self._hold(difference, -limit, limit)
            for level in LEVELS:
                here = self._sum(one, lambda item, level=level: item.difficulty == level)
                there = self._sum(other, lambda item, level=level: item.difficulty == level, -1)
                self._hold(here | there, -LEVEL_TOLERANCE, LEVEL_TOLERANCE)

    def spread_levels(self) -> None:
        """Make it dear to have more or fewer at a level than its common number, or none at all."""
        for level in LEVELS:
            common, missing = self._new(REALS_IN_FORM), self._new(1.0, UNEQUAL)
            self._hold({common: 1.0, missing: 1.0}, 1, np.inf)
            for form in range(len(FORMS)):
                for real in (True, False):
                    here = self._sum(
                        form,
                        lambda item, level=level, real=real: (
                            (item.difficulty, item.is_real) == (level, real)
                        ),
                    )
                    more, fewer = (self._new(REALS_IN_FORM, UNEQUAL) for _ in range(2))
                    self._hold(here | {common: -1.0, more: -1.0, fewer: 1.0}, 0, 0)

    def mix_kinds(self) -> None:
        """Make each fake cost that is not the first of its kind in its form."""
        for kind in dict.fromkeys(item.kind for item in self.items if not item.is_real):
            for form in range(len(FORMS)):
                repeats = self._new(FORM_LENGTH, REPEATED)
                here = self._sum(form, lambda item, kind=kind: item.kind is kind)
                self._hold(here | {repeats: -1.0}, -np.inf, 1)

    def spare_photographs(self, pack: Pack) -> None:
        """Make each item cost as many others as share a photograph with it."""
        users = defaultdict(set)
        for item in pack.items:
            for source in item.sources:
                users[source].add(item.id)
        for number, item in enumerate(self.items):
            lost = set().union(*(users[source] for source in item.sources)) - {item.id}
            for form in range(len(FORMS)):
                self.costs[self._place(number, form)] += float(len(lost))

    def solve(self) -> list[tuple[Item, int]]:
        """Return the chosen items, each with the number of its form."""
        rows, columns, values = [], [], []
        for number, (weights, _, _) in enumerate(self.rows):
            rows += [number] * len(weights)
            columns += weights.keys()
            values += weights.values()
        matrix = csr_array((values, (rows, columns)), (len(self.rows), len(self.costs)))
        _, lowest, highest = zip(*self.rows, strict=True)
        found = milp(
            self.costs,
            integrality=np.ones(len(self.costs)),
            bounds=Bounds(0, self.highest),
            constraints=LinearConstraint(matrix, lowest, highest),
            options={"time_limit": SECONDS_AT_MOST},
        )
        if found.x is None:
            raise NoMatchError(
                f"No {len(FORMS)} matched forms of {FORM_LENGTH} can be found among"
                f" {len(self.items)} items; add items of the kinds and subjects that are few."
            )
        return [
            (item, form)
            for number, item in enumerate(self.items)
            for form in range(len(FORMS))
            if found.x[self._place(number, form)] > 0.5
        ]

    def _place(self, number: int, form: int) -> int:
        return number * len(FORMS) + form

    def _new(self, highest: float, cost: float = 0.0) -> int:
        self.costs.append(cost)
        self.highest.append(highest)
        return len(self.costs) - 1

    def _sum(
        self, form: int, wanted: Callable[[Item], bool], weight: float = 1.0
    ) -> dict[int, float]:
        return {
            self._place(number, form): weight
            for number, item in enumerate(self.items)
            if wanted(item)
        }

    def _hold(self, weights: dict[int, float], lowest: float, highest: float) -> None:
        self.rows.append((weights, lowest, highest))
