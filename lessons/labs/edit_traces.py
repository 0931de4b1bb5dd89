"""Edit a photograph in one place, save it, and compare what two analyses see before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

Pixels: TypeAlias = npt.NDArray[np.uint8]
TraceMap: TypeAlias = npt.NDArray[np.float32]
Examine: TypeAlias = Callable[[bytes], TraceMap | None]

LONGEST_SIDE = 640
# What a phone might write: the photograph has been saved as a JPEG once before it is edited.
CAMERA_QUALITY = 90
QUALITIES = (95, 90, 80, 60)
FEATHER = 0.15  # share of the radius over which an edit fades out
_TURN = 75  # of OpenCV's 180 hue steps
_FILL_RADIUS = 5  # pixels around a removed one that its filling is taken from
_ERROR_WINDOW = 17  # pixels: two squares of a JPEG, whose changes differ from square to square
_ERROR_FULL = 4.0  # grey levels of change at which a map of error levels reaches 1
STANDS_OUT = 0.95  # share of the rest that a part must outshine to be noticed


class Edit(StrEnum):
    """What is done to the part."""

    CLONE = "clone"
    PASTE = "paste"
    REMOVE = "remove"
    SMOOTH = "smooth"
    RECOLOUR = "recolour"


class Size(StrEnum):
    """How large the part is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


# Half the width of the part, as a share of the picture's shorter side. The analyses average over
# 56 pixels, so a much smaller part would vanish.
_RADII = {Size.SMALL: 0.12, Size.MEDIUM: 0.2, Size.LARGE: 0.3}


@dataclass(frozen=True)
class Place:
    """Where the part lies.

    Attributes:
        across, down: its middle, as shares of the width from the left and of the height from
            the top, 0 to 1.
        size: how large it is.
    """

    across: float
    down: float = 0.5
    size: Size = Size.MEDIUM


@dataclass(frozen=True, eq=False)
class Edited:
    """An edited photograph.

    Attributes:
        pixels: uint8 (H, W, 3) sRGB.
        part: bool (H, W), every pixel the edit could change; all others are untouched.
    """

    pixels: Pixels
    part: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Comparison:
    """One analysis of the untouched and of the edited picture, saved in the same way.

    Attributes:
        before, after: its maps, float32 (H, W), 0 to 1.
        rank_before, rank_after: see ``rank``.
        rim_before, rim_after: likewise, of the rim alone, where the edit fades into the rest.
    """

    before: TraceMap
    after: TraceMap
    rank_before: float
    rank_after: float
    rim_before: float
    rim_after: float


@dataclass(frozen=True, eq=False)
class LabResult:
    """What the learner sees.

    Attributes:
        before, after: the untouched and the edited photograph as JPEG files.
        part: bool (H, W), where the edit is.
        comparisons: by name of the analysis; None where it could not measure the pictures.
    """

    before: bytes
    after: bytes
    part: npt.NDArray[np.bool_]
    comparisons: Mapping[str, Comparison | None]


def run(
    photograph: Pixels,
    donor: Pixels,
    edit: Edit,
    place: Place,
    quality: int,
    analyses: Mapping[str, Examine],
) -> LabResult:
    """Edit one part of a photograph, save it, and compare it with the untouched one.

    Both start from the photograph as a camera would have saved it, and both are saved once
    more at `quality`, so that only the edit differs.

    Args:
        photograph: uint8 (H, W, 3) sRGB.
        donor: a second photograph of any size, which a paste is taken from.
        quality: libjpeg quality of the last save, 1 to 100.
        analyses: each takes a JPEG file and returns float32 (H, W), 0 to 1, or None.
    """
    untouched = decode(save_jpeg(photograph, CAMERA_QUALITY))
    edited = apply_edit(untouched, edit, place, donor)
    before, after = save_jpeg(untouched, quality), save_jpeg(edited.pixels, quality)
    comparisons = {
        name: _compare(examine(before), examine(after), edited.part)
        for name, examine in analyses.items()
    }
    return LabResult(before, after, edited.part, comparisons)


def open_photograph(path: Path) -> Pixels:
    """Return a photograph, uint8 (H, W, 3), its longer side at most ``LONGEST_SIDE`` pixels.

    Raises:
        OSError: the file is missing or no picture.
    """
    with Image.open(path) as picture:
        small = picture.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(small)


def apply_edit(photograph: Pixels, edit: Edit, place: Place, donor: Pixels) -> Edited:
    """Return the photograph with one round part edited. The same input gives the same output.

    - clone: the part is covered with what lies beside it;
    - paste: it is covered with the middle of `donor`;
    - remove: it is cut out, and the hole is filled inwards from its rim;
    - smooth: fine detail is blurred away;
    - recolour: hues are turned, brightness and detail stay.

    Source:
        For the filling: Telea (2004), "An Image Inpainting Technique Based on the Fast Marching
        Method", Journal of Graphics Tools 9(1), 23-34.
    """
    height, width = photograph.shape[:2]
    weight = _disc(height, width, place)
    match edit:
        case Edit.CLONE:
            replacement = np.roll(photograph, _clone_shift(height, width, place), axis=1)
        case Edit.PASTE:
            replacement = _covering(donor, height, width, place)
        case Edit.REMOVE:
            hole = (weight > 0).astype(np.uint8)
            replacement = cv2.inpaint(photograph, hole, _FILL_RADIUS, cv2.INPAINT_TELEA)
        case Edit.SMOOTH:
            replacement = cv2.GaussianBlur(photograph, (0, 0), 2.0)
        case Edit.RECOLOUR:
            hsv = cv2.cvtColor(photograph, cv2.COLOR_RGB2HSV)
            hsv[..., 0] = (hsv[..., 0].astype(np.int16) + _TURN) % 180
            replacement = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    share = weight[..., None]
    mixed = photograph * (1 - share) + replacement * share
    part = weight > 0
    pixels = np.where(part[..., None], np.rint(mixed), photograph).astype(np.uint8)
    return Edited(pixels, part)


