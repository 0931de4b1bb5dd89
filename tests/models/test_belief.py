from itertools import product

import pytest

from models.belief import Belief, Confidence, reflect
from models.verdict import Conclusion


@pytest.mark.parametrize(("belief", "conclusion"), list(product(Belief, Conclusion)))
def test_reflect_has_words_for_every_answer_and_conclusion(belief, conclusion):
    (sentence,) = reflect(belief, Confidence.FAIRLY, conclusion)
    assert "reflection-" not in sentence
    assert "You " in sentence


@pytest.mark.parametrize("conclusion", [Conclusion.INCONCLUSIVE, Conclusion.NO_SIGN_FOUND])
@pytest.mark.parametrize("belief", Belief)
def test_reflect_claims_nothing_where_the_evidence_is_open(belief, conclusion):
    (sentence,) = reflect(belief, Confidence.GUESSING, conclusion)
    assert "signed note" not in sentence
    assert "clues above" not in sentence


@pytest.mark.parametrize(
    ("belief", "confidence", "conclusion", "is_reminded"),
    [
        (Belief.REAL, Confidence.CERTAIN, Conclusion.PROVEN_GENERATED, True),
        (Belief.REAL, Confidence.VERY, Conclusion.SIGNS_FOUND, True),
        (Belief.FAKE, Confidence.CERTAIN, Conclusion.INCONCLUSIVE, True),
        (Belief.FAKE, Confidence.CERTAIN, Conclusion.STATED_GENERATED, False),
        (Belief.REAL, Confidence.FAIRLY, Conclusion.PROVEN_GENERATED, False),
        (Belief.UNSURE, None, Conclusion.NO_SIGN_FOUND, False),
    ],
)
def test_reflect_reminds_of_being_sure_only_where_the_evidence_does_not_go_along(
    belief, confidence, conclusion, is_reminded
):
    sentences = reflect(belief, confidence, conclusion)
    assert any("You were very sure" in sentence for sentence in sentences) == is_reminded
