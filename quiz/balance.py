"""What a pack that measures must hold, so that no habit of answering does well in it.

Asked only of a pack that has forms: whoever makes a pack of ten pictures for one lesson is free.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from statistics import fmean

from quiz.item import LEVELS, Item, Kind
from quiz.pack import Pack
from quiz.problem import ContentProblem

REAL_SHARE_AT_LEAST = 0.45
ODD_SHARE_AT_LEAST = 1 / 3  # of the real ones
EDITS_AT_LEAST = 8  # of each kind of edit
CAPTIONS_AT_LEAST = 14
# Share of real ones at each level of difficulty.
REAL_AT_LEVEL_FROM, REAL_AT_LEVEL_TO = 1 / 3, 2 / 3
# How often the short description of a fake, which a screen reader says before the answer, is
# longer than that of a real picture: as often as not, or its length is a clue.
LONGER_ALT_FROM, LONGER_ALT_TO = 0.4, 0.6


def balance_problems(pack: Pack) -> list[ContentProblem]:
    """Return what a pack with forms lacks; nothing for a pack without."""
    if not pack.forms:
        return []
    problems = [
        ContentProblem(pack.folder / "items" / f"{item.id}.toml", name, f"Is missing; {remedy}.")
        for item in pack.items
        for name, remedy in (
            ("subject", "say what is mainly seen"),
            ("difficulty", "`python -m quiz measure` writes it"),
        )
        if getattr(item, name) is None
    ]
    manifest = pack.folder / "pack.toml"
    return problems + [ContentProblem(manifest, "", text) for text in _shortages(pack.items)]


def _shortages(items: Iterable[Item]) -> Iterable[str]:
    items = list(items)
    reals = [item for item in items if item.is_real]
    if len(reals) < REAL_SHARE_AT_LEAST * len(items):
        yield f"{len(reals)} of {len(items)} items are real; {REAL_SHARE_AT_LEAST:.0%} must be."
    odd = sum(item.odd for item in reals)
    if odd < ODD_SHARE_AT_LEAST * len(reals):
        yield f"{odd} of {len(reals)} real items are odd; {ODD_SHARE_AT_LEAST:.0%} must be."
    kinds = Counter(item.kind for item in items)
    for kind in Kind:
        if kind.is_edit and kinds[kind] < EDITS_AT_LEAST:
            yield f"Has {kinds[kind]} items of kind {kind}; add up to {EDITS_AT_LEAST}."
    captions = Counter(item.is_real for item in items if item.caption)
    if captions.total() < CAPTIONS_AT_LEAST or not all((captions[True], captions[False])):
        yield (
            f"Has {captions[True]} true and {captions[False]} false captions;"
            f" add up to {CAPTIONS_AT_LEAST}, some of each."
        )
    for level in LEVELS:
        at_level = [item.is_real for item in items if item.difficulty == level]
        if at_level and not (
            REAL_AT_LEVEL_FROM <= sum(at_level) / len(at_level) <= REAL_AT_LEVEL_TO
        ):
            yield f"{sum(at_level)} of {len(at_level)} items of difficulty {level} are real."
    fakes = [item for item in items if not item.is_real]
    if reals and fakes:
        longer = fmean(_is_longer(fake.alt, real.alt) for fake, real in product(fakes, reals))
        if not LONGER_ALT_FROM <= longer <= LONGER_ALT_TO:
            yield (
                f"The alt of a fake is longer than that of a real picture in {longer:.0%} of pairs;"
                f" {LONGER_ALT_FROM:.0%} to {LONGER_ALT_TO:.0%} may be."
            )


def _is_longer(one: str, other: str) -> float:
    """Return 1 if the first text is longer, 0 if shorter, and a half if both are alike."""
    return 0.5 if len(one) == len(other) else float(len(one) > len(other))
