"""Batches of delivered crops for the patch network: as many photographs as generated pictures."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import IterableDataset

from models.detectors.collection import (
    Sample,
    by_group,
    drawn,
    drawn_generated,
    generated_by_group,
    read_mask,
    read_pixels,
)
from models.detectors.delivery_chain import (
    Chain,
    draw_chain,
    preview_factor,
    previewed,
    retouched,
    saved,
    scaled,
    with_history,
)
from models.detectors.network import pooled

# Crops a step.
BATCH = 48
CROP_PX = 96
# Of the delivered piece that crops are cut from: its corner is on the saves' block grid, the
# crops' corners are anywhere.
PIECE_PX = 168
CROPS_PER_PIECE = 2
# Share of generated crops whose photograph is in the batch too, delivered alike.
TWIN_SHARE = 0.25
LEAST_MASKED = 0.6
# Of a group's number of pictures, see ``drawn``. Many generators have one picture here, a few have
# hundreds; what is learnt from those alone does not hold for the others.
POWER = 0.25
_TRIES = 20

Pixels = npt.NDArray[np.uint8]


class Patches(IterableDataset):
    """Endless crops, uint8 (3, S, S), each with 1.0 for generated or 0.0."""

    def __init__(self, samples: Sequence[Sample], seed: int) -> None:
        """Read all pictures into memory.

        Args:
            samples: photographs, generated pictures, and twins; what is smaller than a crop is
                left out.
            seed: the same one gives the same crops.
        """
        self.seed = seed
        samples = [s for s in samples if min(read_pixels(s).shape[:2]) >= CROP_PX]
        self.pixels = {id(sample): read_pixels(sample) for sample in samples}
        self.masks = {id(sample): read_mask(sample) for sample in samples}
        self.originals = {
            id(sample): read_pixels(Sample(sample.twin_of, sample.group, False, sample.part))
            for sample in samples if sample.twin_of
        }  # fmt: skip
        self.photographs = by_group(s for s in samples if not s.generated)
        self.whole, self.shrunk = generated_by_group(samples)
        self.twins = by_group(s for s in samples if s.twin_of)

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng((self.seed, worker.id if worker else 0))
        while True:
            if self.twins and rng.random() < TWIN_SHARE:
                sample = drawn(self.twins, rng)
                chain, place = draw_chain(rng), int(rng.integers(2**32))
                pictures = (self.originals[id(sample)], self.pixels[id(sample)])
                pieces = [
                    _piece(each, chain, np.random.default_rng(place), self.masks[id(sample)],
                           generated=each is pictures[1])
                    for each in pictures
                ]  # fmt: skip
            else:
                whole = self.whole if self.whole or self.shrunk else self.twins
                pair = (
                    drawn(self.photographs, rng, POWER),
                    drawn_generated(whole, self.shrunk, rng, POWER),
                )
                photograph, picture = (self.pixels[id(sample)] for sample in pair)
                factor = preview_factor(photograph, picture) if pair[1].preview else None
                pieces = [
                    _piece(photograph, draw_chain(rng), rng, generated=False, preview=factor),
                    _piece(picture, draw_chain(rng), rng, generated=True),
                ]
            for label, piece in enumerate(pieces):
                for crop in _crops(piece, rng):
                    yield crop, torch.tensor(float(label))


def loss_of(network: nn.Module, batch: list[torch.Tensor]) -> torch.Tensor:
    """Return how far the pooled scores of a batch of crops are from what the crops are."""
    crops, labels = batch
    # Half precision where the processor is faster at it.
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(crops.float().to(memory_format=torch.channels_last))
    return functional.binary_cross_entropy_with_logits(pooled(scores.float()), labels)


def _piece(
    pixels: Pixels,
    chain: Chain,
    rng: np.random.Generator,
    mask: npt.NDArray[np.bool_] | None = None,
    *,
    generated: bool,
    preview: float | None = None,
) -> Pixels:
    """Return a delivered piece of a picture, of ``PIECE_PX`` or as large as there is.

    ``preview`` is the factor of a photograph that is first shown in a gallery.
    """
    factor = preview or 1.0
    wanted = int(np.ceil(PIECE_PX / (chain.scale * factor)))
    height, width = (min(wanted, side) for side in pixels.shape[:2])
    if min(height, width) * chain.scale * factor < CROP_PX + 1:
        chain = Chain(1.0, chain.filter, chain.saves)
    for _ in range(_TRIES if mask is not None else 1):
        top = int(rng.integers(pixels.shape[0] - height + 1))
        left = int(rng.integers(pixels.shape[1] - width + 1))
        box = np.s_[top : top + height, left : left + width]
        if mask is None or mask[box].mean() >= LEAST_MASKED:
            break
    piece = np.ascontiguousarray(pixels[box])
    if generated:
        piece = with_history(piece, rng)
    elif preview:
        piece = previewed(piece, preview, rng)
    return saved(retouched(scaled(piece, chain), rng), chain)[0]


def _crops(piece: Pixels, rng: np.random.Generator) -> Iterator[torch.Tensor]:
    for _ in range(CROPS_PER_PIECE):
        top = int(rng.integers(piece.shape[0] - CROP_PX + 1))
        left = int(rng.integers(piece.shape[1] - CROP_PX + 1))
        crop = piece[top : top + CROP_PX, left : left + CROP_PX]
        crop = np.rot90(crop, int(rng.integers(4)))
        if rng.random() < 0.5:
            crop = crop[:, ::-1]
        yield torch.from_numpy(np.ascontiguousarray(crop.transpose(2, 0, 1)))
