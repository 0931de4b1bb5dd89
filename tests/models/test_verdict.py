from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from models.analysis import NO_FAMILY, UNSTABLE, Evidence, Strength
from models.provenance import DigitalSourceType
from models.score import Whole
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
RARITY = {Strength.NONE: 0.0, Strength.WEAK: 1.1, Strength.MODERATE: 1.8, Strength.STRONG: 2.6}


@dataclass(frozen=True)
class Facts:
    digital_source_type: DigitalSourceType | None = None
    source_type_is_trusted: bool = False
    generator_claims: tuple[object, ...] = ()


NOTHING = Facts()
# What all came to together, of 200 photographs: less than an even chance, as likely as not, and as
# much as hardly any photograph.
QUIET = Whole(0.3, 0.25, 0.4, 200, 90)
EVEN = Whole(0.6, 0.55, 0.62, 200, 40)
RARE = Whole(0.9, 0.8, 0.95, 200, 4)


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
    verdict = weigh(_evidence(), NOTHING, QUIET)
    assert verdict.conclusion is Conclusion.NO_SIGN_FOUND
    assert set(verdict.quiet) == set(FAMILIES)
    assert verdict.disagreement is None


def test_weigh_takes_weak_signs_for_none_however_many():
    verdict = weigh(_evidence(**dict.fromkeys(FAMILIES, Strength.WEAK)), NOTHING, QUIET)
    assert (verdict.conclusion, verdict.supporting) == (Conclusion.NO_SIGN_FOUND, ())


@pytest.mark.parametrize("artifact", FAMILIES)
def test_weigh_does_not_convict_on_one_artifact(artifact):
    verdict = weigh(_evidence(**{artifact: Strength.STRONG}), NOTHING, QUIET)
    assert verdict.conclusion is Conclusion.ONE_SIGN
    assert verdict.supporting == (artifact,)
    assert verdict.strength is Strength.MODERATE
    assert verdict.disagreement == "pixels-divided"


@pytest.mark.parametrize("artifact", FAMILIES)
def test_weigh_does_not_count_one_moderate_sign_of_many(artifact):
    verdict = weigh(_evidence(**{artifact: Strength.MODERATE}), NOTHING, QUIET)
    assert verdict.conclusion is Conclusion.NO_SIGN_FOUND
    assert (verdict.supporting, verdict.disagreement) == ((artifact,), None)


@pytest.mark.parametrize(
    ("whole", "conclusion", "strength"),
    [
        (QUIET, Conclusion.NO_SIGN_FOUND, Strength.NONE),
        (EVEN, Conclusion.INCONCLUSIVE, Strength.WEAK),
        (RARE, Conclusion.LIKELY_GENERATED, Strength.MODERATE),
        (replace(RARE, learned=False), Conclusion.LIKELY_EDITED, Strength.MODERATE),
        # It does not stand when the picture is saved again.
        (replace(RARE, least=0.6), Conclusion.INCONCLUSIVE, Strength.WEAK),
        (replace(QUIET, most=0.7), Conclusion.INCONCLUSIVE, Strength.NONE),
        # With five of 200, or none of 50, it could be more than 5 of 100 with 95% confidence.
        (replace(RARE, as_high=5), Conclusion.INCONCLUSIVE, Strength.WEAK),
        (replace(RARE, as_high=0, photographs=50), Conclusion.INCONCLUSIVE, Strength.WEAK),
        # No rates are on record.
        (Whole(0.9, 0.8, 0.95), Conclusion.INCONCLUSIVE, Strength.WEAK),
        (Whole(None), Conclusion.INCONCLUSIVE, Strength.NONE),
    ],
)
def test_weigh_goes_by_what_all_comes_to_together(whole, conclusion, strength):
    verdict = weigh(_evidence(), NOTHING, whole)
    assert (verdict.conclusion, verdict.strength) == (conclusion, strength)
    assert verdict.whole is whole


@given(st.integers(0, 200), st.tuples(*[st.floats(0, 1)] * 3).map(sorted))
def test_weigh_claims_only_what_few_photographs_come_to(as_high, chances):
    least, chance, most = chances
    verdict = weigh(_evidence(), NOTHING, Whole(chance, least, most, 200, as_high))
    if verdict.word == "generated":
        assert binomtest(as_high, 200, 0.05, "less").pvalue <= 0.05
        assert least > 0.5
    if verdict.word == "no_sign":
        assert chance < 0.5


