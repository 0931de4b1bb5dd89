"""A small network that has learnt to tell our classes apart; its inside is where we measure.

The usual distances between sets of pictures (FID, LPIPS) are taken inside networks that saw
millions of photographs. Ours saw a few thousand, so its figures compare models of ours with one
another and with the photographs, and with nothing that others publish.
"""

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from models.generators.data import TrainingPictures
from models.generators.diffusion import to_signal
from models.generators.training import indices_at

CHANNELS = (32, 64, 96, 128)
BATCH = 64
EPOCHS = 6


class FeatureNetwork(nn.Module):
    """Four halvings of the resolution, then one score for each class."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        sizes = zip((3, *CHANNELS[:-1]), CHANNELS, strict=True)
        self.stages = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(before, after, 3, padding=1),
                nn.GroupNorm(8, after),
                nn.SiLU(),
                nn.Conv2d(after, after, 3, stride=2, padding=1),
                nn.SiLU(),
            )
            for before, after in sizes
        )
        self.head = nn.Linear(CHANNELS[-1], classes)

    def maps(self, signal: torch.Tensor) -> list[torch.Tensor]:
        """Return the activations after each stage for float (N, 3, H, W), -1 to 1."""
        activations = []
        for stage in self.stages:
            signal = stage(signal)
            activations.append(signal)
        return activations

    def forward(self, signal: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return features (N, 128) and class scores (N, classes)."""
        features = self.maps(signal)[-1].mean(dim=(2, 3))
        return features, self.head(features)


def train_features(pictures: TrainingPictures, epochs: int = EPOCHS) -> FeatureNetwork:
    """Return a network that tells the pictures' classes apart; the same one every time."""
    torch.manual_seed(0)
    network = FeatureNetwork(len(pictures.names))
    steps = epochs * len(pictures) // BATCH
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for step in range(steps):
        indices = indices_at(step, BATCH, len(pictures), seed=0)
        signal = to_signal(pictures.pixels[indices])
        if step % 2:
            signal = signal.flip(3)
        _, scores = network(signal)
        loss = functional.cross_entropy(scores, torch.from_numpy(pictures.classes[indices]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rates.step()
    return network.eval().requires_grad_(False)


def features_of(
    network: FeatureNetwork, pixels: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return each picture's features (N, 128) and the class it is taken for (N,)."""
    features, guesses = [], []
    for start in range(0, len(pixels), BATCH):
        values, scores = network(to_signal(pixels[start : start + BATCH]))
        features.append(values.double().numpy())
        guesses.append(scores.argmax(dim=1).numpy())
    return np.concatenate(features), np.concatenate(guesses)


def perceptual_distance(
    network: FeatureNetwork, one: torch.Tensor, other: torch.Tensor
) -> torch.Tensor:
    """Return how different two sets of pictures look to the network, pair by pair, float (N,).

    Source:
        Zhang et al. (2018), CVPR (LPIPS), with our features and without learnt weights.
    """
    total = torch.zeros(len(one))
    for left, right in zip(network.maps(one), network.maps(other), strict=True):
        left, right = functional.normalize(left, dim=1), functional.normalize(right, dim=1)
        total += (left - right).square().sum(dim=1).mean(dim=(1, 2))
    return total
