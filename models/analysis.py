"""Examine a picture for every artifact known, and grade what was found.

An artifact is one module in ``models/evidence``, found by being there. It offers

- ``FAMILY``: what kind of trace it reads ("compression", "noise", ...); two artifacts of one
  family are not independent witnesses;
- ``examine(image) -> Trace``: the measurement, which knows nothing of grades;
- ``EXPLAINS``, where its trace leaves those of other artifacts behind too: their names;
- ``explains(figures)``, where that depends on what was measured: the names then.

The grade comes from ``evidence/rates.toml``: scores that real photographs reached.
"""

import math
import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from models import evidence
from models.evidence._jpeg import luma_quantisation, standard_quantisation
from models.evidence_map import EvidenceMap
from models.image import LoadedImage

RATES_FILE = Path(evidence.__file__).parent / "rates.toml"

LEAST_SIDE = 128  # pixels
LEAST_QUALITY = 40  # libjpeg's
LEAST_BITS = 0.15  # a pixel, in a JPEG or WebP file
# A palette's, as in a GIF; its flat patches and their borders are no camera's.
MOST_FEW_COLOURS = 256

# Natural-log units between the weak and the strong threshold, at least: a tail is never steeper.
_LEAST_TAIL = 0.05
# The least score that is not nothing; thresholds are no lower.
LEAST_SCORE = 0.001
# The artifact that was trained on pictures by models.
LEARNED = "learned_map"
# Why the trained detector abstains where its answer turned round when the picture was saved again.
UNSTABLE = "unstable"
# The family of an artifact that sees all that the others see, and so is independent of none.
NO_FAMILY = "none"
# Trained networks, which cannot say what they have seen; the other artifacts read single traces.
TRAINED = (LEARNED, "consistency")


class Strength(IntEnum):
    """How rare a score is among real photographs: see ``ALLOWED_RATES``."""

    NONE = 0
    WEAK = 1
    MODERATE = 2
    STRONG = 3


# The largest share of real photographs that may reach each strength. A report asks for a dozen
# traces: with each as rare as this, half of the photographs of the quiz still show one.
ALLOWED_RATES: Mapping[Strength, float] = MappingProxyType(
    {Strength.WEAK: 0.05, Strength.MODERATE: 0.02, Strength.STRONG: 0.01}
)


