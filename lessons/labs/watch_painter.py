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
BLOCK_PX = 8  # what is larger than this counts as layout, what is smaller as detail
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
    """How far a guess is like the finished picture: 0, not at all, to 1, the same.

    Attributes:
        layout: in its large shapes and where their colours lie.
        detail: in everything smaller than ``BLOCK_PX``.
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

    Both are parted into the means of blocks and what the means leave over. Each part is compared
    by the cosine of the angle between the two, which ignores how strong the contrast is.

    Args:
        guess: uint8 (H, W, 3), sides multiples of ``BLOCK_PX``.
        finished: likewise.
    """
    guess_layout, guess_detail = _parted(guess)
    final_layout, final_detail = _parted(finished)
    return Settled(_likeness(guess_layout, final_layout), _likeness(guess_detail, final_detail))


def _parted(pixels: Pixels) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return layout (H/B, W/B, 3) without the mean colour, and detail (H, W, 3)."""
    height, width, _ = pixels.shape
    blocks = pixels.reshape(height // BLOCK_PX, BLOCK_PX, width // BLOCK_PX, BLOCK_PX, 3)
    means = blocks.mean(axis=(1, 3), keepdims=True)
    layout = means[:, 0, :, 0] - pixels.mean(axis=(0, 1))
    return layout, (blocks - means).reshape(pixels.shape)


def _likeness(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    lengths = np.linalg.norm(one), np.linalg.norm(other)
    if min(lengths) == 0:
        return float(max(lengths) == 0)
    return float(np.clip(np.vdot(one, other) / np.prod(lengths), 0, 1))
