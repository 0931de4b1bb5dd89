import hashlib
import io
import math
import os
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from models.analysis import (
    ALLOWED_RATES,
    LEAST_BITS,
    NO_FAMILY,
    RATES_FILE,
    TRAINED,
    Evidence,
    Rates,
    Region,
    Strength,
    Trace,
    analyse,
    artifacts,
    grade,
    measured_rates,
    ranked,
    why_unfit,
)
from models.detectors.judgement import MEASURED_SIDE
from models.evidence._window import MAX_SIDE
from models.image import FORMATS, LoadedImage, open_image
from models.score import WHOLE
from tests.benchmarks.false_alarms import UNLEARNT, threshold

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[3] / "shared"))


def _saved(pixels: np.ndarray, format: str = "PNG", **options: object) -> LoadedImage:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return open_image(file.getvalue())


def _with_palette(colours: int) -> Image.Image:
    return Image.fromarray(data.chelsea()).quantize(colours).convert("RGB")


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


ODD_PICTURES = {
    "one pixel": _noise(1, 1, 3),
    "one row": _noise(1, 300, 3),
    "tiny": _noise(7, 9, 3),
    "one window": _noise(128, 128, 3),
    "odd sides": _noise(203, 331, 3),
    "narrow": _noise(700, 129, 3),
    "black": np.zeros((160, 200, 3), np.uint8),
    "flat": np.full((160, 200, 3), 127, np.uint8),
    "white": np.full((160, 200, 3), 255, np.uint8),
    "grey": data.camera()[::2, ::2],
    "ramp": np.tile(np.arange(256, dtype=np.uint8), (256, 1)),
    "checkers": (np.indices((256, 256)).sum(axis=0) // 16 % 2 * 255).astype(np.uint8),
    "alpha": np.dstack([data.chelsea(), np.tile(np.arange(451) % 256, (300, 1))]).astype(np.uint8),
    "photograph": data.chelsea(),
}


@pytest.mark.parametrize("artifact", sorted(artifacts()))
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("picture", sorted(ODD_PICTURES))
def test_examine_returns_finite_maps_and_figures_on_odd_pictures(artifact, format, picture):
    pixels = ODD_PICTURES[picture]
    if format == "JPEG" and picture == "alpha":
        pixels = pixels[:, :, :3]
    image = _saved(pixels, format)
    trace = artifacts()[artifact].examine(image)
    assert math.isfinite(trace.raw_score)
    assert trace.raw_score >= 0
    assert all(math.isfinite(figure) for figure in trace.figures.values())
    if trace.map is not None:
        assert trace.map.pixels().dtype == np.float32
        assert trace.map.pixels().shape == (image.height, image.width)
        assert 0 <= trace.map.pixels().min() <= trace.map.pixels().max() <= 1
    if trace.region is not None:
        box = trace.region
        assert box.width > 0 and box.height > 0
        assert box.x >= 0 and box.x + box.width <= image.width
        assert box.y >= 0 and box.y + box.height <= image.height


@pytest.mark.parametrize("artifact", sorted(artifacts()))
@pytest.mark.parametrize("picture", ["one pixel", "tiny", "black", "flat", "white"])
def test_examine_finds_nothing_where_nothing_is(artifact, picture):
    assert artifacts()[artifact].examine(_saved(ODD_PICTURES[picture])).raw_score < 0.01


@pytest.mark.parametrize("artifact", sorted(artifacts()))
def test_examine_gives_the_same_answer_twice(artifact):
    image = _saved(data.coffee(), "JPEG", quality=85)
    one, two = (artifacts()[artifact].examine(image) for _ in range(2))
    assert (one.raw_score, one.figures, one.region) == (two.raw_score, two.figures, two.region)


def test_artifacts_are_the_files_of_the_evidence_folder():
    files = {path.stem for path in RATES_FILE.parent.glob("[!_]*.py")}
    assert set(artifacts()) == files
    assert {"copy_move", "double_compression", "error_level", "noise_residual"} < files


def test_rates_are_on_record_for_every_artifact_and_format():
    known = {(name, format) for name in (*artifacts(), WHOLE) for format in FORMATS}
    assert set(measured_rates()) == known


@pytest.mark.parametrize(("artifact", "format"), sorted(measured_rates()))
def test_rates_keep_the_promise_that_each_strength_makes(artifact, format):
    rates = measured_rates()[artifact, format]
    ordered = [rates.thresholds[strength] for strength in sorted(ALLOWED_RATES)]
    assert ordered == sorted(ordered)
    assert ordered[0] > 0
    assert len(rates.held_out) >= 100
    granted = np.array([rates.strength(score) for score in rates.held_out])
    for strength, allowed in ALLOWED_RATES.items():
        assert (granted >= strength).mean() <= allowed


@pytest.mark.parametrize("artifact", UNLEARNT)
def test_thresholds_on_record_are_those_of_the_rates_that_are_promised(artifact):
    # Of the others the photographs that set a threshold are not on record.
    for format in FORMATS:
        rates = measured_rates()[artifact, format]
        for strength, allowed in ALLOWED_RATES.items():
            assert rates.thresholds[strength] == threshold(rates.held_out, allowed)


def test_rates_file_says_when_and_how_it_was_measured():
    for record in tomllib.loads(RATES_FILE.read_text()).values():
        assert record["photographs"] >= 100
        assert record["command"].startswith("python -m tests.benchmarks.false_alarms")
        assert record["date"].year >= 2026


def test_false_alarm_rate_counts_the_photographs_that_score_as_high():
    rates = Rates({}, np.array([0.0, 0.0, 1.0, 2.0]))
    assert [rates.false_alarm_rate(score) for score in (0, 0.5, 1, 1.5, 2, 3)] == [
        1, 0.5, 0.5, 0.25, 0.25, 0,
    ]  # fmt: skip


def test_strength_is_the_highest_threshold_reached():
    thresholds = {Strength.WEAK: 1, Strength.MODERATE: 2, Strength.STRONG: 3}
    rates = Rates(thresholds, np.zeros(100))
    assert [rates.strength(score) for score in (0.9, 1, 2.5, 3)] == [
        Strength.NONE, Strength.WEAK, Strength.MODERATE, Strength.STRONG,
    ]  # fmt: skip


def test_strength_is_not_granted_against_the_held_out_photographs():
    rates = Rates({Strength.WEAK: 1, Strength.MODERATE: 2, Strength.STRONG: 3},
                  np.array([0.0] * 98 + [9.0] * 2))  # fmt: skip
    assert (rates.strength(9.0), rates.strength(9.5)) == (Strength.MODERATE, Strength.STRONG)


THRESHOLDS = {Strength.WEAK: 2.0, Strength.MODERATE: 4.0, Strength.STRONG: 20.0}


def test_rarity_counts_the_digits_of_the_rate_and_goes_on_beyond_all_photographs():
    rates = Rates(THRESHOLDS, np.zeros(100))
    assert rates.rarity(1.9) == 0
    assert rates.rarity(2.0) == pytest.approx(-math.log10(0.05))
    assert rates.rarity(20.0) == 2
    # From 5% to 1% it took ten times the score, so it does again to 0.2%.
    assert rates.rarity(200.0) == pytest.approx(-math.log10(0.002))


def test_rarity_is_no_more_than_the_held_out_photographs_confirm():
    rates = Rates(THRESHOLDS, np.array([0.0] * 96 + [20.0] * 3 + [900.0]))
    assert rates.rarity(20.0) == pytest.approx(-math.log10(0.04))
    assert rates.rarity(900.0) == 2
    assert rates.rarity(901.0) > 3


def test_rarity_does_not_hang_on_the_threshold_that_lies_between():
    others = [Rates(THRESHOLDS | {Strength.MODERATE: at}, np.zeros(100)) for at in (2.5, 19.0)]
    for score in (3.0, 10.0, 50.0):
        assert others[0].rarity(score) == others[1].rarity(score)


def test_rarity_is_nothing_where_too_few_photographs_set_a_threshold():
    assert Rates(THRESHOLDS | {Strength.STRONG: math.inf}, np.zeros(9)).rarity(5.0) == 0


def test_ranked_puts_the_strongest_first_and_the_rarer_of_equals():
    image = _saved(data.chelsea())
    found = [each for each in analyse(image) if each.family != NO_FAMILY]
    strengths = [Strength.WEAK, Strength.STRONG, Strength.STRONG, Strength.NONE]
    mixed = [
        replace(each, strength=strength, rarity=rarity)
        for each, strength, rarity in zip(found, strengths, [9.0, 2.5, 3.5, 0.0], strict=False)
    ]
    assert [(e.strength, e.rarity) for e in ranked(mixed)] == [
        (Strength.STRONG, 3.5), (Strength.STRONG, 2.5), (Strength.WEAK, 9.0), (Strength.NONE, 0.0),
    ]  # fmt: skip


def _named(artifact: str, rarity: float, strength: Strength = Strength.STRONG) -> Evidence:
    return Evidence(artifact, "", 1.0, strength, 0.0, None, None, {}, None, rarity)


def _order(*evidence: Evidence) -> list[str]:
    return [found.artifact for found in ranked(evidence)]


def test_ranked_names_a_cause_before_what_it_leaves_behind_as_well():
    shift, level = _named("grid_shift", 2.1), _named("error_level", 9.0)
    assert _order(level, shift) == ["grid_shift", "error_level"]
    weak = replace(shift, strength=Strength.WEAK)
    assert _order(weak, level) == ["error_level", "grid_shift"]


def test_ranked_names_a_single_trace_before_the_learned_map_if_it_is_as_strong():
    learned = _named("learned_map", 9.0)
    assert _order(learned, _named("copy_move", 2.1)) == ["copy_move", "learned_map"]
    moderate = _named("copy_move", 1.5, Strength.MODERATE)
    assert _order(moderate, learned) == ["learned_map", "copy_move"]


def test_ranked_names_what_sees_everything_after_whatever_else_is_unusual():
    consistency = replace(_named("consistency", 9.0), family=NO_FAMILY)
    weak, nothing = (
        _named(name, 1.1, strength)
        for name, strength in (("copy_move", Strength.WEAK), ("grid_shift", Strength.NONE))
    )
    assert _order(nothing, consistency, weak) == ["copy_move", "consistency", "grid_shift"]


@pytest.mark.parametrize(
    ("pieces", "first"), [(1.0, "copy_move"), (2.0, "copy_move"), (3.0, "patch_fill")]
)
def test_ranked_names_many_pieces_before_the_copy_and_one_piece_after_it(pieces, first):
    for rarity in (2.1, 4.0):
        fill = replace(_named("patch_fill", rarity), figures={"pieces": pieces})
        assert _order(fill, _named("copy_move", 3.0))[0] == first
    weak = replace(fill, strength=Strength.WEAK)
    assert _order(weak, _named("copy_move", 3.0))[0] == "copy_move"


def test_explained_artifacts_exist_and_explain_nothing_back():
    explains = {name: getattr(module, "EXPLAINS", ()) for name, module in artifacts().items()}
    for cause, effects in explains.items():
        assert set(effects) <= set(artifacts())
        assert not any(cause in explains[effect] for effect in effects)


def test_grade_gives_no_rate_where_the_artifact_abstained():
    evidence = grade("error_level", "compression", Trace(0.0, abstained="too-small"), "JPEG")
    assert (evidence.strength, evidence.false_alarm_rate) == (Strength.NONE, None)
    assert evidence.abstained == "too-small"


def test_grade_gives_no_rate_for_an_artifact_without_record():
    evidence = grade("tea_leaves", "divination", Trace(1e9), "JPEG")
    assert (evidence.strength, evidence.false_alarm_rate) == (Strength.NONE, None)


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (_saved(data.chelsea()[:127]), "too-small"),
        (_saved(data.chelsea()[:, :127], "JPEG"), "too-small"),
        (_saved(data.chelsea(), "JPEG", quality=39), "too-compressed"),
        (_saved(data.chelsea(), "JPEG", quality=40), None),
        (_saved(data.chelsea(), "WEBP", quality=0), "too-compressed"),
        (_saved(data.chelsea(), "WEBP", quality=82), None),
        (_saved(np.asarray(_with_palette(256))), "few-colours"),
        (_saved(np.asarray(_with_palette(256).convert("L").convert("RGB"))), None),
        (_saved(ODD_PICTURES["flat"]), None),
    ],
)
def test_why_unfit_turns_down_tiny_and_coarse_pictures(image, reason):
    assert why_unfit(image) == reason
    abstained = {evidence.abstained for evidence in analyse(image)}
    assert (abstained == {reason}) if reason else (abstained - {"too-smooth"} <= {None})


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_why_unfit_turns_down_a_fine_save_that_has_hardly_any_bits(format):
    even = np.full((480, 640, 3), 127, np.uint8)
    image = _saved(even, format, quality=90)
    assert 8 * len(image.data) / even[:, :, 0].size < LEAST_BITS
    assert why_unfit(image) == "too-compressed"
    assert why_unfit(_saved(even)) is None


