"""Estimate how hard pictures are to judge, from what can be measured in them.

An estimate, until enough answers are in to replace it: nobody's answers went into it. What is taken
for granted is only which way each clue points. They count alike, because nothing is known that
would weigh them, but for the one that a person noted. A fake is easier to catch the more it
changes: people's hits rise with how far an edit disturbs the pixels (Nightingale, Wade and Watson
2017, Cognitive Research 2:30). A real picture is harder to believe the more it looks like what
people expect of a fake; that its colours, symmetry and smoothness do so is our assumption.

Within the fakes, and within the real pictures, each clue is turned into ranks; a picture's score is
the mean of its ranks, and the scores are cut into five levels of equal number. So each level holds
as many real pictures as fakes, in proportion. What a level means is "among the hardest fifth here",
and nothing across packs.

A picture with a caption is judged by its words, which no pixel measures. Its level is written by
hand: 1 if the picture plainly shows whether the words are true, 2 if a close look at it does, 3 if
a fact does that most pupils know, 4 if one search does, 5 if only the photograph's own source does.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from scipy.stats import rankdata

from quiz.item import LEVELS, Item
from quiz.pack import Pack

# Of 960 x 640 pixels: wide enough to hold texture, narrow enough to be the same surface.
SURROUNDINGS_PX = 24
SMOOTH_BLOCK_PX = 16
# Brightness, of 255, by which the pixels of a smooth block vary at most: a clear sky's grain.
SMOOTH_VARIATION = 1.5
# Keeps the logarithm of an area without any texture finite, in steps of brightness.
LEAST_TEXTURE = 0.1
# An odd picture was chosen by a person who looked at it: worth more than a count of pixels.
ODD_WEIGHT = 2


def edit_clues(picture: np.ndarray, original: np.ndarray, mask: np.ndarray) -> dict[str, float]:
    """Measure how much an edit shows; the larger a number, the easier to catch.

    Args:
        picture, original: uint8 (H, W, 3) sRGB.
        mask: bool (H, W), True where they differ; not empty.

    Returns:
        ``contrast``: mean difference of CIELAB lightness L* (0 to 100) within the mask.
        ``sharpness``, ``noise``: how far the changed area's mean gradient, and its grain, depart
        from those of its surroundings, as the size of the logarithm of their ratio.
        ``area``: share of the picture, 0 to 1. A picture changed as a whole has no surroundings,
        so it is compared with its original, and has no ``area``.
    """
    lightness, before = _lightness(picture), _lightness(original)
    clues = {"contrast": float(np.abs(lightness - before)[mask].mean())}
    brush = np.ones((2 * SURROUNDINGS_PX + 1,) * 2, np.uint8)
    around = cv2.dilate(mask.astype(np.uint8), brush).astype(bool) & ~mask
    for name, texture in (("sharpness", _gradient), ("noise", _grain)):
        inside = texture(picture)[mask].mean()
        outside = texture(picture)[around].mean() if around.any() else texture(original).mean()
        ratio = (inside + LEAST_TEXTURE) / (outside + LEAST_TEXTURE)
        clues[name] = float(abs(np.log(ratio)))
    if around.any():
        clues["area"] = float(mask.mean())
    return clues


def photograph_clues(picture: np.ndarray, odd: bool) -> dict[str, float]:
    """Measure what may make a real picture look fake; the larger a number, the harder to believe.

    Args:
        picture: uint8 (H, W, 3) sRGB.
        odd: whether people might take it for a fake.

    Returns:
        ``odd``: 0 or 1.
        ``colourfulness``: the M of Hasler and Süsstrunk (2003), Proc. SPIE 5007; 0 is grey.
        ``symmetry``: the best correlation, -1 to 1, of two sides of an upright or level line
        through the middle third, as in mirror-like water.
        ``smoothness``: share of blocks, 0 to 1, that hold next to no variation.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return {
        "odd": float(odd),
        "colourfulness": _colourfulness(picture),
        "symmetry": _symmetry(cv2.resize(grey, (96, 64), interpolation=cv2.INTER_AREA)),
        "smoothness": _smoothness(grey),
    }


