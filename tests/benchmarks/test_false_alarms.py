from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from models.analysis import artifacts
from tests.benchmarks.false_alarms import (
    CAMERA_PATTERN,
    EARLIER_QUALITIES,
    EARLIER_SAVE,
    deliveries,
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
