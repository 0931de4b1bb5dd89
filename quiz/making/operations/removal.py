"""Remove what lies inside an outline and fill the hole from the rest of the picture.

Either the maker names one donor area by its shift, which suits walls and other regular
structure, or the fill is put together from many small patches, which suits foliage, rock, grass
and blurred backgrounds. Both copy what the camera took, so sharpness and grain are those of the
surroundings.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import factorized

from quiz.making.photographs import PhotographFolder

Corners = Sequence[Sequence[float]]

PATCH = 7
RADIUS = PATCH // 2
# Halving stops where the hole is a few patches across: its filling is then plain guesswork.
COARSEST = 3 * PATCH
ROUNDS = 6
# Any will do: it is fixed so that a recipe always makes the same picture.
SEED = 2007


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    outline: Corners,
    shift: Sequence[int] | None = None,
    source: Corners | None = None,
    avoid: Corners | None = None,
    faith: float | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Fill an outline from elsewhere in the same picture.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: not used; every operation is given them.
        outline: corners (x, y) of the area to be filled.
        shift: (right, down) from the outline to the one area that fills it, whose tones are
            bent to meet those around the outline; None searches patch by patch.
        source: corners of the area that patches may come from; None means anywhere.
        avoid: corners of a part of it that patches may not come from.
        faith: how strongly the donor keeps its own tones, see `join`; None takes 0 with
            `shift` and 0.01 without. 1 keeps them where the hole ends at an edge in the picture.

    Returns:
        The picture and its mask, uint8 (H, W, 3) and bool (H, W).

    Raises:
        ValueError: an area has too few corners, the outline lies outside the picture, the
            donor area leaves the picture or is part of the hole, or nothing is left to take
            patches from.
    """
    hole = _area(outline, canvas)
    if not hole.any():
        raise ValueError("the outline lies outside the picture; give corners inside it")
    if shift is not None:
        return fill_by_donor(canvas, hole, (shift[0], shift[1]), faith or 0), hole
    allowed = np.ones_like(hole) if source is None else _area(source, canvas)
    if avoid is not None:
        allowed &= ~_area(avoid, canvas)
    return fill_by_patches(canvas, hole, allowed, 0.01 if faith is None else faith), hole


def fill_by_donor(
    picture: np.ndarray, hole: np.ndarray, shift: tuple[int, int], faith: float = 0
) -> np.ndarray:
    """Fill a hole with one other area of the same shape, its tones bent to fit.

    Args:
        picture: uint8 (H, W, 3).
        hole: bool (H, W).
        shift: (right, down) from the hole to the area that fills it.
        faith: how strongly it keeps its own tones, see `join`.

    Returns:
        uint8 (H, W, 3), equal to `picture` outside the hole.

    Raises:
        ValueError: the area leaves the picture or overlaps the hole.
    """
    targets = np.argwhere(hole)
    places = targets + np.array(shift)[::-1]
    if (places < 0).any() or (places >= hole.shape).any():
        raise ValueError(f"the donor area at shift {list(shift)} leaves the picture")
    if hole[tuple(places.T)].any():
        raise ValueError(f"the donor area at shift {list(shift)} overlaps the hole; shift further")
    found = np.full((*hole.shape, 2), -1)
    found[hole] = places
    return join(picture, hole, found, faith)


def fill_by_patches(
    picture: np.ndarray, hole: np.ndarray, allowed: np.ndarray, faith: float = 0.01
) -> np.ndarray:
    """Fill a hole so that every patch in it resembles some patch outside it.

    From coarse to fine, each patch that touches the hole looks for its nearest patch outside,
    and each missing pixel becomes the average of what its patches found. At the end the pixels
    are copied, not averaged, which keeps the grain (see `join`).

    Args:
        picture: uint8 (H, W, 3).
        hole: bool (H, W), the pixels to be filled; what the picture holds there is ignored.
        allowed: bool (H, W), where the middles of patches may come from.
        faith: how strongly the copied pixels keep their own tones, see `join`.

    Returns:
        uint8 (H, W, 3), equal to `picture` outside the hole, the same for the same arguments.

    Raises:
        ValueError: no patch outside the hole lies in `allowed`.

    Source:
        Wexler, Shechtman, Irani (2007), IEEE TPAMI 29(3), 463-476, for the fill;
        Barnes et al. (2009), ACM TOG 28(3), 24, for the search.
    """
    scales = [(picture, hole, allowed)]
    while min(_extent(scales[-1][1])) > COARSEST:
        smaller = _halved(*scales[-1])
        if not _usable(*smaller[1:]).any():
            break
        scales.append(smaller)

    random = np.random.default_rng(SEED)
    coarsest, missing, _ = scales[-1]
    filled = cv2.inpaint(coarsest, missing.astype(np.uint8), RADIUS, cv2.INPAINT_TELEA)
    found = None
    for pixels, missing, usable in reversed(scales):
        search = PatchSearch(missing, usable, random, found)
        if found is not None:
            # Copied anew rather than enlarged: an enlarged average would find smooth patches.
            filled = pixels.copy()
            filled[missing] = pixels[tuple(search.found[missing].T)]
        for _ in range(ROUNDS):
            search.improve(filled)
            filled = search.average(filled)
        found = search.found
    return join(picture, hole, found, faith)


