"""The painter: pictures of a class out of noise, 64 x 64 pixels.

Source:
    Guidance: Ho, Salimans (2022), "Classifier-free diffusion guidance".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from .data import PICTURE_PX
from .diffusion import DenoisingStep, denoise, seeded_noise, to_pixels
from .network import Denoiser
from .recipe import PAINTER, GeneratorError, Recipe
from .weights import WEIGHTS, load_network

STEPS = 20
GUIDANCE = 2.0


@dataclass(frozen=True, eq=False)
class PaintingStep:
    """One step of a picture being made, as the lesson lab shows it.

    Attributes:
        timestep: noisiness before the step, 999 to 0.
        noisy: uint8 (64, 64, 3), the picture after the step; equals `predicted` in the end.
        predicted: uint8 (64, 64, 3), the clean picture the network has in mind at this step.
    """

    timestep: int
    noisy: npt.NDArray[np.uint8]
    predicted: npt.NDArray[np.uint8]


def class_names(folder: Path = WEIGHTS) -> tuple[str, ...]:
    """Return the names of the classes the painter knows, in the order of their indices.

    Raises:
        GeneratorError: there are no weights.
    """
    return load_network(PAINTER, folder)[0].shape.classes


def complete_recipe(recipe: Recipe, folder: Path = WEIGHTS) -> Recipe:
    """Return the painter's recipe with its usual values filled in.

    Raises:
        GeneratorError: no class, an unknown one, other weights than the recipe names, or a
            setting the painter does not know.
    """
    recipe.refuse_all_but("guidance", "class_name")
    network, revision = load_network(PAINTER, folder)
    if recipe.revision not in (None, revision):
        raise GeneratorError(
            "The recipe was made with other weights of the painter; leave the revision out to use "
            "the present ones."
        )
    return replace(
        recipe,
        revision=revision,
        steps=recipe.steps or STEPS,
        guidance=GUIDANCE if recipe.guidance is None else recipe.guidance,
        class_name=_class_name(recipe.class_name, network.shape.classes),
    )


def painting_steps(recipe: Recipe, folder: Path = WEIGHTS) -> Iterator[PaintingStep]:
    """Yield every step of the painter's picture; the last one's `noisy` is the picture.

    Args:
        recipe: for the model "painter".
        folder: holds the weights.

    Raises:
        GeneratorError: as ``complete_recipe``.
    """
    recipe = complete_recipe(recipe, folder)
    network, _ = load_network(PAINTER, folder)
    chosen = network.shape.classes.index(recipe.class_name)
    noise = seeded_noise(recipe.seed, 1, 3, PICTURE_PX, PICTURE_PX)
    steps = paint(network, noise, torch.tensor([chosen]), recipe.steps, recipe.guidance)
    for step in steps:
        yield PaintingStep(step.timestep, to_pixels(step.noisy)[0], to_pixels(step.predicted)[0])


def paint(
    network: Denoiser, noise: torch.Tensor, classes: torch.Tensor, steps: int, guidance: float
) -> Iterator[DenoisingStep]:
    """Yield the denoising of several pictures at once.

    Args:
        network: with classes.
        noise: float (N, 3, H, W).
        classes: int (N,), each picture's class.
        steps: 1 to 1000.
        guidance: 1 follows the class as in training; more makes it plainer and less varied.
    """
    anything = torch.full_like(classes, network.null_class)

    def predict(noisy: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        if guidance == 1:
            return network(noisy, timesteps, classes)
        both = torch.cat([classes, anything])
        predicted = network(noisy.repeat(2, 1, 1, 1), timesteps.repeat(2), both)
        guided, free = predicted.chunk(2)
        return torch.lerp(free, guided, guidance)

    return denoise(predict, noise, steps)


def _class_name(given: str | None, names: tuple[str, ...]) -> str:
    if given is None:
        raise GeneratorError(f"Choose what to paint: {', '.join(names)}.")
    if given in names:
        return given
    if given.isdecimal() and int(given) < len(names):
        return names[int(given)]
    raise GeneratorError(f"The painter does not know '{given}'; choose from {', '.join(names)}.")
