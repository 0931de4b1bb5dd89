"""Train one of our networks: the same loop on a laptop and on a large GPU.

All randomness of a step follows from the plan's seed and the step's number, so a checkpoint
needs no state of a random generator and no place in the data: a run that was interrupted and
resumed ends with the same weights as one that was not.
"""

import copy
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from pickle import UnpicklingError

import numpy as np
import numpy.typing as npt
import torch
from diffusers.training_utils import EMAModel
from tqdm import tqdm

from .data import BETWEEN_SETS
from .diffusion import TRAIN_TIMESTEPS, loss_weights, training_scheduler
from .network import Denoiser, NetworkShape
from .recipe import GeneratorError
from .tasks import PainterTask, RegeneratorTask
from .training_record import write_loss_curve, write_sheet
from .weights import WEIGHTS, WeightsEntry, load_network, read_listing, save_network

CHECKPOINT = "checkpoint.pt"
WARM_UP_STEPS = 100
GRADIENT_LIMIT = 1.0

_OTHER_NETWORK = (
    "The weights to go on from belong to a network of another size or with other classes; give "
    "the same --size and --classes as before, the classes in the same order."
)

Task = PainterTask | RegeneratorTask


@dataclass(frozen=True)
class TrainingPlan:
    """How to train.

    Attributes:
        size: "tiny" for tests, "small" for a processor, "base" for a GPU.
        steps: in all; the learning rate falls to zero at the last one.
        batch: pictures a step.
        learning_rate: highest, after the first ``WARM_UP_STEPS`` steps or a tenth of all.
        ema_decay: of the averaged weights, once enough steps are done.
        checkpoint_every: steps between checkpoints; each also writes weights, sheet and curve.
        minutes: stop after so long, at a checkpoint; None goes on to the last step.
        seed: of everything random, 0 or more.

    Raises:
        GeneratorError: a number with which nothing could be trained.
    """

    size: str
    steps: int
    batch: int = 16
    learning_rate: float = 4e-4
    ema_decay: float = 0.9995
    checkpoint_every: int = 500
    minutes: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        least = dict.fromkeys(("steps", "batch", "checkpoint_every"), 1)
        least |= dict.fromkeys(("learning_rate", "minutes", "seed"), 0)
        for name, lowest in least.items():
            value = getattr(self, name)
            # Written so that what is no number is refused too.
            if value is not None and not lowest <= value < math.inf:
                raise GeneratorError(
                    f"Give a number from {lowest} on for '{name.replace('_', ' ')}', not {value}."
                )


