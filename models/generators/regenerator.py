"""The regenerator: takes a picture's fine detail away and makes up new detail in its place.

The picture is shrunk and enlarged again, and a diffusion model that sees the blurred result makes
up the detail that is missing. Composition and colours stay; lettering, fur and faces come out as
something that merely looks like lettering, fur and faces.

Source:
    Saharia et al. (2022), IEEE TPAMI, "Image super-resolution via iterative refinement".
    Diffusing the missing detail, not the picture: Li et al. (2022), Neurocomputing, "SRDiff".
    Tiles denoised together: Bar-Tal et al. (2023), ICML, "MultiDiffusion".
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from torch.nn import functional

from .diffusion import DenoisingStep, denoise, seeded_noise, to_pixels, to_signal
from .network import Denoiser
from .recipe import REGENERATOR, GeneratorError, Recipe
from .weights import WEIGHTS, load_network

STEPS = 10
FACTOR = 4
FACTORS = (4, 8, 16)
SMALLEST_PX = 64
LARGEST_PIXELS = 12_000_000
TILE_PX = 288
OVERLAP_PX = 32
# A masked region is made anew together with so much of its surroundings.
MARGIN_PX = 64
FEATHER_PX = 6
# Detail is faint beside the picture: about 0.09 of 2. Noise that suits a picture drowns it until
# the last step, which then can only blur. Enlarged so much it is as strong as a picture is; sharp
# edges are then stronger.
DETAIL_GAIN = 6.0
DETAIL_LIMIT = 4.0

Progress = Callable[[int, int], None]


def complete_recipe(recipe: Recipe, folder: Path = WEIGHTS) -> Recipe:
    """Return the regenerator's recipe with its usual values filled in.

    Raises:
        GeneratorError: no source, one that is too small or too large, another factor than 4, 8
            or 16, other weights than the recipe names, or a setting it does not know.
    """
    recipe.refuse_all_but("factor", "source", "mask")
    if recipe.source is None:
        raise GeneratorError("Give a source picture to regenerate.")
    height, width = recipe.source.shape[:2]
    if min(height, width) < SMALLEST_PX or height * width > LARGEST_PIXELS:
        raise GeneratorError(
            f"The source is {width} x {height} pixels; give one of at least {SMALLEST_PX} pixels "
            f"each way and at most {LARGEST_PIXELS // 10**6} million in all."
        )
    factor = recipe.factor or FACTOR
    if factor not in FACTORS:
        raise GeneratorError(f"Give a factor of 4, 8 or 16, not {factor}.")
    _, revision = load_network(REGENERATOR, folder)
    if recipe.revision not in (None, revision):
        raise GeneratorError(
            "The recipe was made with other weights of the regenerator; leave the revision out to "
            "use the present ones."
        )
    return replace(recipe, revision=revision, steps=recipe.steps or STEPS, factor=factor)


def regenerate(
    recipe: Recipe, folder: Path = WEIGHTS, progress: Progress = lambda done, total: None
) -> npt.NDArray[np.uint8]:
    """Return the source with its detail made up, uint8 (H, W, 3), of the same size.

    With a mask, every pixel outside it is the source's own, and the new region is blended in over
    ``FEATHER_PX`` pixels inside the mask's edge.

    Args:
        recipe: for the model "regenerator".
        folder: holds the weights.
        progress: called with the number of finished steps and of all steps.

    Raises:
        GeneratorError: as ``complete_recipe``.
    """
    recipe = complete_recipe(recipe, folder)
    network, _ = load_network(REGENERATOR, folder)
    if recipe.mask is None:
        signal = _made_up(network, to_signal(recipe.source[None]), None, recipe, progress)
        return to_pixels(signal)[0]
    window = _window(recipe.mask)
    source, mask = recipe.source[window], recipe.mask[window]
    kept = torch.from_numpy(np.where(mask, 0, 1).astype(np.float32))[None, None]
    signal = _made_up(network, to_signal(source[None]), kept, recipe, progress)
    result = recipe.source.copy()
    result[window] = _blended(source, to_pixels(signal)[0], mask)
    return result


def hint_of(clean: torch.Tensor, factor: int = FACTOR) -> torch.Tensor:
    """Return float (N, 3, H, W) shrunk and enlarged again; H and W multiples of `factor`."""
    return enlarged(functional.avg_pool2d(clean, factor), factor)


def enlarged(small: torch.Tensor, factor: int) -> torch.Tensor:
    """Return float (N, 3, h, w), -1 to 1, bicubically enlarged by a whole number."""
    large = functional.interpolate(small, scale_factor=factor, mode="bicubic", align_corners=False)
    return large.clamp(-1, 1)


def detail_of(picture: torch.Tensor, hint: torch.Tensor) -> torch.Tensor:
    """Return what a hint lacks of a picture, both float (N, 3, H, W), ``DETAIL_GAIN`` times."""
    return (picture - hint) * DETAIL_GAIN


def reinvent(
    network: Denoiser,
    noise: torch.Tensor,
    hint: torch.Tensor,
    steps: int,
    kept: tuple[torch.Tensor, torch.Tensor] | None = None,
) -> Iterator[DenoisingStep]:
    """Yield the steps from noise to a picture that fits the hint.

    Pictures larger than a tile are seen tile by tile, and the overlapping views averaged at every
    step, so that the tiles grow together instead of meeting in seams.

    Args:
        network: with a hint.
        noise, hint: float (N, 3, H, W), H and W multiples of ``network.shape.multiple``.
        steps: 1 to 1000.
        kept: as for ``denoise``.

    Yields:
        steps whose pictures are the hint with the detail as it is then.
    """
    tiles = list(product(_starts(noise.shape[2]), _starts(noise.shape[3])))

    def predict(noisy: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        total, weight = torch.zeros_like(noisy), torch.zeros_like(noisy[:1, :1])
        for top, left in tiles:
            part = (..., slice(top, top + TILE_PX), slice(left, left + TILE_PX))
            predicted = network(noisy[part], timesteps, hint=hint[part])
            ramp = _ramp(predicted.shape[2:]).to(noisy.device)
            total[part] += predicted * ramp
            weight[part] += ramp
        return total / weight

    if kept is not None:
        picture, mask = kept
        kept = detail_of(picture, hint), mask
    for step in denoise(predict, noise, steps, kept, DETAIL_LIMIT):
        noisy, predicted = (hint + part / DETAIL_GAIN for part in (step.noisy, step.predicted))
        yield DenoisingStep(step.timestep, noisy, predicted)


def _made_up(
    network: Denoiser,
    source: torch.Tensor,
    kept: torch.Tensor | None,
    recipe: Recipe,
    progress: Progress,
) -> torch.Tensor:
    """Return a (1, 3, H, W) source with new detail; two passes for factors above 4.

    The first pass works on a smaller picture. The second is given the first one's result at a
    quarter of the full size, as if that were the photograph that was shrunk.
    """
    height, width = source.shape[2:]
    extra = recipe.factor // FACTOR
    unit = math.lcm(network.shape.multiple * extra, FACTOR * extra)
    padding = (0, -width % unit, 0, -height % unit)
    source = functional.pad(source, padding, mode="replicate")
    total = recipe.steps * (1 if extra == 1 else 2)
    hint = hint_of(source)
    if extra > 1:
        coarse = functional.avg_pool2d(source, extra)
        noise = seeded_noise(recipe.seed + 1, *coarse.shape)
        steps = reinvent(network, noise, hint_of(coarse), recipe.steps)
        coarse = _last(steps, progress, 0, total)
        small = functional.avg_pool2d(coarse, FACTOR // extra)
        hint = enlarged(small, FACTOR)
    if kept is not None:
        kept = (source, functional.pad(kept, padding, value=1.0))
    noise = seeded_noise(recipe.seed, *source.shape)
    steps = reinvent(network, noise, hint, recipe.steps, kept)
    return _last(steps, progress, total - recipe.steps, total)[..., :height, :width]


def _last(
    steps: Iterator[DenoisingStep], progress: Progress, before: int, total: int
) -> torch.Tensor:
    for done, step in enumerate(steps, start=before + 1):
        progress(done, total)
        finished = step.noisy
    return finished


def _starts(length: int) -> list[int]:
    """Return where tiles start along one side so that they cover it and overlap."""
    if length <= TILE_PX:
        return [0]
    count = -(-(length - OVERLAP_PX) // (TILE_PX - OVERLAP_PX))
    return [round(place) for place in np.linspace(0, length - TILE_PX, count)]


def _ramp(size: torch.Size) -> torch.Tensor:
    """Return a tile's weight, float (H, W): falling over the overlap, never zero."""
    sides = []
    for length in size:
        distance = torch.minimum(torch.arange(length), torch.arange(length - 1, -1, -1)) + 1
        sides.append((distance / OVERLAP_PX).clamp(max=1))
    return sides[0][:, None] * sides[1]


def _window(mask: npt.NDArray[np.bool_]) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return tuple(
        slice(max(0, places[0] - MARGIN_PX), places[-1] + 1 + MARGIN_PX)
        for places in (rows, columns)
    )


def _blended(
    source: npt.NDArray[np.uint8], made: npt.NDArray[np.uint8], mask: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    depth = ndimage.distance_transform_edt(mask)
    share = np.clip(depth / FEATHER_PX, 0, 1)[..., None]
    return np.round(source + share * (made.astype(float) - source)).astype(np.uint8)