def test_analyse_names_a_planted_copy_and_not_its_clean_twin():
    clean = data.coffee()
    planted = clean.copy()
    planted[20:140, 420:560] = clean[180:300, 220:360]
    strengths = [
        {evidence.artifact: evidence.strength for evidence in analyse(_saved(pixels))}
        for pixels in (planted, clean)
    ]
    assert [found["copy_move"] for found in strengths] == [Strength.STRONG, Strength.NONE]


def test_analyse_places_the_region_on_the_upright_picture():
    pixels = data.coffee().copy()
    pixels[20:140, 420:560] = pixels[180:300, 220:360]
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 8
    Image.fromarray(np.ascontiguousarray(np.rot90(pixels, -1))).save(file, "PNG", exif=exif)
    turned, straight = (
        {evidence.artifact: evidence for evidence in analyse(image)}["copy_move"]
        for image in (open_image(file.getvalue()), _saved(pixels))
    )
    assert isinstance(turned.region, Region)
    assert turned.region == straight.region


def test_analyse_measures_the_middle_of_a_very_large_picture():
    tile = data.chelsea()
    large = np.tile(tile, (math.ceil(2500 / 300), math.ceil(2600 / 451), 1))[:2500, :2600]
    for evidence in analyse(_saved(large, "JPEG", quality=90)):
        if "share" in evidence.figures:
            narrow = evidence.artifact in (*TRAINED, "patch_fill")
            side = MEASURED_SIDE if narrow else MAX_SIDE
            assert evidence.figures["share"] == pytest.approx(side**2 / (2500 * 2600))
        if evidence.map is not None:
            assert evidence.map.pixels().shape == (2500, 2600)


@pytest.mark.slow
def test_analyse_reports_on_a_large_photograph_in_bounded_time():
    large = np.asarray(Image.fromarray(data.coffee()).resize((7000, 5600)))
    image = _saved(large, "JPEG", quality=90)
    started = time.process_time()
    analyse(image)
    assert time.process_time() - started < 30


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared photographs beside the checkout")
@pytest.mark.parametrize("folder", ["kodak", "subjects"])
def test_analyse_seldom_calls_a_real_photograph_strong(folder):
    paths = sorted(
        (SHARED / "images" / "real" / folder).iterdir(),
        key=lambda path: hashlib.sha256(path.name.encode()).hexdigest(),
    )[:3]
    strong = [
        (path.name, evidence.artifact)
        for path in paths
        for evidence in analyse(open_image(path.read_bytes()))
        if evidence.strength is Strength.STRONG
    ]
    assert len(strong) <= 2
