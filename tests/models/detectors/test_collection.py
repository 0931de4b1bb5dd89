import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.detectors.collection import (
    LARGEST_SIDE,
    SHRUNK_SHARE,
    WHOLE_PX,
    Part,
    Sample,
    by_group,
    drawn,
    drawn_generated,
    generated_by_group,
    read_collection,
    read_mask,
    read_pixels,
)

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[4] / "shared"))


def test_what_is_measured_is_learnt_from_by_nobody(samples):
    made = by_group(s for s in samples if s.generated)
    parts = {group: {sample.part for sample in found} for group, found in made.items()}
    assert parts == {
        "Stable Diffusion 3": {Part.LEARN, Part.VALIDATE},
        "stable_cascade_stage_b.safetensors": {Part.CALIBRATE},
        "flux1-dev.safetensors": {Part.MEASURE},
    }


def test_calibration_has_photographs_of_sources_that_are_not_learnt_from(samples):
    learnt = {s.group for s in samples if s.part is Part.LEARN and not s.generated}
    kept = {s.group for s in samples if s.part is Part.CALIBRATE and not s.generated}
    assert "kodak" in kept
    assert kept.isdisjoint(learnt)


@pytest.mark.skipif(not (SHARED / "images").is_dir(), reason="no shared pictures at hand")
def test_every_generator_and_source_of_the_real_collection_is_for_one_thing():
    """To learn from, to calibrate with, or to be measured; what is kept back to validate apart."""
    parts = {}
    for sample in read_collection(SHARED / "images"):
        part = Part.LEARN if sample.part is Part.VALIDATE else sample.part
        parts.setdefault((sample.generated, sample.group), set()).add(part)
    assert len(parts) > 20
    assert all(len(sides) == 1 for sides in parts.values())
    assert {part for sides in parts.values() for part in sides} == {
        Part.LEARN, Part.CALIBRATE, Part.MEASURE,
    }  # fmt: skip


def test_grid_of_four_pictures_is_four_pictures(tmp_path):
    folder = tmp_path / "generated" / "sd15-grids"
    folder.mkdir(parents=True)
    Image.new("RGB", (1024, 1024)).save(folder / "a.webp")
    (tmp_path / "SOURCES.csv").write_text(
        "path,label,generator,width,height\n"
        "generated/sd15-grids/a.webp,generated,Deliberate,1024,1024\n"
    )
    found = read_collection(tmp_path)
    assert [read_pixels(sample).shape for sample in found] == [(512, 512, 3)] * 4
    assert len({sample.box for sample in found}) == 4


def test_further_photographs_are_learnt_from_and_measured_ones_are_not(images, tmp_path):
    for name in ("mine", "measured"):
        (tmp_path / name).mkdir()
        for number in range(12):
            Image.new("RGB", (200, 200)).save(tmp_path / name / f"{number}.png")
    found = read_collection(
        images, photographs=tmp_path / "mine", measured=tmp_path / "measured"
    )
    parts = {name: {s.part for s in found if s.group == name} for name in ("mine", "measured")}
    assert parts == {
        "mine": {Part.LEARN, Part.VALIDATE},
        "measured": {Part.CALIBRATE, Part.MEASURE},
    }


def test_generator_of_a_further_picture_decides_what_it_is_for(images, tmp_path):
    wanted = {"Qwen Image": {Part.LEARN, Part.VALIDATE}, "Seedream": {Part.CALIBRATE},
              "Flux": {Part.MEASURE}, "SD3.5": {Part.MEASURE}}  # fmt: skip
    for generator in wanted:
        (tmp_path / generator).mkdir()
        for number in range(12):
            Image.new("RGB", (400, 400)).save(tmp_path / generator / f"{number}.webp")
    found = [s for s in read_collection(images, generated=tmp_path) if s.group in wanted]
    assert {name: {s.part for s in group} for name, group in by_group(found).items()} == wanted
    assert all(sample.generated and sample.preview for sample in found)


