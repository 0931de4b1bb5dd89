"""Copy-move: a part of the picture that appears a second time, grain and all.

Windows of a house and leaves of a tree look alike, but each has grain of its own. A copy repeats
the grain as well, so two like-looking places count only if their finest detail agrees.

Source:
    Amerini, Ballan, Caldelli, Del Bimbo and Serra (2011), "A SIFT-Based Forensic Method for
    Copy-Move Attack Detection and Transformation Recovery", IEEE Trans. Information Forensics
    and Security 6(3), 1099-1110; Fischler and Bolles (1981) for RANSAC.
    Deviation: the found movement is checked pixel by pixel on the high-pass residual, which
    rejects repeated architecture.
"""

import cv2
import numpy as np
import numpy.typing as npt

from models.analysis import Trace
from models.evidence._window import box_around
from models.image import LoadedImage

FAMILY = "duplication"
MAX_PIXELS = 600_000  # larger pictures are searched at a smaller size
_LEAST_SIDE = 64
_MOST_KEYPOINTS = 2500
_MOST_PAIRS = 1500
_LEAST_LIKENESS = 0.94  # cosine between descriptors
_LEAST_MOVE = 24.0  # pixels
_LEAST_MATCHES = 4
_MOST_MOVES = 6
_FIGURES = ("moved", "turned", "scaled", "area", "correlation")
_PATCH = 9  # pixels over which the finest detail is correlated
_LEAST_CORRELATION = 0.6
_LEAST_POWER = 0.25  # grey levels squared
_NUDGE = 3.0  # pixels
_LEAST_SHARPNESS = 0.3
_LEAST_AREA = 150  # pixels
_JOIN = 15  # pixels; flat places in a copy do not tear it apart
_MOST_CORRELATION = 0.999  # rounding leaves no more


