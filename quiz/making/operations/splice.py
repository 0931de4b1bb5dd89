"""Set an object from one photograph into another, with its light, sharpness, grain and shadow."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter

from quiz.making.cutout import Cutout, cut_out
from quiz.making.photographs import PhotographFolder

SURROUNDINGS = 41
BLURS = np.arange(0, 3.1, 0.1)
GRAIN_TILE = 16
SEED = 2

Points = Sequence[Sequence[float]]


def apply(
    canvas: np.ndarray,
    photographs: PhotographFolder,
    *,
    source: str,
    outline: Points,
    at: Sequence[float],
    width: int,
    flip: bool = False,
    reach: float = 8,
    keep: Sequence[Points] = (),
    tone: float = 0.3,
    gain: Sequence[float] = (1, 1, 1),
    sink: float = 0,
    contact: Mapping[str, float] | None = None,
    shadow: Mapping[str, float] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Set one object into the canvas.

    Args:
        canvas: uint8 (H, W, 3).
        photographs: opens `source`.
        source: id of the photograph the object comes from.
        outline: corners (x, y) around the object, pixels of that photograph.
        at: where the middle of the outline's lower edge comes to lie, pixels of the canvas.
        width: width of the outline on the canvas; the object may only become smaller.
        flip: mirror the object left to right.
        reach, keep: how the outline is corrected; see `cut_out`.
        tone: how far brightness, contrast and colour move to those of the surroundings, 0 to 1.
        gain: factors for red, green and blue after that.
        sink: height in pixels over which the canvas's grass or stones hide the object's feet.
        contact: parameters of `contact_shadow` after `foot`; None for no such shadow.
        shadow: parameters of `cast_shadow` after `foot`; None for no such shadow.

    Returns:
        The edited canvas and the pixels that changed, bool (H, W).

    Raises:
        ValueError: nothing of the object lies on the canvas, or `cut_out` refuses the outline.
    """
    cutout = cut_out(photographs.open(source), outline, width, reach, keep=keep)
    if flip:
        cutout = cutout.mirrored()
    colour, matte = _place(cutout, canvas.shape[:2], at)
    if not matte.any():
        raise ValueError(f"at = {list(at)} leaves nothing of the object on the canvas.")

    base = canvas / 255.0
    around = (cv2.dilate(matte, np.ones((SURROUNDINGS, SURROUNDINGS))) > 0) & (matte == 0)
    colour = np.clip(match_tone(colour, matte, base, around, tone) * gain, 0, 1)
    sigma = blur_to_match(colour, matte, base)
    colour = gaussian_filter(colour, (sigma, sigma, 0))
    matte = gaussian_filter(matte, sigma)
    colour = _with_grain(colour, matte, base)
    if sink:
        matte = matte * _above_ground(matte, base, sink)
    if contact is not None:
        base = base * (1 - contact_shadow(matte, float(at[1]), **contact))[..., None]
    if shadow is not None:
        base = base * (1 - cast_shadow(matte, float(at[1]), **shadow))[..., None]
    mixed = base + (colour - base) * matte[..., None]
    edited = np.round(np.clip(mixed, 0, 1) * 255).astype(np.uint8)
    return edited, (edited != canvas).any(axis=2)


def match_tone(
    colour: np.ndarray, matte: np.ndarray, base: np.ndarray, around: np.ndarray, tone: float
) -> np.ndarray:
    """Move an object's colours towards those around it.

    Args:
        colour, matte: the object on the canvas, 0 to 1, (H, W, 3) and (H, W).
        base: the canvas, 0 to 1, (H, W, 3).
        around: the pixels of the canvas to match, bool (H, W).
        tone: 0 leaves the colours, 1 gives the mean and spread of the surroundings. Much over
            a half turns a white sheep green.

    Source:
        Reinhard et al. (2001), "Color transfer between images", IEEE CG&A 21(5), in CIELAB.
    """
    inside = matte > 0.5
    if tone == 0 or not around.any() or not inside.any():
        return colour
    lab, place = _to_lab(colour), _to_lab(base)[around]
    own = lab[inside]
    spread = place.std(axis=0) / np.maximum(own.std(axis=0), 1e-3)
    # Colour contrast is the object's own; only the lightness contrast tells of the light.
    spread[1:] = 1
    moved = (lab - own.mean(axis=0)) * spread + place.mean(axis=0)
    toned = cv2.cvtColor((lab + tone * (moved - lab)).astype(np.float32), cv2.COLOR_LAB2RGB)
    return np.clip(toned.astype(float), 0, 1)


def _to_lab(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture.astype(np.float32), cv2.COLOR_RGB2LAB).astype(float)


def blur_to_match(colour: np.ndarray, matte: np.ndarray, base: np.ndarray) -> float:
    """Return the least Gaussian sigma, 0 to 3 px, that makes an object no sharper than a picture.

    Sharpness is the steepest one percent of the second derivative over that of the first, which
    depends on how wide edges are and not on how strong.
    """
    inside = matte > 0.9
    grey, target = colour.mean(axis=2), _sharpness(base.mean(axis=2))
    for sigma in BLURS:
        if _sharpness(gaussian_filter(grey, sigma), inside) <= target:
            return float(sigma)
    return float(BLURS[-1])


def _sharpness(grey: np.ndarray, where: np.ndarray | None = None) -> float:
    inner = slice(None) if where is None else cv2.erode(where.astype(np.uint8), np.ones((5, 5))) > 0
    slope = np.hypot(*np.gradient(grey))[inner]
    curve = np.abs(cv2.Laplacian(grey, cv2.CV_64F))[inner]
    if slope.size == 0 or slope.max() == 0:
        return 0.0
    return float(np.percentile(curve, 99) / max(np.percentile(slope, 99), 1e-6))


