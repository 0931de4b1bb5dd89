"""Everything we know how to ask of one picture: the way in for page, command line and API."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.analysis import Evidence, analyse, ranked
from models.image import LoadedImage
from models.provenance import Provenance, TrustList, read_provenance
from models.score import whole
from models.verdict import Verdict, weigh

if TYPE_CHECKING:
    from models.detectors.judgement import Judgement


@dataclass(frozen=True, eq=False)
class Assessment:
    """What one picture's pixels and file told, and what we make of it.

    Attributes:
        evidence: one for each artifact, in the order in which a report names them.
        provenance: what the file says about its origin.
        judgement: the trained detector's score, and the map behind it.
        verdict: what we make of all.
    """

    evidence: tuple[Evidence, ...]
    provenance: Provenance
    judgement: "Judgement"
    verdict: Verdict


def assess(image: LoadedImage, trust_list: TrustList | None = None) -> Assessment:
    """Return all that is to be said of a picture; nothing is fetched from a network.

    Args:
        image: an opened picture.
        trust_list: signers whose Content Credentials count as proof; by default none.
    """
    # PyTorch is loaded by the first picture that is examined.
    from models.detectors.judgement import judge

    evidence = tuple(ranked(analyse(image)))
    provenance = read_provenance(image, trust_list)
    # The judgement is made once: the evidence has asked for it.
    judgement = judge(image)
    both = whole(judgement.calibrated_score, judgement.saved_again, evidence, image.format)
    return Assessment(evidence, provenance, judgement, weigh(evidence, provenance, both))
