"""A moving picture with a swapped face: what its frames give away when they are laid on each other.

A sheep is given the face of a calf. Done anew for each frame, as early tools for videos did it,
the face never sits twice in quite the same place or light, and it flickers. Done once and carried
along with the camera, it does not.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[np.uint8]
Points: TypeAlias = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

FRAMES = 12
WIDTH, HEIGHT = 480, 320
_STEP = (7, 1)  # pixels, right and down, that the camera moves from frame to frame
_GRAIN = 1.5  # grey levels: every frame is a new exposure with its own noise
_SEED = 5
AMPLIFIED = 6  # times that a difference is made brighter, so that it can be seen

# How far a face made anew misses, from frame to frame.
_MISPLACED = 0.8  # pixels
_MISLIT = 1.8  # of CIELAB's 100 steps of lightness
_MISBLURRED = 0.6  # pixels


class Clip(StrEnum):
    """What was done to the moving picture."""

    EVERY_FRAME = "every-frame"
    ONCE = "once"
    UNTOUCHED = "untouched"


@dataclass(frozen=True)
class Swap:
    """Which face goes where.

    Attributes:
        start: the left upper corner of the first frame, pixels (x, y) of the photograph.
        target: left eye, right eye and chin (x, y) in the photograph that is filmed.
        donor: the same three points in the photograph the face comes from.
        middle, reach: of the ellipse that is swapped, (x, y) in the photograph that is filmed.
    """

    start: tuple[int, int]
    target: Points
    donor: Points
    middle: tuple[int, int]
    reach: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Film:
    """A moving picture.

    Attributes:
        frames: uint8 (HEIGHT, WIDTH, 3) each, ``FRAMES`` of them.
        faces: bool (HEIGHT, WIDTH) each, where the face is.
    """

    frames: tuple[Pixels, ...]
    faces: tuple[npt.NDArray[np.bool_], ...]


@dataclass(frozen=True)
class Change:
    """How much a frame differs from the one before, camera movement taken out; mean of 255 steps.

    Attributes:
        face, rest: within the face, and everywhere else.
    """

    face: float
    rest: float


def film(photograph: Pixels, donor: Pixels, swap: Swap, clip: Clip) -> Film:
    """Return a moving picture: a camera that glides over a photograph. The same each time.

    Args:
        photograph: uint8 (H, W, 3), large enough for the camera's way from ``swap.start``.
        donor: uint8 (h, w, 3), where the face comes from.
        swap: which face goes where.
        clip: what is done to it.

    Raises:
        ValueError: the camera's way leaves the photograph.
    """
    height, width = photograph.shape[:2]
    corners = [camera(swap, number) for number in range(FRAMES)]
    if not all(0 <= x <= width - WIDTH and 0 <= y <= height - HEIGHT for x, y in corners):
        raise ValueError("The camera leaves the photograph; begin elsewhere or take a larger one.")
    weight = _ellipse(swap, height, width)
    chance = np.random.default_rng(_SEED)
    # More pixels go in than come out: without a blur before it, the hair would sparkle.
    donor = cv2.GaussianBlur(donor, (0, 0), 1.2)
    scene = photograph if clip is Clip.UNTOUCHED else _swapped(photograph, donor, swap, weight)
    frames, faces = [], []
    for x, y in corners:
        errors = chance.normal(size=4)
        if clip is Clip.EVERY_FRAME:
            scene = _swapped(photograph, donor, swap, weight, errors)
        cut = np.s_[y : y + HEIGHT, x : x + WIDTH]
        noise = chance.normal(0, _GRAIN, (HEIGHT, WIDTH, 3))
        frames.append(np.clip(np.rint(scene[cut] + noise), 0, 255).astype(np.uint8))
        faces.append(weight[cut] > 0)
    return Film(tuple(frames), tuple(faces))


def camera(swap: Swap, number: int) -> tuple[int, int]:
    """Return the left upper corner (x, y) of a frame, counted from 0, in the photograph."""
    return swap.start[0] + number * _STEP[0], swap.start[1] + number * _STEP[1]


def difference(film: Film, number: int) -> npt.NDArray[np.float32]:
    """Return how much each pixel of a frame differs from the same spot of the frame before.

    The camera's movement is taken out. What has just come into view has nothing to be compared
    with and is 0.

    Args:
        number: of the frame, 1 to ``FRAMES`` - 1; frame 0 has none before it.

    Returns:
        float32 (HEIGHT, WIDTH), mean of the three channels, 0 to 255.
    """
    right, down = _STEP
    now = film.frames[number].astype(np.int16)
    before = film.frames[number - 1].astype(np.int16)
    change = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    shared = now[: HEIGHT - down, : WIDTH - right] - before[down:, right:]
    change[: HEIGHT - down, : WIDTH - right] = np.abs(shared).mean(axis=2)
    return change


def difference_picture(film: Film, number: int) -> Pixels:
    """Return a difference as a grey picture, uint8 (HEIGHT, WIDTH), ``AMPLIFIED``."""
    return np.clip(difference(film, number) * AMPLIFIED, 0, 255).astype(np.uint8)


def change(film: Film, number: int) -> Change:
    """Return how much a frame, 1 to ``FRAMES`` - 1, differs from the one before it."""
    measured, face = difference(film, number), film.faces[number]
    return Change(float(measured[face].mean()), float(measured[~face].mean()))


def _ellipse(swap: Swap, height: int, width: int) -> npt.NDArray[np.float32]:
    """Return the weight of the new face, float32 (H, W): 1 inside, 0 outside, fading between."""
    rows, columns = np.ogrid[:height, :width]
    across = (columns - swap.middle[0]) / swap.reach[0]
    down = (rows - swap.middle[1]) / swap.reach[1]
    return np.clip((1 - np.hypot(across, down)) / 0.3, 0, 1).astype(np.float32)


def _swapped(
    photograph: Pixels,
    donor: Pixels,
    swap: Swap,
    weight: npt.NDArray[np.float32],
    errors: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float32]:
    """Return the photograph with the other face in it, float32 (H, W, 3), 0 to 255.

    Args:
        errors: four numbers of about 1 that say how far this face misses in place (two), light
            and sharpness; None for one that sits as it should.
    """
    right, down, light, blur = np.zeros(4) if errors is None else errors
    placement = cv2.getAffineTransform(np.float32(swap.donor), np.float32(swap.target))
    placement[:, 2] += _MISPLACED * np.array([right, down])
    left, top, width, height = cv2.boundingRect((weight > 0).astype(np.uint8))
    box = np.s_[top : top + height, left : left + width]
    placement[:, 2] -= left, top
    face = cv2.warpAffine(donor, placement, (width, height), flags=cv2.INTER_LINEAR)
    lab = _to_lab(face)
    inside = weight[box] > 0.5
    place, own = _to_lab(photograph[box])[inside], lab[inside]
    lab = (lab - own.mean(axis=0)) * (place.std(axis=0) / own.std(axis=0)) + place.mean(axis=0)
    lab[..., 0] += _MISLIT * light
    toned = cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB) * 255
    if blur > 0:
        toned = cv2.GaussianBlur(toned, (0, 0), _MISBLURRED * blur)
    share = weight[box][..., None]
    scene = photograph.astype(np.float32)
    scene[box] += (np.clip(toned, 0, 255) - scene[box]) * share
    return scene


def _to_lab(pixels: Pixels) -> npt.NDArray[np.float32]:
    return cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
