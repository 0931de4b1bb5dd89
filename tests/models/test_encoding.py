import numpy as np
import pytest
from PIL import Image

from models.encoding import decoded, encoded
from models.image import open_image


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_what_is_encoded_is_a_file_of_that_format_and_decoded_alike(format):
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(pixels), format)
    image = open_image(data)
    assert image.format == format
    assert np.array_equal(decoded(data), image.pixels)
    assert np.array_equal(image.pixels, pixels) == (format == "PNG")


def test_settings_reach_the_encoder():
    picture = Image.fromarray(np.full((40, 60, 3), 90, np.uint8))
    assert len(encoded(picture, "JPEG", quality=95)) > len(encoded(picture, "JPEG", quality=20))
