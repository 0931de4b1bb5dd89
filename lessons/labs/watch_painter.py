"""Follow a painting from noise to picture, and measure what is settled at each step."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[np.uint8]

SEEDS = (1, 999)
STEPS = (5, 10, 20, 40)
GUIDANCES = (1.0, 2.0, 4.0, 8.0)
LAYOUT_PX = 8  # what is larger than this counts as layout
DETAIL_PX = 2  # what is smaller than this counts as detail
# Shares of the steps, up to which the lab speaks of layout and of parts.
_LAYOUT_ENDS, _PARTS_END = 0.35, 0.7


@dataclass(frozen=True)
class Choices:
    """What a learner asks the painter for; the same choices give the same painting.

    Attributes:
        class_name: what to paint, by the painter's own name for it.
        seed: start of the random numbers.
        steps: denoising steps.
        guidance: how strongly to follow the class; 1 leaves guidance out.
    """

    class_name: str
    seed: int
    steps: int
    guidance: float


@dataclass(frozen=True, eq=False)
class Painting:
    """A picture with the way it was made, each state of it uint8 (S, S, 3) sRGB.

    Attributes:
        choices: what was asked for.
        so_far: the noise it began with, then the picture after each step; one more than steps.
        guesses: at each step, the clean picture the painter had in mind. The last is what
            ``so_far`` ends with.
    """

    choices: Choices
    so_far: tuple[Pixels, ...]
    guesses: tuple[Pixels, ...]

    @property
    def steps(self) -> int:
        """Number of steps taken."""
        return len(self.guesses)

    @property
    def finished(self) -> Pixels:
        """The picture itself."""
        return self.so_far[-1]

    def guess(self, step: int) -> Pixels:
        """Return what the painter makes of ``so_far[step]``; in the end there is no doubt left."""
        return self.guesses[min(step, self.steps - 1)]


class Stage(StrEnum):
    """What there is to notice at a step."""

    NOISE = "noise"
    LAYOUT = "layout"
    PARTS = "parts"
    DETAIL = "detail"
    FINISHED = "finished"


@dataclass(frozen=True)
class Settled:
    """How near a guess is to the finished picture: 0, nothing of it is there, to 1, the same.

    Attributes:
        layout: in its large shapes and where their colours lie.
        detail: in everything smaller than ``DETAIL_PX``.
    """

    layout: float
    detail: float


def stage(step: int, steps: int) -> Stage:
    """Return what to notice after `step` of `steps` steps; 0 is the noise alone.

    >>> [str(stage(step, 4)) for step in range(5)]
    ['noise', 'layout', 'parts', 'detail', 'finished']
    """
    if step == 0:
        return Stage.NOISE
    if step == steps:
        return Stage.FINISHED
    if step <= _LAYOUT_ENDS * steps:
        return Stage.LAYOUT
    return Stage.PARTS if step <= _PARTS_END * steps else Stage.DETAIL


def settled(guess: Pixels, finished: Pixels) -> Settled:
    """Measure how much of a finished picture a guess has already.

    Of each part, layout and detail, the distance between the two pictures is compared with that
    between nothing and the finished one, so a part of half the contrast is half there: to be
    alike but faint is not enough, as it is not for the eye.

    Args:
        guess: uint8 (H, W, 3), sides multiples of ``LAYOUT_PX``.
        finished: likewise.
    """
    return Settled(
        _nearness(_layout(guess), _layout(finished)), _nearness(_detail(guess), _detail(finished))
    )


def _layout(pixels: Pixels) -> npt.NDArray[np.float64]:
    """Return what a picture's large blocks differ by from its mean colour."""
    return _block_means(pixels, LAYOUT_PX) - pixels.mean(axis=(0, 1))


def _detail(pixels: Pixels) -> npt.NDArray[np.float64]:
    """Return what the means of a picture's small blocks leave over, (H, W, 3)."""
    means = _block_means(pixels, DETAIL_PX)
    return pixels - means.repeat(DETAIL_PX, axis=0).repeat(DETAIL_PX, axis=1)


def _block_means(pixels: Pixels, side: int) -> npt.NDArray[np.float64]:
    height, width, _ = pixels.shape
    blocks = pixels.reshape(height // side, side, width // side, side, 3)
    return blocks.mean(axis=(1, 3))


def _nearness(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    whole = np.linalg.norm(other)
    distance = np.linalg.norm(one - other)
    if whole == 0:
        return float(distance == 0)
    return float(max(0, 1 - distance / whole))
