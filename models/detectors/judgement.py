"""What the learned detector makes of a picture: a calibrated score, and the map behind it."""

import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from models.analysis import UNSTABLE, Region, why_unfit
from models.detectors.calibration import CLEAR_CHANCE
from models.detectors.network import STRIDE, PatchNetwork
from models.detectors.statistics import LEAST_SIDE, statistics
from models.detectors.weights import Detector, load_detector
from models.encoding import decoded, encoded
from models.evidence._jpeg import luma_quantisation, standard_quantisation
from models.evidence._window import box_around, measured_window
from models.evidence_map import EvidenceMap, empty_map
from models.image import LoadedImage, open_image

# The middle of a larger picture is measured, in pixels.
MEASURED_SIDE = 1024
TINY_SIDE = 224
HIGH_QUALITY = 80
# A picture is looked at as it is, and as it is after being passed on: both sides multiplied by the
# first, saved as JPEG of the second quality. That takes away most of what its own file's history
# left in it, and with both the answer hangs less on how the picture arrived.
_PASSED_ON = 0.8, 75
# What a picture is saved as once more, to see whether its score stands.
_AGAIN = (("JPEG", 88), ("WEBP", 80))
# Patches whose scores are averaged before a region is told: 9 patches lie on 72 pixels.
_NEIGHBOURHOOD = 9


class DeliveryClass(StrEnum):
    """How a picture arrived, as far as its file shows; each is calibrated for itself."""

    LOSSLESS = "lossless"
    HIGH = "high"
    LOW = "low"
    TINY = "tiny"


@dataclass(frozen=True, eq=False)
class Judgement:
    """What the learned detector makes of a picture.

    Attributes:
        raw_score: log odds of being generated before calibration: patches and statistics together.
        calibrated_score: chance, 0 to 1, of being generated, if as many pictures are as were in
            the calibration (half); None where ``abstained`` says why.
        saved_again: the same chance where the picture is saved once more, for each way of saving;
            empty where there is no ``calibrated_score``.
        delivery: how the picture arrived.
        map: each patch's own chance, 0 to 1; the mean of its log odds is the patches' share of
            ``raw_score``.
        region: the box that stands out most, or None.
        share: of the picture's pixels that was looked at, above 0 to 1.
        abstained: "too-small", "too-smooth", "too-compressed", "few-colours", "unstable" (the
            answer turned round when the picture was saved once more), or None.
    """

    raw_score: float
    calibrated_score: float | None
    saved_again: tuple[float, ...]
    delivery: DeliveryClass
    map: EvidenceMap
    region: Region | None
    share: float
    abstained: str | None


_judged: "weakref.WeakKeyDictionary[LoadedImage, Judgement]" = weakref.WeakKeyDictionary()


def judge(image: LoadedImage) -> Judgement:
    """Return the learned detector's judgement, made once for each opened picture."""
    known = _judged.get(image)
    if known is None:
        known = _judged[image] = _judge(image)
    return known


def delivery_class(image: LoadedImage) -> DeliveryClass:
    """Return how a picture arrived: its size first, then its format and quality."""
    if min(image.height, image.width) < TINY_SIDE:
        return DeliveryClass.TINY
    if image.format == "JPEG":
        coarse = luma_quantisation(image).sum() > standard_quantisation(HIGH_QUALITY).sum()
        return DeliveryClass.LOW if coarse else DeliveryClass.HIGH
    lossy = image.format == "WEBP" and b"VP8L" not in image.data[:64]
    return DeliveryClass.LOW if lossy else DeliveryClass.LOSSLESS


def two_scores(pixels: npt.NDArray[np.uint8], detector: Detector) -> tuple[float, float]:
    """Return the log odds of the pooled patches and by the statistics.

    Args:
        pixels: uint8 (H, W, 3), both sides at least ``LEAST_SIDE``.
        detector: the weights.
    """
    map, by_numbers = _map_and_numbers(pixels, detector)
    return float(map.mean()), by_numbers


