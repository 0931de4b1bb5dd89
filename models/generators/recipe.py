"""Everything that decides what a generated picture looks like, in one record."""

import hashlib
import json
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

PAINTER = "painter"
REGENERATOR = "regenerator"
# Far more than makes any picture better, and still far from where numbers run over.
MOST_GUIDANCE = 100


class GeneratorError(ValueError):
    """A picture that cannot be made as asked; ``str(error)`` says what to do instead."""


@dataclass(frozen=True, eq=False)
class Recipe:
    """What to make, and how. The same recipe gives the same picture on the same machine.

    Settings that a model does not know stay None; a recipe that gives one all the same is
    refused, because a record must not hold what had no influence.

    Attributes:
        model: "painter", "regenerator", or the repository name or folder of a diffusers pipeline.
        revision: which state of the model. For our own models and for a folder the SHA-256 of
            the weights, filled in by ``generate`` and checked if given; for a repository the
            40-digit commit, which must be given.
        seed: start of the random numbers, 0 to 2**63 - 1.
        steps: denoising steps, 1 to 1000; None takes the model's usual number.
        guidance: how strongly the class or prompt is followed, -100 to 100; 1 leaves guidance out.
            None takes the model's usual value. Unknown to the regenerator.
        class_name: name or index of the painter's class.
        prompt: text for a diffusers pipeline.
        factor: how much the regenerator shrinks the source first: 4, 8 or 16.
        strength: how far image-to-image and inpainting leave the source, above 0 to 1.
        size: width and height in pixels of a picture made from text alone.
        source: uint8 (H, W, 3) sRGB, the picture to start from.
        mask: bool (H, W), True where the source is to be made anew.
    """

    model: str
    revision: str | None = None
    seed: int = 0
    steps: int | None = None
    guidance: float | None = None
    class_name: str | None = None
    prompt: str | None = None
    factor: int | None = None
    strength: float | None = None
    size: tuple[int, int] | None = None
    source: npt.NDArray[np.uint8] | None = field(default=None, repr=False)
    mask: npt.NDArray[np.bool_] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise GeneratorError("Give a seed from 0 to 9223372036854775807.")
        if self.steps is not None and not 1 <= self.steps <= 1000:
            raise GeneratorError(f"Give 1 to 1000 steps, not {self.steps}.")
        # Written so that what is no number is refused too.
        if self.guidance is not None and not abs(self.guidance) <= MOST_GUIDANCE:
            raise GeneratorError(
                f"Give a guidance from -{MOST_GUIDANCE} to {MOST_GUIDANCE}, not {self.guidance}."
            )
        if self.source is not None:
            _check_source(self.source)
        if self.mask is not None:
            _check_mask(self.mask, self.source)

    def refuse_all_but(self, *known: str) -> None:
        """Raise unless every setting that is given is one the model knows.

        Raises:
            GeneratorError: names the first setting that would have had no effect.
        """
        always = {"model", "revision", "seed", "steps"}
        for setting in fields(self):
            given = getattr(self, setting.name) is not None
            if given and setting.name not in always.union(known):
                raise GeneratorError(
                    f"{Path(self.model).name} has no use for '{setting.name}'; leave it out."
                )

    def to_json(self) -> str:
        """Return the recipe as one JSON object, to print, to sign, and to make it again.

        Source and mask are recorded by their fingerprint, a model's folder by its name alone:
        a path would say more about a computer than about a picture.
        """
        folder = Path(self.model)
        record = {
            "model": folder.name if folder.is_dir() else self.model,
            "revision": self.revision,
            "seed": self.seed,
            "steps": self.steps,
            "guidance": self.guidance,
            "class": self.class_name,
            "prompt": self.prompt,
            "factor": self.factor,
            "strength": self.strength,
            "size": self.size,
            "source": None if self.source is None else fingerprint(self.source),
            "mask": None if self.mask is None else fingerprint(self.mask),
        }
        return json.dumps({key: value for key, value in record.items() if value is not None})

    @classmethod
    def from_json(
        cls,
        record: str,
        source: npt.NDArray[np.uint8] | None = None,
        mask: npt.NDArray[np.bool_] | None = None,
        folder: Path | None = None,
    ) -> "Recipe":
        """Return the recipe that ``to_json`` recorded.

        Args:
            record: the JSON object.
            source: the picture that was started from, if there was one.
            mask: likewise.
            folder: where the model now lies, if it was run from a folder.

        Raises:
            GeneratorError: not such a record, or source or mask are not the recorded ones.
        """
        try:
            values = json.loads(record)
            prints = {"source": values.pop("source", None), "mask": values.pop("mask", None)}
            values["class_name"] = values.pop("class", None)
            size = values.pop("size", None)
            if folder is not None:
                values["model"] = str(folder)
            recipe = cls(**values, size=tuple(size) if size else None, source=source, mask=mask)
        except (json.JSONDecodeError, TypeError, AttributeError) as error:
            raise GeneratorError(
                "This is not a recipe; give the JSON as it was printed."
            ) from error
        for name, expected in prints.items():
            given = getattr(recipe, name)
            if (None if given is None else fingerprint(given)) != expected:
                raise GeneratorError(f"Give the {name} that the recipe was made with.")
        return recipe


def fingerprint(array: npt.NDArray[np.uint8] | npt.NDArray[np.bool_]) -> str:
    """Return the SHA-256 of an array's shape and content, in hexadecimal digits."""
    shape = "x".join(map(str, array.shape)).encode()
    return hashlib.sha256(shape + np.ascontiguousarray(array).tobytes()).hexdigest()


def _check_source(source: npt.NDArray[np.uint8]) -> None:
    if source.dtype != np.uint8 or source.ndim != 3 or source.shape[2] != 3:
        raise GeneratorError("Give the source as an RGB picture with 8 bits a channel.")


def _check_mask(mask: npt.NDArray[np.bool_], source: npt.NDArray[np.uint8] | None) -> None:
    if source is None:
        raise GeneratorError("A mask needs a source picture; give both.")
    if mask.dtype != np.bool_ or mask.ndim != 2:
        raise GeneratorError("Give the mask as a black-and-white picture.")
    if mask.shape != source.shape[:2]:
        raise GeneratorError(
            f"The mask is {mask.shape[1]} x {mask.shape[0]} pixels, the source "
            f"{source.shape[1]} x {source.shape[0]}; make them the same size."
        )
    if not mask.any():
        raise GeneratorError("The mask is empty; mark in white what is to be made anew.")
