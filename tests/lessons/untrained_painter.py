"""A painter's folder as the app expects it, quickly made: its network has learned nothing."""

from pathlib import Path

import torch

from lessons.pages.painter import paint_examples
from models.generators.authority import open_authority
from models.generators.network import Denoiser
from models.generators.recipe import PAINTER
from models.generators.tasks import PainterTask
from models.generators.training import shape_of
from models.generators.weights import save_network

CLASSES = ("circles", "wide stripes")
EXAMPLE_SEED, EXAMPLE_STEPS = 5, 4


def write_untrained_painter(folder: Path, authority: Path) -> Path:
    """Write weights and examples into a folder, signed by an authority of its own; return it."""
    torch.manual_seed(0)
    network = Denoiser(shape_of(PainterTask, "tiny", CLASSES))
    save_network(network, PAINTER, folder, data="none", steps=0, pictures_seen=0)
    paint_examples(folder, EXAMPLE_SEED, EXAMPLE_STEPS, open_authority(authority))
    return folder
