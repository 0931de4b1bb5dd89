"""What our own generators reach: quality beside photographs, copying, speed.

    OMP_WAIT_POLICY=PASSIVE python -m tests.benchmarks.generators
        [--painter] [--regenerator] [--speed] [--weights DIR] [--images DIR] [--pictures N]
        [--crops N] [--sheets DIR] [--cache DIR] [--json]

Figures are taken in the feature space of a small network that is trained here first, in about a
minute, to tell the painter's classes apart. They compare with one another, and with no published
ones. In brackets, 95% intervals. `OMP_WAIT_POLICY` matters where something else runs: threads
that wait actively then slow one another down several times.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import torch
from PIL import Image
from tqdm import tqdm

from models.generators.generation import WEIGHTS
from models.generators.recipe import PAINTER, REGENERATOR, GeneratorError
from models.generators.regenerator import FACTORS
from models.generators.weights import load_network, read_listing
from tests.benchmarks.generator_speed import THREADS, speed
from tests.benchmarks.painter_figures import (
    Photographs,
    copying,
    open_photographs,
    painted,
    quality,
)
from tests.benchmarks.regenerator_figures import fidelity, left_out_crops, packaged_crops
from tests.benchmarks.tables import Table

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))
PACKAGES = os.environ.get("SECOND_LOOK_PHOTOGRAPHS")


def main() -> int:
    """Measure what was asked for and print it."""
    options = _parser().parse_args()
    torch.set_num_threads(THREADS)
    listed = read_listing(options.weights)
    wanted = [name for name in (PAINTER, REGENERATOR) if getattr(options, name)] or list(listed)
    if not wanted:
        print(f"{options.weights} holds no weights; train a model first.", file=sys.stderr)
        return 1
    try:
        tables = _tables(options, wanted)
    except GeneratorError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        models = {name: vars(listed[name]) for name in wanted}
        print(json.dumps({"models": models, "tables": [table.record() for table in tables]}))
        return 0
    for name in wanted:
        entry = listed[name]
        print(f"{name}: {entry.steps} steps, {entry.pictures_seen} pictures, {entry.sha256[:12]}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    for table in tables:
        print(table.markdown())
    return 0


def _tables(options: argparse.Namespace, wanted: list[str]) -> list[Table]:
    tables = [speed(options.weights, wanted)]
    if options.speed:
        return tables
    photographs = open_photographs(options.images / "small128", options.cache)
    if PAINTER in wanted:
        tables += _painter_tables(options, photographs)
    if REGENERATOR in wanted:
        tables += _regenerator_tables(options, photographs)
    return tables


def _painter_tables(options: argparse.Namespace, photographs: Photographs) -> list[Table]:
    network, _ = load_network(PAINTER, options.weights)
    names = network.shape.classes
    # The classes as often as among the photographs that stand beside the painter's pictures.
    classes = photographs.classes[photographs.of(2, names)[: options.pictures]]
    generated = painted(network, classes)
    copies, sheet = copying(photographs, names, generated)
    _write(sheet, options.sheets, "nearest.png")
    return [quality(photographs, network, generated, classes), copies]


def _regenerator_tables(options: argparse.Namespace, photographs: Photographs) -> list[Table]:
    sets = {"objects": left_out_crops(options.images / "real" / "objects", options.crops)}
    if PACKAGES:
        sets["packaged"] = packaged_crops(Path(PACKAGES), options.crops)
    total = len(FACTORS) * sum(map(len, sets.values()))
    tables = []
    with tqdm(total=total, desc=REGENERATOR, unit="picture") as bar:
        for name, crops in sets.items():
            table, sheet = fidelity(
                crops, WHAT[name], photographs.network, options.weights, bar.update
            )
            _write(sheet, options.sheets, f"regenerated-{name}.png")
            tables.append(table)
    return tables


WHAT = {
    "objects": "photographs of objects, a folder that training leaves out",
    "packaged": "source photographs of the quiz, shrunk to the size it shows",
}


def _write(sheet, folder: Path | None, name: str) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(sheet).save(folder / name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--painter", action="store_true", help="measure it alone")
    parser.add_argument("--regenerator", action="store_true", help="measure it alone")
    parser.add_argument("--speed", action="store_true", help="measure nothing but speed")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="default: the shipped ones")
    parser.add_argument("--images", type=Path, default=SHARED / "images",
                        help="holds small128/ and real/; default: %(default)s")  # fmt: skip
    parser.add_argument("--pictures", type=int, default=300, help="for the painter to paint")
    parser.add_argument("--crops", type=int, default=16, help="to regenerate, of each set")
    parser.add_argument("--sheets", type=Path, help="write sheets of pictures to this folder")
    parser.add_argument("--cache", type=Path, help="keep the feature network in this folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
