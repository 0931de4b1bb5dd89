import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from models.detectors.collection import Part, Sample, read_collection
from models.detectors.delivery_chain import Chain
from models.detectors.examples import SIDES, paired_examples
from models.evidence._jpeg import luma_quantisation
from models.image import open_image

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[4] / "shared"))
# What ``tests.benchmarks.detector_generated`` wrote, where it is at hand.
GENERATED = os.environ.get("SECOND_LOOK_GENERATED")
# A probe at chance on so many pairs stays below it in 99 of 100 runs.
LEAK_LIMIT = 0.55
PAIRS = 400


def test_pair_is_of_one_size_and_one_delivery(samples):
    for real, generated in paired_examples(samples, 30, seed=0):
        assert (real.sample.generated, generated.sample.generated) == (False, True)
        assert real.pixels.shape == generated.pixels.shape
        assert real.pixels.shape[0] == real.pixels.shape[1]
        assert real.pixels.shape[0] in SIDES
        assert real.chain == generated.chain


def test_file_of_an_example_holds_its_pixels(samples):
    for example in next(paired_examples(samples, 1, seed=3)):
        assert np.array_equal(open_image(example.data).pixels, example.pixels)


def test_same_seed_gives_the_same_examples(samples):
    first, second = (list(paired_examples(samples, 5, seed=1)) for _ in range(2))
    assert [e.data for pair in first for e in pair] == [e.data for pair in second for e in pair]


def test_chains_can_be_chosen(samples):
    chain = Chain(1.0, Image.Resampling.BICUBIC, (("JPEG", 90, 2),))
    pairs = paired_examples(samples, 5, seed=1, chains=[chain])
    assert {example.chain for pair in pairs for example in pair} == {chain}


def test_photograph_beside_a_preview_is_shrunk_like_it(tmp_path):
    stripes = np.zeros((1024, 1024, 3), np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(tmp_path / "photograph.png")
    photograph = Sample(tmp_path / "photograph.png", "real", False, Part.LEARN)
    chain = Chain(1.0, Image.Resampling.BICUBIC, ())
    contrast = {}
    for ending in (".webp", ".png"):
        Image.new("RGB", (256, 256), "grey").save(tmp_path / f"made{ending}")
        made = Sample(tmp_path / f"made{ending}", "made", True, Part.LEARN)
        pairs = paired_examples([photograph, made], 20, seed=0, chains=[chain])
        contrast[ending] = np.median([real.pixels.std() for real, _ in pairs])
    # Stripes a pixel wide are gone at a fourth of the size.
    assert contrast[".webp"] < 30 < contrast[".png"]


def _container_facts(example):
    image = open_image(example.data)
    steps = luma_quantisation(image)
    return [
        np.log(len(example.data)),
        image.width,
        image.height,
        ("JPEG", "PNG", "WEBP").index(image.format),
        0 if steps is None else steps.sum(),
    ]


def _probe(facts, labels, groups):
    """Return the area under the curve of a classifier for pictures that it has not met."""
    scores = np.zeros(len(labels))
    for learnt, kept in StratifiedGroupKFold(5).split(facts, labels, groups):
        model = HistGradientBoostingClassifier(max_iter=60, min_samples_leaf=30, random_state=0)
        scores[kept] = model.fit(facts[learnt], labels[learnt]).predict_proba(facts[kept])[:, 1]
    return roc_auc_score(labels, scores)


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "images").is_dir(), reason="no shared pictures at hand")
def test_container_tells_nothing_about_what_is_learnt_from():
    further = Path(GENERATED) if GENERATED else None
    collection = read_collection(SHARED / "images", generated=further)
    learnt = [sample for sample in collection if sample.part is Part.LEARN]
    examples = [example for pair in paired_examples(learnt, PAIRS, seed=0) for example in pair]
    facts = np.array([_container_facts(example) for example in examples])
    labels = np.array([example.sample.generated for example in examples])
    groups = np.array([str(example.sample.path) for example in examples])
    found = _probe(facts, labels, groups)
    # The probe can see a leak where there is one.
    leaked = facts.copy()
    leaked[:, 3] = np.where(np.random.default_rng(0).random(len(labels)) < 0.3, labels, 2)
    assert _probe(leaked, labels, groups) > 0.6
    print(f"container facts alone: AUC {found:.3f}")
    assert found <= LEAK_LIMIT
