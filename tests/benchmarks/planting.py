"""Plant exactly one artifact in a clean picture, and keep the twin that lacks nothing else.

Each planting is a function from a picture to a ``Planted``, listed in ``PLANTINGS`` under the
artifact that the report must name. What else could give the part away is kept out: where the trace
itself does not ask for foreign content, the part keeps its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from models.analysis import Region
from quiz.making.operations.removal import fill_by_patches

Pixels = npt.NDArray[np.uint8]
PART = 0.28, 0.42  # a part's sides, as shares of the picture's shorter one
LEAST_PART = 96  # pixels
LEAST_DETAIL = 0.6  # a part's detail, as a share of the picture's; a clear sky shows no trace


@dataclass(frozen=True, eq=False)
class Planted:
    """A picture with one artifact, and its twin without; both before their last save.

    Attributes:
        clean, planted: uint8 (H, W, 3).
        region: the box of the part; None where the artifact is all over the picture.
        twin: the box of the same content elsewhere, as good a finding; None without.
        frequency: the pattern's frequency down and across, cycles per pixel; None without.
        options: format and quality of the last save.
    """

    clean: Pixels
    planted: Pixels
    region: Region | None = None
    frequency: tuple[float, float] | None = None
    options: Mapping[str, Any] = field(default_factory=lambda: {"format": "PNG"})
    twin: Region | None = None

    def saved(self, pixels: Pixels) -> bytes:
        """Return ``pixels`` as the bytes of a file, saved as this picture is."""
        return saved(pixels, **self.options)


Planting = Callable[[Pixels, Pixels, np.random.Generator], Planted]


def saved(pixels: Pixels, **options: Any) -> bytes:
    """Return ``pixels`` as a file of the ``format`` and ``quality`` asked for."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, **options)
    return file.getvalue()


def resaved(pixels: Pixels, quality: int) -> Pixels:
    """Return what a JPEG save at ``quality`` leaves of ``pixels``."""
    with Image.open(BytesIO(saved(pixels, format="JPEG", quality=quality))) as again:
        return np.asarray(again.convert("RGB"))


def part_of(pixels: Pixels, random: np.random.Generator, grid: int = 1) -> Region:
    """Return a random box of the picture that is not empty of detail, its corners on a grid."""
    height, width = pixels.shape[:2]
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = np.minimum(np.abs(gray - cv2.GaussianBlur(gray, (0, 0), 2)), 20)
    usual = float(detail.mean())
    box = None
    for _ in range(50):
        sides = np.maximum(random.uniform(*PART, 2) * min(height, width), LEAST_PART)
        part_height, part_width = (int(side) // grid * grid for side in sides)
        margin = 16
        y = int(random.integers(margin, height - part_height - margin)) // grid * grid
        x = int(random.integers(margin, width - part_width - margin)) // grid * grid
        box = Region(x, y, part_width, part_height)
        if detail[inside(box)].mean() >= LEAST_DETAIL * usual:
            break
    return box


def inside(box: Region) -> tuple[slice, slice]:
    """Return the index of a box's pixels."""
    return slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)


def replaced(pixels: Pixels, box: Region, part: Pixels, blend: float = 0.0) -> Pixels:
    """Return the picture with a box of pixels replaced, its border blended over ``blend`` pixels.

    Args:
        pixels: uint8 (H, W, 3).
        box: where.
        part: uint8 (box.height, box.width, 3), or the whole (H, W, 3), of which the box is taken.
        blend: sigma of the border's blending; 0 for a hard one.
    """
    whole = pixels.copy()
    whole[inside(box)] = part[inside(box)] if part.shape == pixels.shape else part
    if not blend:
        return whole
    mask = np.zeros(pixels.shape[:2], np.float32)
    reach = round(2 * blend)
    mask[box.y + reach : box.y + box.height - reach, box.x + reach : box.x + box.width - reach] = 1
    mask = cv2.GaussianBlur(mask, (0, 0), blend)[:, :, None]
    return _rounded(mask * whole + (1 - mask) * pixels)


