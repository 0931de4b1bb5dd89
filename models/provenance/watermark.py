"""The hidden mark that the Stable Diffusion XL pipeline of diffusers puts into its pictures.

The mark is one fixed message of 48 bits in the blue-difference channel, written over and over.
It is the same for everybody and the program that writes it is free, so it can be put into any
picture; and hardly any change of the file leaves it whole. It is a clue and never proof.
"""

from dataclasses import dataclass
from math import comb, pi

import cv2
import numpy as np
import numpy.typing as npt

from models.provenance.generator import FoundIn, GeneratorClaim

PROGRAM = "Stable Diffusion XL"
MESSAGE = "101100111110110010010000011110111011000110011110"
BITS = len(MESSAGE)
# Where every bit is the toss of a coin, so many agree in fewer than one picture in a million.
LEAST_MATCHED = 41
# Narrower pictures are not marked.
LEAST_SIDE = 256

# Real photographs tried, and how many of them reach ``LEAST_MATCHED``; the best of them has 35.
# ``python -m tests.benchmarks.watermark`` counts again.
PHOTOGRAPHS_TRIED = 1618
PHOTOGRAPHS_MATCHED = 0

# A value 9 above a multiple of 36 stands for 0, one 27 above it for 1.
_STEP = 36
_BLOCK = 4
# The message is repeated row by row, so the upper part of a large picture is enough.
_MOST_PIXELS = 1 << 21
# Before version 0.27 diffusers handed the colours over in the wrong order, and the mark went into
# the red difference.
_CHANNEL_ORDERS = (cv2.COLOR_RGB2YUV, cv2.COLOR_BGR2YUV)


@dataclass(frozen=True)
class Watermark:
    """A message in the pixels that is close to the fixed one.

    Attributes:
        matched: how many of its ``BITS`` bits are those of the fixed message.
    """

    matched: int

    @property
    def claim(self) -> GeneratorClaim:
        """What the mark says: which program made the picture."""
        excerpt = f"{self.matched} / {BITS}"
        return GeneratorClaim(PROGRAM, FoundIn.PIXELS, "watermark", excerpt)

    @property
    def chance(self) -> float:
        """How likely so many bits agree where every bit is the toss of a coin, 0 to 1.

        Pixels are no coins: see ``PHOTOGRAPHS_MATCHED`` for what was measured.
        """
        ways = sum(comb(BITS, matched) for matched in range(self.matched, BITS + 1))
        return min(1.0, len(_CHANNEL_ORDERS) * ways / 2**BITS)


def read_watermark(pixels: npt.NDArray[np.uint8]) -> Watermark | None:
    """Return the mark if ``LEAST_MATCHED`` bits of it are there, else None.

    Args:
        pixels: uint8 (H, W, 3), RGB, as stored: another size, a cut at the left or top, or an
            ordinary JPEG has lost the mark.

    Source:
        The message: diffusers, pipelines/stable_diffusion_xl/watermark.py. The scheme:
        invisible-watermark 0.2.0, "dwtDct", which in spite of its name makes no cosine
        transform: the largest of 15 values in a 4 x 4 block of the Haar approximation is moved.
    """
    if min(pixels.shape[:2]) < LEAST_SIDE:
        return None
    matched = best_match(pixels)
    return Watermark(matched) if matched >= LEAST_MATCHED else None


def best_match(pixels: npt.NDArray[np.uint8]) -> int:
    """Return how many bits agree in that order of the colours in which more do.

    Args:
        pixels: uint8 (H, W, 3), RGB, 8 pixels or more each way.
    """
    return max(_matched(pixels, order) for order in _CHANNEL_ORDERS)


def _matched(pixels: npt.NDArray[np.uint8], channel_order: int) -> int:
    height, width = (side // 4 * 4 for side in pixels.shape[:2])
    # One row of blocks, 8 pixels high, where a picture is so wide that it alone is more.
    height = min(height, max(_MOST_PIXELS // width // 8 * 8, 8))
    # In floating point, as diffusers marks: in whole numbers the channel lies 128 higher.
    colours = pixels[:height, :width].astype(np.float32)
    difference = cv2.cvtColor(colours, channel_order)[:, :, 1]
    # The approximation of a Haar transform is half the sum of two by two.
    approximation = 2 * cv2.resize(
        difference, (width // 2, height // 2), interpolation=cv2.INTER_AREA
    )
    votes = _votes(approximation)
    ones = np.bincount(np.arange(votes.size) % BITS, votes, BITS) > 0
    return int((ones == [bit == "1" for bit in MESSAGE]).sum())


def _votes(approximation: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how clearly each block stands for 1, row by row: 1 (clearly) to -1 (clearly 0).

    The library counts every block alike; blocks far from both values are mostly picture, and
    weighing them less finds the mark in a tenth more of the pictures.
    """
    rows, columns = (side // _BLOCK for side in approximation.shape)
    blocks = (
        approximation[: rows * _BLOCK, : columns * _BLOCK]
        .reshape(rows, _BLOCK, columns, _BLOCK)
        .swapaxes(1, 2)
        .reshape(rows * columns, _BLOCK * _BLOCK)
    )
    # The first value of a block is never moved.
    largest = np.abs(blocks[:, 1:]).max(axis=1)
    return -np.sin(largest * (2 * pi / _STEP))