def join(picture: np.ndarray, hole: np.ndarray, found: np.ndarray, faith: float) -> np.ndarray:
    """Copy a pixel to every place in a hole without seams.

    The steps from pixel to pixel are copied rather than the colours, and colours that best
    agree with them and with those around the hole are solved for.

    Args:
        picture: uint8 (H, W, 3).
        hole: bool (H, W).
        found: int (H, W, 2), row and column each pixel of the hole is copied from.
        faith: weight of the copied colours beside the steps; 0 lets tones bend freely, and a
            tone given at the edge fades over about ``faith ** -0.5`` pixels.

    Returns:
        uint8 (H, W, 3), equal to `picture` outside the hole.

    Source:
        Pérez, Gangnet, Blake (2003), ACM TOG 22(3), 313-318; Bhat et al. (2008), ECCV, for
        the weight.
    """
    targets = np.argwhere(hole)
    limits = np.subtract(hole.shape, 1)
    colours = picture.astype(float)
    copied = colours[tuple(found[hole].T)]
    number = np.full(hole.shape, -1)
    number[hole] = np.arange(len(targets))
    diagonal = np.full(len(targets), float(faith))
    wanted = faith * copied
    pairs = []
    for step in np.array([(0, 1), (1, 0), (0, -1), (-1, 0)]):
        neighbours = targets + step
        here = np.flatnonzero(((neighbours >= 0) & (neighbours <= limits)).all(axis=1))
        there = number[tuple(neighbours[here].T)]
        inner, edge = here[there >= 0], here[there < 0]
        beside = np.clip(found[hole] + step, 0, limits)
        rise = copied - colours[tuple(beside.T)]
        diagonal[here] += 1
        wanted[edge] += rise[edge] + colours[tuple(neighbours[edge].T)]
        # Where two sources meet, each has its own idea of the step: take the middle.
        partner = there[there >= 0]
        before = np.clip(found[hole] - step, 0, limits)
        fall = colours[tuple(before.T)] - copied
        wanted[inner] += (rise[inner] + fall[partner]) / 2
        pairs.append((inner, partner))
    rows, columns = np.concatenate(pairs, axis=1)
    system = coo_array((-np.ones(len(rows)), (rows, columns)), shape=(len(targets),) * 2)
    solve = factorized((system + diags_array(diagonal)).tocsc())
    joined = picture.copy()
    joined[hole] = np.clip(np.rint(np.stack([solve(part) for part in wanted.T], axis=1)), 0, 255)
    return joined