def save_jpeg(pixels: Pixels, quality: int) -> bytes:
    """Return the picture as a JPEG file, saved as most programs do, at `quality` 1 to 100."""
    saved = BytesIO()
    Image.fromarray(pixels).save(saved, "JPEG", quality=quality)
    return saved.getvalue()


def decode(jpeg: bytes) -> Pixels:
    """Return the pixels of a JPEG file, uint8 (H, W, 3)."""
    with Image.open(BytesIO(jpeg)) as picture:
        return np.asarray(picture.convert("RGB"))


def error_map(levels: npt.NDArray[np.float32]) -> TraceMap:
    """Return how much each place changes when the picture is saved once more, as a map.

    Its scale is the same for every picture, so that a map on which nothing stands out stays dark.

    Args:
        levels: float32 (H, W), by how many grey levels each pixel changes.
    """
    return np.minimum(ndimage.uniform_filter(levels, _ERROR_WINDOW) / _ERROR_FULL, 1)


def rank(
    trace_map: TraceMap,
    part: npt.NDArray[np.bool_],
    among: npt.NDArray[np.bool_] | None = None,
) -> float:
    """Return the share, 0 to 1, of the rest that is darker than the part's middling pixel.

    Args:
        trace_map: float (H, W).
        part: bool (H, W), the part; all else is the rest.
        among: bool (H, W), those pixels of the part that count; by default all.
    """
    middling = np.median(trace_map[part if among is None else among])
    return float((trace_map[~part] < middling).mean())


def rim(part: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the rim of a round part, in which the edit fades out, bool (H, W)."""
    depth = ndimage.distance_transform_edt(part)
    return part & (depth <= FEATHER * depth.max())


def outlined(pixels: npt.NDArray[np.uint8], part: npt.NDArray[np.bool_]) -> Pixels:
    """Return a picture (H, W, 3), or a grey one (H, W), with the part's outline drawn on it.

    A white line between two black ones shows on every background.
    """
    drawn = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB) if pixels.ndim == 2 else pixels.copy()
    contours, _ = cv2.findContours(part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for colour, thickness in ((0, 0, 0), 6), ((255, 255, 255), 2):
        cv2.drawContours(drawn, contours, -1, colour, thickness)
    return drawn


def map_picture(trace_map: TraceMap) -> Pixels:
    """Return a map as a grey picture, uint8 (H, W): 0 is black, 1 is white."""
    return np.rint(trace_map * 255).astype(np.uint8)


def _compare(
    before: TraceMap | None, after: TraceMap | None, part: npt.NDArray[np.bool_]
) -> Comparison | None:
    if before is None or after is None:
        return None
    edge = rim(part)
    return Comparison(
        before,
        after,
        rank_before=rank(before, part),
        rank_after=rank(after, part),
        rim_before=rank(before, part, edge),
        rim_after=rank(after, part, edge),
    )


def _radius(height: int, width: int, place: Place) -> float:
    return _RADII[place.size] * min(height, width)


def _clone_shift(height: int, width: int, place: Place) -> int:
    """Return how far to the right the cloned piece moves, in pixels; to the left if negative."""
    radius = _radius(height, width, place)
    # It comes from the side with more room, and from inside the picture.
    room = max(place.across, 1 - place.across) * width - radius
    distance = int(min(2 * radius, room))
    # An odd one: a copy that lands on the squares in which the camera saved the photograph has
    # its first save's traces in place, and error level would see nothing.
    distance -= 1 - distance % 2
    return distance if place.across > 0.5 else -distance


def _disc(height: int, width: int, place: Place) -> npt.NDArray[np.float32]:
    """Return the weight of the edit, float32 (H, W): 1 inside, 0 outside, fading between."""
    radius = _radius(height, width, place)
    rows, columns = np.ogrid[:height, :width]
    across = (columns + 0.5 - place.across * width) / radius
    down = (rows + 0.5 - place.down * height) / radius
    return np.clip((1 - np.hypot(across, down)) / FEATHER, 0, 1).astype(np.float32)


def _covering(donor: Pixels, height: int, width: int, place: Place) -> Pixels:
    """Return the donor at a size that covers (height, width), its middle moved to `place`."""
    scale = max(height / donor.shape[0], width / donor.shape[1])
    size = (
        max(width, round(donor.shape[1] * scale)),
        max(height, round(donor.shape[0] * scale)),
    )
    grown = cv2.resize(donor, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    middle = grown[top : top + height, left : left + width]
    shift = round((place.down - 0.5) * height), round((place.across - 0.5) * width)
    return np.roll(middle, shift, axis=(0, 1))
