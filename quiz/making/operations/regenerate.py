"""Make a picture's fine detail anew with our regenerator: everywhere, or inside outlines.

Source:
    `models/generators/regenerator.md`.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from quiz.making.photographs import PhotographFolder

Corners = Sequence[Sequence[float]]


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    factor: int,
    seed: int,
    steps: int | None = None,
    outlines: Sequence[Corners] | None = None,
    grain: float = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Shrink a picture, and let the regenerator make up what was lost.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: not used; every operation is given them.
        factor: how much is lost: 4 changes texture, 8 small things, 16 whole shapes.
        seed: of what is made up.
        steps: of denoising; None takes the model's usual number.
        outlines: each the corners (x, y) of an area to be made anew; None means everything.
        grain: standard deviation of film grain, in grey levels, laid over what was made anew. Its
            maker would do so to hide that it is smoother than a photograph, and here it keeps the
            size of the file from telling.

    Returns:
        The picture and its mask, uint8 (H, W, 3) and bool (H, W).

    Raises:
        ValueError: the outlines lie outside the picture, or the regenerator refuses.
    """
    # It loads PyTorch, which no other operation needs.
    from models.generators.generation import generate  # noqa: PLC0415
    from models.generators.recipe import REGENERATOR, Recipe  # noqa: PLC0415

    mask = None
    if outlines is not None:
        area = np.zeros(canvas.shape[:2], np.uint8)
        for corners in outlines:
            cv2.fillPoly(area, [np.rint(np.array(corners)).astype(np.int32)], 1)
        mask = area.astype(bool)
    recipe = Recipe(REGENERATOR, seed=seed, steps=steps, factor=factor, source=canvas, mask=mask)
    edited = generate(recipe).pixels
    anew = np.ones(canvas.shape[:2], bool) if mask is None else mask
    noise = np.random.default_rng(seed).normal(0, grain, canvas.shape[:2])
    grained = np.rint(edited + noise[..., None]).clip(0, 255).astype(np.uint8)
    return np.where(anew[..., None], grained, edited), anew
