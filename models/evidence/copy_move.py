"""Copy-move: a part of the picture that appears a second time, grain and all.

Windows of a house and leaves of a tree look alike, but each has grain of its own. A copy repeats
the grain as well, so two like-looking places count only if their finest detail agrees.

Source:
    Amerini, Ballan, Caldelli, Del Bimbo and Serra (2011), "A SIFT-Based Forensic Method for
    Copy-Move Attack Detection and Transformation Recovery", IEEE Trans. Information Forensics
    and Security 6(3), 1099-1110; Guo, Cao, Zhang and Wang (2010), "MIFT: A Mirror Reflection
    Invariant Feature Descriptor", ACCV, for mirrored copies.
    Deviations: each place is paired with its best double alone; movements are made of pairs that
    lie side by side instead of random ones (RANSAC); and a found movement is checked pixel by
    pixel on the high-pass residual, which rejects repeated architecture.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from models.analysis import Trace
from models.evidence._alikeness import (
    LEVEL,
    MOST_DISTANCES,
    ROW,
    STEP,
    joined,
    local_correlation,
    shared_information,
)
from models.evidence._window import box_around
from models.evidence_map import empty_map, map_of_pixels, whole_map
from models.image import LoadedImage

FAMILY = "duplication"
EXPLAINS = ("patch_fill",)
MAX_PIXELS = 600_000  # larger pictures are searched at a smaller size
_LEAST_SIDE = 64
_MOST_KEYPOINTS = 2500
_TILES = 8  # the picture's parts each way that keypoints are looked for in
_LEAST_CONTRAST = 0.004
_LEAST_LIKENESS = 0.9  # cosine between descriptors
_LEAST_MOVE = 24.0  # pixels
_LEAST_MATCHES = 4
_MOST_MOVES = 6
_BESIDE = 6  # pairs that each pair is put together with
_LEAST_GAP = 4.0  # pixels
_MOST_SCALE = 2.5
_MOST_GUESSES = 2000
_REFINEMENTS = 2
_REACH = 2.0  # pixels
_FIGURES = ("moved", "turned", "scaled", "mirrored", "area", "correlation")
_PATCH = 9  # pixels over which the finest detail is correlated
_LEAST_CORRELATION = 0.6
_BAND = 0.8, 4.0  # pixels, of the blurs between which coarser detail lies
_WIDE_PATCH = 17  # pixels over which coarser detail is correlated
_LEAST_WIDE_CORRELATION = 0.75
_LEAST_POWER = 0.25  # grey levels squared
_NUDGE = 3.0  # pixels
_LEAST_SHARPNESS = 0.3
_LEAST_AREA = 150  # pixels


def examine(image: LoadedImage) -> Trace:
    """Return the largest part found twice.

    ``raw_score`` is the square root of what the two places tell of one another, in nats, summed
    over the largest connected part of the copy. Figures: ``moved`` distance in pixels of the
    picture, ``turned`` in degrees, ``scaled``, ``mirrored`` (0 or 1), the copy's ``area`` as a
    share of the picture, its finest detail's mean ``correlation`` (all 0 if nothing was found).
    """
    if min(image.height, image.width) < _LEAST_SIDE:
        return Trace(0.0, abstained="too-small")
    shrink = min(1.0, np.sqrt(MAX_PIXELS / image.luma.size))
    luma = image.luma
    if shrink < 1:
        luma = cv2.resize(luma, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    best, best_map, figures = 0.0, None, dict.fromkeys(_FIGURES, 0.0)
    for movement in _candidates(luma):
        agreement = verified(luma, movement)
        agreement = _largest_part(agreement, movement)
        if (agreement > 0).sum() < _LEAST_AREA:
            continue
        score = shared_information(agreement)
        if score > best:
            best = score
            correlation = float(agreement[agreement > 0].mean())
            agreement = _grown(luma, movement, agreement)
            best_map = np.maximum(agreement, _moved(agreement, movement))
            figures = _figures(movement, agreement, shrink) | {"correlation": correlation}
    if best_map is None:
        return Trace(0.0, empty_map(image.luma.shape), None, figures)
    map = whole_map(best_map, image.luma.shape)
    # The box is around the larger of the two places, not where a few pixels agree best.
    return Trace(best, map, box_around(map_of_pixels(map.pixels() >= 0.5)), figures)


def _largest_part(
    agreement: npt.NDArray[np.float32], movement: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """Return the agreement of the largest connected part alone, less what is its own copy.

    Stripes and weave agree with themselves a few threads further on: there the copy overlaps
    its source, which nobody who hides or doubles a thing would do.
    """
    count, labels, parts, _ = cv2.connectedComponentsWithStats(joined(agreement > 0))
    if count < 2:
        return np.zeros_like(agreement)
    part = labels == 1 + int(parts[1:, cv2.CC_STAT_AREA].argmax())
    doubled = _moved(part.astype(np.float32), movement) > 0
    return np.where(part & ~doubled, agreement, 0)


def _candidates(luma: npt.NDArray[np.float32]) -> Iterator[npt.NDArray[np.float64]]:
    """Yield (2, 3) movements under which a part may appear again, as it is and mirrored."""
    places, descriptors = keypoints(luma)
    pairs = matched(places, descriptors, descriptors)
    yield from (each for each in movements(*pairs) if not _is_in_rows(each, *pairs))
    sources, targets = matched(places, descriptors, mirrored(descriptors))
    pairs = sources * np.float32([-1, 1]), targets
    for movement in movements(*pairs):
        if not _is_in_rows(movement, *pairs):
            yield movement * [[-1, 1, 1]]


def _is_in_rows(
    movement: npt.NDArray[np.float64],
    sources: npt.NDArray[np.float32],
    targets: npt.NDArray[np.float32],
) -> bool:
    """Return whether a movement is one of many along a line, as of a letter to all its likes.

    So are the windows of a floor. Of the pairs about as high as its own, more then lead along the
    line to other places than to its own.
    """
    off = targets - sources @ movement[:, :2].T - movement[:, 2]
    own = np.hypot(*off.T) < _REACH
    heights = sources[:, 1]
    beside = (heights >= heights[own].min() - ROW) & (heights <= heights[own].max() + ROW)
    others = off[beside & ~own & (np.abs(off[:, 1]) <= LEVEL), 0]
    return len(others) > own.sum() and len(np.unique(np.rint(others / STEP))) > MOST_DISTANCES


def keypoints(
    luma: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return places of detail, float32 (N, 2) as x, y in pixels, and how each looks (N, 128).

    A description has length 1.
    """
    # Otherwise places lie a quarter of a pixel off, and those of a mirrored part half of one.
    finder = cv2.SIFT_create(contrastThreshold=_LEAST_CONTRAST, enable_precise_upscale=True)
    grey = np.clip(np.rint(luma), 0, 255).astype(np.uint8)
    found, descriptors = finder.compute(grey, _spread(finder.detect(grey), luma.shape))
    if not found:
        return np.empty((0, 2), np.float32), np.empty((0, 128), np.float32)
    places = np.array([keypoint.pt for keypoint in found], dtype=np.float32)
    return places, descriptors / np.maximum(
        np.linalg.norm(descriptors, axis=1, keepdims=True), 1e-6
    )


