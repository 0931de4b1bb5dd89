"""Trained networks as files: half-precision safetensors, listed in ``weights.toml``."""

import hashlib
import json
import shutil
import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from .generation import WEIGHTS
from .network import Denoiser, NetworkShape
from .recipe import GeneratorError

LISTING = "weights.toml"
SHAPE_KEY = "network"


@dataclass(frozen=True)
class WeightsEntry:
    """What ``weights.toml`` says about one file.

    Attributes:
        file: name in the same folder.
        sha256: of the file; also the model's revision in a recipe.
        bytes: size of the file.
        data: pictures it learnt from, with their licences.
        steps: training steps taken, in all runs.
        pictures_seen: pictures shown in training, repeats counted.
        licence: of the weights.
    """

    file: str
    sha256: str
    bytes: int
    data: str
    steps: int
    pictures_seen: int
    licence: str


def load_network(name: str, folder: Path = WEIGHTS) -> tuple[Denoiser, str]:
    """Return a trained network, ready to run on a processor in float32, and its revision.

    Args:
        name: "painter" or "regenerator".
        folder: holds ``weights.toml`` and the file it names.

    Raises:
        GeneratorError: no such weights, or they are not the listed ones.
    """
    entry = read_listing(folder).get(name)
    if entry is None or not (folder / entry.file).is_file():
        raise GeneratorError(
            f"The {name} has no weights yet; train it with "
            f"'python -m models train {name} --data FOLDER --steps N --ship'."
        )
    return _load(folder / entry.file, entry.sha256), entry.sha256


def save_network(
    network: Denoiser, name: str, folder: Path, *, data: str, steps: int, pictures_seen: int
) -> WeightsEntry:
    """Write a network's weights in half precision and list them, replacing older ones.

    Returns:
        the new entry of ``weights.toml``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.safetensors"
    tensors = {key: value.half().contiguous() for key, value in network.state_dict().items()}
    save_file(tensors, path, {SHAPE_KEY: json.dumps(asdict(network.shape))})
    return list_file(name, path, data=data, steps=steps, pictures_seen=pictures_seen)


def ship(name: str, trained: Path, folder: Path = WEIGHTS) -> WeightsEntry:
    """Copy a run's weights to where the app looks for them, and list them there.

    Args:
        name: "painter" or "regenerator".
        trained: the ``weights`` folder of a training run.
        folder: where the app looks.

    Raises:
        GeneratorError: the run has written no weights yet.
    """
    entry = read_listing(trained).get(name)
    if entry is None:
        raise GeneratorError(f"{trained} holds no weights of the {name}; train it first.")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(trained / entry.file, folder / entry.file)
    list_weights(name, entry, folder)
    return entry


def read_listing(folder: Path = WEIGHTS) -> dict[str, WeightsEntry]:
    """Return the entries of a folder's ``weights.toml`` by model; none if there is no such file.

    Raises:
        GeneratorError: the file is damaged.
    """
    listing = folder / LISTING
    if not listing.is_file():
        return {}
    try:
        content = tomllib.loads(listing.read_text(encoding="utf-8"))
        return {name: WeightsEntry(**entry) for name, entry in content.items()}
    # ValueError: no TOML, or no text at all.
    except (ValueError, TypeError) as error:
        raise GeneratorError(f"{listing} is damaged; fetch it again.") from error


def list_file(
    name: str, path: Path, *, data: str, steps: int, pictures_seen: int
) -> WeightsEntry:
    """Put a file of weights that was just written into its folder's ``weights.toml``.

    Returns:
        the new entry.
    """
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
    list_weights(name, entry, path.parent)
    return entry


def list_weights(name: str, entry: WeightsEntry, folder: Path = WEIGHTS) -> None:
    """Put an entry into a folder's ``weights.toml``, in place of the model's former one."""
    entries = read_listing(folder) | {name: entry}
    lines = ["# Written by `python -m models train`."]
    for name, entry in sorted(entries.items()):
        # Strings and numbers of JSON are strings and numbers of TOML.
        values = [f"{key} = {json.dumps(value)}" for key, value in asdict(entry).items()]
        lines += ["", f"[{name}]", *values]
    (folder / LISTING).write_text("\n".join(lines) + "\n", encoding="utf-8")


# Two networks are all there are; a retrained one has another hash.
@lru_cache(maxsize=2)
def _load(path: Path, sha256: str) -> Denoiser:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise GeneratorError(f"{path.name} is not the file that {LISTING} lists; fetch it again.")
    try:
        with safe_open(path, framework="pt") as file:
            shape = json.loads(file.metadata()[SHAPE_KEY])
            tensors = {key: file.get_tensor(key).float() for key in file.keys()}  # noqa: SIM118
    except (SafetensorError, TypeError, KeyError) as error:
        raise GeneratorError(f"{path.name} holds no network of ours; fetch it again.") from error
    lists = {key: tuple(value) for key, value in shape.items() if isinstance(value, list)}
    # On "meta" nothing is drawn at random first, only to be thrown away.
    with torch.device("meta"):
        network = Denoiser(NetworkShape(**(shape | lists)))
    network.load_state_dict(tensors, assign=True)
    return network.eval().requires_grad_(False)
