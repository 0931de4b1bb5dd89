from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analysis import NO_FAMILY, Evidence, Region, Strength
from models.evidence_map import map_of_pixels
from models.fusion import fused_map

SIZE = (12, 16)


def found(place: tuple[int, int] | None, rate: float | None, family: str = "noise") -> Evidence:
    """Return evidence whose map is 1 at one place and 0 elsewhere."""
    map = region = None
    if place is not None:
        pixels = np.zeros(SIZE, dtype=np.float32)
        pixels[place] = 1
        map = map_of_pixels(pixels)
        region = Region(place[1], place[0], 1, 1)
    return Evidence(family, family, 0.0, Strength.NONE, rate, map, region, {}, None)


@pytest.mark.parametrize(
    ("rate", "height"),
    [(0.0, 1.0), (0.01, 1.0), (0.05, 0.42), (0.1, 0.25), (0.5, 0.02), (1.0, 0.0), (None, 0.0)],
)
def test_a_map_counts_as_much_as_its_score_is_rare(rate, height):
    fused = fused_map([found((3, 4), rate)], SIZE)
    assert fused[3, 4] == pytest.approx(height, abs=0.005)
    assert fused.sum() == fused[3, 4]


def test_fused_map_is_empty_where_no_artifact_has_a_place():
    for evidence in ([], [found(None, 0.0)]):
        fused = fused_map(evidence, SIZE)
        assert (fused.dtype, fused.shape, fused.max()) == (np.float32, SIZE, 0)


def test_a_trace_without_a_region_counts_alike_everywhere():
    everywhere = replace(found((3, 4), 0.0), region=None)
    fused = fused_map([everywhere], SIZE)
    assert np.ptp(fused) == 0
    assert fused[0, 0] == pytest.approx(1 / (SIZE[0] * SIZE[1]), rel=1e-4)


def test_two_families_add_up_and_two_of_one_family_do_not():
    half = 0.1
    alone = fused_map([found((0, 0), half)], SIZE)[0, 0]
    same = fused_map([found((0, 0), half), found((0, 0), half)], SIZE)[0, 0]
    other = fused_map([found((0, 0), half), found((0, 0), half, "spectrum")], SIZE)[0, 0]
    assert same == alone
    assert other == pytest.approx(1 - (1 - alone) ** 2)


def test_map_learnt_from_edits_counts_with_a_quarter_however_common_and_where_it_lies():
    learnt = replace(found((3, 4), 0.9, NO_FAMILY), region=None)
    fused = fused_map([learnt], SIZE)
    assert fused[3, 4] == pytest.approx(0.25)
    assert fused[0, 0] == 0


RATES = st.floats(0, 1) | st.none()
PLACES = st.tuples(st.integers(0, SIZE[0] - 1), st.integers(0, SIZE[1] - 1))
EVIDENCE = st.builds(found, PLACES, RATES, st.sampled_from(["noise", "spectrum", "duplication"]))


@given(st.lists(EVIDENCE, max_size=6), st.randoms())
def test_fused_map_keeps_its_range_and_asks_for_no_order(evidence, random):
    fused = fused_map(evidence, SIZE)
    assert (fused.dtype, fused.shape) == (np.float32, SIZE)
    assert 0 <= fused.min() <= fused.max() <= 1
    shuffled = random.sample(evidence, len(evidence))
    assert np.allclose(fused_map(shuffled, SIZE), fused)
