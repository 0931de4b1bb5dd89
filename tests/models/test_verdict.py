from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analysis import NO_FAMILY, UNSTABLE, Evidence, Strength
from models.provenance import DigitalSourceType
from models.verdict import Conclusion, weigh

FAMILIES = {
    "copy_move": "duplication",
    "double_compression": "compression",
    "error_level": "compression",
    "noise_residual": "noise",
    "spectral_peak": "spectrum",
    "consistency": NO_FAMILY,
}


# Of scores well within each strength, see ``Evidence.rarity``.
RARITY = {Strength.NONE: 0.0, Strength.WEAK: 1.1, Strength.MODERATE: 1.6, Strength.STRONG: 2.6}


@dataclass(frozen=True)
class Facts:
    digital_source_type: DigitalSourceType | None = None
    source_type_is_trusted: bool = False
    generator_claims: tuple[object, ...] = ()


NOTHING = Facts()


def _evidence(abstained: tuple[str, ...] = (), **strengths: Strength) -> list[Evidence]:
    return [
        Evidence(
            name, family, 0.0, strengths.get(name, Strength.NONE), None, None, None, {},
            "too-smooth" if name in abstained else None,
            RARITY[strengths.get(name, Strength.NONE)],
        )
        for name, family in FAMILIES.items()
    ]  # fmt: skip


PROVENANCE = st.builds(
    Facts,
    st.none() | st.sampled_from(DigitalSourceType),
    st.booleans(),
    st.sampled_from([(), ("a claim",)]),
)
STRENGTHS = st.fixed_dictionaries({name: st.sampled_from(Strength) for name in FAMILIES})


def test_weigh_finds_no_sign_where_nothing_is_unusual():
    verdict = weigh(_evidence(), NOTHING)
    assert verdict.conclusion is Conclusion.NO_SIGN_FOUND
    assert set(verdict.quiet) == set(FAMILIES)
    assert verdict.disagreement is None


def test_weigh_takes_weak_signs_for_none_however_many():
    verdict = weigh(_evidence(**dict.fromkeys(FAMILIES, Strength.WEAK)), NOTHING)
    assert (verdict.conclusion, verdict.supporting) == (Conclusion.NO_SIGN_FOUND, ())


@pytest.mark.parametrize("artifact", FAMILIES)
def test_weigh_does_not_convict_on_one_artifact(artifact):
    verdict = weigh(_evidence(**{artifact: Strength.STRONG}), NOTHING)
    assert verdict.conclusion is Conclusion.ONE_SIGN
    assert verdict.supporting == (artifact,)
    assert verdict.strength is Strength.MODERATE
    assert verdict.disagreement == "pixels-divided"


@pytest.mark.parametrize("artifact", FAMILIES)
def test_weigh_leaves_one_moderate_sign_open(artifact):
    verdict = weigh(_evidence(**{artifact: Strength.MODERATE}), NOTHING)
    assert verdict.conclusion is Conclusion.INCONCLUSIVE


def test_weigh_does_not_count_one_family_twice():
    both = {"error_level": Strength.STRONG, "double_compression": Strength.STRONG}
    verdict = weigh(_evidence(**both), NOTHING)
    assert (verdict.conclusion, verdict.families) == (Conclusion.ONE_SIGN, ("compression",))
    assert verdict.strength is Strength.MODERATE


def test_weigh_finds_signs_where_two_families_agree():
    both = {"noise_residual": Strength.MODERATE, "copy_move": Strength.STRONG}
    verdict = weigh(_evidence(**both), NOTHING)
    assert verdict.conclusion is Conclusion.SIGNS_FOUND
    assert verdict.supporting == ("copy_move", "noise_residual")
    assert verdict.families == ("duplication", "noise")
    assert verdict.strength is Strength.STRONG


def test_weigh_takes_what_sees_everything_for_no_witness_beside_another():
    strong = {"consistency": Strength.STRONG, "noise_residual": Strength.STRONG}
    verdict = weigh(_evidence(**strong), NOTHING)
    assert verdict.conclusion is Conclusion.ONE_SIGN
    assert verdict.families == ("noise",)


def test_weigh_tells_the_detector_s_sign_only_where_it_is_the_strong_one():
    both = [
        Evidence(name, family, 0.0, strength, None, None, None, {}, None)
        for name, family, strength in (
            ("learned_map", "learned", Strength.MODERATE),
            ("consistency", NO_FAMILY, Strength.STRONG),
        )
    ]  # fmt: skip
    assert weigh(both, NOTHING).conclusion is Conclusion.ONE_SIGN
    strong = [replace(both[0], strength=Strength.STRONG), both[1]]
    assert weigh(strong, NOTHING).conclusion is Conclusion.LEARNED_SIGN


def test_weigh_needs_one_strong_sign():
    both = {"noise_residual": Strength.MODERATE, "copy_move": Strength.MODERATE}
    assert weigh(_evidence(**both), NOTHING).conclusion is Conclusion.INCONCLUSIVE


@given(STRENGTHS)
def test_weigh_claims_strongly_only_with_two_families(strengths):
    verdict = weigh(_evidence(**strengths), NOTHING)
    strongest = max(strengths.values())
    assert (verdict.strength is Strength.STRONG) == (
        verdict.conclusion is Conclusion.SIGNS_FOUND
    )
    if verdict.strength is not strongest:
        assert (verdict.strength, strongest) == (Strength.MODERATE, Strength.STRONG)


