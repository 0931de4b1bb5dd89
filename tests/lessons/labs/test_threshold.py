import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.labs.threshold import (
    BINS,
    PICTURES,
    Alarms,
    Hundred,
    Rate,
    Scores,
    ScoresError,
    alarms,
    histogram,
    hundred,
    read_scores,
    right_alarms,
)

UNIT = st.floats(0, 1)
SCORES = st.builds(
    lambda real, generated: Scores(np.array(real), np.array(generated), "measure", "2026-11-24"),
    st.lists(UNIT, min_size=1, max_size=40),
    st.lists(UNIT, min_size=1, max_size=40),
)
SHARES = st.integers(0, PICTURES)
MEASURED = {"command": "measure", "date": "2026-11-24", "real": [0.1, 0.6], "generated": [0.9]}


@pytest.fixture
def write_scores(tmp_path):
    def write(content):
        path = tmp_path / "scores.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


@given(SCORES, UNIT, UNIT)
def test_a_higher_threshold_never_raises_more_alarms(scores, one, other):
    low, high = sorted((one, other))
    before, after = alarms(scores, low), alarms(scores, high)
    assert after.hits.count <= before.hits.count
    assert after.false_alarms.count <= before.false_alarms.count


@given(SCORES)
def test_a_threshold_of_nothing_raises_an_alarm_at_everything(scores):
    found = alarms(scores, 0.0)
    assert (found.hits.share, found.false_alarms.share) == (1, 1)


@given(SCORES, UNIT, SHARES)
def test_a_hundred_pictures_are_a_hundred_pictures(scores, threshold, generated):
    counted = hundred(alarms(scores, threshold), generated)
    assert counted.hits + counted.misses == generated
    assert counted.false_alarms + counted.correct_rejections == PICTURES - generated
    assert min(vars(counted).values()) >= 0
    assert counted.alarms == counted.hits + counted.false_alarms


@given(SCORES, UNIT, SHARES, SHARES)
def test_alarms_are_right_more_often_where_more_is_generated(scores, threshold, one, other):
    found = alarms(scores, threshold)
    few, many = (right_alarms(found, generated) for generated in sorted((one, other)))
    if few is not None and many is not None:
        assert 0 <= few <= many + 1e-12
        assert many <= 1


@given(SCORES, SHARES)
def test_a_useless_detector_is_right_as_often_as_chance(scores, generated):
    everything = alarms(scores, 0.0)
    assert right_alarms(everything, generated) == pytest.approx(generated / PICTURES)


def test_no_alarm_is_not_an_alarm_that_is_never_right():
    silent = Alarms(hits=Rate(0, 5), false_alarms=Rate(0, 5))
    assert right_alarms(silent, 50) is None
    assert hundred(silent, 50) == Hundred(0, 50, 0, 50)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_share_and_narrows_with_more_pictures(counted):
    count, total = counted
    low, high = Rate(count, total).interval
    assert 0 <= low <= count / total + 1e-12
    assert count / total - 1e-12 <= high <= 1
    wider = Rate(10 * count, 10 * total).interval
    assert wider[1] - wider[0] < high - low


def test_interval_agrees_with_a_published_example():
    # Newcombe (1998), Statistics in Medicine 17(8), 857-872, table I, method 3.
    assert Rate(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)


@given(SCORES)
def test_histogram_counts_every_score_once(scores):
    counted = histogram(scores.real)
    assert counted.shape == (BINS,)
    assert counted.sum() == scores.real.size


def test_scores_are_read_as_they_were_written(write_scores):
    scores = read_scores(write_scores(MEASURED))
    assert scores.real.tolist() == [0.1, 0.6]
    assert scores.generated.tolist() == [0.9]
    assert (scores.command, scores.date) == ("measure", "2026-11-24")


def test_missing_scores_are_none(tmp_path):
    assert read_scores(tmp_path / "scores.json") is None


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        {name: MEASURED[name] for name in ("real", "generated", "date")},
        MEASURED | {"real": []},
        MEASURED | {"real": [0.2, 1.2]},
        MEASURED | {"generated": [float("nan")]},
        MEASURED | {"generated": [[0.5]]},
        MEASURED | {"generated": ["high"]},
        MEASURED | {"generated": None},
    ],
)
def test_scores_that_cannot_be_used_say_so_in_a_sentence(write_scores, content):
    with pytest.raises(ScoresError, match="measure the scores again"):
        read_scores(write_scores(content))