@dataclass(frozen=True)
class Region:
    """A box on the upright picture, in whole pixels from its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Trace:
    """What one ``examine`` measured.

    Attributes:
        raw_score: larger is more unusual; the unit is the artifact's own. 0 if ``abstained``.
        map: where, 0 (as expected) to 1; None without a place.
        region: the box that stands out most, or None.
        figures: the numbers behind the explanation's sentences.
        abstained: why it could not be measured ("too-small", "too-smooth",
            "too-compressed", "few-colours", "see-through"), or None.
    """

    raw_score: float
    map: EvidenceMap | None = None
    region: Region | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    abstained: str | None = None


@dataclass(frozen=True, eq=False)
class Evidence:
    """A graded ``Trace``.

    Attributes:
        artifact: the evidence module's name, such as "copy_move".
        family: the kind of trace it belongs to.
        strength: ``NONE`` also where the artifact abstained or no rates are on record.
        false_alarm_rate: share, 0 to 1, of the real photographs measured that score at least
            this high; None where it abstained or no rates are on record.
        rarity: how rare the score is, beyond the highest measured one too, see
            ``Rates.rarity``; 0 where it abstained or no rates are on record. It puts findings in
            order and is no rate.

    The other attributes are those of ``Trace``.
    """

    artifact: str
    family: str
    raw_score: float
    strength: Strength
    false_alarm_rate: float | None
    map: EvidenceMap | None
    region: Region | None
    figures: Mapping[str, float]
    abstained: str | None
    rarity: float = 0.0


@dataclass(frozen=True, eq=False)
class Rates:
    """Scores that real photographs of one file format reached for one artifact.

    Attributes:
        thresholds: the score at which each strength begins, set on one half of the photographs.
        held_out: sorted scores of the other half, which no threshold has seen.
    """

    thresholds: Mapping[Strength, float]
    held_out: npt.NDArray[np.float64]

    def strength(self, raw_score: float) -> Strength:
        """Return the highest grade whose threshold is reached and whose promise is kept.

        Chance can set a threshold too low: the held-out photographs must confirm it, so that
        no report says "strong" beside a rate that is not.
        """
        rate = self.false_alarm_rate(raw_score)
        reached = [
            grade
            for grade, least in self.thresholds.items()
            if raw_score >= least and rate <= ALLOWED_RATES[grade]
        ]
        return max(reached, default=Strength.NONE)

    def false_alarm_rate(self, raw_score: float) -> float:
        """Return the share, 0 to 1, of held-out photographs scoring at least ``raw_score``."""
        below = int(np.searchsorted(self.held_out, raw_score, side="left"))
        return (len(self.held_out) - below) / len(self.held_out)

    def rarity(self, raw_score: float) -> float:
        """Return the decimal digits of how rare a score is: 1.3 at the weak threshold, 2 at strong.

        Beyond the photographs measured the rate is 0 for any score, and two findings could not be
        put in order. There the tail is drawn on as a power of the score, as it runs between those
        two thresholds. The moderate one lies a photograph or two below the strong one, so no slope
        can be told from it. Where held-out photographs do reach the score, it is no rarer than
        they say.

        Source:
            Pareto tails beyond a high threshold: Coles (2001), "An Introduction to Statistical
            Modeling of Extreme Values", chapter 4.
        """
        ends = Strength.WEAK, Strength.STRONG
        weak, strong = (self.thresholds[grade] for grade in ends)
        if raw_score < weak or not math.isfinite(strong):
            return 0.0
        least, most = (-math.log10(ALLOWED_RATES[grade]) for grade in ends)
        rate = self.false_alarm_rate(raw_score)
        no_rarer = -math.log10(rate) if rate > 0 else math.inf
        if strong <= LEAST_SCORE:
            # No photograph scores at all, so there is no tail; the score's own digits must do.
            return min(most + math.log10(1 + raw_score), no_rarer)
        at, low, high = np.log([raw_score, weak, strong])
        slope = (most - least) / max(high - low, _LEAST_TAIL)
        drawn_on = most + slope * (at - high)
        between = float(np.interp(at, [low, high], [least, most]))
        return min(between if raw_score < strong else float(drawn_on), no_rarer)


def artifacts() -> Mapping[str, ModuleType]:
    """Return the evidence modules by name; one whose name begins with "_" is a helper."""
    names = sorted(found.name for found in pkgutil.iter_modules(evidence.__path__))
    return {
        name: import_module(f"{evidence.__name__}.{name}")
        for name in names
        if not name.startswith("_")
    }


def analyse(image: LoadedImage) -> list[Evidence]:
    """Return one ``Evidence`` for each artifact, in order of name.

    For a picture that ``why_unfit`` turns down all of them abstain.
    """
    unfit = why_unfit(image)
    return [
        grade(
            name,
            module.FAMILY,
            Trace(0.0, abstained=unfit) if unfit else module.examine(image),
            image.format,
        )
        for name, module in artifacts().items()
    ]


def why_unfit(image: LoadedImage) -> str | None:
    """Return why no artifact can be relied on in this picture, or None if they can.

    Returns:
        "too-small": a side under ``LEAST_SIDE``; "too-compressed": stored more coarsely than
        libjpeg's quality ``LEAST_QUALITY``, or in less than ``LEAST_BITS`` a pixel; "few-colours":
        at most ``MOST_FEW_COLOURS``, not all of them grey.
    """
    if min(image.height, image.width) < LEAST_SIDE:
        return "too-small"
    steps = luma_quantisation(image)
    if steps is not None and steps.sum() > standard_quantisation(LEAST_QUALITY).sum():
        return "too-compressed"
    bits = 8 * len(image.data) / (image.height * image.width)
    if image.format != "PNG" and bits < LEAST_BITS:
        return "too-compressed"
    return "few-colours" if _has_few_colours(image.pixels) else None


def _has_few_colours(pixels: npt.NDArray[np.uint8]) -> bool:
    # Gives up at the first colour too many, which in a photograph is among the first pixels.
    colours = Image.fromarray(pixels).getcolors(MOST_FEW_COLOURS)
    return colours is not None and any(len(set(colour)) > 1 for _, colour in colours)


def grade(artifact: str, family: str, trace: Trace, format: str) -> Evidence:
    """Return ``trace`` with how rare its score is among real photographs of this ``format``."""
    strength, rate, rarity = Strength.NONE, None, 0.0
    known = measured_rates().get((artifact, format))
    if known is not None and trace.abstained is None:
        # Compared as written in the rates file, so that equal pictures get equal grades.
        score = rounded(trace.raw_score)
        strength, rate = known.strength(score), known.false_alarm_rate(score)
        rarity = known.rarity(score)
    return Evidence(
        artifact, family, trace.raw_score, strength, rate,
        trace.map, trace.region, trace.figures, trace.abstained, rarity,
    )  # fmt: skip


def ranked(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence in the order in which a report names it.

    The strongest comes first; of equals a single trace comes before a trained network, which cannot
    say what it has seen, and the rarer before the less rare. But a trace that leaves another one
    behind as well, see ``EXPLAINS`` and then ``explains``, goes before it, if it is as strong; and
    what sees all that the others see comes after each of them that is unusual at all, for it may
    have seen just that.
    """
    order = sorted(
        evidence,
        key=lambda found: (
            found.strength is Strength.NONE, found.family == NO_FAMILY,
            -found.strength, found.artifact in TRAINED, -found.rarity,
        ),
    )  # fmt: skip
    modules = artifacts()
    for cause in list(order):
        _put_before(cause, getattr(modules[cause.artifact], "EXPLAINS", ()), order)
    for cause in list(order):
        if hasattr(modules[cause.artifact], "explains") and cause.figures:
            _put_before(cause, modules[cause.artifact].explains(cause.figures), order)
    return order


def _put_before(cause: Evidence, explained: Iterable[str], order: list[Evidence]) -> None:
    """Move what a trace explains, if it is as strong, behind that trace."""
    effects = [
        found for found in order[: order.index(cause)]
        if found.artifact in explained and found.strength == cause.strength > Strength.NONE
    ]  # fmt: skip
    for effect in effects:
        order.remove(effect)
        order.insert(order.index(cause) + 1, effect)


def rounded(raw_score: float) -> float:
    """Return a score to the four significant digits that ``rates.toml`` keeps."""
    return float(f"{raw_score:.4g}")


@cache
def measured_rates() -> Mapping[tuple[str, str], Rates]:
    """Return the measured rates by artifact and file format ("JPEG", "PNG", "WEBP")."""
    return {
        (artifact, format): _parse(table)
        for artifact, tables in tomllib.loads(RATES_FILE.read_text()).items()
        for format, table in tables["formats"].items()
    }


def _parse(table: Mapping[str, Any]) -> Rates:
    thresholds = {grade: table[grade.name.lower()] for grade in ALLOWED_RATES}
    return Rates(thresholds, np.asarray(table["held_out"], dtype=np.float64))
