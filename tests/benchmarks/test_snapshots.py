from pathlib import Path

import numpy as np
import pytest

from models.detectors.collection import Part, Sample
from tests.benchmarks.snapshots import MANY, MOST, NEW, OTHERS, PHOTOGRAPHS, SOURCES, areas, kinds


def _samples(group, generated, part, count, twin_of=None):
    return [
        Sample(Path(f"{group} {number}"), group, generated, part, twin_of=twin_of)
        for number in range(count)
    ]


def test_only_what_is_kept_back_is_asked_about():
    samples = [
        *_samples("learnt", True, Part.LEARN, 3),
        *_samples("measured", False, Part.MEASURE, 3),
        *_samples("clothing", False, Part.VALIDATE, 3),
        *_samples("nearest", True, Part.CALIBRATE, 3, twin_of=Path("photograph")),
        *_samples("Flux", True, Part.CALIBRATE, 4),
        *_samples("kodak", False, Part.CALIBRATE, 5),
        *_samples("birds", False, Part.VALIDATE, 6),
        *_samples("one of many", True, Part.VALIDATE, MOST + 1),
        *_samples("one of few", True, Part.VALIDATE, MANY - 1),
    ]
    assert {name: len(found) for name, found in kinds(samples).items()} == {
        NEW: 4, PHOTOGRAPHS: 5, SOURCES: 6, "one of many": MOST, OTHERS: MANY - 1,
    }  # fmt: skip


def test_area_is_of_photographs_not_learnt_from_and_sources_of_the_others():
    scores = {
        PHOTOGRAPHS: np.array([[0.0, 2.0], [1.0, 3.0]]),
        SOURCES: np.array([[-1.0, -1.0]]),
        NEW: np.array([[2.0, 0.0]]),
        OTHERS: np.array([[0.5, 2.5]]),
    }
    assert areas(scores) == {NEW: 0.5, OTHERS: 0.5, SOURCES: 1.0}


def test_drawing_anew_keeps_the_pictures_of_one_seed():
    rng = np.random.default_rng(0)
    first = {name: rng.normal(size=(30, 2)) for name in (PHOTOGRAPHS, SOURCES, NEW)}
    drawn = areas(first, np.random.default_rng(1))
    assert drawn == areas(first, np.random.default_rng(1))
    # The order of the scores is all that counts, and the same pictures are drawn.
    assert drawn == pytest.approx(
        areas({name: np.exp(each) for name, each in first.items()}, np.random.default_rng(1))
    )
    assert drawn != areas(first)
