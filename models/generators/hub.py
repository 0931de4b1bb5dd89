"""Any text-to-image, image-to-image or inpainting pipeline of the diffusers library.

A repository is named with the commit it is taken at, because a name alone may mean another model
tomorrow. Weights are read as safetensors only, which cannot hold code, and code that a
repository brings along is never run.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import diffusers
import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from transformers import PreTrainedTokenizerBase

from .recipe import GeneratorError, Recipe

STEPS = 30
GUIDANCE = 7.0
STRENGTH = 0.6
INPAINTING_STRENGTH = 1.0
# Every pipeline's autoencoder shrinks by 8 at least; some refuse, some silently round.
SIZE_MULTIPLE = 8

# What the libraries happen to raise on files that are cut short or do not belong together.
_UNUSABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError,
             SafetensorError)  # fmt: skip
_COMMIT = re.compile(r"[0-9a-f]{40}")


def run_pipeline(
    recipe: Recipe, progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[npt.NDArray[np.uint8], Recipe]:
    """Make a picture with a diffusers pipeline.

    Without a source the prompt alone is used, with one the source is changed, and with a mask as
    well only the masked part of it; every pixel outside the mask is then the source's own.

    Args:
        recipe: `model` is a repository's name ("owner/name") or a folder.
        progress: called with the number of finished steps and of all.

    Returns:
        uint8 (H, W, 3), and the recipe with its usual values filled in.

    Raises:
        GeneratorError: no prompt, no or a wrong revision, an odd size, or no such pipeline, or one
            with files missing.
    """
    recipe = _complete(recipe)
    kind, settings = _kind_and_settings(recipe)
    pipeline = _load(kind, recipe.model, recipe.revision, torch.cuda.is_available())
    # Image-to-image takes fewer steps than asked for: it starts part of the way.
    total = recipe.steps if recipe.strength is None else int(recipe.steps * recipe.strength)

    def after_step(pipeline: object, step: int, timestep: object, state: dict) -> dict:
        progress(step + 1, total)
        return state

    try:
        made = pipeline(
            prompt=recipe.prompt,
            num_inference_steps=recipe.steps,
            guidance_scale=recipe.guidance,
            generator=torch.Generator().manual_seed(recipe.seed),
            callback_on_step_end=after_step,
            output_type="np",
            **settings,
        ).images[0]
    except OverflowError as error:
        # Without its settings a tokenizer takes a prompt of 10**30 words to be short enough.
        raise _unreadable_prompt(recipe.model) from error
    pixels = np.round(np.asarray(made) * 255).astype(np.uint8)
    if recipe.mask is not None:
        # A pipeline passes the whole picture through its autoencoder, which changes all of it.
        pixels = np.where(recipe.mask[..., None], pixels, recipe.source)
    return pixels, recipe


def folder_revision(folder: Path) -> str:
    """Return a SHA-256 over the names and contents of all files in a pipeline's folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _complete(recipe: Recipe) -> Recipe:
    known = {"guidance", "prompt"} | ({"strength", "source", "mask"} if recipe.source is not None
                                      else {"size"})  # fmt: skip
    recipe.refuse_all_but(*known)
    revision = _revision(recipe)
    if not recipe.prompt:
        raise GeneratorError("Give a prompt that says what the picture is to show.")
    size = recipe.size if recipe.source is None else recipe.source.shape[1::-1]
    if size and (min(size) < SIZE_MULTIPLE or any(side % SIZE_MULTIPLE for side in size)):
        raise GeneratorError(
            f"{size[0]} x {size[1]} pixels will not do; width and height must be multiples of "
            f"{SIZE_MULTIPLE}."
        )
    usual_strength = None
    if recipe.source is not None:
        usual_strength = STRENGTH if recipe.mask is None else INPAINTING_STRENGTH
    recipe = replace(
        recipe,
        revision=revision,
        steps=recipe.steps or STEPS,
        guidance=GUIDANCE if recipe.guidance is None else recipe.guidance,
        strength=usual_strength if recipe.strength is None else recipe.strength,
    )
    if recipe.strength is not None and not (
        0 < recipe.strength <= 1 and int(recipe.steps * recipe.strength) >= 1
    ):
        raise GeneratorError("Give a strength up to 1 that leaves at least one step to take.")
    return recipe


def _revision(recipe: Recipe) -> str:
    folder = Path(recipe.model)
    if folder.is_dir():
        found = folder_revision(folder)
        if recipe.revision not in (None, found):
            raise GeneratorError(
                f"The files in {folder.name} are not those of the recipe; leave the revision out "
                "to use them all the same."
            )
        return found
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", recipe.model):
        raise GeneratorError(
            f"There is no folder '{recipe.model}', and it is no repository's name; give a folder "
            "or a name such as 'owner/model'."
        )
    if recipe.revision is None or not _COMMIT.fullmatch(recipe.revision):
        raise GeneratorError(
            f"Give the commit of {recipe.model} to use as revision, 40 digits; a branch may change."
        )
    return recipe.revision


def _kind_and_settings(recipe: Recipe) -> tuple[str, dict]:
    if recipe.source is None:
        size = {"width": recipe.size[0], "height": recipe.size[1]} if recipe.size else {}
        return "AutoPipelineForText2Image", size
    source = torch.from_numpy(recipe.source.astype(np.float32)).permute(2, 0, 1)[None] / 255
    if recipe.mask is None:
        return "AutoPipelineForImage2Image", {"image": source, "strength": recipe.strength}
    height, width = recipe.mask.shape
    mask = torch.from_numpy(recipe.mask.astype(np.float32))[None, None]
    return "AutoPipelineForInpainting", {
        "image": source,
        "mask_image": mask,
        "strength": recipe.strength,
        "width": width,
        "height": height,
    }


# A pipeline fills gigabytes; only the latest is kept.
@lru_cache(maxsize=1)
def _load(kind: str, model: str, revision: str, on_gpu: bool) -> diffusers.DiffusionPipeline:
    folder = Path(model)
    where = {"local_files_only": True} if folder.is_dir() else {"revision": revision}
    try:
        pipeline = getattr(diffusers, kind).from_pretrained(
            model,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float16 if on_gpu else torch.float32,
            **where,
        )
    except _UNUSABLE as error:
        raise GeneratorError(
            f"{folder.name} cannot be used: it must hold a diffusers pipeline of this kind, whole, "
            "with its weights as safetensors and without code of its own; a repository also needs "
            "a network the first time."
        ) from error
    for part in pipeline.components.values():
        # One without its files knows no word, and would make the same picture of any prompt.
        if isinstance(part, PreTrainedTokenizerBase) and len(part) <= len(part.all_special_tokens):
            raise _unreadable_prompt(model)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to("cuda" if on_gpu else "cpu")


def _unreadable_prompt(model: str) -> GeneratorError:
    return GeneratorError(
        f"{Path(model).name} cannot be used: files of its tokenizer are missing, so it cannot read "
        "a prompt; fetch the whole pipeline again."
    )
