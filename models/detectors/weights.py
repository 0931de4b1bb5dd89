"""The detectors' weights, a file each, with nothing that can run.

One holds the patch network, the trees, the weighted sum and the calibration; the other the
consistency network.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn

from models.detectors import DetectorError
from models.detectors.calibration import Calibration
from models.detectors.consistency import ConsistencyNetwork
from models.detectors.linear import Linear
from models.detectors.network import PatchNetwork
from models.detectors.trees import Trees
from models.generators.weights import WEIGHTS, WeightsEntry, list_file, read_listing

NAME = "detector"
DETECTOR = WEIGHTS / f"{NAME}.safetensors"
CONSISTENCY_NAME = "consistency"
CONSISTENCY = WEIGHTS / f"{CONSISTENCY_NAME}.safetensors"
_CALIBRATION = "calibration"
# Parts of a detector that are plain arrays.
_ARRAYS = {"trees": Trees, "linear": Linear}

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True, eq=False)
class Detector:
    """All that the learned detector has learnt.

    Attributes:
        network: scores patches, in float32, ready to run.
        trees: score a picture's statistics.
        linear: scores them too.
        calibration: by the value of ``DeliveryClass``.
    """

    network: PatchNetwork
    trees: Trees
    linear: Linear
    calibration: Mapping[str, Calibration]

    def of_statistics(self, numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the log odds of pictures, float32 (M), from their numbers, float32 (M, F)."""
        return (self.trees.score(numbers) + self.linear.score(numbers)) / 2


def save_detector(
    detector: Detector, folder: Path, *, data: str, steps: int, pictures_seen: int
) -> WeightsEntry:
    """Write the weights in half precision and list them in the folder's ``weights.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"network.{key}": value for key, value in _halved(detector.network).items()}
    for part in _ARRAYS:
        arrays = getattr(detector, part)
        for field in fields(arrays):
            tensors[f"{part}.{field.name}"] = torch.from_numpy(getattr(arrays, field.name))
    calibration = {name: asdict(each) for name, each in detector.calibration.items()}
    path = folder / DETECTOR.name
    save_file(tensors, path, {_CALIBRATION: json.dumps(calibration)})
    return list_file(NAME, path, data=data, steps=steps, pictures_seen=pictures_seen)


def save_consistency(
    network: ConsistencyNetwork, folder: Path, *, data: str, steps: int, pictures_seen: int
) -> WeightsEntry:
    """Write the weights in half precision and list them in the folder's ``weights.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / CONSISTENCY.name
    save_file(_halved(network), path)
    return list_file(CONSISTENCY_NAME, path, data=data, steps=steps, pictures_seen=pictures_seen)


@lru_cache(maxsize=1)
def load_detector(path: Path = DETECTOR) -> Detector:
    """Return the listed weights, ready to run on a processor.

    Raises:
        DetectorError: no such weights, or they are not the listed ones.
    """
    _check(NAME, path, "python -m models.detectors fit")
    with safe_open(path, framework="pt") as file:
        calibration = json.loads(file.metadata()[_CALIBRATION])
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    network = _ready(PatchNetwork(), {
        key.removeprefix("network."): value
        for key, value in tensors.items() if key.startswith("network.")
    })  # fmt: skip
    arrays = {
        part: kind(**{
            field.name: tensors[f"{part}.{field.name}"].numpy() for field in fields(kind)
        })
        for part, kind in _ARRAYS.items()
    }  # fmt: skip
    return Detector(
        network,
        calibration={name: Calibration(**each) for name, each in calibration.items()},
        **arrays,
    )


@lru_cache(maxsize=1)
def load_consistency(path: Path = CONSISTENCY) -> ConsistencyNetwork:
    """Return the listed weights of the consistency network, ready to run on a processor.

    Raises:
        DetectorError: no such weights, or they are not the listed ones.
    """
    _check(CONSISTENCY_NAME, path, "python -m models.detectors train-consistency")
    return _ready(ConsistencyNetwork(), load_file(path))


def read_snapshot(path: Path) -> PatchNetwork:
    """Return the patch network of a training's snapshot, ready to run on a processor.

    Raises:
        OSError: there is no such file.
    """
    return _ready(PatchNetwork(), torch.load(path, weights_only=True))


def read_consistency_snapshot(path: Path) -> ConsistencyNetwork:
    """Return the consistency network of a training's snapshot, ready to run on a processor.

    Raises:
        OSError: there is no such file.
    """
    return _ready(ConsistencyNetwork(), torch.load(path, weights_only=True))


def _halved(network: nn.Module) -> dict[str, torch.Tensor]:
    return {
        key: value.half().contiguous() if value.is_floating_point() else value
        for key, value in network.state_dict().items()
    }


def _ready(network: Network, tensors: Mapping[str, torch.Tensor]) -> Network:
    network.load_state_dict(
        {key: each.float() if each.is_floating_point() else each for key, each in tensors.items()}
    )
    return network.to(memory_format=torch.channels_last).eval().requires_grad_(False)


def _check(name: str, path: Path, command: str) -> None:
    entry = read_listing(path.parent).get(name)
    if entry is None or not path.is_file():
        raise DetectorError(f"The {name} has no weights; train it with '{command}'.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
        raise DetectorError(f"{path.name} is not the file that weights.toml lists; fetch it again.")
