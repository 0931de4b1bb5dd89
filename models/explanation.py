"""Put a report into words: where the picture came from, what the pixels show, what we make of it.

No sentence without the number behind it, no score without its false-alarm rate, and with every
finding the innocent thing that could have caused it. The words are in ``models.ftl``: a message
for each part of a finding, named after the artifact.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.analysis import (
    ALLOWED_RATES,
    LEARNED,
    LEAST_QUALITY,
    LEAST_SIDE,
    MOST_FEW_COLOURS,
    Evidence,
    Region,
    Strength,
    artifacts,
    measured_rates,
    ranked,
)
from models.evidence_map import EvidenceMap
from models.image import LoadedImage
from models.provenance import Provenance
from models.provenance.statement import Statement, describe_provenance
from models.score import Whole
from models.text import text
from models.verdict import Conclusion as Verdicts
from models.verdict import Verdict

# How far a score moves, in points of 100, before it is told.
_WORTH_TELLING = 5

# Of the picture; a box that holds more than that points at nothing.
_EVERYWHERE = 0.9


@dataclass(frozen=True, eq=False)
class Finding:
    """One artifact's result in words; all texts are plain text.

    Attributes:
        artifact: the evidence module's name.
        heading: its name for learners.
        looked_at: what was examined.
        seen: what was seen, with its numbers; or why it could not be measured.
        is_measured: whether it could be.
        strength: the grade; ``NONE`` also where nothing could be measured.
        strength_words: the grade for learners.
        rarity: how many of 100 real photographs score this high; None where that is unknown.
        ignore: which marks mean nothing.
        innocent: what harmless thing can cause the same.
        place: where the map stands out; None without a region.
        map: float32 (H, W), 0 to 1, or None; worth showing from ``WEAK`` strength on.
        region: the box that stands out most, or None.
    """

    artifact: str
    heading: str
    looked_at: str
    seen: str
    is_measured: bool
    strength: Strength
    strength_words: str
    rarity: str | None
    ignore: str
    innocent: str
    place: str | None
    map: EvidenceMap | None
    region: Region | None


@dataclass(frozen=True, eq=False)
class Conclusion:
    """What we make of it: a heading and sentences, the most important first."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Explanation:
    """The whole report, free of any user interface.

    Attributes:
        opened: what had to be done to show the picture, a sentence each.
        origin: where it came from.
        pixels: what the pixels show, the strongest first.
        conclusion: what we make of it.
    """

    opened: tuple[str, ...]
    origin: tuple[Statement, ...]
    pixels: tuple[Finding, ...]
    conclusion: Conclusion


def explain(
    image: LoadedImage, evidence: Sequence[Evidence], provenance: Provenance, verdict: Verdict
) -> Explanation:
    """Return the report on a picture in words.

    Args:
        image: the examined picture.
        evidence: from ``analyse(image)``.
        provenance: from ``read_provenance(image)``.
        verdict: from ``weigh(evidence, provenance, whole)``.
    """
    return Explanation(
        opened=tuple(text(f"opened-{step.replace('_', '-')}") for step in image.converted),
        origin=describe_provenance(provenance),
        pixels=tuple(_finding(found, image) for found in ranked(evidence)),
        conclusion=_conclusion(verdict),
    )


def why_signs_do_not_count(verdict: Verdict) -> str | None:
    """Return why no sign is told although something stands out; None where that is not so."""
    if not verdict.supporting or verdict.conclusion is not Verdicts.NO_SIGN_FOUND:
        return None
    checks = len(artifacts()) - len(verdict.abstained)
    of_hundred = round(100 * ALLOWED_RATES[Strength.MODERATE])
    return text("verdict-of-many", {"checks": checks, "of_hundred": of_hundred})


def _finding(found: Evidence, image: LoadedImage) -> Finding:
    name = found.artifact.replace("_", "-")
    unusual = found.strength > Strength.NONE
    grade = "unmeasured" if found.abstained else found.strength.name.lower()
    return Finding(
        artifact=found.artifact,
        heading=text(f"{name}-heading"),
        looked_at=text(f"{name}-looked-at"),
        seen=_seen(found, name, unusual),
        is_measured=found.abstained is None,
        strength=found.strength,
        strength_words=text(f"strength-{grade}"),
        rarity=_rarity(found.false_alarm_rate),
        ignore=text(f"{name}-ignore"),
        innocent=text(f"{name}-innocent"),
        place=_place(found.region, image) if unusual and found.region else None,
        map=found.map,
        region=found.region,
    )


