"""One door to all our ways of making pictures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .recipe import Recipe

WEIGHTS = Path(__file__).parents[1] / "weights"


@dataclass(frozen=True, eq=False)
class GeneratedImage:
    """A picture that a model made.

    Attributes:
        pixels: uint8 (H, W, 3) sRGB, bare: ``marking.marked`` writes the file that says what it is.
        recipe: everything needed to make it again, with the model's usual values filled in.
    """

    pixels: npt.NDArray[np.uint8] = field(repr=False)
    recipe: Recipe


def generate(
    recipe: Recipe,
    *,
    weights: Path = WEIGHTS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> GeneratedImage:
    """Make a picture; the same recipe gives the same pixels on the same machine.

    The first picture of a process loads PyTorch and the model, which takes some seconds.

    Args:
        recipe: what to make.
        weights: folder of our own models' weights.
        progress: called after each denoising step with the number of finished steps and of all.

    Raises:
        GeneratorError: the recipe asks for something the model cannot do, or weights are absent.
    """
    match recipe.model:
        case "painter":
            from . import painter

            recipe = painter.complete_recipe(recipe, weights)
            steps = []
            for step in painter.painting_steps(recipe, weights):
                steps.append(step)
                progress(len(steps), recipe.steps)
            return GeneratedImage(steps[-1].noisy, recipe)
        case "regenerator":
            from . import regenerator

            recipe = regenerator.complete_recipe(recipe, weights)
            return GeneratedImage(regenerator.regenerate(recipe, weights, progress), recipe)
        case _:
            from . import hub

            return GeneratedImage(*hub.run_pipeline(recipe, progress))
