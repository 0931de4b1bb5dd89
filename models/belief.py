"""What the learner thinks of a picture before seeing evidence, and what that is worth after."""

from enum import StrEnum

from models.text import text
from models.verdict import Conclusion


class Belief(StrEnum):
    """The learner's answer. FAKE stands for edited or generated."""

    REAL = "real"
    FAKE = "fake"
    UNSURE = "unsure"


class Confidence(StrEnum):
    """How sure the learner is, in five steps."""

    GUESSING = "guessing"
    SLIGHTLY = "slightly"
    FAIRLY = "fairly"
    VERY = "very"
    CERTAIN = "certain"


_PROVEN = {Conclusion.PROVEN_GENERATED, Conclusion.PROVEN_EDITED}
_OPEN = {Conclusion.INCONCLUSIVE, Conclusion.NO_SIGN_FOUND}


def reflect(
    belief: Belief, confidence: Confidence | None, conclusion: Conclusion
) -> tuple[str, ...]:
    """Return sentences that set the learner's answer beside the evidence.

    Nobody is called right or wrong where the evidence is open, and a learner who was very
    sure is reminded of it only where the evidence does not go along.
    """
    weight = "proven" if conclusion in _PROVEN else "open" if conclusion in _OPEN else "clues"
    sentences = [text(f"reflection-{belief}-{weight}")]
    goes_along = belief is Belief.FAKE and weight != "open"
    if confidence in {Confidence.VERY, Confidence.CERTAIN} and not goes_along:
        sentences.append(text("reflection-very-sure"))
    return tuple(sentences)
