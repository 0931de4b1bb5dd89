import numpy as np
import pytest
from skimage import data

from models.detectors.judgement import judge
from models.evidence.learned_map import examine


def test_learned_map_tells_the_chance_that_its_odds_come_to(saved):
    image = saved(np.ascontiguousarray(data.chelsea()[:256, :256]))
    trace = examine(image)
    assert trace.figures["chance"] == judge(image).calibrated_score
    assert trace.figures["chance"] == pytest.approx(trace.raw_score / (1 + trace.raw_score))
