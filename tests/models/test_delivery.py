from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.delivery import Delivery, deliver
from models.evidence._jpeg import luma_quantisation, standard_quantisation
from models.image import LoadedImage, open_image

PASSED_ON = [way for way in Delivery if way is not Delivery.AS_IT_IS]


def picture(width: int = 640, height: int = 400, **saved: object) -> LoadedImage:
    rng = np.random.default_rng(5)
    small = rng.integers(40, 215, (height // 20 + 1, width // 20 + 1, 3), dtype=np.uint8)
    scene = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    noisy = np.asarray(scene) + rng.normal(0, 6, (height, width, 3))
    file = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "PNG", **saved)
    return open_image(file.getvalue())


def test_delivery_as_it_is_is_the_very_picture():
    sent = picture()
    assert deliver(sent, Delivery.AS_IT_IS) is sent


@pytest.mark.parametrize("way", PASSED_ON)
def test_delivered_picture_is_what_its_file_holds(way):
    arrived = deliver(picture(), way)
    opened = open_image(arrived.data)
    assert (opened.format, opened.converted) == (arrived.format, ())
    assert np.array_equal(opened.pixels, arrived.pixels)


@pytest.mark.parametrize("way", PASSED_ON)
def test_delivery_is_the_same_every_time_and_leaves_the_sent_picture_alone(way):
    sent = picture()
    before = sent.pixels.copy()
    assert deliver(sent, way).data == deliver(sent, way).data
    assert np.array_equal(sent.pixels, before)


@pytest.mark.parametrize("way", PASSED_ON)
def test_delivery_takes_every_note_out_of_the_file(way):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    sent = picture(exif=exif)
    assert b"A camera" in sent.data
    assert b"A camera" not in deliver(sent, way).data


def test_rougher_jpegs_are_smaller_and_further_from_the_sent_picture():
    sent = picture()
    ways = (Delivery.JPEG_95, Delivery.JPEG_90, Delivery.JPEG_75, Delivery.JPEG_60,
            Delivery.JPEG_40)  # fmt: skip
    arrived = [deliver(sent, way) for way in ways]
    sizes = [len(one.data) for one in arrived]
    errors = [float(np.abs(one.pixels - sent.pixels.astype(np.int16)).mean()) for one in arrived]
    assert sizes == sorted(sizes, reverse=True)
    assert errors == sorted(errors)


@pytest.mark.parametrize("way", [way for way in Delivery if way.startswith("jpeg")])
def test_jpeg_is_saved_at_the_quality_that_it_is_named_after(way):
    steps = luma_quantisation(deliver(picture(), way))
    assert np.array_equal(steps, standard_quantisation(int(way.removeprefix("jpeg-"))))


def test_sent_twice_is_saved_twice():
    sent = picture()
    once, last = BytesIO(), BytesIO()
    Image.fromarray(sent.pixels).save(once, "JPEG", quality=80)
    smaller = Image.open(once).resize((512, 320), Image.Resampling.BICUBIC)
    smaller.save(last, "JPEG", quality=70)
    assert deliver(sent, Delivery.SENT_TWICE).data == last.getvalue()


@pytest.mark.parametrize(("way", "longest"), [(Delivery.SMALL, 768), (Delivery.TINY, 512)])
def test_shrunk_pictures_have_the_named_size_and_keep_their_shape(way, longest):
    arrived = deliver(picture(1200, 800), way)
    assert (arrived.width, arrived.height) == (longest, round(longest * 2 / 3))


def test_a_screenshot_is_lossless_and_of_no_whole_multiple():
    arrived = deliver(picture(), Delivery.SCREENSHOT)
    assert arrived.format == "PNG"
    assert arrived.width % 640 != 0


@given(width=st.integers(1, 40), height=st.integers(1, 40), way=st.sampled_from(list(Delivery)))
def test_no_delivery_enlarges_or_fails_however_small_the_picture(width, height, way):
    arrived = deliver(picture(width, height), way)
    assert 1 <= arrived.width <= width
    assert 1 <= arrived.height <= height
