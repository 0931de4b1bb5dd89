from datetime import datetime

import pytest

from models.provenance import Provenance
from models.provenance.credential import Credential, CredentialCheck, CredentialState
from models.provenance.exif import Contradiction, ExifFacts
from models.provenance.generator import FoundIn, GeneratorClaim
from models.provenance.metadata import MetadataState
from models.provenance.source_type import DigitalSourceType, StatedSource
from models.provenance.statement import Weight, describe_provenance
from models.provenance.watermark import PHOTOGRAPHS_TRIED, Watermark

INVALID = CredentialState.INVALID
ABSENT_SOURCE = StatedSource(MetadataState.ABSENT)
ABSENT_EXIF = ExifFacts(MetadataState.ABSENT)
AI = DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA


def words(check: CredentialCheck) -> tuple[Weight, str]:
    statement = describe_provenance(Provenance(check, ABSENT_SOURCE, ABSENT_EXIF, ()))[0]
    return statement.weight, " ".join(statement.sentences)


@pytest.mark.parametrize("state", CredentialState)
def test_every_credential_state_is_worded_and_only_trusted_is_proof(state):
    weight, said = words(CredentialCheck(state))
    assert (weight is Weight.PROOF) == (state is CredentialState.TRUSTED)
    assert "credential-" not in said


def test_a_changed_picture_and_a_run_out_certificate_are_worded_apart():
    changed = CredentialCheck(CredentialState.INVALID, failures=("assertion.dataHash.mismatch",))
    expired = CredentialCheck(CredentialState.INVALID, failures=("signingCredential.expired",))
    assert (words(changed)[0], words(expired)[0]) == (Weight.CLUE, Weight.NOTHING)
    assert "The picture file was changed after it was signed." in words(changed)[1]
    assert "certificate had run out" in words(expired)[1]
    assert "does not mean that anyone changed the picture" in words(expired)[1]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (CredentialCheck(INVALID, None, ("assertion.boxesHash.mismatch",)), "picture file"),
        (CredentialCheck(INVALID, None, ("assertion.hashedURI.mismatch",)), "Words of the note"),
        (CredentialCheck(INVALID, None, ("claimSignature.mismatch",)), "Words of the note"),
        (CredentialCheck(INVALID, None, (), ("claimSignature.mismatch",)), "an earlier one"),
        (CredentialCheck(INVALID, None, ("signingCredential.ocsp.revoked",)), "taken back"),
        (CredentialCheck(INVALID, None, ("assertion.action.malformed",)), "not made the way"),
    ],
)
def test_an_invalid_note_is_told_with_what_is_wrong_and_none_of_its_claims(check, said):
    weight, words_said = words(check)
    assert said in words_said
    assert "We use nothing that the note says." in words_said
    assert weight is not Weight.PROOF


def test_an_unknown_signer_is_named_with_the_warning_that_anyone_can_use_a_name():
    credential = Credential(signer="OpenAI", digital_source_type=AI)
    weight, said = words(CredentialCheck(CredentialState.VALID_UNKNOWN_SIGNER, credential))
    assert weight is Weight.CLUE
    assert "“OpenAI”" in said
    assert "Anyone can make a signature that carries any name" in said


def test_a_strangers_note_inside_a_trusted_one_is_called_a_clue():
    credential = Credential(signer="Newsroom", digital_source_type=AI)
    said = words(CredentialCheck(CredentialState.TRUSTED, credential))[1]
    assert "signed by somebody who is not on our list" in said


def test_signed_steps_are_named_once_in_order():
    credential = Credential(
        actions=("c2pa.opened", "c2pa.color_adjustments", "c2pa.opened", "org.example.blend")
    )
    said = words(CredentialCheck(CredentialState.TRUSTED, credential))[1]
    assert "Steps that it lists: opened, colours adjusted, another step." in said


@pytest.mark.parametrize("source_type", DigitalSourceType)
def test_every_source_type_is_worded(source_type):
    provenance = Provenance(
        CredentialCheck(CredentialState.ABSENT),
        StatedSource(MetadataState.READ, source_type),
        ABSENT_EXIF,
        (),
    )
    said = describe_provenance(provenance)[1].sentences[0]
    unknown = "in a way that this site does not know" in said
    assert unknown == (source_type is DigitalSourceType.UNRECOGNISED)


@pytest.mark.parametrize("place", [FoundIn.PNG_TEXT, FoundIn.EXIF, FoundIn.XMP])
def test_a_recipe_is_quoted_and_called_a_clue(place):
    claim = GeneratorClaim("ComfyUI", place, "prompt", "a <red> boat")
    provenance = Provenance(
        CredentialCheck(CredentialState.ABSENT), ABSENT_SOURCE, ABSENT_EXIF, (claim,)
    )
    statement = describe_provenance(provenance)[1]
    assert (statement.weight, statement.quote) == (Weight.CLUE, "a <red> boat")
    assert "a note from ComfyUI" in statement.sentences[0]
    assert "“prompt”" in statement.sentences[0]


def test_camera_notes_are_told_with_their_contradictions_but_without_the_place():
    exif = ExifFacts(
        MetadataState.READ,
        camera="Example Pocket 1",
        taken=datetime(2024, 7, 2, 9, 30),
        software="Ver 1.0",
        has_gps=True,
        contradictions=tuple(Contradiction),
    )
    provenance = Provenance(CredentialCheck(CredentialState.ABSENT), ABSENT_SOURCE, exif, ())
    statement = describe_provenance(provenance)[-1]
    said = " ".join(statement.sentences)
    assert statement.weight is Weight.CLUE
    assert "Example Pocket 1" in said
    assert "July 2, 2024" in said
    assert "That date has not come yet." in said
    assert "before the picture was taken" in said
    assert "another size" in said
    assert "We do not show it." in said
    assert "camera-" not in said
    assert len(statement.sentences) == 5 + len(Contradiction)


@pytest.mark.parametrize("state", [MetadataState.ABSENT, MetadataState.UNREADABLE])
def test_missing_camera_notes_count_for_nothing(state):
    provenance = Provenance(
        CredentialCheck(CredentialState.ABSENT), ABSENT_SOURCE, ExifFacts(state), ()
    )
    statement = describe_provenance(provenance)[-1]
    assert statement.weight is Weight.NOTHING
    assert "tells us nothing, either way" in statement.sentences[0]


@pytest.mark.parametrize(
    ("matched", "chance"),
    [(41, "1,600,000"), (43, "73,000,000"), (48, "1,000,000,000")],
)
def test_a_hidden_mark_is_told_with_its_chance_and_what_was_measured(matched, chance):
    watermark = Watermark(matched)
    provenance = Provenance(
        CredentialCheck(CredentialState.ABSENT),
        ABSENT_SOURCE,
        ABSENT_EXIF,
        (watermark.claim,),
        watermark,
    )
    _, statement, _ = describe_provenance(provenance)
    said = " ".join(statement.sentences)
    assert statement.weight is Weight.CLUE
    assert f"{matched} of its 48 bits are there" in said
    assert f"fewer than one picture out of {chance}." in said
    assert f"none of the {PHOTOGRAPHS_TRIED:,} real photographs" in said
    assert "Anyone can put this mark into any picture" in said
