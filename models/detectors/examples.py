"""Delivered pictures in pairs: a photograph and a generated one, of one size and delivery."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

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
    Pixels,
    draw_chain,
    preview_factor,
    previewed,
    retouched,
    saved,
    scaled,
    with_history,
)

# Sides of a delivered picture in pixels; drawn for a pair, so that size tells nothing.
SIDES = (128, 160, 192, 256, 320, 384, 512, 768)
_LEAST_MASKED = 0.5
_TRIES = 30


@dataclass(frozen=True, eq=False)
class Example:
    """A picture as it arrives.

    Attributes:
        sample: what it was.
        pixels: uint8 (H, W, 3).
        data: the file.
        chain: how it was delivered.
    """

    sample: Sample
    pixels: Pixels
    data: bytes
    chain: Chain


def paired_examples(
    samples: Sequence[Sample],
    pairs: int,
    seed: int,
    *,
    twin_share: float = 0.05,
    power: float = 0.5,
    chains: Sequence[Chain] | None = None,
) -> Iterator[tuple[Example, Example]]:
    """Yield a photograph and a generated picture, delivered alike, as often as asked.

    A twin comes with its own photograph, cut and delivered like it.

    Args:
        samples: photographs, generated pictures, and twins.
        pairs: how many.
        seed: the same one gives the same pairs.
        twin_share: chance, 0 to 1, that the generated one is a twin, where there are any.
        power: of a source's or generator's number of pictures, see ``drawn``.
        chains: to draw deliveries from; by default any that ``draw_chain`` draws.
    """
    rng = np.random.default_rng(seed)
    photographs = by_group(s for s in samples if not s.generated)
    whole, shrunk = generated_by_group(samples)
    twins = by_group(s for s in samples if s.twin_of)
    if not (whole or shrunk):
        whole = twins
    made = 0
    while made < pairs:
        chain = chains[rng.integers(len(chains))] if chains else draw_chain(rng)
        if twins and rng.random() < twin_share:
            twin = drawn(twins, rng)
            pair = (Sample(twin.twin_of, twin.group, False, twin.part), twin)
        else:
            pair = (
                drawn(photographs, rng, power),
                drawn_generated(whole, shrunk, rng, power),
            )
        pictures = [read_pixels(sample) for sample in pair]
        preview = preview_factor(*pictures) if pair[1].preview else None
        shortest = min(
            min(pictures[0].shape[:2]) * (preview or 1.0), min(pictures[1].shape[:2])
        )
        fitting = [side for side in SIDES if side <= shortest * chain.scale]
        if not fitting:
            chain = replace(chain, scale=1.0)
            fitting = [side for side in SIDES if side <= shortest]
        if not fitting:
            continue
        side = int(rng.choice(fitting))
        place = int(rng.integers(2**32))
        # A twin and its photograph are cut at the same place; others have places of their own.
        places = (place, place) if pair[1].twin_of else (place, place + 1)
        mask = read_mask(pair[1]) if pair[1].twin_of else None
        yield tuple(
            _delivered(sample, pixels, chain, side, np.random.default_rng(where), mask, preview)
            for sample, pixels, where in zip(pair, pictures, places, strict=True)
        )
        made += 1


def _delivered(
    sample: Sample,
    pixels: Pixels,
    chain: Chain,
    side: int,
    rng: np.random.Generator,
    mask: npt.NDArray[np.bool_] | None,
    preview: float | None,
) -> Example:
    factor = preview if preview and not sample.generated else 1.0
    wanted = min(int(np.ceil(side / (chain.scale * factor))), *pixels.shape[:2])
    for _ in range(_TRIES if mask is not None else 1):
        top = int(rng.integers(pixels.shape[0] - wanted + 1))
        left = int(rng.integers(pixels.shape[1] - wanted + 1))
        box = np.s_[top : top + wanted, left : left + wanted]
        if mask is None or mask[box].mean() >= _LEAST_MASKED:
            break
    piece = np.ascontiguousarray(pixels[box])
    if sample.generated:
        piece = with_history(piece, rng)
    elif preview:
        piece = previewed(piece, preview, rng)
    piece = scaled(piece, chain)[:side, :side]
    arrived, data = saved(retouched(piece, rng), chain)
    return Example(sample, arrived, data, chain)