def patch_map(pixels: npt.NDArray[np.uint8], network: PatchNetwork) -> npt.NDArray[np.float32]:
    """Return each patch's log odds, float32 (H // STRIDE, W // STRIDE), over both looks.

    Args:
        pixels: uint8 (H, W, 3), both sides at least ``LEAST_SIDE``.
        network: with trained weights.
    """
    return _over_both(pixels, passed_on(pixels), network)


def passed_on(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the picture, uint8 (H, W, 3), as it is after being passed on; never too small."""
    scale, quality = _PASSED_ON
    scale = max(scale, LEAST_SIDE / min(pixels.shape[:2]))
    width, height = (round(side * scale) for side in pixels.shape[1::-1])
    if scale < 1:
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return decoded(encoded(Image.fromarray(pixels), "JPEG", quality=quality))


def patch_scores(pixels: npt.NDArray[np.uint8], network: PatchNetwork) -> npt.NDArray[np.float32]:
    """Return each patch's log odds, float32 (H // STRIDE, W // STRIDE)."""
    height, width = (side // STRIDE * STRIDE for side in pixels.shape[:2])
    cut = np.ascontiguousarray(pixels[:height, :width].transpose(2, 0, 1))
    signal = torch.from_numpy(cut)[None].float().to(memory_format=torch.channels_last)
    with torch.inference_mode():
        return network(signal)[0].numpy()


def _judge(image: LoadedImage) -> Judgement:
    delivery = delivery_class(image)
    if min(image.height, image.width) < LEAST_SIDE:
        nothing = empty_map((image.height, image.width))
        return Judgement(0.0, None, (), delivery, nothing, None, 1.0, "too-small")
    window = measured_window(image.pixels, MEASURED_SIDE)
    pixels = np.ascontiguousarray(window.cut(image.pixels))
    if window.is_even(image.luma):
        nothing = empty_map((image.height, image.width))
        return Judgement(0.0, None, (), delivery, nothing, None, window.share(), "too-smooth")
    detector = load_detector()
    patches, by_numbers = _map_and_numbers(pixels, detector)
    calibration = detector.calibration[delivery]
    raw = calibration.combined(float(patches.mean()), by_numbers)
    smooth = cv2.blur(patches, (_NEIGHBOURHOOD, _NEIGHBOURHOOD), borderType=cv2.BORDER_REFLECT)
    chances = window.spread(1 / (1 + np.exp(-smooth)), STRIDE)
    chance = calibration.chance(raw)
    abstained = why_unfit(image)
    again = () if abstained else tuple(_saved_again(pixels, detector))
    if again and min(chance, *again) < 1 - CLEAR_CHANCE and max(chance, *again) > CLEAR_CHANCE:
        abstained = UNSTABLE
    return Judgement(
        raw_score=raw,
        calibrated_score=None if abstained else chance,
        saved_again=() if abstained else again,
        delivery=delivery,
        map=chances,
        region=box_around(chances),
        share=window.share(),
        abstained=abstained,
    )


def _map_and_numbers(
    pixels: npt.NDArray[np.uint8], detector: Detector
) -> tuple[npt.NDArray[np.float32], float]:
    passed = passed_on(pixels)
    numbers = np.stack([statistics(look) for look in (pixels, passed)])
    return (
        _over_both(pixels, passed, detector.network),
        float(detector.of_statistics(numbers).mean()),
    )


def _over_both(
    pixels: npt.NDArray[np.uint8], passed: npt.NDArray[np.uint8], network: PatchNetwork
) -> npt.NDArray[np.float32]:
    own, other = (patch_scores(look, network) for look in (pixels, passed))
    return (own + cv2.resize(other, own.shape[::-1], interpolation=cv2.INTER_LINEAR)) / 2


def _saved_again(pixels: npt.NDArray[np.uint8], detector: Detector) -> Iterator[float]:
    """Yield the chance that the picture comes to once it has been saved again."""
    for format, quality in _AGAIN:
        again = open_image(encoded(Image.fromarray(pixels), format, quality=quality))
        calibration = detector.calibration[delivery_class(again)]
        yield calibration.chance(calibration.combined(*two_scores(again.pixels, detector)))
