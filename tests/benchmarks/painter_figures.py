"""What the painter's pictures are worth beside photographs, and whether it copies any."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from sklearn.metrics.pairwise import euclidean_distances

from models.generators.data import CLASSES, labelled_pictures
from models.generators.diffusion import seeded_noise, to_pixels
from models.generators.network import Denoiser
from models.generators.painter import GUIDANCE, STEPS, paint
from tests.benchmarks.features import (
    FeatureNetwork,
    all_statistics,
    answers,
    last_means,
    open_features,
)
from tests.benchmarks.measures import average, inside, measured_frechet, whitening
from tests.benchmarks.tables import Table

Pixels = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.int64]

SEED = 20
AT_ONCE = 16
SMOOTHED_PX = 2.0
GRAIN = 25.0
# A copy that nobody would miss: moved by a pixel, with a little grain.
COPY_GRAIN = 4.0
RARE = 0.01
SHEET_ROWS = 24
SHEET_SCALE = 2


@dataclass(frozen=True, eq=False)
class Photographs:
    """Every picture of the classes once, and what each is for.

    Half of each class teaches the feature network. The other half, which it has never seen, is
    what generated pictures are measured against, again in two halves: one is the reference, the
    other shows what photographs reach.

    Attributes:
        pixels: uint8 (N, 64, 64, 3), no two alike.
        classes: int64 (N,), index into ``CLASSES``.
        part: int (N,): 0 teaches, 1 is the reference, 2 is compared with it.
        network: taught by part 0.
    """

    pixels: Pixels
    classes: Indices
    part: Indices
    network: FeatureNetwork

    @cached_property
    def space(self):
        """Map from all of a picture's statistics to whitened ones."""
        return whitening(all_statistics(self.network, self.pixels[self.part == 0]))

    def features(self, pixels: Pixels) -> npt.NDArray[np.float64]:
        """Return where pictures lie in the space that neighbours are looked for in."""
        return self.space(all_statistics(self.network, pixels))

    def of(self, part: int, names: tuple[str, ...] = CLASSES) -> Indices:
        """Return the indices of a part's pictures of some classes."""
        wanted = [CLASSES.index(name) for name in names]
        return np.flatnonzero((self.part == part) & np.isin(self.classes, wanted))

    def held_out_accuracy(self) -> npt.NDArray[np.bool_]:
        """Return for each picture that did not teach the network whether it is told aright."""
        unseen = self.part > 0
        return answers(self.network, self.pixels[unseen]) == self.classes[unseen]


def open_photographs(folder: Path, cache: Path | None) -> Photographs:
    """Read the labelled pictures of all classes, each once, and teach the feature network.

    The network knows every class, whichever the painter learnt, so that the figures of two
    painters can be compared.

    Args:
        folder: as for ``labelled_pictures``.
        cache: keeps the network for the next time, if given.
    """
    given = labelled_pictures(folder)
    # Training repeats the pictures of small classes; measured, each counts once.
    _, first = np.unique(given.pixels.reshape(len(given), -1), axis=0, return_index=True)
    first = np.random.default_rng(SEED).permutation(np.sort(first))
    pixels, classes = given.pixels[first], given.classes[first]
    rank = np.empty(len(classes), np.int64)
    for index in range(len(CLASSES)):
        its = classes == index
        rank[its] = np.arange(its.sum())
    part = np.array([0, 1, 0, 2])[rank % 4]
    network = open_features(pixels[part == 0], classes[part == 0], cache)
    return Photographs(pixels, classes, part, network)


def painted(network: Denoiser, classes: Indices, steps: int = STEPS) -> Pixels:
    """Return a picture for each index into ``CLASSES``, uint8 (N, 64, 64, 3)."""
    names = network.shape.classes
    asked = torch.tensor([names.index(CLASSES[index]) for index in classes])
    noise = seeded_noise(SEED, len(asked), 3, 64, 64)
    done = []
    for some, its_noise in zip(asked.split(AT_ONCE), noise.split(AT_ONCE), strict=True):
        *_, last = paint(network, its_noise, some, steps, GUIDANCE)
        done.append(to_pixels(last.noisy))
    return np.concatenate(done)


