from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from models.analysis import Region
from models.evidence.splice_boundary import edges, examine

BOX = Region(x=200, y=120, width=140, height=130)


def _pasted(pixels: np.ndarray, other: np.ndarray, blend: float = 0.0) -> np.ndarray:
    mask = np.zeros(pixels.shape[:2], np.float32)
    mask[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width] = 1
    if blend:
        mask = cv2.GaussianBlur(mask, (0, 0), blend)
    mask = mask[:, :, None]
    return np.rint(mask * other + (1 - mask) * pixels).astype(np.uint8)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 92}])
def test_splice_boundary_finds_a_part_cut_out_hard(seed, options, scene, saved, overlap):
    pixels = cv2.GaussianBlur(scene(seed), (0, 0), 0.7)
    other = np.clip(cv2.GaussianBlur(scene(seed + 50), (0, 0), 0.7).astype(int) + 45, 0, 255)
    clean = examine(saved(pixels, **options))
    found = examine(saved(_pasted(pixels, other), **options))
    assert found.raw_score > 3 * clean.raw_score
    assert overlap(found.region, BOX) > 0.3
    assert found.figures["length"] > 50


def test_border_of_a_see_through_part_is_no_outline(scene, saved):
    pixels = cv2.GaussianBlur(scene(1), (0, 0), 0.7)
    opacity = np.full((*pixels.shape[:2], 1), 255, dtype=np.uint8)
    opacity[BOX.y : BOX.y + BOX.height, BOX.x : BOX.x + BOX.width] = 0
    see_through = examine(saved(np.concatenate([pixels, opacity], axis=2)))
    white = examine(saved(_pasted(pixels, np.full_like(pixels, 255))))
    assert white.raw_score > 50
    assert see_through.raw_score <= examine(saved(pixels)).raw_score


@pytest.mark.parametrize("way", ["wide", "high"])
def test_splice_boundary_points_at_the_part_in_a_picture_measured_in_its_middle(
    way, scene, saved, overlap
):
    pixels, other = (cv2.GaussianBlur(scene(seed), (0, 0), 0.7)[:304] for seed in (1, 51))
    pasted = _pasted(pixels, np.clip(other.astype(int) + 45, 0, 255))
    # The same scenery goes on at both sides, as in a mirror.
    sides = ((0, 0), (944, 944), (0, 0))
    large = np.pad(pixels, sides, mode="symmetric")
    large[:, 944 : 944 + pasted.shape[1]] = pasted
    box = replace(BOX, x=944 + BOX.x)
    if way == "high":
        large = np.ascontiguousarray(large.swapaxes(0, 1))
        box = Region(box.y, box.x, box.height, box.width)
    found = examine(saved(large))
    assert found.figures["share"] == pytest.approx(2048 / 2400)
    assert overlap(found.region, box) > 0.3


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "quality": 85}])
@pytest.mark.parametrize("style", [{}, {"stroke_width": 2, "stroke_fill": "black"}])
def test_splice_boundary_takes_writing_for_no_part(seed, options, style, scene, saved):
    picture = Image.fromarray(cv2.GaussianBlur(scene(seed), (0, 0), 0.7))
    draw = ImageDraw.Draw(picture)
    if not style:
        draw.rectangle([0, 270, picture.width, picture.height], fill="black")
    font = ImageFont.load_default(26)
    draw.text((24, 290), "The bridge will stay closed until", font=font, **style)
    draw.text((24, 325), "the end of the month, the town says", font=font, **style)
    written = examine(saved(np.asarray(picture), **options))
    assert written.raw_score < 9
    picture.paste("white", (300, 60, 420, 180))
    assert examine(saved(np.asarray(picture), **options)).raw_score > 80


def test_splice_boundary_misses_a_blended_part(scene, saved):
    pixels = cv2.GaussianBlur(scene(1), (0, 0), 0.7)
    other = cv2.GaussianBlur(scene(51), (0, 0), 0.7)
    hard, soft = (examine(saved(_pasted(pixels, other, blend))) for blend in (0, 2))
    assert soft.raw_score < hard.raw_score / 5


def test_splice_boundary_believes_straight_lines_one_way(scene, saved):
    house = cv2.GaussianBlur(scene(2), (0, 0), 0.7).astype(int)
    house[:, 100:220] += 40
    house[:, 300:340] -= 40
    assert examine(saved(np.clip(house, 0, 255).astype(np.uint8))).raw_score < 5


def test_edges_are_unmixed_only_if_one_pixel_takes_the_whole_step():
    row = np.full(64, 50, np.float32)
    row[20:] = 100
    row[40:] = 200
    row[40] = 150  # half of both sides
    found = edges(np.tile(row, (32, 1)))
    assert found.found[:, 20].all()
    assert found.unmixed[:, 20].all()
    assert found.found[:, 39:43].any()
    assert not found.unmixed[:, 30:].any()