def cut(other: Pixels, box: Region, random: np.random.Generator) -> Pixels:
    """Return a piece of ``other`` of a box's size, mirrored where it is too small."""
    top = int(random.integers(0, max(1, other.shape[0] - box.height)))
    left = int(random.integers(0, max(1, other.shape[1] - box.width)))
    part = other[top : top + box.height, left : left + box.width]
    missing = box.height - part.shape[0], box.width - part.shape[1]
    if max(missing) > 0:
        part = np.pad(part, ((0, max(0, missing[0])), (0, max(0, missing[1])), (0, 0)), "reflect")
    return part


def noisy(pixels: Pixels, random: np.random.Generator, scale: float) -> Pixels:
    """Return ``pixels`` with white noise of ``scale`` grey levels."""
    return _rounded(pixels + random.normal(scale=scale, size=pixels.shape))


def plant_noise(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A part of another picture, blended in, with more grain than this picture has."""
    box = part_of(pixels, random)
    part = noisy(cut(other, box, random), random, random.uniform(4, 8))
    planted = replaced(pixels, box, part, blend=3)
    return Planted(pixels, planted, box)


def plant_copy(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A part of the picture a second time, elsewhere in it."""
    source = part_of(pixels, random)
    height, width = pixels.shape[:2]
    for _ in range(50):
        x = int(random.integers(8, width - source.width - 8))
        y = int(random.integers(8, height - source.height - 8))
        if abs(x - source.x) > source.width / 2 or abs(y - source.y) > source.height / 2:
            break
    target = Region(x, y, source.width, source.height)
    planted = replaced(pixels, target, pixels[inside(source)], blend=1.5)
    return Planted(pixels, planted, target, twin=source)


def plant_fill(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A part that was taken out, and filled with pieces from around it."""
    box = part_of(pixels, random)
    down, across = np.ogrid[-1 : 1 : box.height * 1j, -1 : 1 : box.width * 1j]
    hole = np.zeros(pixels.shape[:2], dtype=bool)
    hole[inside(box)] = down**2 + across**2 <= 1
    return Planted(pixels, fill_by_patches(pixels, hole, ~hole), box)


def plant_resampling(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A part that was enlarged."""
    box = part_of(pixels, random)
    factor = random.uniform(1.1, 1.9)
    method = random.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4])
    enlarged = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=int(method))
    top, left = int(box.y * factor), int(box.x * factor)
    top = min(top, enlarged.shape[0] - box.height)
    left = min(left, enlarged.shape[1] - box.width)
    part = enlarged[top : top + box.height, left : left + box.width]
    return Planted(pixels, replaced(pixels, box, part, blend=1.5), box)


