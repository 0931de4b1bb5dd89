from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from models.analysis import ALLOWED_RATES, artifacts
from models.detectors.collection import Part, read_collection
from models.score import WHOLE
from tests.benchmarks import false_alarms
from tests.benchmarks.false_alarms import (
    CAMERA_PATTERN,
    EARLIER_QUALITIES,
    EARLIER_SAVE,
    Score,
    deliveries,
    report,
    threshold,
    unlearnt_photographs,
)
from tests.models.detectors.conftest import drawn_picture


def _file(format, **options):
    pixels = drawn_picture(np.random.default_rng(7), 384, 512)
    file = BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return file.getvalue()


@pytest.mark.parametrize("given", [None, CAMERA_PATTERN, EARLIER_SAVE])
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_photograph_is_delivered_once_in_each_format(format, given):
    formats = [image.format for image in deliveries(_file(format), given)]
    assert sorted(formats) == ["JPEG", "PNG", "WEBP"]


def test_every_jpeg_has_an_earlier_save_where_a_part_may_lack_it():
    def first_quality(given):
        jpeg = next(i for i in deliveries(_file("PNG"), given) if i.format == "JPEG")
        return artifacts()[EARLIER_SAVE].examine(jpeg).figures["first_quality"]

    assert first_quality(None) == 0
    # Neighbouring qualities can share their coarse steps.
    assert any(abs(first_quality(EARLIER_SAVE) - each) <= 1 for each in EARLIER_QUALITIES)


@pytest.mark.parametrize(
    ("artifact", "apart"), [("copy_move", True), ("learned_map", False), (WHOLE, False)]
)
def test_thresholds_come_from_one_half_and_rates_from_the_other(artifact, apart):
    setting, held_out = [float(n) for n in range(1, 201)], [n + 0.5 for n in range(1000, 1120)]
    scores = [
        Score(f"{is_held_out} {value}", artifact, "PNG", is_held_out, value)
        for is_held_out, values in ((False, setting), (True, held_out)) for value in values
    ]  # fmt: skip
    found = report(scores)[artifact]["PNG"]
    everything = sorted(setting + held_out)
    assert found["held_out"] == (held_out if apart else everything)
    told = setting if apart else everything
    assert found["photographs_for_thresholds"] == len(told)
    for strength, rate in ALLOWED_RATES.items():
        assert found[strength.name.lower()] == threshold(told, rate)


def test_networks_are_measured_on_photographs_that_neither_train_nor_grade_them(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(false_alarms, "SHARED", tmp_path)
    further = tmp_path / "further"
    (tmp_path / "images").mkdir()
    further.mkdir()
    for number in range(12):
        (further / f"{number}.png").touch()
    listed = [f"real/{source}/{n}.jpg,real," for source in ("birds", "kodak") for n in range(9)]
    listed += ["generated/cascade/0.png,generated,stable_cascade"]
    (tmp_path / "images" / "SOURCES.csv").write_text("\n".join(["path,label,generator", *listed]))
    found = unlearnt_photographs(further)
    parts = {s.path: s.part for s in read_collection(tmp_path / "images", measured=further)}
    assert {path.parent.name for path in found} == {"kodak", "further"}
    assert 0 < sum(path.parent == further for path in found) < 12
    assert {parts[path] for path in found} == {Part.CALIBRATE}
