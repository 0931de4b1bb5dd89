from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import (
    CONFIDENCE_STEPS,
    Answer,
    Balance,
    CalibrationStep,
    Choice,
    Outcome,
    Tally,
    balance,
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


@given(*(st.integers(0, 12) for _ in range(4)))
def test_balance_turns_round_when_real_and_fake_change_places(hits, misses, alarms, believed):
    turned = {Balance.TRUSTING: Balance.SUSPICIOUS, Balance.SUSPICIOUS: Balance.TRUSTING}
    found = balance(Tally(hits, misses, alarms, believed))
    assert balance(Tally(believed, alarms, misses, hits)) is turned.get(found, found)


# Of ten pictures, 4 to 6 are fake.
@given(st.integers(4, 6), st.floats(0, 1))
def test_learner_who_errs_equally_in_both_is_called_trusting_as_often_as_suspicious(fakes, rate):
    reals = 10 - fakes
    often = dict.fromkeys(Balance, 0.0)
    for misses in range(fakes + 1):
        for alarms in range(reals + 1):
            wrong = misses + alarms
            ways = comb(fakes, misses) * comb(reals, alarms)
            found = balance(Tally(fakes - misses, misses, alarms, reals - alarms))
            often[found] += ways * rate**wrong * (1 - rate) ** (10 - wrong)
    assert sum(often.values()) == pytest.approx(1)
    assert abs(often[Balance.TRUSTING] - often[Balance.SUSPICIOUS]) < 0.04


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (Tally(), Balance.ALL_RIGHT),
        (Tally(hits=5, correct_rejections=5), Balance.ALL_RIGHT),
        (Tally(4, 1, 0, 5), Balance.EVEN),
        (Tally(3, 2, 0, 5), Balance.TRUSTING),
        (Tally(5, 0, 2, 3), Balance.SUSPICIOUS),
        (Tally(3, 3, 2, 2), Balance.MANY),
        (Tally(misses=3), Balance.MANY),
    ],
)
def test_balance_says_which_way_the_mistakes_went(counts, found):
    assert balance(counts) is found


def test_calibration_keeps_confidences_apart():
    pairs = [
        (Answer(Choice.FAKE, 5), Outcome.HIT),
        (Answer(Choice.FAKE, 5), Outcome.FALSE_ALARM),
        (Answer(Choice.REAL, 1), Outcome.MISS),
    ]
    assert calibration(pairs) == [CalibrationStep(1, 1, 0), CalibrationStep(5, 2, 1)]


def test_expected_share_runs_from_chance_to_certainty():
    assert [expected_share(step) for step in CONFIDENCE_STEPS] == [0.5, 0.625, 0.75, 0.875, 1.0]