def untrained(network: Denoiser) -> Denoiser:
    """Return a painter of the same shape that has learnt nothing."""
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        return Denoiser(network.shape).eval().requires_grad_(False)


def quality(
    photographs: Photographs, network: Denoiser, generated: Pixels, classes: Indices
) -> Table:
    """Compare the painter's pictures, and sets that must come out bad, with photographs.

    Args:
        photographs: to compare with.
        network: the painter.
        generated: uint8 (N, 64, 64, 3), its pictures.
        classes: int64 (N,), the class asked for, index into ``CLASSES``.
    """
    names = network.shape.classes
    reference = photographs.pixels[photographs.of(1, names)]
    real = photographs.of(2, names)[: len(generated)]
    told = average(photographs.held_out_accuracy())
    table = Table(
        "Painter: distance from photographs",
        f"{len(names)} classes: {', '.join(names)}. Reference: {len(reference)} photographs, each "
        "once, that the feature network has not seen; the painter has. The network "
        f"names the class of {100 * told.value:.0f}% of the {(photographs.part > 0).sum()} "
        f"photographs held out from it, of {len(CLASSES)} classes. Fréchet distance in its last "
        "stage; precision and recall among the three nearest in all its stages. It is a network "
        "of our own: NOT comparable with published FID. A figure means something only beside "
        "that of photographs. 'As asked': taken by the network for the class asked for.",
    )
    unskilled = painted(untrained(network), classes)
    sets = {
        "photographs": (photographs.pixels[real], photographs.classes[real]),
        "painter": (generated, classes),
        **{
            name: (pixels, photographs.classes[real])
            for name, pixels in spoilt(photographs.pixels[real])
        },
        "one photograph over and over": (
            _grained(photographs.pixels[np.full(len(real), real[0])], COPY_GRAIN),
            np.full(len(real), photographs.classes[real[0]]),
        ),
        "untrained painter": (unskilled, classes),
    }
    means, places = last_means(photographs.network, reference), photographs.features(reference)
    for name, (pixels, its_classes) in sets.items():
        features = photographs.features(pixels)
        table.rows[name] = {
            "pictures": len(pixels),
            "Fréchet distance": measured_frechet(last_means(photographs.network, pixels), means),
            "precision": average(inside(features, places)),
            "recall": average(inside(places, features)),
            "as asked": average(answers(photographs.network, pixels) == its_classes),
        }
    return table


def spoilt(pixels: Pixels) -> Iterator[tuple[str, Pixels]]:
    """Yield photographs made worse in a way that a good measure must notice."""
    smooth = ndimage.gaussian_filter(pixels.astype(float), (0, SMOOTHED_PX, SMOOTHED_PX, 0))
    yield "blurred photographs", np.round(smooth).astype(np.uint8)
    yield "photographs with grain", _grained(pixels, GRAIN)


