import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.stats import binomtest
from skimage import data

from models import explanation
from models.analysis import (
    ALLOWED_RATES,
    LEAST_QUALITY,
    LEAST_SIDE,
    MOST_FEW_COLOURS,
    TRAINED,
    Evidence,
    Region,
    Strength,
    analyse,
    artifacts,
    measured_rates,
)
from models.explanation import explain
from models.image import LoadedImage, open_image
from models.provenance import read_provenance
from models.score import Whole
from models.text import text
from models.verdict import Conclusion, Verdict, weigh

# What Fluent leaves in place of a message, a number or a variable that it does not have.
_HOLE = re.compile(r"[{}$]|^[a-z]+(-[a-z0-9]+)+$|\bnan\b|\binf\b")


def _picture(pixels: np.ndarray, format: str = "PNG", **options: object) -> LoadedImage:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return open_image(file.getvalue())


IMAGE = _picture(data.coffee(), "JPEG", quality=90)
QUIET = Whole(0.3, 0.25, 0.4, 200, 90)


def _explained(
    image: LoadedImage, evidence: list[Evidence] | None = None, whole: Whole = QUIET
):
    evidence = analyse(image) if evidence is None else evidence
    provenance = read_provenance(image)
    return explain(image, evidence, provenance, weigh(evidence, provenance, whole))


def _graded(artifact: str, strength: Strength, **changes: object) -> Evidence:
    module = artifacts()[artifact]
    trace = module.examine(IMAGE)
    values = {
        "raw_score": trace.raw_score,
        "false_alarm_rate": 0.03,
        "map": trace.map,
        "region": trace.region,
        "figures": trace.figures,
        "abstained": None,
    }
    return Evidence(artifact, module.FAMILY, strength=strength, **values | changes)


def _finding(evidence: Evidence):
    return _explained(IMAGE, [evidence]).pixels[0]


@pytest.mark.parametrize("artifact", sorted(artifacts()))
@pytest.mark.parametrize("strength", Strength)
def test_finding_has_words_for_every_part(artifact, strength):
    finding = _finding(_graded(artifact, strength))
    words = [finding.heading, finding.looked_at, finding.seen, finding.strength_words,
             finding.rarity, finding.ignore, finding.innocent]  # fmt: skip
    for sentence in words:
        assert sentence == sentence.strip()
        assert sentence
        assert not _HOLE.search(sentence)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("artifact", sorted(artifacts()))
def test_seen_shows_a_number_where_something_is_unusual(artifact):
    figures = dict.fromkeys(artifacts()[artifact].examine(IMAGE).figures, 2.0)
    unusual = _finding(_graded(artifact, Strength.STRONG, figures=figures)).seen
    assert re.search(r"\d", unusual)
    assert unusual != _finding(_graded(artifact, Strength.NONE, figures=figures)).seen


@pytest.mark.parametrize(
    "reason", ["too-small", "too-smooth", "too-compressed", "few-colours", "unstable"]
)
def test_seen_tells_why_nothing_was_measured(reason):
    finding = _finding(
        _graded("error_level", Strength.NONE, abstained=reason, false_alarm_rate=None)
    )
    limits = {"side": LEAST_SIDE, "quality": LEAST_QUALITY, "colours": MOST_FEW_COLOURS}
    assert finding.seen == text(f"abstained-{reason}", limits)
    assert not _HOLE.search(finding.seen)
    assert finding.strength_words == text("strength-unmeasured")
    assert finding.rarity is None


@pytest.mark.parametrize(
    ("rate", "sentence"),
    [
        (0.0, "Fewer than 1 of 100 real photographs we measured score this high."),
        (0.004, "Fewer than 1 of 100 real photographs we measured score this high."),
        (0.012, "About 1 of 100 real photographs we measured scores this high."),
        (0.33, "About 33 of 100 real photographs we measured score this high."),
        (1.0, "About 100 of 100 real photographs we measured score this high."),
    ],
)
def test_rarity_is_a_frequency(rate, sentence):
    graded = _graded("noise_residual", Strength.WEAK, false_alarm_rate=rate)
    assert _finding(graded).rarity == sentence