def levels(clues: Mapping[str, Mapping[str, float]]) -> dict[str, int]:
    """Return a level for each picture, 1 to 5, each given to as many as can be.

    Args:
        clues: by the picture's id, its clues by name; the larger, the higher the level. A clue that
            a picture lacks does not count for it.

    >>> levels({"barn": {"smoothness": 0.1}, "sea": {"smoothness": 0.9}})
    {'barn': 1, 'sea': 3}
    """
    scores: dict[str, list[float]] = {item_id: [] for item_id in clues}
    for name in sorted({name for measured in clues.values() for name in measured}):
        having = [item_id for item_id in clues if name in clues[item_id]]
        ranks = (rankdata([clues[item_id][name] for item_id in having]) - 0.5) / len(having)
        for item_id, rank in zip(having, ranks, strict=True):
            scores[item_id] += [float(rank)] * (ODD_WEIGHT if name == "odd" else 1)
    # Ties go by id, so that the same pack always gets the same levels.
    order = sorted(scores, key=lambda item_id: (np.mean(scores[item_id]), item_id))
    return {
        item_id: LEVELS[len(LEVELS) * place // len(order)] for place, item_id in enumerate(order)
    }


def measure(pack: Pack, suspicion: Callable[[bytes], float]) -> dict[str, int]:
    """Return the level of each item of a pack that has no caption, by its id.

    Args:
        pack: with all its pictures built.
        suspicion: what a detector makes of a delivered file; larger is more unusual.
    """
    catchable, doubtful = {}, {}
    for item in pack.items:
        if item.caption:
            continue
        detected = {"suspicion": suspicion(item.picture.read_bytes())}
        if item.is_real:
            doubtful[item.id] = photograph_clues(_open(item.picture), item.odd) | detected
        else:
            catchable[item.id] = (_edit_clues(item) if item.kind.is_edit else {}) | detected
    hidden = {
        item_id: {name: -value for name, value in clues.items()}
        for item_id, clues in catchable.items()
    }
    return levels(doubtful) | levels(hidden)


def write_level(path: Path, level: int) -> bool:
    """Write a level into an item file and leave the rest as it is; return whether it changed."""
    before = path.read_text(encoding="utf-8")
    head, table, tables = before.partition("\n[")
    line = f"difficulty = {level}"
    changed, found = re.subn(r"(?m)^difficulty = \d+", line, head)
    if not found:
        changed = re.sub(r"(?m)^(kind = .*(?:\nsubject = .*)?)$", rf"\1\n{line}", head)
    after = changed + table + tables
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def _edit_clues(item: Item) -> dict[str, float]:
    with Image.open(item.mask) as mask:
        changed = np.asarray(mask.convert("L")) > 127
    return edit_clues(_open(item.picture), _open(item.original), changed)


def _open(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def _lightness(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[:, :, 0]


def _gradient(picture: np.ndarray) -> np.ndarray:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return np.hypot(*(cv2.Sobel(grey, cv2.CV_32F, dx, 1 - dx, scale=1 / 8) for dx in (0, 1)))


def _grain(picture: np.ndarray) -> np.ndarray:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return cv2.absdiff(grey, cv2.medianBlur(grey, 3)).astype(np.float32)


def _colourfulness(picture: np.ndarray) -> float:
    red, green, blue = np.moveaxis(picture.astype(np.float32), 2, 0)
    red_green, yellow_blue = red - green, (red + green) / 2 - blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    return float(spread + 0.3 * np.hypot(red_green.mean(), yellow_blue.mean()))


def _symmetry(grey: np.ndarray) -> float:
    best = -1.0
    for sides in (grey, grey.T):
        length = len(sides)
        for line in range(length // 3, length - length // 3 + 1):
            reach = min(line, length - line)
            above, below = sides[line - reach : line][::-1], sides[line : line + reach]
            if above.std() and below.std():
                best = max(best, float(np.corrcoef(above.ravel(), below.ravel())[0, 1]))
    return best


def _smoothness(grey: np.ndarray) -> float:
    height, width = (side // SMOOTH_BLOCK_PX for side in grey.shape)
    cut = grey[: height * SMOOTH_BLOCK_PX, : width * SMOOTH_BLOCK_PX]
    blocks = cut.reshape(height, SMOOTH_BLOCK_PX, width, SMOOTH_BLOCK_PX)
    return float((blocks.std(axis=(1, 3)) < SMOOTH_VARIATION).mean())
