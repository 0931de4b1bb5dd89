from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.labs.spread import (
    FAKE_BEGINS,
    HOURS,
    MEASURED_LAG_H,
    ORDINARY_DAY,
    STEPS_PER_HOUR,
    Crowd,
    half_time,
    simulate,
)

SHARES = st.floats(0, 1)
STARTS = st.floats(0, HOURS)
CROWDS = st.builds(
    Crowd,
    reach=st.floats(0, 8),
    doubt=SHARES,
    correction_starts=STARTS | st.none(),
    warned=SHARES,
)
ROUNDING = 1e-9


def test_ordinary_day_has_the_measured_lag():
    """The correction begins when false rumours were settled, and lags as sharers did."""
    low, high = MEASURED_LAG_H
    lag = simulate(ORDINARY_DAY).lag_h
    assert low < lag < high
    assert lag == pytest.approx(13, abs=0.5)


@given(CROWDS)
def test_all_groups_are_shares_of_one_crowd(crowd):
    spread = simulate(crowd)
    assert len(spread.hours) == HOURS * STEPS_PER_HOUR + 1
    for share in (spread.believing, spread.informed):
        assert share.min() >= 0
        assert share.max() <= 1 + ROUNDING
    assert min(spread.fake_sharing.min(), spread.correction_sharing.min()) >= 0
    # Nobody unlearns the correction.
    assert (np.diff(spread.informed) >= 0).all()


@given(CROWDS)
def test_without_a_correction_there_is_no_lag_and_nobody_is_informed(crowd):
    spread = simulate(replace(crowd, correction_starts=None))
    assert spread.lag_h is None
    assert spread.informed.max() == 0
    # And nobody changes their mind.
    assert (np.diff(spread.believing) >= -ROUNDING).all()


@given(CROWDS, STARTS, STARTS)
def test_an_earlier_correction_never_makes_more_believers(crowd, one, other):
    early, late = (
        simulate(replace(crowd, correction_starts=start)) for start in sorted((one, other))
    )
    assert (early.believing <= late.believing + ROUNDING).all()
    none = simulate(replace(crowd, correction_starts=None))
    assert (late.believing <= none.believing + ROUNDING).all()


@given(CROWDS, SHARES, SHARES)
def test_warning_more_people_never_makes_more_believers(crowd, one, other):
    many, few = (
        simulate(replace(crowd, warned=warned)) for warned in sorted((one, other), reverse=True)
    )
    assert (many.believing <= few.believing + ROUNDING).all()


@given(CROWDS, st.floats(0, 8), st.floats(0, 8))
def test_sharing_less_never_makes_more_believers(crowd, one, other):
    less, more = (simulate(replace(crowd, reach=reach)) for reach in sorted((one, other)))
    assert (less.believing <= more.believing + ROUNDING).all()


def test_total_doubt_stops_the_correction_as_well():
    spread = simulate(replace(ORDINARY_DAY, doubt=1.0))
    assert spread.still_believing <= FAKE_BEGINS
    assert spread.informed[-1] == pytest.approx(0.01, abs=1e-6)


def test_more_doubt_leaves_fewer_people_who_know_better():
    crowds = [replace(ORDINARY_DAY, doubt=doubt) for doubt in (0, 0.2, 0.4)]
    informed = [simulate(crowd).informed[-1] for crowd in crowds]
    assert informed == sorted(informed, reverse=True)


def test_an_early_correction_shortens_the_lag_and_leaves_fewer_believers():
    usual, early = simulate(ORDINARY_DAY), simulate(replace(ORDINARY_DAY, correction_starts=2.0))
    assert early.lag_h < usual.lag_h - 5
    assert early.still_believing < usual.still_believing / 2


def test_some_believe_on_after_everybody_has_heard():
    spread = simulate(replace(ORDINARY_DAY, doubt=0.0))
    assert 0 < spread.still_believing < spread.most_believing


def test_half_time_is_where_half_of_the_sharing_is_done():
    hours = np.arange(5.0)
    assert half_time(hours, np.array([0.0, 1, 1, 1, 1])) == 2
    assert half_time(hours, np.zeros(5)) is None


def test_a_crowd_has_one_course():
    once, again = simulate(ORDINARY_DAY), simulate(ORDINARY_DAY)
    assert np.array_equal(once.believing, again.believing)
