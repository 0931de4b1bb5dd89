"""The detector's weights as one file: network, trees and calibration, with nothing that can run."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from models.detectors.calibration import Calibration
from models.detectors.network import PatchNetwork
from models.detectors.trees import Trees
from models.generators.weights import WEIGHTS, WeightsEntry, list_weights, read_listing

NAME = "detector"
DETECTOR = WEIGHTS / f"{NAME}.safetensors"
_CALIBRATION = "calibration"


class DetectorError(RuntimeError):
    """The detector's weights cannot be used; ``str(error)`` says why, and what to do."""


@dataclass(frozen=True, eq=False)
class Detector:
    """All that the learned detector has learnt.

    Attributes:
        network: scores patches, in float32, ready to run.
        trees: score a picture's statistics.
        calibration: by the value of ``Delivery``.
    """

    network: PatchNetwork
    trees: Trees
    calibration: Mapping[str, Calibration]


def save_detector(
    detector: Detector, folder: Path, *, data: str, steps: int, pictures_seen: int
) -> WeightsEntry:
    """Write the weights in half precision and list them in the folder's ``weights.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"network.{key}": value.half().contiguous() if value.is_floating_point() else value
        for key, value in detector.network.state_dict().items()
    }
    for field in fields(Trees):
        tensors[f"trees.{field.name}"] = torch.from_numpy(getattr(detector.trees, field.name))
    calibration = {name: asdict(each) for name, each in detector.calibration.items()}
    path = folder / DETECTOR.name
    save_file(tensors, path, {_CALIBRATION: json.dumps(calibration)})
    content = path.read_bytes()
    entry = WeightsEntry(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        data=data,
        steps=steps,
        pictures_seen=pictures_seen,
        licence="Apache-2.0",
    )
    list_weights(NAME, entry, folder)
    return entry


@lru_cache(maxsize=1)
def load_detector(path: Path = DETECTOR) -> Detector:
    """Return the listed weights, ready to run on a processor.

    Raises:
        DetectorError: no such weights, or they are not the listed ones.
    """
    entry = read_listing(path.parent).get(NAME)
    if entry is None or not path.is_file():
        raise DetectorError(
            "The detector has no weights; train it with 'python -m models.detectors fit'."
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
        raise DetectorError(f"{path.name} is not the file that weights.toml lists; fetch it again.")
    with safe_open(path, framework="pt") as file:
        calibration = json.loads(file.metadata()[_CALIBRATION])
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    network = PatchNetwork()
    network.load_state_dict(
        {
            key.removeprefix("network."): value.float() if value.is_floating_point() else value
            for key, value in tensors.items()
            if key.startswith("network.")
        }
    )
    network = network.to(memory_format=torch.channels_last).eval().requires_grad_(False)
    trees = Trees(**{field.name: tensors[f"trees.{field.name}"].numpy() for field in fields(Trees)})
    return Detector(
        network, trees, {name: Calibration(**each) for name, each in calibration.items()}
    )