def _spread(
    found: Sequence[cv2.KeyPoint], shape: tuple[int, int]
) -> list[cv2.KeyPoint]:
    """Return the clearest of each part of the picture: a lawn has few as clear as a fence's."""
    tiles = defaultdict(list)
    for keypoint in sorted(found, key=lambda each: -each.response):
        x, y = keypoint.pt
        tile = tiles[int(y * _TILES / shape[0]), int(x * _TILES / shape[1])]
        if len(tile) < _MOST_KEYPOINTS // _TILES**2:
            tile.append(keypoint)
    return [keypoint for tile in tiles.values() for keypoint in tile]


def mirrored(descriptors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how places would look in a mirror, float32 (N, 128).

    A description is 4 x 4 cells, turned to the place's own direction, of 8 directions each. A
    mirror along that direction turns round the order of the rows and of the directions.
    """
    cells = descriptors.reshape(-1, 4, 4, 8)
    return cells[:, ::-1, :, -np.arange(8)].reshape(-1, 128)


def matched(
    places: npt.NDArray[np.float32],
    descriptors: npt.NDArray[np.float32],
    others: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return each place with the one most like it: two float32 (N, 2) arrays of x, y in pixels.

    A window of a house is like all others, and its copy is more so.

    Args:
        places: float32 (M, 2).
        descriptors, others: float32 (M, 128), how they look as first and as second of a pair.
    """
    if not len(places):
        return places, places
    likeness = descriptors @ others.T
    # A place's own neighbours overlap it.
    near = cKDTree(places).query_pairs(_LEAST_MOVE, output_type="ndarray")
    likeness[near[:, 0], near[:, 1]] = likeness[near[:, 1], near[:, 0]] = 0
    np.fill_diagonal(likeness, 0)
    pairs = np.column_stack([np.arange(len(places)), likeness.argmax(axis=1)])
    pairs = pairs[likeness.max(axis=1) >= _LEAST_LIKENESS]
    # Each pair once, always from left to right.
    leftward = (places[pairs[:, 1]] - places[pairs[:, 0]]) @ [1, 1e-3] < 0
    pairs[leftward] = pairs[leftward, ::-1]
    first, second = np.unique(pairs, axis=0).T
    return places[first], places[second]


def movements(
    sources: npt.NDArray[np.float32], targets: npt.NDArray[np.float32]
) -> list[npt.NDArray[np.float64]]:
    """Return the (2, 3) similarity transforms that many pairs share, the best supported first.

    Two pairs make a transform. Only pairs whose places lie side by side are put together, twice:
    a copied part moves as a whole, and most wrong pairs are ruled out at once.
    """
    here, there = (places @ np.array([1, 1j], np.complex64) for places in (sources, targets))
    if len(here) < _LEAST_MATCHES:
        return []
    beside = min(_BESIDE, len(here) - 1)
    _, other = cKDTree(sources).query(sources, beside + 1)
    one, other = np.repeat(np.arange(len(here)), beside), other[:, 1:].ravel()
    # Pairs that lie too close together make no more than a rough guess.
    far = np.abs(here[other] - here[one]) >= _LEAST_GAP
    one, other = one[far], other[far]
    turn = (there[other] - there[one]) / (here[other] - here[one])
    guesses = np.flatnonzero((np.abs(turn) > 1 / _MOST_SCALE) & (np.abs(turn) < _MOST_SCALE))
    # From all over the picture.
    guesses = guesses[:: max(1, -(-len(guesses) // _MOST_GUESSES))]
    shift = there[one[guesses]] - turn[guesses] * here[one[guesses]]
    agree = np.abs(turn[guesses, None] * here + shift[:, None] - there) < _REACH
    left = np.ones(len(here), bool)
    found = []
    while len(guesses) and len(found) < _MOST_MOVES:
        kept = agree[np.count_nonzero(agree[:, left], axis=1).argmax()] & left
        for _ in range(_REFINEMENTS):
            # One place can be described in several ways.
            if len(np.unique(here[kept])) < _LEAST_MATCHES:
                return found
            fitted_turn, fitted_shift = _fitted(here[kept], there[kept])
            kept = left & (np.abs(fitted_turn * here + fitted_shift - there) < _REACH)
        left &= ~kept
        found.append(np.array([
            [fitted_turn.real, -fitted_turn.imag, fitted_shift.real],
            [fitted_turn.imag, fitted_turn.real, fitted_shift.imag],
        ]))  # fmt: skip
    return found


def _fitted(
    here: npt.NDArray[np.complex64], there: npt.NDArray[np.complex64]
) -> tuple[complex, complex]:
    """Return the factor and the shift that bring ``here`` nearest to ``there``, x + iy."""
    middles = here.mean(dtype=complex), there.mean(dtype=complex)
    offsets = here - middles[0]
    turn = np.vdot(offsets, there - middles[1]) / np.vdot(offsets, offsets).real
    return complex(turn), complex(middles[1] - turn * middles[0])


def verified(
    luma: npt.NDArray[np.float32], movement: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """Return where the finest detail agrees with that at the place it was moved to.

    Along a straight line or a row of lines detail agrees with itself anywhere: a place counts
    only if the agreement is lost as soon as the copy is moved by a few pixels more.

    Args:
        luma: float32 (H, W), 0 to 255.
        movement: (2, 3), from x, y of one place to x, y of its double.

    Returns:
        float32 (H, W): correlation of the residuals, 0 where it is below
        ``_LEAST_CORRELATION``, not sharp, or without detail to compare.
    """
    residual = luma - cv2.GaussianBlur(luma, (0, 0), 1.0)
    agreement = _agreement(residual, movement)
    rows, columns = (np.nonzero((agreement > 0).any(axis=axis))[0] for axis in (1, 0))
    if len(rows):
        # Only the box that agrees is worth the other looks.
        box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        elsewhere = np.zeros_like(agreement[box])
        for angle in np.arange(8) * np.pi / 4:
            moved = movement.copy()
            moved[:, 2] += _NUDGE * np.array([np.cos(angle), np.sin(angle)])
            np.maximum(elsewhere, _agreement(residual, moved, box), out=elsewhere)
        agreement[box][agreement[box] - elsewhere < _LEAST_SHARPNESS] = 0
    patch = np.ones((_PATCH, _PATCH), np.uint8)
    solid = cv2.morphologyEx((agreement > 0).astype(np.uint8), cv2.MORPH_OPEN, patch)
    return np.where(solid > 0, agreement, 0)


def _grown(
    luma: npt.NDArray[np.float32],
    movement: npt.NDArray[np.float64],
    found: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Return the found part with all around it that agrees in coarser detail.

    A save takes the finest detail away from most of a copy; once a part of it was found by that,
    coarser detail, which things that look alike share too, tells how far it goes.
    """
    band = cv2.GaussianBlur(luma, (0, 0), _BAND[0]) - cv2.GaussianBlur(luma, (0, 0), _BAND[1])
    agreement = _agreement(band, movement, window=_WIDE_PATCH, least=_LEAST_WIDE_CORRELATION)
    _, labels = cv2.connectedComponents(joined((agreement > 0) | (found > 0)))
    part = np.isin(labels, np.unique(labels[found > 0]))
    doubled = _moved(part.astype(np.float32), movement) > 0
    return np.where(part & ~doubled, np.maximum(agreement, found), found)


def _agreement(
    residual: npt.NDArray[np.float32],
    movement: npt.NDArray[np.float64],
    box: tuple[slice, slice] = (slice(None), slice(None)),
    window: int = _PATCH,
    least: float = _LEAST_CORRELATION,
) -> npt.NDArray[np.float32]:
    """Return the local correlation of the box with its double, 0 below the least that counts."""
    here = residual[box]
    height, width = here.shape
    shifted = movement.copy()
    shifted[:, 2] += movement[:, :2] @ [box[1].start or 0, box[0].start or 0]
    there = cv2.warpAffine(
        residual, shifted, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    power, power_there = (cv2.blur(each * each, (window, window)) for each in (here, there))
    correlation = local_correlation(here, there, power, power_there, window)
    # Flat places agree about nothing, and beyond the border there is nothing.
    detailed = (power > _LEAST_POWER) & (power_there > _LEAST_POWER)
    return np.where(detailed & (correlation >= least), correlation, 0)


def _moved(
    agreement: npt.NDArray[np.float32], movement: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    return cv2.warpAffine(agreement, movement, agreement.shape[::-1], flags=cv2.INTER_NEAREST)


def _figures(
    movement: npt.NDArray[np.float64], agreement: npt.NDArray[np.float32], shrink: float
) -> dict[str, float]:
    y, x = np.nonzero(agreement)
    centre = np.array([x.mean(), y.mean()])
    moved = movement[:, :2] @ centre + movement[:, 2] - centre
    return {
        "moved": float(np.hypot(*moved)) / shrink,
        # A mirror turns the first column round and leaves the second.
        "turned": float(np.degrees(np.arctan2(-movement[0, 1], movement[1, 1]))),
        "scaled": float(np.hypot(movement[0, 0], movement[1, 0])),
        "mirrored": float(np.linalg.det(movement[:, :2]) < 0),
        "area": float((agreement > 0).mean()),
    }
