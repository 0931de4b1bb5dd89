"""How long our own models take for a picture, and how much memory, each in a fresh process."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from models.generators.generation import generate
from models.generators.recipe import PAINTER, REGENERATOR, Recipe
from models.generators.weights import load_network
from tests.benchmarks.tables import Table

THREADS = 2
RUNS = 3
SIDE_PX = 512


def speed(weights: Path, models: list[str]) -> Table:
    """Time the pictures of these models.

    Args:
        weights: folder of theirs.
        models: "painter", "regenerator", or both.
    """
    table = Table(
        "Speed and memory",
        f"{THREADS} threads, {RUNS} pictures after one that loads the weights; memory is the "
        "most the process held, PyTorch included. Other work on the machine makes it slower.",
    )
    for name, model, factor in (
        ("painter, 64 px, 20 steps", PAINTER, None),
        (f"regenerator, {SIDE_PX} px, 4 times", REGENERATOR, 4),
        (f"regenerator, {SIDE_PX} px, 16 times", REGENERATOR, 16),
    ):
        if model in models:
            # A fresh process: memory that other figures took would count as the model's.
            fresh = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(1, mp_context=fresh) as pool:
                seconds, megabytes = pool.submit(_measured, weights, model, factor).result()
            table.rows[name] = {
                "seconds, median": float(np.median(seconds)),
                "shortest": min(seconds),
                "longest": max(seconds),
                "MB": round(megabytes),
            }
    return table


def _measured(weights: Path, model: str, factor: int | None) -> tuple[list[float], float]:
    torch.set_num_threads(THREADS)
    source, class_name = None, None
    if model == PAINTER:
        class_name = load_network(PAINTER, weights)[0].shape.classes[0]
    else:
        source = np.random.default_rng(0).integers(0, 256, (SIDE_PX, SIDE_PX, 3), np.uint8)
    steps = 20 if model == PAINTER else None
    seconds = []
    for seed in range(RUNS + 1):
        recipe = Recipe(
            model, seed=seed, steps=steps, class_name=class_name, factor=factor, source=source
        )
        began = time.perf_counter()
        generate(recipe, weights=weights)
        seconds.append(time.perf_counter() - began)
    return seconds[1:], _most_memory()


def _most_memory() -> float:
    """Return the most memory this process has held so far, in megabytes; Linux alone tells."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000 * 1.024
