"""A small network that looks at 64 px pictures, trained here to tell the painter's classes apart.

What it makes of a picture on the way to its answer is the space that the generators are measured
in. Nobody else measures in that space, so none of the figures compares with a published one.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from models.generators.diffusion import to_signal

CHANNELS = 24, 32, 64, 96, 128
EPOCHS = 12
BATCH = 64
LEARNING_RATE = 4e-3
SHIFT_PX = 4
SEED = 0
AT_ONCE = 64


class FeatureNetwork(torch.nn.Module):
    """Five convolutions, each after the first on a quarter of the points, and an answer.

    Args:
        classes: how many it tells apart.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        inputs = 3, *CHANNELS[:-1]
        self.stages = torch.nn.ModuleList(
            torch.nn.Sequential(
                torch.nn.Conv2d(before, after, 3, stride=1 if before == 3 else 2, padding=1),
                torch.nn.BatchNorm2d(after),
                torch.nn.ReLU(),
            )
            for before, after in zip(inputs, CHANNELS, strict=True)
        )
        self.to(memory_format=torch.channels_last)
        self.answer = torch.nn.Linear(CHANNELS[-1], classes)

    def layers(self, signal: torch.Tensor) -> Iterator[torch.Tensor]:
        """Yield what each stage makes of float (N, 3, H, W), -1 to 1; 0 or more throughout."""
        for stage in self.stages:
            signal = stage(signal)
            yield signal

    def forward(self, signal: torch.Tensor) -> torch.Tensor:
        """Return the score of each class, float (N, classes)."""
        *_, last = self.layers(signal)
        return self.answer(last.mean(dim=(2, 3)))


def open_features(
    pixels: npt.NDArray[np.uint8],
    classes: npt.NDArray[np.int64],
    folder: Path | None = None,
    epochs: int = EPOCHS,
) -> FeatureNetwork:
    """Return the network that these pictures teach; read it from the folder if it is there.

    Args:
        pixels: uint8 (N, S, S, 3), each picture once.
        classes: int64 (N,), from 0.
        folder: keeps the network for the next time; None trains it anew.
        epochs: how often each picture is seen.
    """
    if folder is None:
        return train_features(pixels, classes, epochs)
    taught = hashlib.sha256(pixels.tobytes() + classes.tobytes()).hexdigest()
    path = folder / f"features-{epochs}-{taught[:16]}.safetensors"
    if path.is_file():
        network = FeatureNetwork(int(classes.max()) + 1)
        network.load_state_dict(load_file(path))
        return network.eval().requires_grad_(False)
    network = train_features(pixels, classes, epochs)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({key: value.contiguous() for key, value in network.state_dict().items()}, path)
    return network


def train_features(
    pixels: npt.NDArray[np.uint8], classes: npt.NDArray[np.int64], epochs: int = EPOCHS
) -> FeatureNetwork:
    """Teach a network to name the class of each picture; every run gives the same network.

    Pictures are mirrored and shifted at random, and nothing else: a network that has learnt
    to overlook blur and noise could not count them against a generator.

    Args:
        pixels: uint8 (N, S, S, 3).
        classes: int64 (N,), from 0.
        epochs: how often each picture is seen.
    """
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        network = FeatureNetwork(int(classes.max()) + 1)
        steps = epochs * -(-len(pixels) // BATCH)
        optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.05)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, steps)
        right = torch.from_numpy(classes)
        for _ in range(epochs):
            for chosen in torch.randperm(len(pixels)).split(BATCH):
                signal = _moved(to_signal(pixels[chosen.numpy()]))
                loss = functional.cross_entropy(network(signal), right[chosen], label_smoothing=0.1)
                loss.backward()
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
    return network.eval().requires_grad_(False)


def answers(network: FeatureNetwork, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return the class the network takes each picture for, int64 (N,)."""
    return _of_each(pixels, lambda signal: network(signal).argmax(dim=1))


def last_means(network: FeatureNetwork, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return what the answer is drawn from, float (N, 128): the last stage's mean of a channel.

    Their length is left as it is. Divided by it, grey noise lies among the photographs: nothing
    is left of how weakly the network answers to it.
    """

    def means(signal: torch.Tensor) -> torch.Tensor:
        *_, last = network.layers(signal)
        return last.mean(dim=(2, 3))

    return _of_each(pixels, means).astype(float)


def all_statistics(
    network: FeatureNetwork, pixels: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float64]:
    """Return each channel's mean and spread in every stage, float (N, 688).

    The last stage alone has learnt to overlook what does not tell classes apart; blur and
    grain show in the first ones.
    """

    def statistics(signal: torch.Tensor) -> torch.Tensor:
        layers = list(network.layers(signal))
        found = [(layer.mean(dim=(2, 3)), layer.std(dim=(2, 3))) for layer in layers]
        return torch.cat([part for pair in found for part in pair], dim=1)

    return _of_each(pixels, statistics).astype(float)


def perceptual_distance(
    network: FeatureNetwork, first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float64]:
    """Return how differently two pictures look to the network, place by place, float (N,).

    At each place of each stage the channels are brought to length 1 and their squared difference
    taken; the distance is the mean over places, then over stages: 0 is the same, 2 the most.

    Args:
        first, second: uint8 (N, H, W, 3), of the same shape.

    Source:
        After LPIPS: Zhang et al. (2018), CVPR; with this network and without weights fitted to
        people's judgements, so it is not LPIPS and its values are not to be compared with it.
    """

    def distance(mine: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
        stages = zip(network.layers(mine), network.layers(theirs), strict=True)
        return torch.stack([_apart(*stage) for stage in stages]).mean(dim=0)

    found = [
        distance(to_signal(first[[index]]), to_signal(second[[index]]))
        for index in range(len(first))
    ]
    return torch.cat(found).numpy().astype(float)


def _apart(mine: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    difference = functional.normalize(mine) - functional.normalize(theirs)
    return difference.square().sum(dim=1).mean(dim=(1, 2))


def _of_each(
    pixels: npt.NDArray[np.uint8], see: Callable[[torch.Tensor], torch.Tensor]
) -> npt.NDArray:
    starts = range(0, len(pixels), AT_ONCE)
    return torch.cat([see(to_signal(pixels[at : at + AT_ONCE])) for at in starts]).numpy()


def _moved(signal: torch.Tensor) -> torch.Tensor:
    mirrored = torch.where(torch.rand(len(signal), 1, 1, 1) < 0.5, signal.flip(3), signal)
    padded = functional.pad(mirrored, (SHIFT_PX,) * 4, mode="replicate")
    top, left = torch.randint(2 * SHIFT_PX + 1, (2,)).tolist()
    height, width = signal.shape[2:]
    return padded[..., top : top + height, left : left + width]
