import pytest
from scipy.stats import binomtest

from models.analysis import Evidence, Strength, measured_rates
from models.detectors.calibration import MOST_CHANCE
from models.image import FORMATS
from models.score import WHOLE, Whole, whole


def _found(artifact: str, rarity: float, abstained: str | None = None) -> Evidence:
    return Evidence(artifact, "", 1.0, Strength.NONE, 0.0, None, None, {}, abstained, rarity)


def _evidence(*rarities: float) -> list[Evidence]:
    return [_found(f"trace{place}", rarity) for place, rarity in enumerate(rarities)]


def combined_chance(chance: float | None, evidence: list[Evidence]) -> float | None:
    return whole(chance, (), evidence, "JPEG").chance


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


@pytest.mark.parametrize("format", FORMATS)
def test_whole_counts_the_photographs_that_come_to_as_much(format):
    known = measured_rates()[WHOLE, format]
    for chance in (0.03, 0.3, 0.5, 0.8, 0.97):
        found = whole(chance, (), [], format)
        odds = chance / (1 - chance)
        assert found.photographs == len(known.held_out) >= 100
        assert found.as_high == sum(score >= float(f"{odds:.4g}") for score in known.held_out)


def test_whole_tells_how_far_the_chance_moves_when_it_is_saved_again():
    found = whole(0.5, (0.3, 0.8), _evidence(3.0), "PNG")
    alone = [combined_chance(chance, _evidence(3.0)) for chance in (0.3, 0.5, 0.8)]
    assert [found.least, found.chance, found.most] == pytest.approx(alone)
    assert (whole(0.5, (), [], "PNG").least, whole(0.5, (), [], "PNG").most) == (0.5, 0.5)


def test_whole_knows_whether_detector_or_trace_speaks_louder():
    eleven = _evidence(2.5, *[0.0] * 10)
    assert whole(0.9, (), eleven, "PNG").learned
    assert not whole(0.6, (), eleven, "PNG").learned


@pytest.mark.parametrize(("chance", "rarity"), [(0.05, 0.0), (0.9, 0.0), (0.05, 2.5), (0.9, 2.5)])
def test_only_a_rare_trace_raises_the_whole(chance, rarity):
    found = whole(chance, (), _evidence(rarity, *[0.0] * 10), "PNG")
    assert found.raised is (found.chance > chance + 1e-9) is (rarity > 0)


def test_bound_is_the_share_at_which_so_few_would_be_seen_once_in_twenty():
    for as_high, photographs in ((0, 59), (3, 166), (40, 169)):
        bound = Whole(0.9, 0.8, 0.95, photographs, as_high).most_false_alarms
        assert binomtest(as_high, photographs, bound, "less").pvalue == pytest.approx(0.05)
    assert (Whole(None).most_false_alarms, Whole(0.1, 0, 1, 9, 9).most_false_alarms) == (1, 1)


def test_whole_of_an_abstaining_detector_says_nothing():
    assert whole(None, (), _evidence(3.0), "PNG") == Whole(None)
