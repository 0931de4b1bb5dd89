import numpy as np
import pytest
import torch

from models.generators.data import TrainingPictures
from models.generators.diffusion import to_signal
from models.generators.regenerator import DETAIL_GAIN, hint_of
from models.generators.tasks import NULL_SHARE, PainterTask, RegeneratorTask

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def pictures():
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)
    return TrainingPictures(pixels, np.arange(6) % 2, ("a", "b"))


def test_painter_batch_mirrors_half_and_hides_some_classes(pictures):
    indices = np.tile(np.arange(6), 400)
    batch = PainterTask(pictures).batch(indices, np.random.default_rng(1), CPU)
    plain = to_signal(pictures.pixels[indices])
    same = (batch.clean == plain).all(dim=(1, 2, 3))
    mirrored = (batch.clean == plain.flip(3)).all(dim=(1, 2, 3))
    assert (same ^ mirrored).all()
    assert 0.4 < same.float().mean() < 0.6
    hidden = batch.classes == 2
    assert NULL_SHARE / 2 < hidden.float().mean() < NULL_SHARE * 2
    expected = torch.from_numpy(pictures.classes[indices])
    assert torch.equal(batch.classes[~hidden], expected[~hidden])


def test_regenerator_batch_is_what_the_hint_lacks_of_each_crop(pictures):
    batch = RegeneratorTask(pictures).batch(np.arange(6), np.random.default_rng(1), CPU)
    picture = batch.hint + batch.clean / DETAIL_GAIN
    plain = to_signal(pictures.pixels[:6])
    for made, crop in zip(picture, plain, strict=True):
        assert min((made - crop).abs().max(), (made - crop.flip(2)).abs().max()) < 1e-6
    assert torch.allclose(hint_of(picture), batch.hint, atol=1e-6)
    assert batch.classes is None


@pytest.mark.parametrize("task", [PainterTask, RegeneratorTask])
def test_same_random_numbers_give_the_same_batch(pictures, task):
    one, other = (
        task(pictures).batch(np.arange(6), np.random.default_rng(1), CPU) for _ in range(2)
    )
    assert torch.equal(one.clean, other.clean)
