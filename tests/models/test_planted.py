"""The explanation itself is tested: what was planted is named, and its clean twin is left alone.

The figures that are reported come from more and larger photographs, see
``tests.benchmarks.planted``; these are the quiz's, so that the test runs wherever the app does.
"""

from functools import cache

import numpy as np
import pytest
from PIL import Image

from models.analysis import Evidence, Strength, analyse
from models.image import open_image
from quiz.installed import load_packs
from quiz.item import Kind
from tests.benchmarks.planted import (
    LEAST_SHRINK,
    first_named,
    named_falsely,
    planting,
    points_inside,
    removal,
)
from tests.benchmarks.planting import PLANTINGS

PICTURES = 10
KINDS = sorted(PLANTINGS)


@cache
def _clean() -> list[np.ndarray]:
    """Real pictures of the quiz, smaller, so that the trace of their own save is gone."""
    items = [item for item in load_packs()["starter"].items if item.kind is Kind.REAL]
    pictures = []
    for item in items[:: len(items) // PICTURES][:PICTURES]:
        with Image.open(item.picture) as picture:
            size = round(picture.width / LEAST_SHRINK), round(picture.height / LEAST_SHRINK)
            picture = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        pictures.append(np.asarray(picture))
    return pictures


@cache
def _evidence_on_clean(data: bytes) -> list[Evidence]:
    """Evidence on a clean twin; most kinds of artifact share theirs."""
    return analyse(open_image(data))


@cache
def _reports(artifact: str):
    """Planted pictures with the evidence on them and on their clean twins."""
    pictures = _clean()
    return [
        (
            planted,
            analyse(open_image(planted.saved(planted.planted))),
            _evidence_on_clean(planted.saved(planted.clean)),
        )
        for planted in (planting(pictures, artifact, number) for number in range(PICTURES))
    ]


@pytest.mark.slow
def test_planted_artifact_is_named_first_and_its_clean_twin_is_not_accused():
    first = {
        kind: [first_named(evidence) == kind for _, evidence, _ in _reports(kind)]
        for kind in KINDS
    }
    assert np.mean(list(first.values())) >= 0.85, first
    # No kind is one that the report never names.
    assert all(any(named) for named in first.values()), first
    falsely = {
        kind: [named_falsely(twin, kind) for _, _, twin in _reports(kind)] for kind in KINDS
    }
    assert np.mean(list(falsely.values())) <= 0.05, falsely


@pytest.mark.slow
def test_score_falls_most_where_the_report_points():
    pointing, removals = [], []
    for kind in KINDS:
        for number, (planted, evidence, twin) in enumerate(_reports(kind)):
            found = next(each for each in evidence if each.artifact == kind)
            clean = next(each.raw_score for each in twin if each.artifact == kind)
            if found.strength is Strength.NONE:
                continue
            removals.append(removal(planted, found, clean, np.random.default_rng(number)))
            if planted.region is not None:
                pointing.append(points_inside(found.region, planted))
    assert np.mean(pointing) >= 0.85
    assert len(removals) >= 0.8 * PICTURES * len(KINDS)
    assert np.mean([each.is_enough for each in removals]) >= 0.7, removals