def grain(picture: np.ndarray, where: np.ndarray | None = None) -> float:
    """Return the standard deviation of the noise of a picture with values 0 to 1, (H, W, 3).

    Measured where the picture is flattest, so that grass and fur are not taken for noise, and
    only in tiles of 16 px that lie wholly in `where`, bool (H, W); 0 if there is none.
    """
    grey = picture.mean(axis=2)
    spreads = _tiles(grey - gaussian_filter(grey, 1.5)).std(axis=1)
    if where is not None:
        spreads = spreads[_tiles(where).all(axis=1)]
    return float(np.percentile(spreads, 10)) if spreads.size else 0.0


def _tiles(plane: np.ndarray) -> np.ndarray:
    rows, columns = (side // GRAIN_TILE for side in plane.shape)
    whole = plane[: rows * GRAIN_TILE, : columns * GRAIN_TILE]
    split = whole.reshape(rows, GRAIN_TILE, columns, GRAIN_TILE).swapaxes(1, 2)
    return split.reshape(rows * columns, -1)


def _with_grain(colour: np.ndarray, matte: np.ndarray, base: np.ndarray) -> np.ndarray:
    # Independent noises add in squares: only what the object lacks is added.
    lacking = np.sqrt(max(grain(base) ** 2 - grain(colour, matte > 0.9) ** 2, 0))
    noise = np.random.default_rng(SEED).normal(0, 1, colour.shape[:2])
    # Noise that went through a camera's and an encoder's filters is no longer white.
    noise = gaussian_filter(noise, 0.6)
    return colour + (noise * lacking / noise.std())[..., None]


def cast_shadow(
    matte: np.ndarray,
    foot: float,
    below: float = 0,
    lean: float = 0,
    length: float = 0.1,
    darkness: float = 0.4,
    softness: float = 4,
) -> np.ndarray:
    """Return how much light an object takes from the ground, (H, W), 0 to `darkness`.

    The matte is laid down along the ground: a point at height h above it falls `lean` h to the
    right and `length` h down the picture, towards the viewer (negative: away from the viewer).

    Args:
        matte: the object, (H, W), 0 to 1.
        foot: the row its lowest part is in, pixels.
        below: how far the ground lies below that, pixels: positive if it flies, a little
            negative if its feet stand in different rows.
        lean, length: the direction of the light, in heights of the object; `length` is not 0.
        darkness: share of the light taken in the middle of the shadow, 0 to 1.
        softness: Gaussian sigma of its edge, pixels.
    """
    height, width = matte.shape
    ground = foot + below
    # Source point of a shadow point (x, y): height h = (y - ground) / length above the ground.
    back = np.array(
        [[1, -lean / length, lean * ground / length], [0, -1 / length, ground + ground / length]]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fallen = cv2.warpAffine(matte, back, (width, height), flags=flags)
    rows = np.arange(height)
    fallen[(rows < ground) if length > 0 else (rows > ground)] = 0
    return darkness * gaussian_filter(fallen, softness)


def contact_shadow(
    matte: np.ndarray,
    foot: float,
    below: float = 0,
    depth: float = 10,
    darkness: float = 0.4,
) -> np.ndarray:
    """Return how much of a clouded sky's light an object keeps from the ground beneath it.

    Args:
        matte: the object, (H, W), 0 to 1.
        foot, below: as for `cast_shadow`.
        depth: Gaussian sigma of the shadow towards and away from the viewer, pixels.
        darkness: share of the light taken in the middle of the shadow, 0 to 1.

    Returns:
        (H, W), 0 to `darkness`.
    """
    distance = (np.arange(matte.shape[0]) - foot - below) / depth
    across = gaussian_filter(matte.max(axis=0), 2 * depth)
    return darkness * np.exp(-(distance**2) / 2)[:, None] * across


def _place(
    cutout: Cutout, size: tuple[int, int], at: Sequence[float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the object's colour and matte on an empty canvas of `size` (height, width)."""
    left, top = round(at[0] - cutout.foot[0]), round(at[1] - cutout.foot[1])
    height, width = size
    colour, matte = np.zeros((height, width, 3)), np.zeros(size)
    rows = slice(max(top, 0), max(min(top + cutout.matte.shape[0], height), 0))
    columns = slice(max(left, 0), max(min(left + cutout.matte.shape[1], width), 0))
    from_rows = slice(rows.start - top, rows.stop - top)
    from_columns = slice(columns.start - left, columns.stop - left)
    if rows.start < rows.stop and columns.start < columns.stop:
        colour[rows, columns] = cutout.colour[from_rows, from_columns]
        matte[rows, columns] = cutout.matte[from_rows, from_columns]
    return colour, matte


def _above_ground(matte: np.ndarray, base: np.ndarray, sink: float) -> np.ndarray:
    """Return what grass leaves to be seen of an object: all above it, less and less below."""
    solid = matte > 0.5
    height = solid.shape[0]
    bottom = np.where(solid.any(axis=0), height - 1 - solid[::-1].argmax(axis=0), 0)
    top = solid.any(axis=1).argmax()
    # A column that ends high up ends at the belly, not at a foot.
    feet = bottom > top + 0.85 * (bottom.max() - top)
    depth = 1 - (np.where(feet, bottom, height * 2) - np.arange(height)[:, None]) / sink
    light = base.mean(axis=2)
    blades = light - gaussian_filter(light, 6)
    blades = blades / max(blades.std(), 1e-6)
    hidden = np.clip(0.5 + blades + 4 * (depth - 0.6), 0, 1) * (depth > 0)
    return 1 - gaussian_filter(hidden, 0.7)
