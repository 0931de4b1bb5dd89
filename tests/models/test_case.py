from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from models.case import CASES, CaseError, Outcome, examine_case, load_cases
from models.case_picture import prepare
from models.image import open_image
from models.provenance import CredentialState
from quiz.pages.resources import packs, pictures_by_name

CASES_SHIPPED = load_cases()

GOOD = (CASES / "02-bird-on-a-log.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pictures():
    return pictures_by_name()


@pytest.mark.parametrize("case", CASES_SHIPPED, ids=lambda case: case.id)
def test_detector_does_what_the_case_says_of_it(case, pictures):
    result = examine_case(case, pictures[case.picture])
    assert result.came_out_as_expected, result.assessment.verdict


@pytest.mark.parametrize(
    "case", [case for case in CASES_SHIPPED if case.signs], ids=lambda case: case.id
)
def test_the_signs_that_a_case_speaks_of_are_those_that_stand_out(case, pictures):
    result = examine_case(case, pictures[case.picture])
    assert set((result.before or result.assessment).verdict.supporting) == set(case.signs)


def test_every_way_of_being_wrong_has_a_case():
    assert {case.expect for case in CASES_SHIPPED} == set(Outcome)


def test_no_case_uses_a_picture_that_is_kept_for_measuring_learners():
    for pack in packs().values():
        practice = {item.id for item in pack.practice}
        kept = {item.id for item in pack.items} - practice
        assert kept
        assert kept.isdisjoint(case.picture for case in CASES_SHIPPED)


@pytest.mark.parametrize("case", CASES_SHIPPED, ids=lambda case: case.id)
def test_a_case_is_true_to_what_the_pack_says_of_its_picture(case):
    (item,) = [item for pack in packs().values() for item in pack.items if item.id == case.picture]
    assert item.is_real == case.is_real


def test_another_outcome_is_noticed(pictures, tmp_path):
    (tmp_path / "01-wrong.toml").write_text(GOOD.replace('"miss"', '"traces_lost"'))
    (wrong,) = load_cases(tmp_path)
    assert not examine_case(wrong, pictures[wrong.picture]).came_out_as_expected


def test_only_what_the_detector_did_comes_out(pictures):
    case = next(case for case in CASES_SHIPPED if case.expect is Outcome.MISS)
    result = examine_case(case, pictures[case.picture])
    came_out = {
        outcome for outcome in Outcome
        if replace(result, case=replace(case, expect=outcome)).came_out_as_expected
    }  # fmt: skip
    assert came_out == {Outcome.MISS}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('expect = "miss"', 'expect = "a miss"', "a miss"),
        ("steps = []", 'steps = ["ironed"]', "ironed"),
        ("comes_true = true", "comes_true = false", "one comes true"),
        ("story =", "stories =", "stories"),
        ("story =", "story", "01-broken.toml"),
    ],
)
def test_a_broken_case_file_is_named_with_its_fault(tmp_path, old, new, named):
    assert old in GOOD
    (tmp_path / "01-broken.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(CaseError, match=named) as raised:
        load_cases(tmp_path)
    assert str(raised.value).startswith("01-broken.toml")


def test_steps_are_done_in_order_and_give_the_same_file_each_time(pictures):
    data = pictures["bare-mountain"].read_bytes()
    assert prepare(data, []) == data
    assert prepare(data, ["zoomed", "tiny"]) == prepare(data, ["zoomed", "tiny"])
    assert prepare(data, ["tiny", "zoomed"]) != prepare(data, ["zoomed", "tiny"])


def test_zooming_shows_the_middle_larger_in_a_picture_of_the_same_size(pictures):
    data = pictures["bare-mountain"].read_bytes()
    whole, zoomed = open_image(data), open_image(prepare(data, ["zoomed"]))
    assert whole.pixels.shape == zoomed.pixels.shape
    middle = Image.fromarray(whole.pixels).crop((96, 64, 864, 576)).resize((960, 640))
    assert np.abs(np.asarray(middle, dtype=int) - zoomed.pixels).mean() < 3


def test_the_impostors_signature_is_sound_and_vouched_for_by_nobody(pictures):
    case = next(case for case in CASES_SHIPPED if case.expect is Outcome.IMPOSTOR)
    provenance = examine_case(case, pictures[case.picture]).assessment.provenance
    assert provenance.credential_state is CredentialState.VALID_UNKNOWN_SIGNER
    assert provenance.credential.signer == "Fairwater World News Agency"
    assert provenance.credential.signer in case.story
