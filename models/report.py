"""The detector's report on one picture, as HTML."""

from models.analysis import Strength
from models.assessment import assess
from models.belief import Belief, Confidence, reflect
from models.explanation import Finding, explain
from models.image import LoadedImage
from models.markup import render
from models.overlay import data_uri, draw_overlay
from models.provenance import TrustList


def write_report(
    image: LoadedImage,
    belief: Belief,
    confidence: Confidence | None,
    trust_list: TrustList | None = None,
    truth: str = "",
) -> str:
    """Examine a picture and return the report, an HTML fragment of one second-level heading.

    Args:
        image: the picture.
        belief: what the learner thought of it before.
        confidence: how sure the learner was; None for ``Belief.UNSURE``.
        trust_list: signers whose Content Credentials count as proof; by default none.
        truth: what the picture really is, where it is known; told last.
    """
    assessed = assess(image, trust_list)
    explanation = explain(image, assessed.evidence, assessed.provenance, assessed.verdict)
    unusual = [found for found in explanation.pixels if found.strength > Strength.NONE]
    return render(
        "report.html",
        explanation=explanation,
        unusual=[(found, _overlay(image, found)) for found in unusual],
        usual=[found for found in explanation.pixels if found.strength is Strength.NONE],
        reflection=reflect(belief, confidence, assessed.verdict.conclusion),
        truth=truth,
    )


def _overlay(image: LoadedImage, found: Finding) -> str | None:
    if found.map is None and found.region is None:
        return None
    return data_uri(draw_overlay(image.pixels, found.map, found.region))