class PatchSearch:
    """For every patch that touches the hole, the nearest patch outside: one scale.

    Attributes:
        found: int (H, W, 2), row and column of the middle of the patch found, or -1.
    """

    def __init__(
        self,
        hole: np.ndarray,
        allowed: np.ndarray,
        random: np.random.Generator,
        coarser: np.ndarray | None,
    ) -> None:
        """Start from the patches found at half the size, elsewhere at random.

        Raises:
            ValueError: no patch outside the hole lies in `allowed`.
        """
        self.hole = hole
        self.random = random
        self.usable = _usable(hole, allowed)
        self.choices = np.argwhere(self.usable)
        if not len(self.choices):
            raise ValueError("nothing is left to take patches from; draw `source` larger")
        touching = cv2.dilate(hole.astype(np.uint8), np.ones((PATCH, PATCH))).astype(bool)
        self.targets = np.argwhere(touching)
        self.found = np.full((*hole.shape, 2), -1)
        self._set(self._anywhere())
        if coarser is not None:
            rows, columns = np.minimum(self.targets // 2, np.subtract(coarser.shape[:2], 1)).T
            start = coarser[rows, columns] * 2 + self.targets % 2
            self._set(np.where(self._may_use(start)[:, None], start, self._get()))

    def improve(self, filled: np.ndarray) -> None:
        """Try, for each patch, what its neighbours found and a few places at random."""
        self.picture = filled
        self.wanted = _patches(filled, self.targets)
        self.cost = _distance(self.wanted, _patches(filled, self._get()))
        for step in (4, 2, 1):
            for direction in np.array([(0, step), (step, 0), (0, -step), (-step, 0)]):
                neighbours = np.clip(self.targets - direction, 0, np.subtract(self.hole.shape, 1))
                theirs = self.found[neighbours[:, 0], neighbours[:, 1]]
                self._try(np.where(theirs >= 0, theirs + direction, -1))
        self._try(self._anywhere())
        reach = max(self.hole.shape) // 4
        while reach >= 1:
            self._try(self._get() + self.random.integers(-reach, reach + 1, self.targets.shape))
            reach //= 2

    def average(self, filled: np.ndarray) -> np.ndarray:
        """Return the picture with each missing pixel averaged over its patches' finds.

        A patch counts for more the better its find fits and the nearer it is to the edge.
        """
        inside = cv2.distanceTransform(
            self.hole.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE
        )[tuple(self.targets.T)]
        spread = max(np.percentile(self.cost, 75), 1)
        # Even a poor find counts a little: a pixel all of whose patches fit badly needs some.
        weight = np.maximum(np.exp(-self.cost / (2 * spread)), 1e-6) * 1.3**-inside
        found = self._get()
        size = np.add(self.hole.shape, 2 * RADIUS)
        weights, colours = np.zeros((*size, 1)), np.zeros((*size, 3))
        padded = _pad(filled)
        for offset in np.ndindex(PATCH, PATCH):
            place = tuple((self.targets + offset).T)
            weights[place] += weight[:, None]
            colours[place] += weight[:, None] * padded[tuple((found + offset).T)]
        inner = np.pad(self.hole, RADIUS)
        averaged = filled.copy()
        averaged[self.hole] = np.rint(colours[inner] / weights[inner])
        return averaged

    def _get(self) -> np.ndarray:
        return self.found[tuple(self.targets.T)]

    def _set(self, places: np.ndarray) -> None:
        self.found[tuple(self.targets.T)] = places

    def _anywhere(self) -> np.ndarray:
        return self.choices[self.random.integers(len(self.choices), size=len(self.targets))]

    def _may_use(self, places: np.ndarray) -> np.ndarray:
        inside = ((places >= 0) & (places < self.hole.shape)).all(axis=1)
        return inside & self.usable[tuple(np.where(inside[:, None], places, 0).T)]

    def _try(self, places: np.ndarray) -> None:
        may = np.flatnonzero(self._may_use(places))
        cost = _distance(self.wanted[may], _patches(self.picture, places[may]))
        better = cost < self.cost[may]
        self.cost[may[better]] = cost[better]
        self.found[tuple(self.targets[may[better]].T)] = places[may[better]]


def _distance(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    difference = one - other
    return np.einsum("nc,nc->n", difference, difference, dtype=np.int32)


def _pad(picture: np.ndarray) -> np.ndarray:
    return cv2.copyMakeBorder(picture, *[RADIUS] * 4, cv2.BORDER_REFLECT)


def _patches(picture: np.ndarray, middles: np.ndarray) -> np.ndarray:
    """Return the patches around `middles`, (N, 2), as int16 (N, PATCH * PATCH * 4)."""
    # A fourth, constant channel makes a pixel one 32-bit word, which gathers three times faster.
    words = cv2.cvtColor(_pad(picture), cv2.COLOR_RGB2RGBA).view(np.uint32)[..., 0]
    width = words.shape[1]
    offsets = (np.arange(PATCH)[:, None] * width + np.arange(PATCH)).ravel()
    index = (middles[:, 0] * width + middles[:, 1])[:, None] + offsets
    return words.ravel()[index].view(np.uint8).astype(np.int16)


def _area(corners: Corners, canvas: np.ndarray) -> np.ndarray:
    if len(corners) < 3:
        raise ValueError(f"an area needs three or more corners, not {len(corners)}")
    area = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(area, [np.rint(np.array(corners)).astype(np.int32)], 1)
    return area.astype(bool)


def _usable(hole: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Middles of patches that are allowed, whole, and free of the hole."""
    blocked = cv2.dilate(hole.astype(np.uint8), np.ones((PATCH, PATCH))).astype(bool)
    usable = allowed & ~blocked
    usable[:RADIUS] = usable[-RADIUS:] = usable[:, :RADIUS] = usable[:, -RADIUS:] = False
    return usable


def _extent(hole: np.ndarray) -> tuple[int, int]:
    _, _, width, height = cv2.boundingRect(hole.astype(np.uint8))
    return width, height


def _halved(
    picture: np.ndarray, hole: np.ndarray, allowed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, width = hole.shape
    size = (width // 2, height // 2)
    smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    # A pixel that is half hole is hole, or what is removed would leak into the patches.
    missing = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    usable = cv2.resize(allowed.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5
    return smaller, missing, usable