def test_weigh_does_not_count_one_family_twice():
    both = {"error_level": Strength.STRONG, "double_compression": Strength.STRONG}
    verdict = weigh(_evidence(**both), NOTHING, QUIET)
    assert (verdict.conclusion, verdict.families) == (Conclusion.ONE_SIGN, ("compression",))
    assert verdict.strength is Strength.MODERATE


def test_weigh_finds_signs_where_two_families_agree():
    both = {"noise_residual": Strength.MODERATE, "copy_move": Strength.STRONG}
    verdict = weigh(_evidence(**both), NOTHING, QUIET)
    assert verdict.conclusion is Conclusion.SIGNS_FOUND
    assert verdict.supporting == ("copy_move", "noise_residual")
    assert verdict.families == ("duplication", "noise")
    assert verdict.strength is Strength.STRONG


def test_weigh_takes_what_sees_everything_for_no_witness_beside_another():
    strong = {"consistency": Strength.STRONG, "noise_residual": Strength.STRONG}
    verdict = weigh(_evidence(**strong), NOTHING, QUIET)
    assert verdict.conclusion is Conclusion.ONE_SIGN
    assert verdict.families == ("noise",)


def test_weigh_needs_one_strong_sign():
    both = {"noise_residual": Strength.MODERATE, "copy_move": Strength.MODERATE}
    assert weigh(_evidence(**both), NOTHING, QUIET).conclusion is Conclusion.NO_SIGN_FOUND


@given(STRENGTHS)
def test_weigh_claims_strongly_only_with_two_families(strengths):
    for whole in (QUIET, EVEN, RARE):
        verdict = weigh(_evidence(**strengths), NOTHING, whole)
        is_strong = verdict.conclusion is Conclusion.SIGNS_FOUND
        assert (verdict.strength is Strength.STRONG) == is_strong
        assert not is_strong or len(verdict.families) >= 2


def test_weigh_does_not_take_silence_for_a_finding_where_most_abstained():
    three = ("copy_move", "error_level", "noise_residual")
    verdict = weigh(_evidence(abstained=three), NOTHING, QUIET)
    assert (verdict.conclusion, verdict.abstained) == (Conclusion.INCONCLUSIVE, three)
    two = _evidence(abstained=three[:2])
    assert weigh(two, NOTHING, QUIET).conclusion is Conclusion.NO_SIGN_FOUND
    assert weigh([], NOTHING, QUIET).conclusion is Conclusion.INCONCLUSIVE


def test_weigh_cannot_tell_where_the_trained_answer_turned_round():
    turned = replace(_evidence()[0], artifact="learned_map", abstained=UNSTABLE)
    verdict = weigh([*_evidence(), turned], NOTHING, Whole(None))
    assert (verdict.conclusion, verdict.word) == (Conclusion.INCONCLUSIVE, "inconclusive")
    signs = _evidence(copy_move=Strength.STRONG, noise_residual=Strength.MODERATE)
    assert weigh([*signs, turned], NOTHING, Whole(None)).conclusion is Conclusion.SIGNS_FOUND


@pytest.mark.parametrize("source", [s for s in DigitalSourceType if s.is_camera])
@pytest.mark.parametrize(
    ("signs", "whole"),
    [
        ({"copy_move": Strength.STRONG, "noise_residual": Strength.STRONG}, QUIET),
        ({"copy_move": Strength.STRONG}, QUIET),
        ({}, RARE),
    ],
)
def test_weigh_shows_that_the_pixels_speak_against_a_trusted_camera(source, signs, whole):
    evidence = _evidence(**signs)
    verdict = weigh(evidence, Facts(source, True), whole)
    assert (verdict.conclusion, verdict.disagreement) == (Conclusion.INCONCLUSIVE, "camera-note")
    assert set(verdict.supporting) == set(signs)
    # Anyone can sign that a camera took it: an unknown signer takes nothing back.
    unknown = weigh(evidence, Facts(source, False), whole)
    assert unknown.conclusion is weigh(evidence, NOTHING, whole).conclusion
    assert weigh(_evidence(), Facts(source, True), QUIET).disagreement is None


