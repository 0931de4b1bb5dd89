"""The detector's report on one picture, as HTML."""

from collections.abc import Sequence

from models.analysis import Strength
from models.assessment import Assessment
from models.explanation import Finding, explain
from models.image import LoadedImage
from models.markup import render
from models.overlay import data_uri, draw_overlay, preview


def write_report(
    image: LoadedImage,
    assessed: Assessment,
    *,
    heading: str,
    reflection: Sequence[str] = (),
    truth: str = "",
) -> str:
    """Return the report on a picture, an HTML fragment of one second-level heading.

    Args:
        image: the picture.
        assessed: what ``assess(image)`` returned.
        heading: of the whole.
        reflection: sentences about what the learner thought before; none where nobody was asked.
        truth: what the picture really is, where it is known; told last.
    """
    explanation = explain(image, assessed.evidence, assessed.provenance, assessed.verdict)
    unusual = [found for found in explanation.pixels if found.strength > Strength.NONE]
    return render(
        "report.html",
        heading=heading,
        explanation=explanation,
        picture=data_uri(preview(image.pixels)),
        unusual=[(found, _overlay(image, found)) for found in unusual],
        usual=[found for found in explanation.pixels if found.strength is Strength.NONE],
        reflection=reflection,
        truth=truth,
    )


def _overlay(image: LoadedImage, found: Finding) -> str | None:
    if found.map is None and found.region is None:
        return None
    map = None if found.map is None else found.map.pixels()
    return data_uri(draw_overlay(image.pixels, map, found.region))