def plant_checkerboard(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """The whole picture enlarged on a grid of 2 or 4 pixels, as a generator's last layers do."""
    period = int(random.choice([2, 4]))
    height, width = (side // (2 * period) * 2 * period for side in pixels.shape[:2])
    pixels = np.ascontiguousarray(pixels[:height, :width])
    match random.integers(3):
        case 0:  # each pixel repeated
            small = cv2.resize(
                pixels, (width // period, height // period), interpolation=cv2.INTER_AREA
            )
            planted = np.repeat(np.repeat(small, period, axis=0), period, axis=1)
        case 1:  # a transposed convolution whose steps overlap unevenly
            gain = 1 + random.uniform(0.01, 0.03) * np.resize([1.0, -1.0], period)
            gain = np.outer(np.resize(gain, height), np.resize(gain, width))
            planted = _rounded(pixels * gain[:, :, None])
        case _:  # enlarged by whole steps, then sharpened
            small = cv2.resize(
                pixels, (width // period, height // period), interpolation=cv2.INTER_AREA
            )
            large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
            blurred = cv2.GaussianBlur(large, (0, 0), 1)
            planted = _rounded(1.5 * large.astype(float) - 0.5 * blurred)
    return Planted(pixels, planted, frequency=(1 / period, 1 / period))


def plant_wave(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A faint wave all over the picture."""
    angle = random.uniform(0, np.pi)
    frequency = random.uniform(0.17, 0.45)
    down, across = abs(frequency * np.sin(angle)), frequency * np.cos(angle)
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    wave = random.uniform(1, 2.5) * np.cos(2 * np.pi * (down * y + across * x))
    planted = _rounded(pixels + wave[:, :, None])
    return Planted(pixels, planted, frequency=(down, across))


def plant_double_compression(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A JPEG saved twice, but for a part that was saved once."""
    box = part_of(pixels, random, grid=8)
    once = resaved(pixels, int(random.integers(60, 81)))
    options = {"format": "JPEG", "quality": int(random.integers(90, 96))}
    return Planted(once, replaced(once, box, pixels), box, options=options)


def plant_shifted_grid(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A picture that was once a JPEG, with a part whose blocks begin elsewhere."""
    box = part_of(pixels, random)
    quality = int(random.integers(70, 91))
    down, across = (int(shift) for shift in random.integers(1, 8, 2))
    shifted = pixels.copy()
    shifted[down:, across:] = resaved(pixels[down:, across:], quality)
    clean = resaved(pixels, quality)
    return Planted(clean, replaced(clean, box, shifted), box)


def plant_colour_filter_break(
    pixels: Pixels, other: Pixels, random: np.random.Generator
) -> Planted:
    """A picture whose colours a camera filled in, with a part that no camera filled in."""
    box = part_of(pixels, random)
    clean = filled_in(pixels, random)
    return Planted(clean, replaced(clean, box, pixels), box)


def plant_error_level(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A part that was once saved as a JPEG, in a picture that was not."""
    box = part_of(pixels, random, grid=8)
    part = resaved(pixels, int(random.integers(50, 86)))
    return Planted(pixels, replaced(pixels, box, part), box)


def plant_boundary(pixels: Pixels, other: Pixels, random: np.random.Generator) -> Planted:
    """A part of another picture, cut out hard."""
    box = part_of(pixels, random)
    return Planted(pixels, replaced(pixels, box, cut(other, box, random)), box)


def filled_in(pixels: Pixels, random: np.random.Generator) -> Pixels:
    """Return the picture as a camera would store it: one colour a pixel, the others filled in.

    The colours lie in a Bayer pattern and are filled in bilinearly or, as Malvar, He and Cutler
    (2004) do, with the help of the other colours.
    """
    raw = pixels[:, :, 1].copy()
    top, left = (int(start) for start in random.integers(0, 2, 2))
    raw[top::2, left::2] = pixels[top::2, left::2, 0]
    raw[1 - top :: 2, 1 - left :: 2] = pixels[1 - top :: 2, 1 - left :: 2, 2]
    codes = {
        (0, 0): (cv2.COLOR_BayerRGGB2RGB, cv2.COLOR_BayerRGGB2RGB_EA),
        (0, 1): (cv2.COLOR_BayerGRBG2RGB, cv2.COLOR_BayerGRBG2RGB_EA),
        (1, 0): (cv2.COLOR_BayerGBRG2RGB, cv2.COLOR_BayerGBRG2RGB_EA),
        (1, 1): (cv2.COLOR_BayerBGGR2RGB, cv2.COLOR_BayerBGGR2RGB_EA),
    }[top, left]
    return cv2.cvtColor(raw, int(random.choice(codes)))


def _rounded(values: npt.NDArray) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


PLANTINGS: Mapping[str, Planting] = MappingProxyType({
    "noise_residual": plant_noise,
    "copy_move": plant_copy,
    "patch_fill": plant_fill,
    "resampling": plant_resampling,
    "checkerboard": plant_checkerboard,
    "spectral_peak": plant_wave,
    "double_compression": plant_double_compression,
    "grid_shift": plant_shifted_grid,
    "colour_filter_array": plant_colour_filter_break,
    "error_level": plant_error_level,
    "splice_boundary": plant_boundary,
})  # fmt: skip
