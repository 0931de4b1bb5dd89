"""Weigh pixels and provenance, and say no more than they bear.

There is no conclusion "real": that nothing was found proves nothing. And no single kind of trace
is enough for a strong word, because each has innocent causes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from models.analysis import LEARNED, NO_FAMILY, Evidence, Strength, ranked
from models.detectors.calibration import CLEAR_CHANCE
from models.score import Whole

# Independent kinds of trace that a strong word needs; see the reference in ``weigh``.
LEAST_FAMILIES = 2
# Decimal digits of how rare two of them are together. That two given traces, one strong and one
# moderate, are so rare by chance happens in 1.7 of 10,000 photographs, and that any two do that
# are of different kinds, of which there are 59 among the traces of seven kinds, in fewer than 1 of
# 100, which is what a strong word promises (Bonferroni).
LEAST_JOINT_RARITY = 4.25
# Of real photographs, the share that may score as high, with 95% confidence, where a picture is
# called likely generated or edited.
MOST_FALSE_ALARMS = 0.05


class Conclusion(StrEnum):
    """What we make of a picture, from the best founded to the least.

    PROVEN_*: a credential says so whose signature is valid and whose signer is trusted.
    STATED_*: the file says so, but anyone could have written it there.
    SIGNS_FOUND: two or more independent kinds of trace in the pixels are unusual.
    LIKELY_GENERATED, LIKELY_EDITED: the score of all that was measured is higher than that of
        nearly any photograph, mostly by the trained detector, or mostly by a single trace.
    ONE_SIGN: a single kind of trace is very unusual; worth a second look, not enough to conclude.
    INCONCLUSIVE: by the score it is as likely as not, or the score does not stand when the picture
        is saved again; or too little could be measured.
    NO_SIGN_FOUND: the score is below an even chance and stays there, which is no proof of being
        real.
    """

    PROVEN_GENERATED = "proven-generated"
    PROVEN_EDITED = "proven-edited"
    STATED_GENERATED = "stated-generated"
    STATED_EDITED = "stated-edited"
    SIGNS_FOUND = "signs-found"
    LIKELY_GENERATED = "likely-generated"
    LIKELY_EDITED = "likely-edited"
    ONE_SIGN = "one-sign"
    INCONCLUSIVE = "inconclusive"
    NO_SIGN_FOUND = "no-sign-found"


# What speaks against a picture by its pixels alone.
_SPEAKING = {
    Conclusion.SIGNS_FOUND,
    Conclusion.LIKELY_GENERATED,
    Conclusion.LIKELY_EDITED,
    Conclusion.ONE_SIGN,
}


class SourceType(Protocol):
    """How a picture came to be; ``models.provenance.DigitalSourceType`` is one."""

    @property
    def is_generated(self) -> bool: ...
    @property
    def is_edited(self) -> bool: ...
    @property
    def may_hold_models_part(self) -> bool: ...
    @property
    def is_camera(self) -> bool: ...


class ProvenanceFacts(Protocol):
    """What the verdict asks of provenance; ``models.provenance.Provenance`` answers it."""

    @property
    def digital_source_type(self) -> SourceType | None: ...
    @property
    def source_type_is_trusted(self) -> bool: ...
    @property
    def generator_claims(self) -> Sequence[object]: ...


@dataclass(frozen=True)
class Verdict:
    """What we make of a picture, and why.

    Attributes:
        supporting: names of the artifacts of ``MODERATE`` strength or more, the strongest first.
        quiet: names of the artifacts that were measured and are not unusual at all.
        abstained: names of the artifacts that could not be measured.
        families: the independent kinds of trace among ``supporting``, sorted; an artifact that
            sees all that the others see is none.
        strength: of what the pixels bear: ``STRONG`` only where independent kinds agree, see
            ``weigh``; ``MODERATE`` where it is likely, or one sign is strong; ``WEAK`` where it is
            as likely as not, and else ``NONE``.
        disagreement: two sources point different ways; "pixels-quiet" (the file speaks of a
            generated or edited picture, the pixels show nothing), "camera-note" (a trusted signer
            says that a camera took it, the pixels show signs), "camera-generator" (a trusted signer
            says that, and a note or mark in the file names a picture generator),
            "pixels-divided" (one kind of trace is unusual, and others are not), or None.
        whole: what trained detector and single traces come to together.
    """

    conclusion: Conclusion
    supporting: tuple[str, ...]
    quiet: tuple[str, ...]
    abstained: tuple[str, ...]
    families: tuple[str, ...]
    strength: Strength
    disagreement: str | None
    whole: Whole

    @property
    def word(self) -> str:
        """The conclusion in one of four words: generated, edited, inconclusive, no_sign.

        A single classical sign does not make a word: too many photographs show one.
        """
        match self.conclusion:
            case (
                Conclusion.PROVEN_GENERATED
                | Conclusion.STATED_GENERATED
                | Conclusion.LIKELY_GENERATED
            ):
                return "generated"
            case (
                Conclusion.PROVEN_EDITED | Conclusion.STATED_EDITED | Conclusion.LIKELY_EDITED
            ):
                return "edited"
            case Conclusion.SIGNS_FOUND:
                return "generated" if LEARNED in self.supporting else "edited"
            case Conclusion.NO_SIGN_FOUND:
                return "no_sign"
        return "inconclusive"


def weigh(
    evidence: Sequence[Evidence], provenance: ProvenanceFacts, whole: Whole
) -> Verdict:
    """Return the verdict on a picture.

    Provenance, where it speaks, decides, and its trust decides the word. A generator's note tells
    of a generated picture, but beside a statement that the picture was put together it is the note
    of a part; against a trusted signer who says that a camera took it, it decides nothing. Where
    provenance does not speak, the strong word needs ``LEAST_FAMILIES`` independent kinds of trace
    of ``MODERATE`` strength, one of them ``STRONG``, and both together as rare as
    ``LEAST_JOINT_RARITY`` says. Likely is what scores, all together, as ``MOST_FALSE_ALARMS`` of
    photographs at most, and not much lower when it is saved again. A strong trace alone is told as
    that; a moderate one is not counted for itself, for of so many one often is. No sign is told
    where all comes to less than an even chance, and not to much more when saved again. Against a
    trusted signer who says that a camera took it, no sign decides either. Where half or more of the
    artifacts abstained, or the trained detector did, silence of the others is not taken for a
    finding.

    Source:
        Two independent families before a strong claim, with conflict shown: the request in
        SOLVE-IT-DF, issue 526.
    """
    supporting = [found for found in ranked(evidence) if found.strength >= Strength.MODERATE]
    abstained = [found.artifact for found in evidence if found.abstained is not None]
    quiet = [
        found.artifact for found in evidence
        if found.abstained is None and found.strength is Strength.NONE
    ]  # fmt: skip
    families = sorted({found.family for found in supporting} - {NO_FAMILY})
    from_pixels = _from_pixels(evidence, supporting, whole)
    conclusion = _from_provenance(provenance) or from_pixels
    disagreement = None
    if _is_from_camera(provenance) and provenance.generator_claims:
        conclusion, disagreement = Conclusion.INCONCLUSIVE, "camera-generator"
    elif _is_from_camera(provenance) and from_pixels in _SPEAKING:
        conclusion, disagreement = Conclusion.INCONCLUSIVE, "camera-note"
    elif conclusion.startswith(("proven", "stated")):
        if quiet and from_pixels is Conclusion.NO_SIGN_FOUND:
            disagreement = "pixels-quiet"
    elif supporting and quiet and conclusion is not Conclusion.NO_SIGN_FOUND:
        disagreement = "pixels-divided"
    return Verdict(
        conclusion,
        tuple(found.artifact for found in supporting),
        tuple(quiet),
        tuple(abstained),
        tuple(families),
        _strength(from_pixels, whole),
        disagreement,
        whole,
    )


def _from_provenance(provenance: ProvenanceFacts) -> Conclusion | None:
    source = provenance.digital_source_type
    if source is not None and source.is_generated:
        trusted = provenance.source_type_is_trusted
        return Conclusion.PROVEN_GENERATED if trusted else Conclusion.STATED_GENERATED
    if source is not None and source.is_edited and provenance.source_type_is_trusted:
        return Conclusion.PROVEN_EDITED
    is_partly = source is not None and source.may_hold_models_part
    if provenance.generator_claims and not is_partly:
        return Conclusion.STATED_GENERATED
    if source is not None and source.is_edited:
        return Conclusion.STATED_EDITED
    return None


def _is_from_camera(provenance: ProvenanceFacts) -> bool:
    source = provenance.digital_source_type
    return source is not None and source.is_camera and provenance.source_type_is_trusted


def _agree(supporting: Sequence[Evidence]) -> bool:
    """Return whether independent kinds of trace are rare enough together for a strong word."""
    rarest = defaultdict(float)
    for found in supporting:
        if found.family != NO_FAMILY:
            rarest[found.family] = max(rarest[found.family], found.rarity)
    joint = sum(sorted(rarest.values())[-LEAST_FAMILIES:])
    return len(rarest) >= LEAST_FAMILIES and joint >= LEAST_JOINT_RARITY


def _from_pixels(
    evidence: Sequence[Evidence], supporting: Sequence[Evidence], whole: Whole
) -> Conclusion:
    is_strong = any(found.strength is Strength.STRONG for found in supporting)
    if is_strong and _agree(supporting):
        return Conclusion.SIGNS_FOUND
    if _is_claim(whole):
        return Conclusion.LIKELY_GENERATED if whole.learned else Conclusion.LIKELY_EDITED
    if is_strong:
        return Conclusion.ONE_SIGN
    measured = sum(found.abstained is None for found in evidence)
    if 2 * measured > len(evidence) and _is_quiet(whole):
        return Conclusion.NO_SIGN_FOUND
    return Conclusion.INCONCLUSIVE


def _is_claim(whole: Whole) -> bool:
    return whole.most_false_alarms <= MOST_FALSE_ALARMS and whole.least >= CLEAR_CHANCE


def _is_quiet(whole: Whole) -> bool:
    return whole.chance is not None and whole.chance < 0.5 and whole.most < CLEAR_CHANCE


def _strength(from_pixels: Conclusion, whole: Whole) -> Strength:
    match from_pixels:
        case Conclusion.SIGNS_FOUND:
            return Strength.STRONG
        case Conclusion.LIKELY_GENERATED | Conclusion.LIKELY_EDITED | Conclusion.ONE_SIGN:
            return Strength.MODERATE
    return Strength.WEAK if whole.chance is not None and whole.chance >= 0.5 else Strength.NONE