@pytest.mark.parametrize(("first", "second", "agree"), [(2.3, 1.9, False), (2.5, 1.8, True)])
def test_weigh_asks_how_rare_two_kinds_are_together(first, second, agree):
    """Both are unusual in either row; that two of so many happen to be just so is no rarity."""
    signs = _evidence(copy_move=Strength.STRONG, noise_residual=Strength.MODERATE)
    rarity = {"copy_move": first, "noise_residual": second}
    signs = [replace(sign, rarity=rarity.get(sign.artifact, 0.0)) for sign in signs]
    verdict = weigh(signs, NOTHING, QUIET)
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
        (Facts(DigitalSourceType.COMPOSITE, True, ("a claim",)), Conclusion.PROVEN_EDITED),
        (Facts(DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA, False, ("a claim",)),
         Conclusion.STATED_GENERATED),
        (Facts(DigitalSourceType.DIGITAL_CAPTURE, False, ("a claim",)),
         Conclusion.STATED_GENERATED),
        (Facts(DigitalSourceType.DIGITAL_CAPTURE, True), Conclusion.NO_SIGN_FOUND),
        (Facts(DigitalSourceType.DIGITAL_CAPTURE), Conclusion.NO_SIGN_FOUND),
    ],
)
def test_weigh_lets_provenance_speak_as_far_as_it_is_trusted(facts, conclusion):
    assert weigh(_evidence(), facts, QUIET).conclusion is conclusion


@pytest.mark.parametrize(
    ("source", "conclusion"),
    [
        (DigitalSourceType.COMPOSITE, Conclusion.STATED_EDITED),
        (DigitalSourceType.COMPOSITE_SYNTHETIC, Conclusion.STATED_EDITED),
        (DigitalSourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA, Conclusion.STATED_EDITED),
        # Put together from photographs alone, it says: then one of the two notes is wrong.
        (DigitalSourceType.COMPOSITE_CAPTURE, Conclusion.STATED_GENERATED),
    ],
)
def test_weigh_takes_a_generators_note_in_a_composite_for_that_of_a_part(source, conclusion):
    noted = Facts(source, False, ("a claim",))
    assert weigh(_evidence(), noted, QUIET).conclusion is conclusion


@pytest.mark.parametrize("source", [s for s in DigitalSourceType if s.is_camera])
@pytest.mark.parametrize("signs", [{}, {"copy_move": Strength.STRONG}])
def test_weigh_lets_no_generators_note_outrank_a_trusted_camera(source, signs):
    verdict = weigh(_evidence(**signs), Facts(source, True, ("a claim",)), QUIET)
    assert (verdict.conclusion, verdict.word) == (Conclusion.INCONCLUSIVE, "inconclusive")
    assert verdict.disagreement == "camera-generator"


def test_weigh_shows_that_pixels_are_silent_about_a_stated_origin():
    facts = Facts(DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA, True)
    assert weigh(_evidence(), facts, QUIET).disagreement == "pixels-quiet"
    assert weigh(_evidence(copy_move=Strength.STRONG), facts, QUIET).disagreement is None


@given(STRENGTHS, PROVENANCE)
def test_weigh_never_calls_proven_what_is_not_trusted(strengths, facts):
    verdict = weigh(_evidence(**strengths), facts, QUIET)
    assert not verdict.conclusion.startswith("proven") or facts.source_type_is_trusted
    assert (verdict.conclusion is not Conclusion.SIGNS_FOUND) or len(verdict.families) >= 2


@given(
    STRENGTHS, PROVENANCE, st.sampled_from(sorted(FAMILIES)), st.sampled_from([QUIET, EVEN, RARE])
)
def test_weigh_never_grows_milder_with_stronger_evidence(strengths, facts, artifact, whole):
    order = [
        Conclusion.NO_SIGN_FOUND,
        Conclusion.INCONCLUSIVE,
        Conclusion.ONE_SIGN,
        Conclusion.LIKELY_GENERATED,
        Conclusion.SIGNS_FOUND,
    ]
    before = weigh(_evidence(**strengths), facts, whole).conclusion
    after = weigh(_evidence(**strengths | {artifact: Strength.STRONG}), facts, whole).conclusion
    if before in order:
        assert order.index(after) >= order.index(before)
    else:
        assert after is before


def test_no_conclusion_is_a_word_for_genuine():
    assert not any(
        word in conclusion for conclusion in Conclusion for word in ("real", "authentic", "genuine")
    )