@pytest.mark.parametrize(("more", "word"), [(1.0, "more grain"), (0.0, "less grain")])
def test_seen_tells_more_from_less(more, word):
    figures = {"times": 2.25, "more": more, "share": 1.0}
    seen = _finding(_graded("noise_residual", Strength.STRONG, figures=figures)).seen
    assert word in seen
    assert "2.2" in seen or "2.3" in seen


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (0, 0, "at the top, on the left"),
        (250, 180, "halfway down, in the middle"),
        (500, 300, "at the bottom, on the right"),
    ],
)
def test_place_says_where_the_box_is(x, y, words):
    region = Region(x, y, 100, 100)
    place = _finding(_graded("error_level", Strength.STRONG, region=region)).place
    assert words in place
    assert f"{round(100 * 100 * 100 / (600 * 400))}%" in place
    assert _finding(_graded("error_level", Strength.NONE, region=region)).place is None


def test_place_of_a_tiny_box_is_not_told_to_be_nothing():
    found = _graded("error_level", Strength.STRONG, region=Region(0, 0, 12, 12))
    assert "covers less than 1% of the picture" in _finding(found).place


def test_box_that_holds_nearly_all_of_the_picture_points_at_no_place():
    found = _graded("learned_map", Strength.STRONG, region=Region(2, 0, 596, 400))
    place = _finding(found).place
    assert "no single place stands out" in place
    assert "in the middle" not in place


def test_only_part_of_a_very_large_picture_is_admitted():
    figures = {"times": 2.0, "more": 1.0, "share": 0.43}
    assert "43%" in _finding(_graded("noise_residual", Strength.NONE, figures=figures)).seen


def test_explanation_shows_the_strongest_finding_first():
    evidence = [
        _graded("copy_move", Strength.NONE),
        _graded("error_level", Strength.STRONG),
        _graded("noise_residual", Strength.WEAK),
    ]
    shown = [finding.artifact for finding in _explained(IMAGE, evidence).pixels]
    assert shown == ["error_level", "noise_residual", "copy_move"]


@pytest.mark.parametrize("conclusion", Conclusion)
@pytest.mark.parametrize(
    "disagreement",
    [None, "pixels-quiet", "pixels-divided", "camera-note", "camera-generator"],
)
def test_conclusion_has_words_for_every_verdict(conclusion, disagreement):
    verdict = Verdict(
        conclusion, ("copy_move",), ("error_level",), ("spectral_peak",), ("duplication",),
        Strength.STRONG, disagreement, QUIET,
    )  # fmt: skip
    shown = explain(IMAGE, [], read_provenance(IMAGE), verdict).conclusion
    explained = conclusion is Conclusion.NO_SIGN_FOUND
    # What all comes to, and that it moves when saved again, among them.
    assert len(shown.sentences) == 7 + bool(disagreement) + explained
    for sentence in (shown.heading, *shown.sentences):
        assert not _HOLE.search(sentence)
    assert any(text("copy-move-heading").lower() in sentence for sentence in shown.sentences)


@pytest.mark.parametrize(
    ("as_high", "counted"),
    [(0, "None of the 169"), (1, "One of the 169"), (4, "4 of the 169")],
)
def test_conclusion_tells_the_score_and_how_many_photographs_score_as_high(as_high, counted):
    shown = _explained(IMAGE, [], Whole(0.834, 0.71, 0.86, 169, as_high)).conclusion
    said = " ".join(shown.sentences)
    assert "is 83 of 100" in said
    assert counted in said
    assert "between 71 and 86 of 100" in said


@pytest.mark.parametrize("as_high", [0, 1, 4, 17])
def test_conclusion_does_not_round_the_most_false_alarms_down(as_high):
    shown = _explained(IMAGE, [], Whole(0.834, 0.71, 0.86, 169, as_high)).conclusion
    most = int(re.search(r"at most (\d+) would", " ".join(shown.sentences))[1])
    # With that many of 100 so few are seen once in twenty times; with one fewer, more often.
    pvalues = [binomtest(as_high, 169, each / 100, "less").pvalue for each in (most, most - 1)]
    assert pvalues[0] <= 0.05 < pvalues[1]


@pytest.mark.parametrize(("supporting", "named"), [
    (("copy_move",), "copy-move"), ((), "learned-map"),
])  # fmt: skip
def test_signs_against_a_cameras_note_are_those_that_stand_out(supporting, named):
    verdict = Verdict(
        Conclusion.INCONCLUSIVE, supporting, ("error_level",), (), (), Strength.MODERATE,
        "camera-note", QUIET,
    )  # fmt: skip
    said = " ".join(explain(IMAGE, [], read_provenance(IMAGE), verdict).conclusion.sentences)
    unusual = re.search(r"These checks found something unusual all the same: (.+?)\.", said)[1]
    assert unusual == text(f"{named}-heading").lower()