def _seen(found: Evidence, name: str, unusual: bool) -> str:
    if found.abstained:
        return text(
            f"abstained-{found.abstained}",
            {"side": LEAST_SIDE, "quality": LEAST_QUALITY, "colours": MOST_FEW_COLOURS},
        )
    counted = {"rare_of_hundred": round(100 * ALLOWED_RATES[Strength.WEAK])}
    words = text(f"{name}-{'seen' if unusual else 'usual'}", dict(found.figures) | counted)
    # A sentence that does not apply leaves its spaces behind.
    seen = " ".join(words.split())
    if found.figures.get("share", 1.0) < 1.0:
        seen += " " + text("only-middle", {"share": found.figures["share"]})
    return seen


def _rarity(rate: float | None) -> str | None:
    if rate is None:
        return None
    return text("rarity", {"of_hundred": round(100 * rate)})


def _place(region: Region, image: LoadedImage) -> str:
    share = region.width * region.height / (image.width * image.height)
    if share >= _EVERYWHERE:
        return text("place-everywhere")
    thirds = (
        3 * (region.x + region.width / 2) / image.width,
        3 * (region.y + region.height / 2) / image.height,
    )
    across = ("left", "middle", "right")[min(int(thirds[0]), 2)]
    down = ("top", "middle", "bottom")[min(int(thirds[1]), 2)]
    size = "tiny" if share < 0.005 else "other"
    return text("place", {"across": across, "down": down, "size": size, "share": share})


def _conclusion(verdict: Verdict) -> Conclusion:
    key = f"conclusion-{verdict.conclusion}"
    sentences = [text(key), *_whole(verdict.whole)]
    if verdict.supporting:
        names = {"names": _names(verdict.supporting), "families": len(verdict.families)}
        sentences.append(text("verdict-supporting", names))
    if remark := why_signs_do_not_count(verdict):
        sentences.append(remark)
    if verdict.disagreement:
        signs = verdict.supporting or (LEARNED,)
        against = signs if verdict.disagreement == "camera-note" else verdict.quiet
        sentences.append(text(f"verdict-{verdict.disagreement}", {"names": _names(against)}))
    if verdict.abstained:
        sentences.append(text("verdict-abstained", {"names": _names(verdict.abstained)}))
    sentences += [text(f"{key}-next"), text("verdict-limits", _limits())]
    return Conclusion(text(f"{key}-heading"), tuple(sentences))


def _whole(whole: Whole) -> Iterator[str]:
    """Yield what all comes to, in numbers, and how far that moves when it is saved again."""
    if whole.chance is None:
        return
    chance, least, most = map(_of_hundred, (whole.chance, whole.least, whole.most))
    counts = {
        "photographs": whole.photographs,
        "as_high": whole.as_high,
        "at_most": math.ceil(100 * whole.most_false_alarms),
    }
    raised = "yes" if whole.raised else "no"
    yield text("verdict-whole", {"chance": chance, "raised": raised, **counts})
    if most - least >= _WORTH_TELLING:
        yield text("verdict-saved-again", {"least": least, "most": most})


def _of_hundred(chance: float) -> int:
    # No picture is told to be certain.
    return min(max(round(100 * chance), 1), 99)


def _limits() -> dict[str, int]:
    """Return how many photographs each rate comes from at least, and what they leave open.

    Source:
        Clopper and Pearson (1934), Biometrika 26, 404-413: where none of n was counted, the share
        is below 1 - 0.05^(1/n) with 95% confidence.
    """
    fewest = min((len(rates.held_out) for rates in measured_rates().values()), default=1)
    return {"photographs": fewest, "of_hundred": math.ceil(100 * (1 - 0.05 ** (1 / fewest)))}


def _names(artifacts: Sequence[str]) -> str:
    return ", ".join(text(f"{name.replace('_', '-')}-heading").lower() for name in artifacts)