def test_shrunk_pictures_are_drawn_in_their_share_however_many_generators_they_have(tmp_path):
    samples = []
    for name, side, generators in (("whole", WHOLE_PX, 2), ("shrunk", WHOLE_PX - 1, 9)):
        for number in range(generators):
            path = tmp_path / f"{name} {number}.png"
            Image.new("RGB", (side, 600)).save(path)
            samples.append(Sample(path, path.stem, True, Part.LEARN))
    groups = generated_by_group([*samples, Sample(path, "real", False, Part.LEARN)])
    assert [len(each) for each in groups] == [2, 9]
    rng = np.random.default_rng(0)
    found = [drawn_generated(*groups, rng).group.startswith("shrunk") for _ in range(3000)]
    assert np.mean(found) == pytest.approx(SHRUNK_SHARE, abs=0.03)
    assert drawn_generated({}, groups[1], rng).group.startswith("shrunk")
    assert drawn_generated(groups[0], {}, rng).group.startswith("whole")


def test_twin_goes_with_its_photograph_and_held_out_kinds_are_measured(images, tmp_path):
    for kind in ("nearest", "pixel-shuffle"):
        folder = tmp_path / kind
        folder.mkdir()
        for ending in (".png", ".original.png", ".mask.png"):
            Image.new("L", (64, 64), 255).save(folder / f"1.jpg{ending}")
    found = {s.group: s for s in read_collection(images, tmp_path) if s.twin_of}
    assert set(found) == {"nearest", "pixel-shuffle"}
    assert found["pixel-shuffle"].part is Part.MEASURE
    assert found["nearest"].part is not Part.MEASURE
    assert read_mask(found["nearest"]).all()


def test_twin_is_for_what_its_photograph_is_for(tmp_path):
    wanted = {"shirt.jpg": Part.LEARN, "lighthouse.jpg": Part.CALIBRATE, "other.jpg": Part.MEASURE}
    listed = [f"real/{source}/{name},real" for source, name in zip(
        ("clothing", "kodak", "an unnamed source"), wanted, strict=True
    )]  # fmt: skip
    (tmp_path / "SOURCES.csv").write_text("\n".join(["path,label", *listed]))
    (tmp_path / "nearest").mkdir()
    for name in wanted:
        (tmp_path / "nearest" / f"{name}.png").touch()
    twins = [s for s in read_collection(tmp_path, tmp_path) if s.twin_of]
    assert {sample.path.stem: sample.part for sample in twins} == wanted


def test_a_third_of_the_photographs_that_are_not_learnt_from_is_measured_on(images, tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.png").touch()
    samples = read_collection(images, measured=tmp_path)
    found = [sample.part for sample in samples if sample.path.parent == tmp_path]
    assert len(found) == 300
    assert found.count(Part.MEASURE) == pytest.approx(100, abs=20)
    assert found.count(Part.CALIBRATE) == pytest.approx(200, abs=20)


def test_twin_of_a_photograph_that_is_not_there_is_left_out(images, tmp_path):
    for kind in ("nearest", "pixel-shuffle"):
        (tmp_path / kind).mkdir()
        Image.new("L", (64, 64), 255).save(tmp_path / kind / "gone.jpg.png")
    found = [s.group for s in read_collection(images, tmp_path) if s.twin_of]
    assert found == ["pixel-shuffle"]


def test_very_large_picture_is_read_in_its_middle(tmp_path):
    pixels = np.zeros((100, LARGEST_SIDE + 200, 3), np.uint8)
    pixels[:, 100:-100] = 255
    Image.fromarray(pixels).save(tmp_path / "a.png")
    found = read_pixels(Sample(tmp_path / "a.png", "a", False, Part.LEARN))
    assert found.shape == (100, LARGEST_SIDE, 3)
    assert found.min() == 255


@pytest.mark.parametrize(("power", "share"), [(0.0, 1 / 2), (0.5, 20 / 22), (1.0, 400 / 404)])
def test_group_is_drawn_from_by_its_size_to_a_power(power, share):
    rng = np.random.default_rng(0)
    groups = {
        name: [Sample(Path(name) / str(n), name, False, Part.LEARN) for n in range(size)]
        for name, size in (("few", 4), ("many", 400))
    }
    found = [drawn(groups, rng, power).group == "many" for _ in range(4000)]
    assert np.mean(found) == pytest.approx(share, abs=0.03)


def test_generators_in_one_folder_are_groups_of_their_own():
    samples = [
        Sample(Path("folder") / f"{number}.png", f"generator {number % 2}", True, Part.LEARN)
        for number in range(4)
    ]
    assert {name: len(group) for name, group in by_group(samples).items()} == {
        "generator 0": 2,
        "generator 1": 2,
    }
