"""How good our generative models are, in figures and in sheets to look at.

    python -m tests.benchmarks.generators painter --data SHARED/images/small128
    python -m tests.benchmarks.generators regenerator --data SHARED/images

The painter's pictures are compared with the photographs of its classes: Fréchet distance,
precision and recall, the share taken for the right class, and a sheet of each picture above the
training photograph nearest to it. The regenerator is tried on photographs it was not trained on
and compared with bicubic enlargement and with the original. Distances are taken inside a network
trained here on the same classes (``picture_features``): they cannot be compared with published
ones.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy import linalg, ndimage
from scipy.spatial import distance

from models.generators.data import TrainingPictures, detail_crops, labelled_pictures
from models.generators.diffusion import seeded_noise, to_pixels, to_signal
from models.generators.painter import GUIDANCE, STEPS, paint
from models.generators.regenerator import STEPS as REGENERATION_STEPS
from models.generators.regenerator import hint_of, reinvent
from models.generators.training_record import write_sheet
from models.generators.weights import WEIGHTS, load_network

from .picture_features import features_of, perceptual_distance, train_features

NEIGHBOURS = 3
SHEET_COLUMNS = 12
# The regenerator never sees this folder in training.
HELD_OUT = "real/objects"
CROP_PX = 128


def frechet_distance(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Return the squared Fréchet distance of two sets of features, as Gaussians, (N, D) each.

    Source:
        Heusel et al. (2017), NeurIPS.

    >>> rng = np.random.default_rng(0)
    >>> features = rng.normal(size=(500, 4))
    >>> abs(round(frechet_distance(features, features), 6))
    0.0
    >>> round(frechet_distance(features, features + [3, 0, 0, 0]), 6)
    9.0
    """
    shift = one.mean(axis=0) - other.mean(axis=0)
    left, right = np.cov(one, rowvar=False), np.cov(other, rowvar=False)
    # The trace of the root of a product is the sum of the roots of its eigenvalues.
    roots = np.sqrt(np.maximum(linalg.eigvals(left @ right).real, 0)).sum()
    return float(shift @ shift + np.trace(left) + np.trace(right) - 2 * roots)


def coverage(
    asked: npt.NDArray[np.float64], known: npt.NDArray[np.float64], neighbours: int = NEIGHBOURS
) -> float:
    """Return the share of `asked` features that lie within the reach of `known` ones.

    A known feature reaches as far as its k-th neighbour among the known. With photographs as the
    known this is a model's precision, the other way round its recall.

    Source:
        Kynkäänniemi et al. (2019), NeurIPS.

    >>> grid = np.arange(10.0)[:, None]
    >>> coverage(np.array([[4.5], [100.0]]), grid)
    0.5
    """
    reach = np.sort(distance.cdist(known, known), axis=1)[:, neighbours]
    return float((distance.cdist(asked, known) <= reach).any(axis=1).mean())


def measure_painter(data: Path, weights: Path, count: int, output: Path) -> None:
    """Print the painter's figures; write the sheet of nearest training photographs."""
    network, _ = load_network("painter", weights)
    pictures = _without_repeats(labelled_pictures(data, network.shape.classes))
    judge = train_features(pictures)
    painted, classes = _painted(network, count)
    real, real_guesses = features_of(judge, pictures.pixels)
    made, made_guesses = features_of(judge, painted)
    halves = np.random.default_rng(0).permutation(len(real)) % 2
    between = frechet_distance(real[halves == 0], real[halves == 1])
    print(f"photographs {len(real)}, painted {len(made)}, classes {len(pictures.names)}")
    print(f"Fréchet distance {frechet_distance(made, real):.3f}")
    print(f"  between two halves of the photographs {between:.3f}")
    print(f"precision {coverage(made, real):.3f}, recall {coverage(real, made):.3f}")
    print(f"taken for the right class {np.mean(made_guesses == classes):.3f}")
    print(f"  photographs {np.mean(real_guesses == pictures.classes):.3f}")
    nearest = distance.cdist(_flat(painted), _flat(pictures.pixels)).argmin(axis=1)
    chosen = np.linspace(0, len(painted) - 1, 2 * SHEET_COLUMNS).astype(int)
    rows = [
        np.concatenate(pixels, axis=1)
        for part in np.split(chosen, 2)
        for pixels in (painted[part], pictures.pixels[nearest[part]])
    ]
    write_sheet(output / "painter-nearest.png", np.concatenate(rows))


def measure_regenerator(data: Path, weights: Path, count: int, output: Path) -> None:
    """Print the regenerator's figures; write a sheet of hints, results and originals."""
    network, _ = load_network("regenerator", weights)
    judge = train_features(_without_repeats(labelled_pictures(data / "small128")))
    crops = detail_crops(data / HELD_OUT, CROP_PX, per_picture=1).pixels
    original = to_signal(crops[np.linspace(0, len(crops) - 1, count).astype(int)])
    bicubic = hint_of(original)
    *_, last = reinvent(network, seeded_noise(0, *original.shape), bicubic, REGENERATION_STEPS)
    for name, made in (("bicubic", bicubic), ("regenerated", last.noisy)):
        distances = perceptual_distance(judge, made, original)
        sharpness = _sharpness(made) / _sharpness(original)
        error = (made - original).square().mean(dim=(1, 2, 3)) / 4
        print(
            f"{name}: sharpness {sharpness.median():.3f} of the original's, "
            f"feature distance {distances.mean():.4f}, PSNR {-10 * error.log10().mean():.2f} dB"
        )
    shown = [to_pixels(rows[:SHEET_COLUMNS]) for rows in (bicubic, last.noisy, original)]
    sheet = np.concatenate([np.concatenate(row, axis=1) for row in shown])
    write_sheet(output / "regenerator.png", sheet)


def _painted(
    network: torch.nn.Module, count: int
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    names = network.shape.classes
    pixels = []
    for index in range(len(names)):
        noise = seeded_noise(1000 + index, count, 3, 64, 64)
        *_, last = paint(network, noise, torch.full((count,), index), STEPS, GUIDANCE)
        pixels.append(to_pixels(last.noisy))
    return np.concatenate(pixels), np.repeat(np.arange(len(names)), count)


def _without_repeats(pictures: TrainingPictures) -> TrainingPictures:
    _, first = np.unique(_flat(pictures.pixels), axis=0, return_index=True)
    first.sort()
    return TrainingPictures(pictures.pixels[first], pictures.classes[first], pictures.names)


def _flat(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return pixels.reshape(len(pixels), -1).astype(np.float32)


def _sharpness(signal: torch.Tensor) -> torch.Tensor:
    """Return the mean square of the Laplacian of each picture's brightness, float (N,)."""
    luma = signal.mean(dim=1).numpy()
    return torch.tensor([np.square(ndimage.laplace(picture)).mean() for picture in luma])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("model", choices=("painter", "regenerator"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--count", type=int, default=30, help="pictures, for the painter per class")
    parser.add_argument("--output", type=Path, default=Path("data"), help="folder for the sheet")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    measure = measure_painter if options.model == "painter" else measure_regenerator
    measure(options.data, options.weights, options.count, options.output)


if __name__ == "__main__":
    main()