def examine(image: LoadedImage) -> Trace:
    """Return the largest part found twice.

    ``raw_score`` is the square root of what the two places tell of one another, in nats, summed
    over the largest connected part of the copy. Figures: ``moved`` distance in pixels of the
    picture, ``turned`` in degrees, ``scaled``, the copy's ``area`` as a share of the picture, its
    mean ``correlation`` (all 0 if nothing was found).
    """
    if min(image.height, image.width) < _LEAST_SIDE:
        return Trace(0.0, abstained="too-small")
    shrink = min(1.0, np.sqrt(MAX_PIXELS / image.luma.size))
    luma = image.luma
    if shrink < 1:
        luma = cv2.resize(luma, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    sources, targets = matched_keypoints(luma)
    best, best_map, figures = 0.0, None, dict.fromkeys(_FIGURES, 0.0)
    for movement in movements(sources, targets):
        agreement = verified(luma, movement)
        agreement = _largest_part(agreement, movement)
        if (agreement > 0).sum() < _LEAST_AREA:
            continue
        score = shared_information(agreement)
        if score > best:
            best = score
            correlation = float(agreement[agreement > 0].mean())
            best_map = np.maximum(agreement, _moved(agreement, movement))
            figures = _figures(movement, agreement, shrink) | {"correlation": correlation}
    if best_map is None:
        return Trace(0.0, np.zeros(image.luma.shape, dtype=np.float32), None, figures)
    map = cv2.resize(best_map, (image.width, image.height), interpolation=cv2.INTER_LINEAR)
    return Trace(best, map, box_around(map), figures)


def shared_information(agreement: npt.NDArray[np.float32]) -> float:
    """Return the square root of the mutual information of two places, in nats.

    Args:
        agreement: float32, correlation of each pixel's surroundings, 0 to 1; 0 where not counted.

    A copy saved as a PNG agrees by 0.99 and more, things that merely look alike by 0.8: this
    tells them apart where their mean correlation hardly does.
    """
    correlation = np.minimum(agreement.astype(np.float64), _MOST_CORRELATION)
    return float(np.sqrt(-0.5 * np.log1p(-(correlation**2)).sum()))


def _largest_part(
    agreement: npt.NDArray[np.float32], movement: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """Return the agreement of the largest connected part alone, less what is its own copy.

    Stripes and weave agree with themselves a few threads further on: there the copy overlaps
    its source, which nobody who hides or doubles a thing would do.
    """
    solid = (agreement > 0).astype(np.uint8)
    joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((_JOIN, _JOIN), np.uint8))
    count, labels, parts, _ = cv2.connectedComponentsWithStats(joined)
    if count < 2:
        return np.zeros_like(agreement)
    part = labels == 1 + int(parts[1:, cv2.CC_STAT_AREA].argmax())
    doubled = _moved(part.astype(np.float32), movement) > 0
    return np.where(part & ~doubled, agreement, 0)


def matched_keypoints(
    luma: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return pairs of places that look alike: two float32 (N, 2) arrays of x, y in pixels."""
    finder = cv2.SIFT_create(nfeatures=_MOST_KEYPOINTS, contrastThreshold=0.01)
    keypoints, descriptors = finder.detectAndCompute(
        np.clip(np.rint(luma), 0, 255).astype(np.uint8), None
    )
    none = np.empty((0, 2), dtype=np.float32)
    if len(keypoints) < _LEAST_MATCHES:
        return none, none
    places = np.array([keypoint.pt for keypoint in keypoints], dtype=np.float32)
    unit = descriptors / np.maximum(np.linalg.norm(descriptors, axis=1, keepdims=True), 1e-6)
    likeness = unit @ unit.T
    first, second = np.nonzero(likeness >= _LEAST_LIKENESS)
    # A place's own neighbours overlap it. Each pair once, always from left to right.
    across, down = (places[second] - places[first]).T
    kept = (across**2 + down**2 >= _LEAST_MOVE**2) & (across + 1e-3 * down > 0)
    first, second = first[kept], second[kept]
    if len(first) > _MOST_PAIRS:
        best = np.argpartition(-likeness[first, second], _MOST_PAIRS)[:_MOST_PAIRS]
        first, second = first[best], second[best]
    return places[first], places[second]


def movements(
    sources: npt.NDArray[np.float32], targets: npt.NDArray[np.float32]
) -> list[npt.NDArray[np.float64]]:
    """Return the (2, 3) similarity transforms that many pairs share, the best supported first."""
    found: list[npt.NDArray[np.float64]] = []
    while len(sources) >= _LEAST_MATCHES and len(found) < _MOST_MOVES:
        # The same pairs must give the same answer.
        cv2.setRNGSeed(0)
        movement, kept = cv2.estimateAffinePartial2D(
            sources, targets, method=cv2.RANSAC, ransacReprojThreshold=2.0, maxIters=1000
        )
        if movement is None or kept.sum() < _LEAST_MATCHES:
            break
        if 0.4 < np.hypot(movement[0, 0], movement[1, 0]) < 2.5:
            found.append(movement)
        rest = kept.ravel() == 0
        sources, targets = sources[rest], targets[rest]
    return found


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


def _agreement(
    residual: npt.NDArray[np.float32],
    movement: npt.NDArray[np.float64],
    box: tuple[slice, slice] = (slice(None), slice(None)),
) -> npt.NDArray[np.float32]:
    """Return the local correlation of the box with its double, 0 below the least that counts."""
    here = residual[box]
    height, width = here.shape
    shifted = movement.copy()
    shifted[:, 2] += movement[:, :2] @ [box[1].start or 0, box[0].start or 0]
    there = cv2.warpAffine(
        residual, shifted, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    power, power_there = _mean(here * here), _mean(there * there)
    correlation = _mean(here * there) / np.sqrt(power * power_there + 1e-6)
    # Flat places agree about nothing, and beyond the border there is nothing.
    detailed = (power > _LEAST_POWER) & (power_there > _LEAST_POWER)
    return np.where(detailed & (correlation >= _LEAST_CORRELATION), correlation, 0)


def _mean(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return cv2.blur(plane, (_PATCH, _PATCH))


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
        "turned": float(np.degrees(np.arctan2(movement[1, 0], movement[0, 0]))),
        "scaled": float(np.hypot(movement[0, 0], movement[1, 0])),
        "area": float((agreement > 0).mean()),
    }
