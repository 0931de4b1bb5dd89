import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import (
    CONFIDENCE_STEPS,
    Answer,
    CalibrationStep,
    Choice,
    Outcome,
    calibration,
    expected_share,
    judge,
    tally,
)

answers = st.builds(Answer, st.sampled_from(Choice), st.sampled_from(CONFIDENCE_STEPS))
judged = st.lists(st.tuples(answers, st.sampled_from(Outcome)), max_size=30)


@pytest.mark.parametrize(
    ("is_real", "choice", "outcome"),
    [
        (False, Choice.FAKE, Outcome.HIT),
        (False, Choice.REAL, Outcome.MISS),
        (True, Choice.FAKE, Outcome.FALSE_ALARM),
        (True, Choice.REAL, Outcome.CORRECT_REJECTION),
    ],
)
def test_judge_names_every_outcome(is_real, choice, outcome):
    assert judge(is_real, choice) is outcome


@pytest.mark.parametrize("confidence", [0, 6, -1])
def test_answer_refuses_a_confidence_off_the_scale(confidence):
    with pytest.raises(ValueError, match="from 1 to 5"):
        Answer(Choice.REAL, confidence)


@given(st.lists(st.sampled_from(Outcome)))
def test_tally_counts_every_outcome_once(outcomes):
    counts = tally(outcomes)
    assert counts.fakes + counts.reals == len(outcomes)
    assert counts.hits + counts.correct_rejections == sum(o.is_right for o in outcomes)


@given(judged)
def test_calibration_accounts_for_every_answer(pairs):
    steps = calibration(pairs)
    assert sum(step.answers for step in steps) == len(pairs)
    assert sum(step.right for step in steps) == sum(outcome.is_right for _, outcome in pairs)
    assert all(0 <= step.right <= step.answers and step.answers for step in steps)
    assert [step.confidence for step in steps] == sorted({a.confidence for a, _ in pairs})


def test_calibration_keeps_confidences_apart():
    pairs = [
        (Answer(Choice.FAKE, 5), Outcome.HIT),
        (Answer(Choice.FAKE, 5), Outcome.FALSE_ALARM),
        (Answer(Choice.REAL, 1), Outcome.MISS),
    ]
    assert calibration(pairs) == [CalibrationStep(1, 1, 0), CalibrationStep(5, 2, 1)]


def test_expected_share_runs_from_chance_to_certainty():
    assert [expected_share(step) for step in CONFIDENCE_STEPS] == [0.5, 0.625, 0.75, 0.875, 1.0]
