import pytest

from models.analysis import Evidence, Strength
from models.detectors.calibration import MOST_CHANCE
from models.score import combined_chance


def _found(artifact: str, rarity: float, abstained: str | None = None) -> Evidence:
    return Evidence(artifact, "", 1.0, Strength.NONE, 0.0, None, None, {}, abstained, rarity)


def _evidence(*rarities: float) -> list[Evidence]:
    return [_found(f"trace{place}", rarity) for place, rarity in enumerate(rarities)]


def test_detector_that_abstains_gives_no_chance():
    assert combined_chance(None, _evidence(3.0)) is None


@pytest.mark.parametrize("chance", [0.02, 0.4, 0.9])
def test_common_traces_change_nothing(chance):
    assert combined_chance(chance, _evidence(0, 1, 0.9, 0)) == pytest.approx(chance)
    assert combined_chance(chance, []) == pytest.approx(chance)


def test_rarer_trace_raises_the_chance_and_more_places_to_look_lower_it():
    assert 0.4 < combined_chance(0.4, _evidence(2.0)) < combined_chance(0.4, _evidence(2.8))
    assert combined_chance(0.4, _evidence(2.5, *[0.0] * 9)) < combined_chance(0.4, _evidence(2.5))


def test_one_trace_in_a_thousand_of_ten_is_worth_odds_of_eight():
    # q = 0.01, and 1 / (-e q ln q) is 7.99.
    assert combined_chance(0.5, _evidence(3.0, *[0.0] * 9)) == pytest.approx(7.99 / 8.99, abs=1e-3)


def test_no_trace_is_worth_more_than_the_photographs_measured_can_show():
    assert combined_chance(0.4, _evidence(3.0)) == combined_chance(0.4, _evidence(300.0))
    assert combined_chance(0.99, _evidence(300.0)) == MOST_CHANCE


def test_learned_map_and_traces_not_measured_count_for_nothing():
    alone = combined_chance(0.4, [_found("learned_map", 3.0)])
    assert alone == pytest.approx(0.4)
    assert combined_chance(0.4, [_found("copy_move", 3.0, "too-small")]) == pytest.approx(0.4)
