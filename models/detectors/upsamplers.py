"""Small picture decoders that differ in how they enlarge: makers of twins for a photograph.

What a generator's last layers leave in a picture depends on how they enlarge. A photograph sent
through such a decoder keeps its subject and takes on these traces, so that the detector learns
the traces and not the subject.

Source:
    Rajan and others (2025), "Aligned Datasets Improve Detection of Latent Diffusion-Generated
    Images", ICLR, arXiv:2410.11835. Deviation: no large model's decoder is at hand here, so small
    ones of several kinds are trained.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

WIDTH = 32
LATENTS = 12
STEPS, BATCH, CROP_PX = 500, 12, 64
# Sides must divide by it.
FACTOR = 4


def _doubled(kind: str, width: int) -> nn.Module:
    match kind:
        case "nearest" | "quantised":
            return nn.Sequential(
                nn.Upsample(scale_factor=2), nn.Conv2d(width, width, 3, padding=1)
            )
        case "bilinear":
            return nn.Sequential(
                nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
                nn.Conv2d(width, width, 3, padding=1),
            )
        case "transposed":
            return nn.ConvTranspose2d(width, width, 4, stride=2, padding=1)
        case "pixel-shuffle":
            return nn.Sequential(nn.Conv2d(width, 4 * width, 3, padding=1), nn.PixelShuffle(2))
    raise ValueError(f"there is no upsampling called {kind!r}; use one of {KINDS}")


KINDS = ("nearest", "bilinear", "transposed", "pixel-shuffle", "quantised")


class Decoder(nn.Module):
    """Shrinks a picture four times into a few channels, and enlarges it again."""

    def __init__(self, kind: str) -> None:
        """Build an untrained one; ``kind`` is one of ``KINDS``."""
        super().__init__()
        self.encode = nn.Sequential(
            nn.Conv2d(3, WIDTH, 3, padding=1), nn.SiLU(),
            nn.Conv2d(WIDTH, WIDTH, 4, stride=2, padding=1), nn.SiLU(),
            nn.Conv2d(WIDTH, WIDTH, 4, stride=2, padding=1), nn.SiLU(),
            nn.Conv2d(WIDTH, LATENTS, 1),
        )  # fmt: skip
        self.decode = nn.Sequential(
            nn.Conv2d(LATENTS, WIDTH, 3, padding=1), nn.SiLU(),
            nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.SiLU(),
            _doubled(kind, WIDTH), nn.SiLU(),
            _doubled(kind, WIDTH), nn.SiLU(),
            nn.Conv2d(WIDTH, 3, 3, padding=1),
        )  # fmt: skip
        self.levels = 12 if kind == "quantised" else 0

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the pictures, float (N, 3, H, W) from -1 to 1, as they come out again."""
        latents = self.encode(pictures)
        if self.levels:
            # Finite scalar quantisation, Mentzer and others (2024), arXiv:2309.15505.
            bounded = torch.tanh(latents) * (self.levels / 2)
            latents = bounded + (bounded.round() - bounded).detach()
        return self.decode(latents)


def train_decoder(
    kind: str,
    crops: npt.NDArray[np.uint8],
    steps: int = STEPS,
    progress: Callable[[int], None] = lambda done: None,
) -> Decoder:
    """Train a decoder to give photographs back, with their fine detail weighted up.

    Args:
        kind: one of ``KINDS``.
        crops: uint8 (N, S, S, 3) of photographs, S a multiple of ``FACTOR``.
        steps: of training.
        progress: called with the number of steps done.
    """
    torch.manual_seed(KINDS.index(kind))
    rng = np.random.default_rng(KINDS.index(kind))
    decoder = Decoder(kind)
    optimiser = torch.optim.AdamW(decoder.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    for step in range(steps):
        batch = _signal(crops[rng.integers(len(crops), size=BATCH)])
        made = decoder(batch)
        loss = functional.l1_loss(made, batch) + 3 * functional.l1_loss(_fine(made), _fine(batch))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        progress(step + 1)
    return decoder.eval().requires_grad_(False)


def decoded(decoder: Decoder, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return a picture, uint8 (H, W, 3) with sides divisible by ``FACTOR``, sent through."""
    made = decoder(_signal(pixels[None]))[0]
    return ((made.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()


def _signal(pixels: npt.NDArray[np.uint8]) -> torch.Tensor:
    return torch.tensor(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1


def _fine(signal: torch.Tensor) -> torch.Tensor:
    return signal - functional.avg_pool2d(signal, 3, stride=1, padding=1)