def test_conclusion_tells_no_score_where_there_is_none_and_none_that_stands_twice():
    assert "score" not in " ".join(_explained(IMAGE, [], Whole(None)).conclusion.sentences)
    steady = _explained(IMAGE, [], Whole(0.999, 0.99, 0.999, 169, 0)).conclusion.sentences
    assert "is 99 of 100" in " ".join(steady)
    assert "Saved again" not in " ".join(steady)


def test_one_moderate_sign_of_many_is_told_and_said_to_count_for_nothing():
    names = [name for name in artifacts() if name != "copy_move"]
    evidence = [_graded(name, Strength.NONE) for name in names]
    shown = _explained(IMAGE, [*evidence, _graded("copy_move", Strength.MODERATE)]).conclusion
    said = " ".join(shown.sentences)
    assert shown.heading == text("conclusion-no-sign-found-heading")
    assert text("copy-move-heading").lower() in said
    assert f"{len(artifacts())} checks" in said
    assert "up to 2 of 100" in said


@pytest.mark.parametrize("network", TRAINED)
def test_networks_that_see_nothing_say_how_rare_a_sign_would_be(network):
    seen = _finding(_graded(network, Strength.NONE)).seen
    assert f"at most {100 * ALLOWED_RATES[Strength.WEAK]:.0f} of 100" in seen


@pytest.mark.parametrize("raised", [False, True])
def test_a_trace_is_said_to_raise_the_score_only_where_one_did(raised):
    said = " ".join(_explained(IMAGE, [], replace(QUIET, raised=raised)).conclusion.sentences)
    assert ("A single trace raised it" in said) is raised
    assert ("about the chance" in said) is not raised


def test_nothing_found_is_said_to_be_no_proof():
    quiet = [_graded(name, Strength.NONE) for name in artifacts()]
    shown = _explained(IMAGE, quiet).conclusion
    assert shown.heading == text("conclusion-no-sign-found-heading")
    assert "no proof that the picture is real" in shown.sentences[0]


def test_no_words_of_the_report_call_a_picture_authentic():
    strings = Path(explanation.__file__).parent / "locales" / "en" / "models.ftl"
    words = re.findall(r"[a-z]+", strings.read_text(encoding="utf-8").lower())
    assert not {"authentic", "genuine"} & set(words)


def test_opened_tells_what_was_done_to_show_the_picture():
    see_through = np.dstack([data.chelsea(), np.full((300, 451), 99, np.uint8)])
    assert _explained(_picture(see_through)).opened == (text("opened-alpha"),)


@pytest.mark.parametrize(
    "step", ["animated-first-frame", "sixteen-bit", "alpha", "cmyk", "orientation"]
)
def test_opened_has_words_for_every_step(step):
    assert not _HOLE.search(text(f"opened-{step}"))


def test_explanation_of_a_tiny_picture_abstains():
    shown = _explained(_picture(data.chelsea()[:40, :40]))
    assert {finding.strength for finding in shown.pixels} == {Strength.NONE}
    assert shown.conclusion.heading == text("conclusion-inconclusive-heading")
    assert len(shown.origin) >= 2


def test_explanation_of_a_planted_copy_names_it():
    pixels = data.coffee().copy()
    pixels[20:140, 420:560] = pixels[180:300, 220:360]
    shown = _explained(_picture(pixels))
    assert shown.pixels[0].heading == text("copy-move-heading")
    assert shown.pixels[0].strength is Strength.STRONG
    assert shown.pixels[0].rarity is not None


@pytest.mark.parametrize(("flip", "said"), [(1, False), (-1, True)])
def test_explanation_of_a_copy_says_whether_it_is_mirrored(flip, said):
    pixels = data.coffee().copy()
    pixels[20:140, 420:560] = pixels[180:300, 220:360][:, ::flip]
    trace = artifacts()["copy_move"].examine(_picture(pixels))
    figures = {"figures": trace.figures, "region": trace.region, "map": trace.map}
    seen = _finding(_graded("copy_move", Strength.STRONG, **figures)).seen
    assert ("as in a mirror" in seen) is said
    assert "  " not in seen


def test_conclusion_tells_how_many_photographs_stand_behind_the_rates():
    """And what none of them leaves open: 3 of 100 where none of 124 was counted."""
    limits = _explained(IMAGE, []).conclusion.sentences[-1]
    fewest = min(len(rates.held_out) for rates in measured_rates().values())
    most = int(re.search(r"up to (\d+) of 100", limits)[1])
    assert f"{fewest} photographs" in limits
    # That many of 100, and not one fewer, fit with none of the photographs at 95%.
    assert (1 - most / 100) ** fewest <= 0.05 < (1 - (most - 1) / 100) ** fewest
