"""Small networks that know nothing, and pictures made up for the tests."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models.generators.network import Denoiser
from models.generators.tasks import PainterTask, RegeneratorTask
from models.generators.training import shape_of
from models.generators.weights import save_network

CLASSES = ("circles", "stripes")


@pytest.fixture(scope="session")
def weights(tmp_path_factory) -> Path:
    """A weights folder with an untrained painter of two classes and an untrained regenerator."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    for task in (PainterTask, RegeneratorTask):
        names = CLASSES if task is PainterTask else ()
        network = Denoiser(shape_of(task, "tiny", names))
        save_network(network, task.name, folder, data="none", steps=0, pictures_seen=0)
    return folder


@pytest.fixture
def photograph() -> np.ndarray:
    """A colourful picture with structure at every scale, 96 x 80 pixels."""
    rows, columns = np.mgrid[:80, :96]
    waves = [128 + 90 * np.sin(rows / period + columns / 7) for period in (3, 9, 27)]
    return np.stack(waves, axis=2).astype(np.uint8)
