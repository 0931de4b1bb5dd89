"""What each of our models is taught, and how a sample of its work looks."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import torch

from .data import TrainingPictures
from .diffusion import seeded_noise, to_pixels, to_signal
from .network import Denoiser, NetworkShape
from .painter import GUIDANCE, STEPS, paint
from .recipe import PAINTER, REGENERATOR
from .regenerator import STEPS as REGENERATION_STEPS
from .regenerator import detail_of, hint_of, reinvent

# Guidance compares with a network that was not told the class; it learns that on the side.
NULL_SHARE = 0.1
SHEET_COLUMNS = 8
SHEET_SEED = 1


@dataclass(frozen=True)
class Batch:
    """One step's pictures.

    Attributes:
        clean: float (N, 3, H, W), the picture, -1 to 1, or its missing detail, about as large.
        classes: int (N,), or None.
        hint: float (N, 3, H, W), or None.
    """

    clean: torch.Tensor
    classes: torch.Tensor | None = None
    hint: torch.Tensor | None = None


@dataclass(frozen=True, eq=False)
class PainterTask:
    """Teach classes of small pictures."""

    pictures: TrainingPictures
    name: ClassVar[str] = PAINTER
    sizes: ClassVar[dict[str, NetworkShape]] = {
        "tiny": NetworkShape(4, (32, 32), (False, False)),
        "small": NetworkShape(4, (64, 96, 128), (False, True, True)),
        "base": NetworkShape(2, (96, 192, 224), (False, True, True), layers=2, dropout=0.1),
    }

    def batch(
        self, indices: npt.NDArray[np.int64], rng: np.random.Generator, device: torch.device
    ) -> Batch:
        """Return the pictures at `indices`, half of them mirrored, some without their class."""
        classes = self.pictures.classes[indices]
        classes = np.where(rng.random(len(indices)) < NULL_SHARE, len(self.pictures.names), classes)
        clean = to_signal(_mirrored(self.pictures.pixels[indices], rng), device)
        return Batch(clean, torch.from_numpy(classes).to(device))

    def sheet(self, network: Denoiser, device: torch.device) -> npt.NDArray[np.uint8]:
        """Return samples, a row for each class, uint8 (H, W, 3). Every sheet has the same noise."""
        px = self.pictures.pixels.shape[1]
        rows = []
        for index in range(len(self.pictures.names)):
            noise = seeded_noise(SHEET_SEED + index, SHEET_COLUMNS, 3, px, px).to(device)
            classes = torch.full((SHEET_COLUMNS,), index, device=device)
            *_, last = paint(network, noise, classes, STEPS, GUIDANCE)
            rows.append(np.concatenate(to_pixels(last.noisy), axis=1))
        return np.concatenate(rows)


@dataclass(frozen=True, eq=False)
class RegeneratorTask:
    """Teach the fine detail that belongs to a blurred picture."""

    pictures: TrainingPictures
    name: ClassVar[str] = REGENERATOR
    # A larger crop shows more of what a detail belongs to, and costs a processor too much.
    crop_px: ClassVar[dict[str, int]] = {"tiny": 64, "small": 64, "base": 128}
    sizes: ClassVar[dict[str, NetworkShape]] = {
        "tiny": NetworkShape(4, (32, 32), (False, False), has_hint=True),
        "small": NetworkShape(4, (96, 128, 128), (False,) * 3, has_hint=True),
        "base": NetworkShape(2, (64, 128, 192), (False,) * 3, layers=2, has_hint=True),
    }

    def batch(
        self, indices: npt.NDArray[np.int64], rng: np.random.Generator, device: torch.device
    ) -> Batch:
        """Return the detail of the crops at `indices`, half of them mirrored, and what is left."""
        picture = to_signal(_mirrored(self.pictures.pixels[indices], rng), device)
        hint = hint_of(picture)
        return Batch(detail_of(picture, hint), hint=hint)

    def sheet(self, network: Denoiser, device: torch.device) -> npt.NDArray[np.uint8]:
        """Return blurred crops, what is made of them, and the originals, uint8 (H, W, 3)."""
        places = np.linspace(0, len(self.pictures) - 1, SHEET_COLUMNS).astype(int)
        clean = to_signal(self.pictures.pixels[places], device)
        hint = hint_of(clean)
        noise = seeded_noise(SHEET_SEED, *clean.shape).to(device)
        *_, last = reinvent(network, noise, hint, REGENERATION_STEPS)
        rows = [np.concatenate(to_pixels(row), axis=1) for row in (hint, last.noisy, clean)]
        return np.concatenate(rows)


def _mirrored(pixels: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    turned = rng.random(len(pixels)) < 0.5
    return np.where(turned[:, None, None, None], pixels[:, :, ::-1], pixels)