def train(
    task: Task,
    plan: TrainingPlan,
    folder: Path,
    *,
    resume: bool = False,
    weights: Path = WEIGHTS,
    after_step: Callable[[int, float], None] = lambda step, loss: None,
) -> Denoiser:
    """Train until the plan's last step, or until its minutes are over.

    The folder receives ``checkpoint.pt``, ``weights/``, ``samples.png`` and ``loss.html``.

    Args:
        task: what to teach.
        plan: how.
        folder: of this run.
        resume: go on from the checkpoint in the folder, or, where there is none, from the
            weights in `weights`.
        weights: folder of finished weights.
        after_step: called with the number of steps done and the last loss.

    Returns:
        the network with averaged weights.

    Raises:
        GeneratorError: the folder holds a run already and `resume` is off, or cannot be written
            to; nothing to resume from; the checkpoint is damaged or belongs to another network.
    """
    run = _Run(task, plan, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_writable = os.access(folder, os.W_OK)
    except OSError:
        is_writable = False
    if not is_writable:
        raise GeneratorError(f"{folder} cannot be written to; name another folder.")
    checkpoint = folder / CHECKPOINT
    if resume and checkpoint.is_file():
        run.restore(checkpoint)
    elif resume:
        network, _ = load_network(task.name, weights)
        run.start_from(network, read_listing(weights)[task.name])
    elif checkpoint.exists():
        raise GeneratorError(f"{folder} holds a run already; add --resume, or name another folder.")
    deadline = math.inf if plan.minutes is None else time.monotonic() + 60 * plan.minutes
    with tqdm(total=plan.steps, initial=run.step, desc=task.name, unit="step") as bar:
        while run.step < plan.steps:
            loss = run.take_step()
            bar.update()
            bar.set_postfix(loss=f"{loss:.4f}")
            after_step(run.step, loss)
            over = run.step == plan.steps or time.monotonic() > deadline
            if over or run.step % plan.checkpoint_every == 0:
                run.save(checkpoint)
            if over:
                break
    return run.averaged()


def shape_of(task: Task | type[Task], size: str, classes: tuple[str, ...]) -> NetworkShape:
    """Return the shape of a task's network.

    Raises:
        GeneratorError: no such size.
    """
    if size not in task.sizes:
        raise GeneratorError(f"There is no size '{size}'; choose from {', '.join(task.sizes)}.")
    return replace(task.sizes[size], classes=classes)


def learning_rate_at(step: int, plan: TrainingPlan) -> float:
    """Return the learning rate of a step: a straight rise, then half a cosine down to zero."""
    warm_up = min(WARM_UP_STEPS, plan.steps // 10)
    if step < warm_up:
        return plan.learning_rate * (step + 1) / warm_up
    share = (step - warm_up) / (plan.steps - warm_up)
    return plan.learning_rate * (1 + math.cos(math.pi * share)) / 2


def indices_at(step: int, batch: int, count: int, seed: int) -> npt.NDArray[np.int64]:
    """Return which pictures a step sees: every picture once, in a new order, and again.

    >>> [sorted(indices_at(step, 2, 4, seed=7)) for step in (0, 1)] != [[0, 1], [2, 3]]
    True
    >>> sorted([*indices_at(0, 2, 4, seed=7), *indices_at(1, 2, 4, seed=7)])
    [np.int64(0), np.int64(1), np.int64(2), np.int64(3)]
    """
    places = range(step * batch, (step + 1) * batch)
    return np.array([_order(place // count, count, seed)[place % count] for place in places])


@lru_cache(maxsize=2)
def _order(epoch: int, count: int, seed: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng([seed, epoch]).permutation(count)


class _Run:
    """The state of one training run."""

    def __init__(self, task: Task, plan: TrainingPlan, folder: Path) -> None:
        self.task, self.plan, self.folder = task, plan, folder
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        with torch.random.fork_rng():
            torch.manual_seed(plan.seed)
            network = Denoiser(shape_of(task, plan.size, task.pictures.names))
        self.network = network.to(self.device, memory_format=torch.channels_last)
        on_gpu = self.device.type == "cuda"
        self.compiled = torch.compile(self.network) if on_gpu else self.network
        self.ema = self._new_ema()
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=plan.learning_rate, weight_decay=0.01, fused=on_gpu
        )
        self.scheduler = training_scheduler()
        self.step = 0
        self.earlier_steps = 0
        self.pictures_seen = 0
        self.data = task.pictures.credits
        self.losses: list[float] = []

    def take_step(self) -> float:
        """Train on one batch; return its loss."""
        seeds = np.random.default_rng([self.plan.seed, self.step])
        with torch.random.fork_rng(), torch.enable_grad():
            torch.manual_seed(int(seeds.integers(2**63)))
            loss = self._loss(seeds)
            loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_LIMIT)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate_at(self.step, self.plan)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.ema.step(self.network.parameters())
        self.step += 1
        self.pictures_seen += self.plan.batch
        self.losses.append(loss.item())
        return self.losses[-1]

    def save(self, checkpoint: Path) -> None:
        """Write the checkpoint, and what can be looked at."""
        state = {
            "step": self.step,
            "data": self.data,
            "classes": list(self.network.shape.classes),
            "earlier_steps": self.earlier_steps,
            "pictures_seen": self.pictures_seen,
            "losses": self.losses,
            "network": self.network.state_dict(),
            "ema": self.ema.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        # An interruption while writing must leave the previous checkpoint whole.
        unfinished = checkpoint.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(checkpoint)
        averaged = self.averaged()
        save_network(
            averaged,
            self.task.name,
            self.folder / "weights",
            data=self.data,
            steps=self.earlier_steps + self.step,
            pictures_seen=self.pictures_seen,
        )
        write_sheet(self.folder / "samples.png", self.task.sheet(averaged, self.device))
        write_loss_curve(self.folder / "loss.html", self.losses, self.plan.batch)

    def restore(self, checkpoint: Path) -> None:
        """Go on where a checkpoint was written."""
        try:
            state = torch.load(checkpoint, map_location=self.device, weights_only=True)
        except (RuntimeError, UnpicklingError, EOFError) as error:
            raise GeneratorError(
                f"{checkpoint} is damaged; remove it, and the run begins again."
            ) from error
        # Checkpoints of earlier versions hold neither.
        self._learn_on(state.get("classes"), state.get("data"))
        self._load(state["network"])
        self.ema.load_state_dict(state["ema"])
        self.ema.to(self.device)
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.losses = state["step"], state["losses"]
        self.earlier_steps, self.pictures_seen = state["earlier_steps"], state["pictures_seen"]

    def start_from(self, trained: Denoiser, entry: WeightsEntry) -> None:
        """Start a new run from finished weights, of which there is no optimizer state."""
        self._learn_on(trained.shape.classes, entry.data)
        self._load(trained.state_dict())
        self.ema = self._new_ema()
        self.earlier_steps, self.pictures_seen = entry.steps, entry.pictures_seen

    def averaged(self) -> Denoiser:
        """Return a copy of the network with the averaged weights."""
        network = copy.deepcopy(self.network)
        self.ema.copy_to(network.parameters())
        return network.eval().requires_grad_(False)

    def _learn_on(self, classes: Sequence[str] | None, data: str | None) -> None:
        """Make sure that classes keep their places, and that no earlier pictures are forgotten."""
        # Two classes that change places fit the weights, and every picture would be of the other.
        if classes is not None and tuple(classes) != self.network.shape.classes:
            raise GeneratorError(_OTHER_NETWORK)
        if data is not None:
            sets = [*data.split(BETWEEN_SETS), *self.data.split(BETWEEN_SETS)]
            self.data = BETWEEN_SETS.join(dict.fromkeys(sets))

    def _load(self, weights: dict[str, torch.Tensor]) -> None:
        try:
            self.network.load_state_dict(weights)
        except RuntimeError as error:
            raise GeneratorError(_OTHER_NETWORK) from error

    def _loss(self, seeds: np.random.Generator) -> torch.Tensor:
        indices = indices_at(self.step, self.plan.batch, len(self.task.pictures), self.plan.seed)
        batch = self.task.batch(indices, seeds, self.device)
        clean = batch.clean.contiguous(memory_format=torch.channels_last)
        timesteps = torch.randint(TRAIN_TIMESTEPS, (len(clean),), device=self.device)
        noise = torch.randn_like(clean)
        noisy = self.scheduler.add_noise(clean, noise, timesteps)
        with torch.autocast("cuda", torch.bfloat16, enabled=self.device.type == "cuda"):
            predicted = self.compiled(noisy, timesteps, batch.classes, batch.hint)
        error = (predicted.float() - clean).square().mean(dim=(1, 2, 3))
        return (loss_weights(self.scheduler, timesteps) * error).mean()

    def _new_ema(self) -> EMAModel:
        ema = EMAModel(
            self.network.parameters(),
            decay=self.plan.ema_decay,
            use_ema_warmup=True,
            power=3 / 4,
        )
        ema.to(self.device)
        return ema
