"""Train a network; the same command goes on with a run that was broken off."""

import math
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

LEARNING_RATE = 3e-3
# Of a network that has learnt already: the first one would undo some of it.
FURTHER_LEARNING_RATE = 1e-3
WEIGHT_DECAY = 5e-2
EMA = 0.998
CHECKPOINT_EVERY = 250
CHECKPOINT = "checkpoint.pt"
# Of the running mean, every so many steps: the last is not always what generalises best.
SNAPSHOT_EVERY = 500
SNAPSHOTS = "snapshot-*.pt"


# The network and a batch of what it learns from, to what it is to make small.
Loss = Callable[[nn.Module, list[torch.Tensor]], torch.Tensor]


def train(
    network: nn.Module,
    crops: IterableDataset,
    loss_of: Loss,
    steps: int,
    folder: Path,
    *,
    batch: int | None,
    rate: float = LEARNING_RATE,
    minutes: float = math.inf,
    workers: int = 1,
    progress: Callable[[int, float], None] = lambda step, loss: None,
) -> nn.Module:
    """Train a network, or go on from the folder's checkpoint, and return its running mean.

    Args:
        network: as it begins; trained in place.
        crops: endless, what it learns from; its ``seed`` decides which.
        loss_of: what is made small.
        steps: in all; the learning rate follows a cosine down to zero at the last.
        folder: for the checkpoint, written every ``CHECKPOINT_EVERY`` steps and at the end.
        batch: crops a step; None where ``crops`` come in batches already.
        rate: of learning, at first.
        minutes: stop after so long, to be gone on with.
        workers: processes that make crops; 0 for this one.
        progress: called with the step and its loss.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = network.to(memory_format=torch.channels_last).train()
    mean = deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=WEIGHT_DECAY)
    first, path = 0, folder / CHECKPOINT
    if path.is_file():
        state = torch.load(path, weights_only=True)
        first = state["step"]
        network.load_state_dict(state["network"])
        mean.load_state_dict(state["mean"])
        optimiser.load_state_dict(state["optimiser"])
        # The crops of a run gone on with are others than those it has seen.
        crops.seed += first
    end = time.monotonic() + 60 * minutes
    loader = iter(DataLoader(crops, batch, num_workers=workers))
    for step in range(first, steps):
        for group in optimiser.param_groups:
            group["lr"] = _learning_rate(step, steps, rate)
        loss = loss_of(network, next(loader))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        _follow(mean, network, min(EMA, (step + 1) / (step + 10)))
        progress(step + 1, loss.item())
        over = time.monotonic() > end
        if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == steps or over:
            state = {"step": step + 1, "network": network.state_dict(), "mean": mean.state_dict(),
                     "optimiser": optimiser.state_dict()}  # fmt: skip
            torch.save(state, path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)
        if (step + 1) % SNAPSHOT_EVERY == 0:
            torch.save(mean.state_dict(), folder / SNAPSHOTS.replace("*", f"{step + 1:06}"))
        if over:
            break
    return mean.eval().requires_grad_(False)


def steps_made(folder: Path) -> int:
    """Return how many steps the run in a folder has made; 0 where none has begun there."""
    path = folder / CHECKPOINT
    return torch.load(path, weights_only=True)["step"] if path.is_file() else 0


def _learning_rate(step: int, steps: int, rate: float) -> float:
    warm = min(1.0, (step + 1) / 100)
    return rate * warm * 0.5 * (1 + math.cos(math.pi * step / steps))


@torch.no_grad()
def _follow(mean: nn.Module, network: nn.Module, share: float) -> None:
    for kept, new in zip(mean.state_dict().values(), network.state_dict().values(), strict=True):
        if kept.is_floating_point():
            kept.lerp_(new, 1 - share)
        else:
            kept.copy_(new)
