"""Drawn photographs: scenes whose detail falls off with frequency, under a camera's grain."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy import fft, ndimage

from models.analysis import Region
from models.image import LoadedImage, open_image


def draw_scene(seed: int, height: int = 384, width: int = 512, grain: float = 2.0) -> np.ndarray:
    """Return a uint8 (H, W, 3) picture of 1/f clouds, a few shapes, and grain."""
    random = np.random.default_rng(seed)
    frequency = np.hypot(fft.fftfreq(height)[:, None], fft.rfftfreq(width)[None])
    spectrum = fft.rfft2(random.normal(size=(height, width))) / (frequency + 0.004) ** 1.2
    clouds = fft.irfft2(spectrum, (height, width))
    picture = 128 + 38 * (clouds - clouds.mean()) / clouds.std()
    y, x = np.mgrid[:height, :width]
    for _ in range(8):
        centre_y, centre_x = random.uniform(0, height), random.uniform(0, width)
        radius = random.uniform(15, 60)
        inside = np.hypot(y - centre_y, (x - centre_x) * random.uniform(0.5, 2)) < radius
        picture[inside] = 0.5 * picture[inside] + random.uniform(20, 110)
    picture = ndimage.gaussian_filter(np.clip(picture, 25, 225), 0.7)
    tints = picture[:, :, None] * [1.0, 0.95, 0.88]
    noisy = tints + random.normal(scale=grain, size=(height, width, 3))
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


def save(pixels: np.ndarray, format: str = "PNG", **options: object) -> LoadedImage:
    file = BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return open_image(file.getvalue())


def save_with_equal_steps(pixels: np.ndarray, step: float) -> np.ndarray:
    """Return what a save leaves that rounds all frequencies of 8 x 8 blocks to one step."""
    height, width = pixels.shape[:2]
    blocks = pixels.reshape(height // 8, 8, width // 8, 8, 3).astype(float)
    rounded = np.rint(fft.dctn(blocks, axes=(1, 3), norm="ortho") / step) * step
    again = fft.idctn(rounded, axes=(1, 3), norm="ortho").reshape(pixels.shape)
    return np.clip(np.rint(again), 0, 255).astype(np.uint8)


@pytest.fixture
def scene() -> Callable[..., np.ndarray]:
    return draw_scene


@pytest.fixture
def saved() -> Callable[..., LoadedImage]:
    return save


@pytest.fixture
def with_equal_steps() -> Callable[[np.ndarray, float], np.ndarray]:
    return save_with_equal_steps


@pytest.fixture
def overlap() -> Callable[[Region, Region], float]:
    """Intersection over union of two boxes, 0 to 1."""

    def measure(one: Region, other: Region) -> float:
        width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        common = max(width, 0) * max(height, 0)
        return common / (one.width * one.height + other.width * other.height - common)

    return measure
