import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from skimage import data

from models.analysis import Evidence, Region, Strength, artifacts, measured_rates, ranked
from models.assessment import Assessment, assess
from models.detectors.judgement import judge
from models.image import LoadedImage, open_image
from models.provenance import TrustList, read_provenance
from models.provenance.watermark import MESSAGE
from models.record import record
from models.score import WHOLE, Whole
from models.verdict import Conclusion, Verdict, weigh
from tests.models.provenance.conftest import encode, make_authority, sign_picture
from tests.models.provenance.watermark_encoder import mark

FAMILIES = {name: module.FAMILY for name, module in artifacts().items()}


@pytest.fixture(scope="module")
def authority():
    return make_authority("Example Root")


@pytest.fixture(scope="module")
def signed(authority):
    return sign_picture(encode("JPEG"), authority)


def told(data: bytes, trust_list: TrustList | None = None) -> dict:
    image = open_image(data)
    # As a program would get it.
    return json.loads(json.dumps(record(image, assess(image, trust_list))))


def with_evidence(image: LoadedImage, **found: tuple[Strength, float]) -> Assessment:
    evidence = tuple(
        Evidence(name, FAMILIES[name], 1.0, strength, rate, None, Region(3, 4, 50, 60),
                 {"times": 2.0, "more": 1, "area": 0.1, "moved": 9, "correlation": 1}, None)
        for name, (strength, rate) in found.items()
    )  # fmt: skip
    provenance = read_provenance(image)
    verdict = weigh(evidence, provenance, Whole(0.3, 0.2, 0.4))
    return Assessment(evidence, provenance, judge(image), verdict)


def test_record_of_a_plain_picture_holds_every_field():
    answer = told(encode("PNG"))
    assert list(answer) == [
        "verdict", "calibrated_score", "false_alarms", "raw_score", "strength", "findings",
        "provenance",
    ]  # fmt: skip
    assert (answer["verdict"], answer["strength"], answer["findings"]) == (
        "inconclusive",
        "none",
        [],
    )
    assert answer["provenance"]["credential"] == "absent"
    assert answer["provenance"]["digital_source_type"] is None


def test_no_score_is_told_without_its_false_alarms():
    file = BytesIO()
    Image.fromarray(data.coffee()).save(file, "JPEG", quality=90)
    scored = told(file.getvalue())
    assert 0 < scored["calibrated_score"] < 1
    known = measured_rates()[WHOLE, "JPEG"]
    odds = scored["calibrated_score"] / (1 - scored["calibrated_score"])
    as_high = sum(score >= float(f"{odds:.4g}") for score in known.held_out)
    at_most = scored["false_alarms"].pop("at_most")
    assert scored["false_alarms"] == {"photographs": len(known.held_out), "as_high": as_high}
    assert as_high / len(known.held_out) < at_most <= 1
    plain = told(encode("PNG"))
    assert (plain["calibrated_score"], plain["false_alarms"]) == (None, None)


def test_every_conclusion_has_one_of_the_four_words():
    words = {
        conclusion: Verdict(conclusion, (), (), (), (), Strength.NONE, None, Whole(None)).word
        for conclusion in Conclusion
    }
    assert set(words.values()) == {"generated", "edited", "inconclusive", "no_sign"}
    assert words[Conclusion.NO_SIGN_FOUND] == "no_sign"
    assert words[Conclusion.ONE_SIGN] == "inconclusive"


def test_several_signs_with_the_trained_detector_among_them_are_of_a_generated_picture():
    families = (("noise_residual", "learned_map"), ("noise_residual", "error_level"))
    words = [
        Verdict(
            Conclusion.SIGNS_FOUND, supporting, (), (), (), Strength.STRONG, None, Whole(None)
        ).word
        for supporting in families
    ]
    assert words == ["generated", "edited"]


def test_findings_are_the_unusual_ones_the_strongest_first():
    image = open_image(encode("PNG"))
    found = with_evidence(
        image,
        error_level=(Strength.NONE, 0.4),
        noise_residual=(Strength.WEAK, 0.08),
        copy_move=(Strength.STRONG, 0.0),
    )
    answer = record(image, found)
    assert [finding["artifact"] for finding in answer["findings"]] == [
        "copy_move",
        "noise_residual",
    ]
    assert [finding["strength"] for finding in answer["findings"]] == ["strong", "weak"]
    # A single kind of trace does not make the whole strong.
    assert answer["strength"] == "moderate"
    assert answer["findings"][0]["region"] == {"x": 3, "y": 4, "width": 50, "height": 60}
    for finding in answer["findings"]:
        assert "of 100 real photographs" in finding["text"]


def test_a_generators_recipe_makes_the_verdict_generated():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("parameters", "a boat Steps: 20, Seed: 1")
    answer = told(encode("PNG", pnginfo=notes))
    assert answer["verdict"] == "generated"
    assert answer["provenance"]["generators"] == [
        {"program": "Stable Diffusion web UI", "found_in": "png-text", "field": "parameters"}
    ]


def test_only_a_trusted_credential_is_told_as_proof(signed, authority):
    for trust_list, credential in [
        (TrustList(authority.pem), "trusted"),
        (None, "valid-unknown-signer"),
    ]:
        answer = told(signed, trust_list)
        assert answer["verdict"] == "generated"
        assert answer["provenance"]["credential"] == credential
        assert answer["provenance"]["signer"] == "Example Newsroom"
        assert answer["provenance"]["software_agents"] == ["Example Brush"]
        weights = {said["weight"] for said in answer["provenance"]["statements"]}
        assert ("proof" in weights) == (credential == "trusted")


def test_no_word_of_an_invalid_credential_is_told(signed, authority):
    changed = bytearray(signed)
    changed[-100] ^= 1
    answer = told(bytes(changed), TrustList(authority.pem))
    assert answer["provenance"]["credential"] == "invalid"
    assert answer["provenance"]["changes"] == ["picture"]
    assert answer["verdict"] != "generated"
    everything = json.dumps(answer)
    for word in ("Example Newsroom", "Example Brush", "Paintbox", "trainedAlgorithmicMedia"):
        assert word not in everything


def test_a_position_is_told_to_be_there_and_not_where():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 13.0), 3: "E", 4: (4.0, 53.0, 0.0)})
    answer = told(encode("JPEG", exif=exif))
    assert answer["provenance"]["exif"]["has_gps"]
    assert not any(number in json.dumps(answer) for number in ("52", "53"))


def test_assessment_keeps_the_order_in_which_a_report_names_evidence():
    pixels = np.random.default_rng(3).integers(0, 256, (160, 200, 3), dtype=np.uint8)
    pixels[80:140, 110:180] = pixels[10:70, 20:90]
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    evidence = assess(open_image(file.getvalue())).evidence
    assert {found.artifact for found in evidence} == set(artifacts())
    assert list(evidence) == ranked(evidence)
    assert evidence[0].artifact == "copy_move"


def test_a_hidden_mark_is_told_with_how_likely_it_is_by_chance():
    file = BytesIO()
    Image.fromarray(mark(data.chelsea(), MESSAGE)).save(file, "PNG")
    answer = told(file.getvalue())
    # Two orders of the colours are tried, with 48 bits each.
    assert answer["provenance"]["watermark"] == {"matched": 48, "bits": 48, "chance": 2**-47}
    (claim,) = answer["provenance"]["generators"]
    assert claim == {"program": "Stable Diffusion XL", "found_in": "pixels", "field": "watermark"}
