import pickle
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from models.analysis import Strength
from models.assessment import assess
from models.delivery import Delivery, deliver
from models.image import open_image
from models.journey import Change, Journey, Sign, set_out
from models.verdict import Conclusion


@pytest.fixture(scope="module")
def setting_out() -> Journey:
    rng = np.random.default_rng(9)
    small = rng.integers(60, 190, (20, 30, 3), dtype=np.uint8)
    scene = np.asarray(Image.fromarray(small).resize((480, 320), Image.Resampling.BICUBIC))
    pixels = np.clip(scene + rng.normal(0, 8, scene.shape), 0, 255).astype(np.uint8)
    pixels[30:140, 300:430] = pixels[180:290, 50:180]
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    image = open_image(file.getvalue())
    return set_out(image, assess(image))


def test_journey_begins_with_what_was_said_of_the_picture_as_it_is(setting_out):
    assert list(setting_out.readings) == [Delivery.AS_IT_IS]
    assert setting_out.readings[Delivery.AS_IT_IS].signs["copy_move"].strength is Strength.STRONG


def test_a_sign_beside_no_sign_found_comes_with_the_reason_why_it_does_not_count(setting_out):
    image = setting_out.sent
    assessed = assess(image)
    assert set_out(image, assessed).readings[Delivery.AS_IT_IS].remark is None
    quiet = replace(assessed.verdict, conclusion=Conclusion.NO_SIGN_FOUND)
    assert quiet.supporting
    reading = set_out(image, replace(assessed, verdict=quiet)).readings[Delivery.AS_IT_IS]
    assert "that alone counts for nothing here" in reading.remark


def test_only_the_file_of_the_picture_is_kept_meanwhile(setting_out):
    assert len(pickle.dumps(setting_out)) < 2 * len(setting_out.data)


def test_reading_after_a_delivery_is_that_of_the_delivered_picture(setting_out):
    arrived = deliver(setting_out.sent, Delivery.TINY)
    journey = setting_out.after(Delivery.TINY)
    expected = {found.artifact: found.strength for found in assess(arrived).evidence}
    signs = journey.readings[Delivery.TINY].signs
    assert {artifact: sign.strength for artifact, sign in signs.items()} == expected
    assert list(journey.readings) == [Delivery.AS_IT_IS, Delivery.TINY]


def test_a_delivery_is_examined_once(setting_out):
    journey = setting_out.after(Delivery.JPEG_75)
    assert journey.after(Delivery.JPEG_75) is journey
    assert setting_out.after(Delivery.AS_IT_IS) is setting_out


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (Strength.STRONG, Strength.NONE, Change.WEAKER),
        (Strength.NONE, Strength.WEAK, Change.STRONGER),
        (Strength.WEAK, Strength.WEAK, Change.SAME),
    ],
)
def test_a_sign_is_compared_by_its_strength(before, now, change):
    assert Sign("a", now, "").since(Sign("a", before, "")) is change
