"""The report on one picture as plain text, for a terminal."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from models.analysis import Strength
from models.assessment import Assessment
from models.explanation import Explanation, explain
from models.image import LoadedImage
from models.text import text

WIDTH = 88


def plain_report(
    path: Path, image: LoadedImage, assessment: Assessment, failed: str | None = None
) -> str:
    """Return what was found in a picture, the conclusion first, ending in an empty line.

    Args:
        path: the picture's file.
        image: the picture.
        assessment: what ``assess(image)`` returned.
        failed: a sentence on what could not be done beside the report; it comes last.
    """
    explanation = explain(image, assessment.evidence, assessment.provenance, assessment.verdict)
    last = [] if failed is None else [_paragraph(failed)]
    return "\n".join([_printable(str(path)), *_lines(explanation), *last, ""])


def plain_refusal(path: Path, sentence: str) -> str:
    """Return why a picture could not be examined, ending in an empty line."""
    return "\n".join([_printable(str(path)), _paragraph(sentence), ""])


def _lines(explanation: Explanation) -> Iterator[str]:
    conclusion = explanation.conclusion
    yield _paragraph(" ".join((f"{conclusion.heading}.", *conclusion.sentences)))
    yield _title("report-origin")
    for said in explanation.origin:
        badge = text(f"statement-weight-{said.weight}")
        yield _paragraph(" ".join((f"{said.heading} [{badge}]:", *said.sentences)))
        if said.quote:
            yield _paragraph(f"“{said.quote}”")
    yield _title("report-pixels")
    if explanation.opened:
        yield _paragraph(" ".join(explanation.opened))
    for found in explanation.pixels:
        said = [f"{found.heading} [{found.strength_words}]:", found.seen]
        if found.strength > Strength.NONE:
            rest = (found.place, found.rarity, found.ignore, found.innocent)
            said += [part for part in rest if part]
        yield _paragraph(" ".join(said))


def _title(key: str) -> str:
    return f"  {text(key)}:"


def _paragraph(words: str) -> str:
    return fill(_printable(words), WIDTH, initial_indent="    ", subsequent_indent="      ")


def _printable(words: str) -> str:
    # Words from a file can hold commands to the terminal, or turn the line's direction round.
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)
