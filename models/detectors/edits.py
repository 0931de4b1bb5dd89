"""Edited crops to learn from: a part of a photograph changed by a program, and where."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import IterableDataset

from models.detectors.collection import (
    Part,
    Sample,
    by_group,
    drawn,
    read_mask,
    read_pixels,
)
from models.detectors.delivery_chain import LEAST_SCALE, Chain, Pixels, saved

# Crops a step by their side in pixels. In the larger ones there is more to be compared with.
BATCHES = MappingProxyType({256: 16, 448: 5})
LEAST_SIDE = min(BATCHES)
# Blocks that the masks are given in, pixels.
BLOCK_PX = 8
# Shares of the picture that an edit takes up; of more than half nobody could say which is foreign.
AREA = 0.02, 0.35
# Sigma of a part's blended border in pixels; two in five are cut hard.
FEATHER, LEAST_FEATHER = (-2, 3), 0.3
# Chance that nothing was edited.
UNTOUCHED = 0.1
_ORIGIN = Chain(1.0, 1, ())

Mask = npt.NDArray[np.float32]
# A mask and what to draw from, to a photograph and what it becomes where the mask is 1.
Edit = Callable[[Mask, "Materials", np.random.Generator], tuple[Pixels, Pixels]]


def learnable(samples: Sequence[Sample]) -> list[Sample]:
    """Return the photographs and twins to learn edits from.

    Every second photograph, by the last digit of its file's hash, is left out with its twins:
    planted edits are measured on those. No portrait is edited.
    """
    learnt = [
        s for s in samples
        if s.part is Part.LEARN and (not s.generated or s.twin_of) and s.group != "portraits"
    ]  # fmt: skip
    kept = {s.path.name for s in learnt if not s.generated and _is_odd(s)}
    return [s for s in learnt if (s.path.stem if s.twin_of else s.path.name) not in kept]


def _is_odd(sample: Sample) -> bool:
    return int(hashlib.sha256(sample.path.read_bytes()).hexdigest()[-1], 16) % 2 == 1


class Materials:
    """Photographs, and twins of some of them, read into memory."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        """Read all pictures.

        Args:
            samples: photographs and twins; what is smaller than ``LEAST_SIDE`` is left out.
        """
        samples = [s for s in samples if min(read_pixels(s).shape[:2]) >= LEAST_SIDE]
        self.pixels = {id(sample): read_pixels(sample) for sample in samples}
        self.masks = {id(sample): read_mask(sample) for sample in samples if sample.twin_of}
        self.originals = {
            id(sample): read_pixels(Sample(sample.twin_of, sample.group, False, sample.part))
            for sample in samples if sample.twin_of
        }  # fmt: skip
        self.photographs, self.twins = (
            {side: by_group(s for s in these if self._least(s) >= side) for side in BATCHES}
            for these in ([s for s in samples if not s.generated],
                          [s for s in samples if s.twin_of])
        )  # fmt: skip

    def _least(self, sample: Sample) -> int:
        return min(self.pixels[id(sample)].shape[:2])

    def piece(self, side: int, rng: np.random.Generator) -> Pixels:
        """Return a crop of a photograph as somebody had it before editing, uint8 (S, S, 3).

        Every second one is at its own scale, its blocks where its own saves had put them.
        """
        pixels = self.pixels[id(drawn(self.photographs[side], rng))]
        largest = side / min(pixels.shape[:2])
        scale = max(float(rng.uniform(LEAST_SCALE, 1)), largest) if rng.random() < 0.5 else 1.0
        wide = min(int(np.ceil(side / scale)), *pixels.shape[:2])
        grid = BLOCK_PX if scale == 1 else 1
        top, left = (int(rng.integers((d - wide) // grid + 1)) * grid for d in pixels.shape[:2])
        piece = pixels[top : top + wide, left : left + wide]
        if wide != side:
            filter = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC)[rng.integers(3)]
            piece = cv2.resize(piece, (side, side), interpolation=filter)
        return _saved_before(piece, rng)


class EditedCrops(IterableDataset):
    """Endless batches: crops, uint8 (N, 3, S, S), and their blocks' edited shares (N, S/8, S/8)."""

    def __init__(self, materials: Materials, seed: int) -> None:
        self.materials = materials
        self.seed = seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng((self.seed, worker.id if worker else 0))
        sides = [side for side in BATCHES if self.materials.photographs[side]]
        while True:
            side = int(rng.choice(sides))
            batch = [self._crop(side, rng) for _ in range(BATCHES[side])]
            crops, shares = (np.stack(each) for each in zip(*batch, strict=True))
            yield torch.from_numpy(crops), torch.from_numpy(shares)

    def _crop(self, side: int, rng: np.random.Generator) -> tuple[Pixels, Mask]:
        kind = drawn_kind(rng, bool(self.materials.twins[side]))
        pixels, mask = edited_crop(kind, side, self.materials, rng)
        pixels = saved(pixels, drawn_delivery(rng))[0]
        blocks = (side // BLOCK_PX,) * 2
        shares = cv2.resize(mask, blocks, interpolation=cv2.INTER_AREA)
        return pixels.transpose(2, 0, 1), shares


def loss_of(network: nn.Module, batch: list[torch.Tensor]) -> torch.Tensor:
    """Return how far the scores of a batch of crops are from the edited shares of their blocks."""
    crops, shares = batch
    # Half precision where the processor is faster at it.
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(crops.float().to(memory_format=torch.channels_last))
    return functional.binary_cross_entropy_with_logits(scores.float(), shares)


def edited_crop(
    kind: str | None, side: int, materials: Materials, rng: np.random.Generator
) -> tuple[Pixels, Mask]:
    """Return a crop, uint8 (S, S, 3), edited in one way, and where, 0 to 1.

    Args:
        kind: a name in ``EDITS``; None for an untouched photograph.
        side: of the crop in pixels, a key of ``BATCHES``.
        materials: to draw from.
        rng: decides everything.
    """
    if kind is None:
        return materials.piece(side, rng), np.zeros((side, side), np.float32)
    mask = drawn_mask(side, rng)
    host, foreign = EDITS[kind](mask, materials, rng)
    return blended(host, foreign, mask, rng.uniform(*FEATHER)), mask


def blended(host: Pixels, foreign: Pixels, mask: Mask, feather: float) -> Pixels:
    """Return ``host`` with ``foreign`` where the mask is 1, uint8 (S, S, 3).

    Args:
        host, foreign: uint8 (S, S, 3).
        mask: float32 (S, S), 0 or 1.
        feather: sigma of the border's blending in pixels; under ``LEAST_FEATHER`` a hard one.
    """
    soft = cv2.GaussianBlur(mask, (0, 0), feather) if feather > LEAST_FEATHER else mask
    mixed = host + soft[:, :, None] * (foreign.astype(np.float32) - host)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def drawn_mask(side: int, rng: np.random.Generator) -> Mask:
    """Return an ellipse, a box, or a shape like a stain, float32 (S, S), 0 or 1."""
    area = np.exp(rng.uniform(*np.log(AREA))) * side**2
    ratio = np.exp(rng.uniform(-0.6, 0.6))
    height, width = (min(each, side * 0.9) for each in np.sqrt([area * ratio, area / ratio]))
    y, x = (rng.uniform(each / 2, side - each / 2) for each in (height, width))
    rows, columns = np.ogrid[:side, :side]
    down, across = (rows - y) / (height / 2), (columns - x) / (width / 2)
    match rng.integers(3):
        case 0:
            inside = np.maximum(np.abs(down), np.abs(across)) <= 1
        case 1:
            inside = down**2 + across**2 <= 1.2
        case _:
            stain = cv2.GaussianBlur(rng.normal(size=(side, side)), (0, 0), side / 18)
            inside = down**2 + across**2 + stain / stain.std() * 0.5 <= 1.2
    return inside.astype(np.float32)


def drawn_delivery(rng: np.random.Generator) -> Chain:
    """Draw how the edited picture arrives: lossless, as JPEG, or as WebP."""
    chance = rng.random()
    if chance < 0.15:
        return _ORIGIN
    quality, subsampling = int(rng.integers(65, 99)), int(rng.choice((0, 2)))
    return Chain(1.0, 1, (("WEBP" if chance > 0.8 else "JPEG", quality, subsampling),))


def drawn_kind(rng: np.random.Generator, twins: bool) -> str | None:
    """Draw a name in ``EDITS``, or None for an untouched photograph.

    Args:
        rng: decides.
        twins: whether there are any, for the kind that needs them.
    """
    if rng.random() < UNTOUCHED:
        return None
    weights = {kind: each for kind, each in _WEIGHTS.items() if twins or kind != "regenerated"}
    shares = np.array(list(weights.values())) / sum(weights.values())
    return str(rng.choice(list(weights), p=shares))


def _saved_before(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    if rng.random() < 0.5:
        return np.ascontiguousarray(pixels)
    chain = Chain(1.0, 1, (("JPEG", int(rng.integers(55, 97)), int(rng.choice((0, 2)))),))
    return saved(pixels, chain)[0]


def _splice(
    mask: Mask, materials: Materials, rng: np.random.Generator
) -> tuple[Pixels, Pixels]:
    """A part of another photograph, enlarged or not, its brightness fitted to the place or not."""
    host, foreign = (materials.piece(len(mask), rng) for _ in range(2))
    if rng.random() < 0.3:
        foreign = enlarged(foreign, rng)
    foreign = np.roll(foreign, tuple(rng.integers(0, 8, 2)), axis=(0, 1))
    if rng.random() < 0.5:
        shift = (host.mean(axis=(0, 1)) - foreign.mean(axis=(0, 1))) * rng.uniform(0.4, 1)
        foreign = np.clip(np.rint(foreign + shift), 0, 255).astype(np.uint8)
    return host, foreign


def enlarged(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Return the middle of a piece, uint8 (S, S, 3), enlarged up to twice, and turned or not."""
    side = len(pixels)
    turn = float(rng.uniform(-20, 20)) if rng.random() < 0.3 else 0.0
    moved = cv2.getRotationMatrix2D((side / 2, side / 2), turn, float(rng.uniform(1.05, 2)))
    return cv2.warpAffine(
        pixels, moved, (side, side), flags=(cv2.INTER_LINEAR, cv2.INTER_CUBIC)[rng.integers(2)],
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip


def _regenerated(
    mask: Mask, materials: Materials, rng: np.random.Generator
) -> tuple[Pixels, Pixels]:
    """A part whose detail a model made anew."""
    side = len(mask)
    sample = drawn(materials.twins[side], rng)
    pair = materials.originals[id(sample)], materials.pixels[id(sample)]
    shape = pair[0].shape[:2]
    wide = side if rng.random() < 0.5 else int(rng.integers(side, min(shape) + 1))
    top, left = (int(rng.integers(each - wide + 1)) for each in shape)
    filter = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC)[rng.integers(3)]
    host, foreign, where = (
        cv2.resize(each[top : top + wide, left : left + wide], (side, side), interpolation=filter)
        for each in (*pair, _all_or(materials.masks[id(sample)], shape))
    )  # fmt: skip
    if materials.masks[id(sample)] is not None:
        # Cubic enlarging overshoots.
        mask[:] = np.minimum(mask, where.clip(0, 1))
    if rng.random() < 0.5:
        # What a model makes is smoother than a photograph, and grain is laid over to hide that.
        grain = rng.normal(0, rng.uniform(0.5, 4), foreign.shape[:2])
        foreign = np.clip(np.rint(foreign + grain[:, :, None]), 0, 255).astype(np.uint8)
    return host, foreign


def _clone(mask: Mask, materials: Materials, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    """Another part of the same photograph, turned and scaled a little or not."""
    host = materials.piece(len(mask), rng)
    turn, scale = (rng.uniform(-25, 25), rng.uniform(0.75, 1.35)) if rng.random() < 0.6 else (0, 1)
    side = len(mask)
    moved = cv2.getRotationMatrix2D((side / 2, side / 2), turn, scale)
    moved[:, 2] += rng.integers(-side // 2, side // 2, 2)
    foreign = cv2.warpAffine(
        host, moved, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return host, foreign


def _retouch(mask: Mask, materials: Materials, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    """A part smoothed, sharpened, grained, shrunk and enlarged, warped, or saved by itself."""
    host = materials.piece(len(mask), rng)
    signal = host.astype(np.float32)
    match rng.integers(7):
        case 0:
            signal = cv2.GaussianBlur(signal, (0, 0), float(rng.uniform(0.6, 2.5)))
        case 1:
            signal += rng.normal(0, rng.uniform(1.5, 8), signal.shape)
        case 2:
            soft = cv2.GaussianBlur(signal, (0, 0), 1.0)
            signal += rng.uniform(0.5, 1.5) * (signal - soft)
        case 3:
            signal = cv2.bilateralFilter(signal, 7, float(rng.uniform(15, 50)), 4)
        case 4:
            small = cv2.resize(signal, None, fx=(f := rng.uniform(0.4, 0.9)), fy=f,
                               interpolation=cv2.INTER_AREA)  # fmt: skip
            signal = cv2.resize(small, mask.shape[::-1], interpolation=cv2.INTER_CUBIC)
        case 5:
            signal = cv2.remap(signal, *_warp(len(mask), rng), cv2.INTER_CUBIC,
                               borderMode=cv2.BORDER_REFLECT)  # fmt: skip
        case _:
            quality = int(rng.integers(45, 90))
            signal = saved(host, Chain(1.0, 1, (("JPEG", quality, 2),)))[0].astype(np.float32)
    if rng.random() < 0.3:
        signal = (signal - 128) * rng.uniform(0.85, 1.15) + 128 + rng.uniform(-15, 15)
    return host, np.clip(np.rint(signal), 0, 255).astype(np.uint8)


def _warp(side: int, rng: np.random.Generator) -> tuple[Mask, Mask]:
    """Return where each pixel comes from, across and down: some pixels away, smoothly varying."""
    spread = side / float(rng.uniform(6, 12))
    moves = (cv2.GaussianBlur(rng.normal(size=(side, side)), (0, 0), spread) for _ in range(2))
    reach = rng.uniform(0.02, 0.15) * spread
    down, across = (
        (place + move / move.std() * reach).astype(np.float32)
        for place, move in zip(np.mgrid[:side, :side], moves, strict=True)
    )
    return across, down


def _removal(mask: Mask, materials: Materials, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    """A part filled in from its border, or covered with a piece of the surroundings."""
    host = materials.piece(len(mask), rng)
    way = rng.random()
    if way < 0.3:
        return host, cv2.inpaint(host, mask.astype(np.uint8), 4, int(rng.integers(2)))
    shift = rng.integers(len(mask) // 4, len(mask) // 2, 2) * rng.choice((-1, 1), 2)
    moved = np.roll(host, tuple(shift), axis=(0, 1))
    if way < 0.6:
        return host, _seamless(host, moved, mask)
    foreign = moved.astype(np.float32)
    # As a healing brush does: detail from there, shades from here.
    foreign += cv2.GaussianBlur(host - foreign, (0, 0), float(rng.uniform(6, 20)))
    return host, np.clip(np.rint(foreign), 0, 255).astype(np.uint8)


def _seamless(host: Pixels, moved: Pixels, mask: Mask) -> Pixels:
    """Return the host with the steps of the moved piece within the mask, its tones bent to fit.

    Source:
        Pérez, Gangnet and Blake (2003), "Poisson image editing", ACM TOG 22(3), 313-318.
    """
    inner = np.zeros(mask.shape, np.uint8)
    inner[1:-1, 1:-1] = mask[1:-1, 1:-1] > 0
    left, top, width, height = cv2.boundingRect(inner)
    if not width:
        return moved
    middle = (left + width // 2, top + height // 2)
    return cv2.seamlessClone(moved, host, inner * 255, middle, cv2.NORMAL_CLONE)


def _all_or(mask: npt.NDArray[np.bool_] | None, shape: tuple[int, int]) -> Mask:
    return np.ones(shape, np.float32) if mask is None else mask.astype(np.float32)


EDITS: Mapping[str, Edit] = MappingProxyType({
    "splice": _splice,
    "regenerated": _regenerated,
    "clone": _clone,
    "retouch": _retouch,
    "removal": _removal,
})  # fmt: skip
_WEIGHTS = {"splice": 4, "regenerated": 2, "clone": 2, "retouch": 3, "removal": 2}
