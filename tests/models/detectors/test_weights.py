import hashlib
import json
import shutil
import tomllib

import pytest
import torch

from models.accuracy import FIGURES_FILE
from models.analysis import RATES_FILE
from models.detectors.weights import (
    CONSISTENCY_NAME,
    DETECTOR,
    NAME,
    DetectorError,
    load_detector,
    save_detector,
)
from models.generators.weights import LISTING, read_listing

LIMIT_BYTES = 5_000_000


def test_shipped_weights_are_the_listed_ones_and_small():
    entry = read_listing()[NAME]
    assert hashlib.sha256(DETECTOR.read_bytes()).hexdigest() == entry.sha256
    assert DETECTOR.stat().st_size == entry.bytes <= LIMIT_BYTES


def test_figures_and_rates_on_record_were_measured_with_the_shipped_weights():
    shipped = {name: read_listing()[name].sha256 for name in (NAME, CONSISTENCY_NAME)}
    assert json.loads(FIGURES_FILE.read_text())["weights"] == shipped
    rates = tomllib.loads(RATES_FILE.read_text())
    assert rates["learned_map"]["weights"] == {NAME: shipped[NAME]}
    assert rates["consistency"]["weights"] == {CONSISTENCY_NAME: shipped[CONSISTENCY_NAME]}
    assert rates["whole"]["weights"] == shipped


def test_weights_come_back_as_they_were_saved(tmp_path):
    shipped = load_detector()
    save_detector(shipped, tmp_path, data="drawn", steps=1, pictures_seen=2)
    back = load_detector(tmp_path / DETECTOR.name)
    picture = torch.rand(1, 3, 64, 64) * 255
    assert torch.equal(back.network(picture), shipped.network(picture))
    assert (back.trees.threshold == shipped.trees.threshold).all()
    assert (back.linear.weight == shipped.linear.weight).all()
    assert back.calibration == shipped.calibration


def test_changed_weights_are_refused(tmp_path):
    for name in (DETECTOR.name, LISTING):
        shutil.copy(DETECTOR.with_name(name), tmp_path)
    path = tmp_path / DETECTOR.name
    path.write_bytes(path.read_bytes()[:-1] + b"\0\1")
    with pytest.raises(DetectorError, match="not the file that weights.toml lists"):
        load_detector(path)


def test_missing_weights_say_how_to_make_them(tmp_path):
    with pytest.raises(DetectorError, match="python -m models.detectors fit"):
        load_detector(tmp_path / DETECTOR.name)
