"""The detector's figures mean what the accuracy page says of them."""

from dataclasses import replace

import numpy as np
import pytest

from models.delivery import Delivery
from tests.benchmarks.detector_figures import REDELIVERIES, Measured, rows, scores

RESAMPLES = 40


def _measured(
    name: str, generated: bool, score: float | None, *, group: str = "a", verdict: str = "no_sign",
    delivery: Delivery = Delivery.JPEG_90, shrunk: bool = False, claim: bool = False,
) -> Measured:  # fmt: skip
    raw = 0.0 if score is None else float(np.log(score / (1 - score)))
    return Measured(
        name, group, generated, shrunk, delivery, raw, score, verdict, claim, claim, 0.1
    )


def _everywhere(name: str, generated: bool, score: float | None, **more: object) -> list[Measured]:
    return [_measured(name, generated, score, delivery=each, **more) for each in REDELIVERIES]


def _figures(found: list[Measured]) -> dict[tuple[str, str, str], tuple[float, ...]]:
    """Return value and interval of each figure by its table, name and measure."""
    return {
        (row["table"], row["name"], row["measure"]): (row["value"], row["low"], row["high"])
        for row in rows(found, RESAMPLES)
    }


def _figure(found: list[Measured], *which: str) -> tuple[float, ...]:
    return _figures(found)[which]


@pytest.fixture(scope="module")
def told_apart():
    """Photographs scored low and pictures by two generators scored high, in every delivery."""
    photographs = [m for n in range(12) for m in _everywhere(f"p{n}", False, 0.1, group="photo")]
    many = [m for n in range(9) for m in _everywhere(f"m{n}", True, 0.9, group="many")]
    few = [m for n in range(3) for m in _everywhere(f"f{n}", True, 0.2, group="few")]
    return photographs + many + few


def test_each_generator_counts_alike_and_each_picture_alike(told_apart):
    """With 9 of 9 found by one generator and 0 of 3 by the other."""
    figures, name = _figures(told_apart), str(Delivery.JPEG_90)
    alike, *_ = figures["delivery", name, "balanced_by_generator"]
    pooled, *_ = figures["delivery", name, "balanced_accuracy"]
    assert alike == pytest.approx((1 + 0.5) / 2)
    assert pooled == pytest.approx((9 / 12 + 1) / 2)


def test_calibration_error_is_how_far_the_words_are_from_the_truth():
    found = [m for n in range(40) for m in _everywhere(f"p{n}", False, 0.5)]
    found += [m for n in range(40) for m in _everywhere(f"g{n}", True, 0.5)]
    assert _figure(found, "delivery", str(Delivery.JPEG_90), "ece")[0] == pytest.approx(0)
    sure = [m for n in range(40) for m in _everywhere(f"p{n}", False, 0.8)]
    sure += [m for n in range(40) for m in _everywhere(f"g{n}", True, 0.8)]
    assert _figure(sure, "delivery", str(Delivery.JPEG_90), "ece")[0] == pytest.approx(0.3)


def test_calibration_error_of_exact_scores_is_what_chance_leaves():
    """Scores from which the truth is drawn show an error within the range told for them."""
    rng = np.random.default_rng(4)
    found = []
    for number in range(200):
        score = float(rng.uniform(0.05, 0.95))
        found += _everywhere(f"x{number}", bool(rng.random() < score), score)
    figures, name = _figures(found), str(Delivery.JPEG_90)
    error, *_ = figures["delivery", name, "ece"]
    mean, low, high = figures["delivery", name, "ece_if_calibrated"]
    assert 0 < low <= mean <= high
    assert low <= error <= high


def test_verdict_flips_between_signs_and_none_only():
    steady = _everywhere("steady", True, 0.9, verdict="generated")
    unsure = _everywhere("unsure", True, 0.9, verdict="inconclusive")
    unsure[0] = _measured("unsure", True, 0.9, delivery=REDELIVERIES[0], verdict="generated")
    turned = _everywhere("turned", True, 0.9, verdict="no_sign")
    turned[0] = _measured("turned", True, 0.9, delivery=REDELIVERIES[0], verdict="generated")
    calm = _everywhere("calm", False, 0.1)
    share, low, high = _figure(steady + unsure + turned + calm, "stability", "flips", "share")
    assert share == pytest.approx(1 / 4)
    assert low < share < high
    found = steady + unsure + turned + calm
    assert _figure(found, "stability", "changes", "share")[0] == pytest.approx(2 / 4)


def test_pictures_known_only_shrunk_count_in_no_figure_of_a_delivery(told_apart):
    shrunk = [
        m for n in range(5)
        for m in _everywhere(f"s{n}", True, 0.05, group="few, shrunk", shrunk=True)
    ]  # fmt: skip
    without, with_them = _figures(told_apart), _figures(told_apart + shrunk)
    for measure in ("auc", "balanced_accuracy", "ece"):
        figure = "delivery", str(Delivery.JPEG_90), measure
        assert without[figure] == with_them[figure]
    assert with_them["generator", "few, shrunk", "auc"][0] == 0


def test_generator_of_one_picture_has_no_area_under_the_curve(told_apart):
    lonely = _everywhere("one", True, 0.99, group="lonely")
    measures = {
        row["measure"] for row in rows(told_apart + lonely, RESAMPLES) if row["name"] == "lonely"
    }
    assert measures == {"hit_rate"}


def test_scores_of_the_lab_are_those_told_at_one_delivery(told_apart):
    silent = _everywhere("silent", False, None, group="photo")
    told = scores(told_apart + silent)
    assert told["real"] == [0.1] * 12
    assert told["generated"] == [0.2] * 3 + [0.9] * 9


def _first(found: list[Measured], measure: str, resamples: int = 1) -> dict[str, object]:
    """Return a figure's row at the first delivery."""
    return next(row for row in rows(found, resamples) if row["measure"] == measure)


def test_calibration_error_does_not_hang_on_how_many_of_each_kind_were_measured():
    found = [m for n in range(6) for m in _everywhere(f"p{n}", False, 0.5)]
    found += [m for n in range(2) for m in _everywhere(f"g{n}", True, 0.5)]
    assert _first(found, "ece")["value"] == pytest.approx(0)


def test_interval_over_generators_tells_how_other_generators_might_come_out():
    """One is always found and one never, and photographs are all alike."""
    found = [m for n in range(2) for m in _everywhere(f"p{n}", False, 0.1)]
    for group, score in (("found", 0.9), ("missed", 0.2)):
        found += _everywhere(group, True, score, group=group)
    row = _first(found, "balanced_by_generator", RESAMPLES)
    assert row["low"] < row["value"] == 0.75 < row["high"]


def test_photograph_with_a_strong_sign_is_not_counted_as_called_fake():
    found = _everywhere("g", True, 0.9)
    for name, strong, claim in (("a", True, True), ("b", True, False), ("c", False, False)):
        found += [replace(m, strong=strong, claim=claim) for m in _everywhere(name, False, 0.1)]
    shares = [_first(found, measure)["value"] for measure in ("false_alarm_rate", "strong_claim")]
    assert shares == pytest.approx([2 / 3, 1 / 3], abs=1e-4)
