"""Weigh pixels and provenance, and say no more than they bear.

There is no conclusion "real": that nothing was found proves nothing. And no single kind of trace
is enough for a strong word, because each has innocent causes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from models.analysis import LEARNED, NO_FAMILY, UNSTABLE, Evidence, Strength, ranked

# Independent kinds of trace that a strong word needs; see the reference in ``weigh``.
LEAST_FAMILIES = 2
# Decimal digits of how rare two of them are together. By chance a photograph shows one pair of
# kinds as a strong and a moderate sign that are so rare in 4.2 of 10,000 cases, and any of the 21
# pairs of seven kinds in fewer than 1 of 100, which is what a strong word promises (Bonferroni).
LEAST_JOINT_RARITY = 4.0


class Conclusion(StrEnum):
    """What we make of a picture, from the best founded to the least.

    PROVEN_*: a credential says so whose signature is valid and whose signer is trusted.
    STATED_*: the file says so, but anyone could have written it there.
    SIGNS_FOUND: two or more independent kinds of trace in the pixels are unusual.
    LEARNED_SIGN: the trained detector alone finds it very unusual for a photograph.
    ONE_SIGN: a single kind of trace is very unusual; worth a second look, not enough to conclude.
    INCONCLUSIVE: something is unusual, but not enough; or too little could be measured.
    NO_SIGN_FOUND: nothing measured is unusual, which is no proof of being real.
    """

    PROVEN_GENERATED = "proven-generated"
    PROVEN_EDITED = "proven-edited"
    STATED_GENERATED = "stated-generated"
    STATED_EDITED = "stated-edited"
    SIGNS_FOUND = "signs-found"
    LEARNED_SIGN = "learned-sign"
    ONE_SIGN = "one-sign"
    INCONCLUSIVE = "inconclusive"
    NO_SIGN_FOUND = "no-sign-found"


class SourceType(Protocol):
    """How a picture came to be; ``models.provenance.DigitalSourceType`` is one."""

    @property
    def is_generated(self) -> bool: ...
    @property
    def is_edited(self) -> bool: ...
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
        strength: of what is claimed from the pixels, the strongest finding's; but ``STRONG`` only
            where independent kinds agree, see ``weigh``.
        disagreement: two sources point different ways; "pixels-quiet" (the file speaks of a
            generated or edited picture, the pixels show nothing), "camera-note" (a trusted signer
            says that a camera took it, the pixels show signs), "pixels-divided" (one kind of trace
            is unusual, and others are not), or None.
    """

    conclusion: Conclusion
    supporting: tuple[str, ...]
    quiet: tuple[str, ...]
    abstained: tuple[str, ...]
    families: tuple[str, ...]
    strength: Strength
    disagreement: str | None

    @property
    def word(self) -> str:
        """The conclusion in one of four words: generated, edited, inconclusive, no_sign.

        A single classical sign does not make a word: too many photographs show one.
        """
        match self.conclusion:
            case (
                Conclusion.PROVEN_GENERATED
                | Conclusion.STATED_GENERATED
                | Conclusion.LEARNED_SIGN
            ):
                return "generated"
            case Conclusion.PROVEN_EDITED | Conclusion.STATED_EDITED:
                return "edited"
            case Conclusion.SIGNS_FOUND:
                return "generated" if LEARNED in self.supporting else "edited"
            case Conclusion.NO_SIGN_FOUND:
                return "no_sign"
        return "inconclusive"


def weigh(evidence: Sequence[Evidence], provenance: ProvenanceFacts) -> Verdict:
    """Return the verdict on a picture.

    Provenance, where it speaks, decides, and its trust decides the word. Otherwise signs in the
    pixels count only from ``MODERATE`` strength, and only if ``LEAST_FAMILIES`` independent kinds
    agree, one of them is ``STRONG``, and both together are as rare as ``LEAST_JOINT_RARITY`` says;
    a strong one alone is told as that. Against a trusted
    signer who says that a camera took it, no sign decides. Where half or more of the artifacts
    abstained, or the trained detector's answer turned round, silence of the others is not taken
    for a finding.

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
    strongest = max((found.strength for found in evidence), default=Strength.NONE)
    alone = not _agree(supporting)
    conclusion = _from_provenance(provenance) or _from_pixels(evidence, supporting)
    disagreement = None
    if supporting and _is_from_camera(provenance) and not conclusion.startswith("stated"):
        conclusion, disagreement = Conclusion.INCONCLUSIVE, "camera-note"
    elif conclusion.startswith(("proven", "stated")):
        if quiet and not supporting:
            disagreement = "pixels-quiet"
    elif supporting and quiet:
        disagreement = "pixels-divided"
    return Verdict(
        conclusion,
        tuple(found.artifact for found in supporting),
        tuple(quiet),
        tuple(abstained),
        tuple(families),
        min(strongest, Strength.MODERATE) if alone else strongest,
        disagreement,
    )


def _from_provenance(provenance: ProvenanceFacts) -> Conclusion | None:
    source = provenance.digital_source_type
    if source is not None and source.is_generated:
        trusted = provenance.source_type_is_trusted
        return Conclusion.PROVEN_GENERATED if trusted else Conclusion.STATED_GENERATED
    if source is not None and source.is_edited and provenance.source_type_is_trusted:
        return Conclusion.PROVEN_EDITED
    if provenance.generator_claims:
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


def _from_pixels(evidence: Sequence[Evidence], supporting: Sequence[Evidence]) -> Conclusion:
    strongest = max((found.strength for found in supporting), default=Strength.NONE)
    if strongest is Strength.STRONG:
        if _agree(supporting):
            return Conclusion.SIGNS_FOUND
        learned = any(
            found.artifact == LEARNED and found.strength is Strength.STRONG for found in supporting
        )
        return Conclusion.LEARNED_SIGN if learned else Conclusion.ONE_SIGN
    abstained = sum(found.abstained is not None for found in evidence)
    unstable = any(found.abstained == UNSTABLE for found in evidence)
    if supporting or unstable or 2 * abstained >= len(evidence):
        return Conclusion.INCONCLUSIVE
    return Conclusion.NO_SIGN_FOUND