def test_weigh_does_not_take_silence_for_a_finding_where_most_abstained():
    three = ("copy_move", "error_level", "noise_residual")
    verdict = weigh(_evidence(abstained=three), NOTHING)
    assert (verdict.conclusion, verdict.abstained) == (Conclusion.INCONCLUSIVE, three)
    assert weigh(_evidence(abstained=three[:2]), NOTHING).conclusion is Conclusion.NO_SIGN_FOUND
    assert weigh([], NOTHING).conclusion is Conclusion.INCONCLUSIVE


def test_weigh_cannot_tell_where_the_trained_answer_turned_round():
    turned = replace(_evidence()[0], artifact="learned_map", abstained=UNSTABLE)
    verdict = weigh([*_evidence(), turned], NOTHING)
    assert (verdict.conclusion, verdict.word) == (Conclusion.INCONCLUSIVE, "inconclusive")
    signs = _evidence(copy_move=Strength.STRONG, noise_residual=Strength.MODERATE)
    assert weigh([*signs, turned], NOTHING).conclusion is Conclusion.SIGNS_FOUND


@pytest.mark.parametrize("source", [s for s in DigitalSourceType if s.is_camera])
@pytest.mark.parametrize("strength", [Strength.MODERATE, Strength.STRONG])
def test_weigh_shows_that_the_pixels_speak_against_a_trusted_camera(source, strength):
    signs = _evidence(copy_move=strength, noise_residual=strength)
    verdict = weigh(signs, Facts(source, True))
    assert (verdict.conclusion, verdict.disagreement) == (Conclusion.INCONCLUSIVE, "camera-note")
    assert set(verdict.supporting) == {"copy_move", "noise_residual"}
    # Anyone can sign that a camera took it: an unknown signer takes nothing back.
    unknown = weigh(signs, Facts(source, False))
    assert unknown.conclusion is weigh(signs, NOTHING).conclusion
    assert weigh(_evidence(), Facts(source, True)).disagreement is None


@pytest.mark.parametrize(("first", "second", "agree"), [(2.0, 1.9, False), (2.3, 1.7, True)])
def test_weigh_asks_how_rare_two_kinds_are_together(first, second, agree):
    """Both are unusual in either row; that two of so many happen to be just so is no rarity."""
    signs = _evidence(copy_move=Strength.STRONG, noise_residual=Strength.MODERATE)
    rarity = {"copy_move": first, "noise_residual": second}
    verdict = weigh([replace(s, rarity=rarity.get(s.artifact, 0.0)) for s in signs], NOTHING)
    assert verdict.conclusion is (Conclusion.SIGNS_FOUND if agree else Conclusion.ONE_SIGN)
    assert verdict.strength is (Strength.STRONG if agree else Strength.MODERATE)
    assert len(verdict.families) == 2


@pytest.mark.parametrize(
    ("facts", "conclusion"),
    [
        (Facts(DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA, True), Conclusion.PROVEN_GENERATED),
        (Facts(DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA), Conclusion.STATED_GENERATED),
        (Facts(DigitalSourceType.COMPOSITE, True), Conclusion.PROVEN_EDITED),
        (Facts(DigitalSourceType.COMPOSITE), Conclusion.STATED_EDITED),
        (Facts(generator_claims=("a claim",)), Conclusion.STATED_GENERATED),
        (Facts(DigitalSourceType.COMPOSITE, False, ("a claim",)), Conclusion.STATED_GENERATED),
        (Facts(DigitalSourceType.DIGITAL_CAPTURE, True), Conclusion.NO_SIGN_FOUND),
        (Facts(DigitalSourceType.DIGITAL_CAPTURE), Conclusion.NO_SIGN_FOUND),
    ],
)
def test_weigh_lets_provenance_speak_as_far_as_it_is_trusted(facts, conclusion):
    assert weigh(_evidence(), facts).conclusion is conclusion


def test_weigh_shows_that_pixels_are_silent_about_a_stated_origin():
    facts = Facts(DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA, True)
    assert weigh(_evidence(), facts).disagreement == "pixels-quiet"
    assert weigh(_evidence(copy_move=Strength.STRONG), facts).disagreement is None


@given(STRENGTHS, PROVENANCE)
def test_weigh_never_calls_proven_what_is_not_trusted(strengths, facts):
    verdict = weigh(_evidence(**strengths), facts)
    assert not verdict.conclusion.startswith("proven") or facts.source_type_is_trusted
    assert (verdict.conclusion is not Conclusion.SIGNS_FOUND) or len(verdict.families) >= 2


@given(STRENGTHS, PROVENANCE, st.sampled_from(sorted(FAMILIES)))
def test_weigh_never_grows_milder_with_stronger_evidence(strengths, facts, artifact):
    order = [
        Conclusion.NO_SIGN_FOUND,
        Conclusion.INCONCLUSIVE,
        Conclusion.ONE_SIGN,
        Conclusion.SIGNS_FOUND,
    ]
    before = weigh(_evidence(**strengths), facts).conclusion
    after = weigh(_evidence(**strengths | {artifact: Strength.STRONG}), facts).conclusion
    if before in order:
        assert order.index(after) >= order.index(before)
    else:
        assert after is before


def test_no_conclusion_is_a_word_for_genuine():
    assert not any(
        word in conclusion for conclusion in Conclusion for word in ("real", "authentic", "genuine")
    )
