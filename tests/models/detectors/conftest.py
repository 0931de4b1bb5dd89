import csv

import numpy as np
import pytest
from PIL import Image

from models.detectors.collection import read_collection

GENERATORS = {
    "portraits-sd3": "Stable Diffusion 3",
    "cascade": "stable_cascade_stage_b.safetensors",
    "comfyui": "flux1-dev.safetensors",
}


def drawn_picture(rng, height=256, width=320):
    """A scene of soft shapes with grain: nothing of anybody's."""
    rows, columns = np.mgrid[:height, :width] / 60
    waves = [
        np.sin(rows * rng.uniform(0.5, 3) + columns * rng.uniform(0.5, 3) + rng.uniform(0, 6))
        for _ in range(4)
    ]
    planes = [sum(w * rng.uniform(-1, 1) for w in waves) for _ in range(3)]
    scene = 128 + 40 * np.stack(planes, axis=-1)
    return np.clip(scene + rng.normal(0, 4, scene.shape), 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def images(tmp_path_factory):
    """A small collection: photographs with grain, and generated pictures with a fine pattern."""
    folder = tmp_path_factory.mktemp("images")
    rng = np.random.default_rng(0)
    rows = []
    for source in ("birds", "clothing", "kodak", "portraits"):
        for number in range(6):
            path = f"real/{source}/{number}.jpg"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(drawn_picture(rng)).save(folder / path, quality=80)
            rows.append((path, "real", "", 320, 256))
    for set_name, generator in GENERATORS.items():
        for number in range(8):
            path = f"generated/{set_name}/{number}.png"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            pixels = drawn_picture(rng).astype(int)
            pixels[::2, ::2] += 12
            Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(folder / path)
            rows.append((path, "generated", generator, 320, 256))
    with (folder / "SOURCES.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("path", "label", "generator", "width", "height"))
        table.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def samples(images):
    return read_collection(images)
