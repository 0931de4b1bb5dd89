"""What happens to a picture on its way: the same random chain for photographs and generated ones.

A detector that meets generated pictures as PNG and photographs as JPEG learns the file format.
So every picture that is learnt from, calibrated with or measured on is decoded first, and goes
through this chain whatever it is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from models.encoding import decoded, encoded

Pixels = npt.NDArray[np.uint8]

LEAST_SCALE = 0.4
LEAST_QUALITY = 40
MOST_SAVES = 3
# Chance of no lossy save at all, of one, of two, of three.
_SAVES = (0.15, 0.45, 0.25, 0.15)
_SCALED = 0.6
# Photographs here come as JPEG of about these qualities; a generated picture that has never been
# one would be told by that alone.
_CAMERA_QUALITIES = (70, 75, 75, 80, 88, 92)
_WITHOUT_HISTORY = 0.2
# Of previews: what galleries save them as, and how far they shrink a picture at most.
_PREVIEW_QUALITIES = (75, 96)
LEAST_PREVIEW = 0.25
_FILTERS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS,
            Image.Resampling.BOX)  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """A way of delivery, drawn by ``draw_chain``.

    Attributes:
        scale: what both sides are multiplied by, ``LEAST_SCALE`` to 1.
        filter: Pillow's, used for that.
        saves: format ("JPEG" or "WEBP"), quality and chroma subsampling of each lossy save.
    """

    scale: float
    filter: Image.Resampling
    saves: tuple[tuple[str, int, int], ...]

    @property
    def stored(self) -> str:
        """The format of the file that arrives; without a lossy save it is PNG."""
        return self.saves[-1][0] if self.saves else "PNG"


def with_history(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Return a generated picture, uint8 (H, W, 3), saved once as a photograph had been.

    One in five is left as it is: some photographs reach us without such a save, or shrunk so far
    that it no longer shows.
    """
    quality = int(rng.choice(_CAMERA_QUALITIES))
    if rng.random() < _WITHOUT_HISTORY:
        return pixels
    data = encoded(Image.fromarray(pixels), "JPEG", quality=quality)
    return decoded(data)


def preview_factor(photograph: Pixels, picture: Pixels) -> float:
    """Return what a photograph's sides are multiplied by to be as small as a preview beside it."""
    factor = min(picture.shape[:2]) / min(photograph.shape[:2])
    return min(max(factor, LEAST_PREVIEW), 1.0)


def previewed(pixels: Pixels, factor: float, rng: np.random.Generator) -> Pixels:
    """Return a photograph, uint8 (H, W, 3), as a gallery shows it: shrunk, and saved as WebP.

    Many generated pictures are known as such previews only; a photograph beside one goes the same
    way, or the preview would tell them apart.

    Args:
        pixels: of the photograph.
        factor: what both sides are multiplied by, ``LEAST_PREVIEW`` to 1.
        rng: draws the quality.
    """
    shrunk = scaled(pixels, Chain(factor, Image.Resampling.LANCZOS, ()))
    quality = int(rng.integers(*_PREVIEW_QUALITIES))
    data = encoded(Image.fromarray(shrunk), "WEBP", quality=quality, method=2)
    return decoded(data)


def retouched(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Return the picture, uint8 (H, W, 3), as phones and programs change one: a little of each.

    Contrast and brightness, colours towards grey, sharpening or softening, grain: each with its
    own chance, for photographs and generated pictures alike, so that none of them tells.
    """
    signal = pixels.astype(np.float32)
    if rng.random() < 0.4:
        signal = (signal - 128) * rng.uniform(0.7, 1.3) + 128 + rng.uniform(-25, 25)
    if rng.random() < 0.3:
        grey = signal.mean(axis=2, keepdims=True)
        signal = grey + (signal - grey) * rng.uniform(0, 1.4)
    if rng.random() < 0.4:
        soft = cv2.GaussianBlur(signal, (0, 0), float(rng.uniform(0.5, 1.2)))
        signal = signal + rng.uniform(-0.7, 0.9) * (signal - soft)
    if rng.random() < 0.2:
        signal = signal + rng.normal(0, rng.uniform(0.5, 4), signal.shape)
    return np.clip(np.round(signal), 0, 255).astype(np.uint8)


def draw_chain(rng: np.random.Generator) -> Chain:
    """Draw a chain at random: scale, then up to ``MOST_SAVES`` lossy saves."""
    scale = float(rng.uniform(LEAST_SCALE, 1)) if rng.random() < _SCALED else 1.0
    saves = tuple(
        (
            "JPEG" if rng.random() < 0.75 else "WEBP",
            int(rng.integers(LEAST_QUALITY, 101)),
            int(rng.choice((0, 2))),
        )
        for _ in range(rng.choice(MOST_SAVES + 1, p=_SAVES))
    )
    return Chain(scale, _FILTERS[rng.integers(len(_FILTERS))], saves)


def scaled(pixels: Pixels, chain: Chain) -> Pixels:
    """Return the picture, uint8 (H, W, 3), at the chain's scale."""
    if chain.scale == 1:
        return pixels
    height, width = (max(1, round(side * chain.scale)) for side in pixels.shape[:2])
    return np.asarray(Image.fromarray(pixels).resize((width, height), chain.filter))


def saved(pixels: Pixels, chain: Chain) -> tuple[Pixels, bytes]:
    """Return the picture after the chain's saves, uint8 (H, W, 3), and the file that arrives."""
    data = b""
    for format, quality, subsampling in chain.saves:
        options = {"subsampling": subsampling} if format == "JPEG" else {"method": 2}
        data = encoded(Image.fromarray(pixels), format, quality=quality, **options)
        pixels = decoded(data)
    if not data:
        data = encoded(Image.fromarray(pixels), "PNG", compress_level=1)
    return pixels, data