def copying(
    photographs: Photographs, names: tuple[str, ...], generated: Pixels
) -> tuple[Table, Pixels]:
    """Look for the training picture next to each generated one, mirrored ones among them.

    Returns:
        how near they come, beside what a photograph comes to another; and a sheet, uint8
        (H, W, 3), of the generated pictures, the nearest to a training picture first: the
        picture, its nearest by features, its nearest by pixels.
    """
    pool = np.concatenate([photographs.of(part, names) for part in range(3)])
    trained = photographs.pixels[pool]
    trained = np.concatenate([trained, trained[:, :, ::-1]])
    places = photographs.features(trained)
    unseen = np.concatenate([photographs.of(part, names) for part in (1, 2)])
    # A photograph of the pool is not its own neighbour, and neither is its mirror picture.
    own = np.searchsorted(pool, unseen, sorter=np.argsort(pool))
    own = np.argsort(pool)[own]
    copied = photographs.pixels[np.random.default_rng(SEED).choice(pool, len(generated))]
    copied = _grained(np.roll(copied, 1, axis=2)[:, :, ::-1], COPY_GRAIN)
    sets = {
        "photographs": (photographs.pixels[unseen], own),
        "painter": (generated, None),
        "mirrored copies, moved 1 px, grain": (copied, None),
    }
    found = {
        name: (
            _nearest(photographs.features(pixels), places, own),
            _nearest(_flat(pixels), _flat(trained), own),
        )
        for name, (pixels, own) in sets.items()
    }
    table = Table(
        "Painter: does it copy?",
        f"Distance to the nearest of the {len(pool)} pictures it learnt from and their mirror "
        "pictures; for a photograph, to the nearest other one. Copies would be much nearer than "
        "photographs are to one another: more than about "
        f"{100 * RARE:.0f}% of them nearer than all but {100 * RARE:.0f}% of the photographs. "
        "Pixels: root mean square of 255, at half size; in them a soft picture is near to all.",
    )
    for name, nearest in found.items():
        row = table.rows[name] = {"pictures": len(nearest[0][1])}
        for space, (_, distance), (_, usual) in zip(
            ("features", "pixels"), nearest, found["photographs"], strict=True
        ):
            row[f"{space}: median"] = average(distance, np.median)
            row[f"{space}: nearest"] = float(distance.min())
            near = distance < np.quantile(usual, RARE)
            row[f"{space}: unusually near"] = average(near)
    (by_features, distance), (by_pixels, _) = found["painter"]
    first = np.argsort(distance)[:SHEET_ROWS]
    rows = [generated[first], trained[by_features[first]], trained[by_pixels[first]]]
    return table, _sheet(np.stack(rows, axis=1))


def _nearest(
    rows: npt.NDArray, pool: npt.NDArray, own: Indices | None
) -> tuple[Indices, npt.NDArray[np.float64]]:
    """Return which of the pool is nearest to each row, and how near.

    Args:
        rows: (N, D).
        pool: (2 M, D), pictures and then their mirror pictures.
        own: (N,), place in the pool of the row itself, if it is from there.
    """
    apart = euclidean_distances(rows, pool)
    if own is not None:
        each = np.arange(len(rows))
        apart[each, own] = apart[each, own + len(pool) // 2] = np.inf
    index = apart.argmin(axis=1)
    return index, apart[np.arange(len(rows)), index]


def _flat(pixels: Pixels) -> npt.NDArray[np.float64]:
    """Return pictures at half size as rows whose distance is the root mean square difference.

    At half size a copy that was moved by a pixel is still near.
    """
    count, height, width, _ = pixels.shape
    halves = pixels.reshape(count, height // 2, 2, width // 2, 2, 3).mean(axis=(2, 4))
    flat = halves.reshape(count, -1)
    return flat / np.sqrt(flat.shape[1])


def _grained(pixels: Pixels, strength: float) -> Pixels:
    grain = np.random.default_rng(SEED).normal(0, strength, pixels.shape)
    return np.round(pixels + grain).clip(0, 255).astype(np.uint8)


def _sheet(triples: Pixels) -> Pixels:
    """Return (N, 3, S, S, 3) as one picture, six triples a line, with a gap between them."""
    enlarged = triples.repeat(SHEET_SCALE, axis=2).repeat(SHEET_SCALE, axis=3)
    gap = np.full((*enlarged.shape[:1], enlarged.shape[2], 8, 3), 255, np.uint8)
    cells = [np.concatenate([*triple, g], axis=1) for triple, g in zip(enlarged, gap, strict=True)]
    lines = [np.concatenate(cells[at : at + 6], axis=1) for at in range(0, len(cells), 6)]
    width = max(line.shape[1] for line in lines)
    padded = [
        np.pad(line, ((0, 0), (0, width - line.shape[1]), (0, 0)), constant_values=255)
        for line in lines
    ]
    return np.concatenate(padded)
