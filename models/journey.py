"""What the detector says of one picture on its way, and what each delivery changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.analysis import Strength
from models.assessment import Assessment, assess
from models.delivery import Delivery, deliver
from models.explanation import explain, why_signs_do_not_count
from models.image import LoadedImage, open_image


class Change(StrEnum):
    """How a sign differs from the picture that was sent."""

    STRONGER = "stronger"
    WEAKER = "weaker"
    SAME = "same"


@dataclass(frozen=True)
class Sign:
    """One artifact's result in short: its heading, its grade, and the grade in words."""

    heading: str
    strength: Strength
    words: str

    def since(self, before: "Sign") -> Change:
        """Return how the sign has changed since ``before``."""
        if self.strength == before.strength:
            return Change.SAME
        return Change.STRONGER if self.strength > before.strength else Change.WEAKER


@dataclass(frozen=True)
class Reading:
    """What the detector says of the picture after one delivery.

    Attributes:
        verdict: in words, plain text.
        remark: why ``signs`` that stand out count for nothing in it; None where they count.
        calibrated_score: 0 to 1, of being generated or edited; None where it abstains.
        signs: by artifact, the strongest first.
    """

    verdict: str
    remark: str | None
    calibrated_score: float | None
    signs: Mapping[str, Sign]


@dataclass(frozen=True, eq=False)
class Journey:
    """A picture that was sent, and what was said of it so far; each delivery is examined once.

    Attributes:
        data: the file of the picture as it is. The page keeps it for a while, and one that is
            opened takes up to fifty times as much.
        readings: by delivery, in the order of trying; the first is that of ``AS_IT_IS``.
    """

    data: bytes = field(repr=False)
    readings: Mapping[Delivery, Reading]

    @property
    def sent(self) -> LoadedImage:
        """The picture as it is, opened."""
        return open_image(self.data)

    def after(self, delivery: Delivery) -> "Journey":
        """Return the journey with a reading for ``delivery``."""
        if delivery in self.readings:
            return self
        arrived = deliver(self.sent, delivery)
        # Nothing that a trust list could speak of survives a delivery.
        reading = _read(arrived, assess(arrived))
        return replace(self, readings={**self.readings, delivery: reading})


def set_out(sent: LoadedImage, assessed: Assessment) -> Journey:
    """Return the journey of a picture of which the detector has already said ``assessed``."""
    return Journey(sent.data, {Delivery.AS_IT_IS: _read(sent, assessed)})


def _read(image: LoadedImage, assessed: Assessment) -> Reading:
    said = explain(image, assessed.evidence, assessed.provenance, assessed.verdict)
    signs = {
        found.artifact: Sign(found.heading, found.strength, found.strength_words)
        for found in said.pixels
    }
    verdict = assessed.verdict
    remark = why_signs_do_not_count(verdict)
    return Reading(said.conclusion.heading, remark, verdict.whole.chance, signs)
