from io import BytesIO

import pytest
from PIL import Image
from skimage import data

from models.image import open_image
from models.provenance import (
    CredentialState,
    DigitalSourceType,
    FoundIn,
    MetadataState,
    TrustList,
    Watermark,
    read_provenance,
)
from models.provenance.watermark import MESSAGE
from models.score import Whole
from models.verdict import Conclusion, weigh
from tests.models.provenance.watermark_encoder import mark

AI_NOTE = (
    b'<x xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    b' Iptc4xmpExt:DigitalSourceType="trainedAlgorithmicMedia"/>'
)


def test_provenance_of_a_bare_picture_is_absent_everywhere(photograph):
    provenance = read_provenance(open_image(photograph))
    assert provenance.credential_state is CredentialState.ABSENT
    assert provenance.credential is None
    assert provenance.stated_source.state is MetadataState.ABSENT
    assert provenance.exif.state is MetadataState.ABSENT
    assert provenance.generator_claims == ()
    assert provenance.digital_source_type is None
    assert not provenance.source_type_is_trusted


def test_source_type_is_trusted_only_when_signed_by_a_listed_signer(
    photograph, authority, stranger, sign
):
    trust_list = TrustList(authority.pem)
    trusted = read_provenance(open_image(sign(photograph, authority)), trust_list)
    unknown = read_provenance(open_image(sign(photograph, stranger)), trust_list)
    assert trusted.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert unknown.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert (trusted.source_type_is_trusted, unknown.source_type_is_trusted) == (True, False)


def test_signed_source_type_goes_before_an_unsigned_note(encode_picture, authority, sign):
    signed = sign(encode_picture("JPEG", xmp=AI_NOTE), authority, source_type="digitalCapture")
    provenance = read_provenance(open_image(signed), TrustList(authority.pem))
    assert provenance.digital_source_type is DigitalSourceType.DIGITAL_CAPTURE
    assert (
        provenance.stated_source.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    )


@pytest.mark.parametrize("source_type", ["empty", "somethingNew"])
def test_trusted_signer_who_leaves_it_open_silences_no_other_note(
    source_type, encode_picture, authority, sign
):
    for options, expected, is_trusted in (
        ({"xmp": AI_NOTE}, DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA, False),
        ({}, DigitalSourceType.parse(source_type), True),
    ):
        signed = sign(encode_picture("JPEG", **options), authority, source_type=source_type)
        provenance = read_provenance(open_image(signed), TrustList(authority.pem))
        assert provenance.digital_source_type is expected
        assert provenance.source_type_is_trusted == is_trusted


def test_stranger_who_signs_for_a_camera_silences_no_other_note(
    encode_picture, authority, stranger, sign
):
    signed = sign(encode_picture("JPEG", xmp=AI_NOTE), stranger, source_type="digitalCapture")
    provenance = read_provenance(open_image(signed), TrustList(authority.pem))
    assert provenance.credential_state is CredentialState.VALID_UNKNOWN_SIGNER
    assert provenance.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert not provenance.source_type_is_trusted
    assert weigh([], provenance, Whole(None)).conclusion is Conclusion.STATED_GENERATED


def test_unsigned_note_is_never_trusted(encode_picture):
    provenance = read_provenance(open_image(encode_picture("JPEG", xmp=AI_NOTE)))
    assert provenance.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert not provenance.source_type_is_trusted


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_provenance_survives_in_no_format_once_the_picture_is_saved_anew(
    format, authority, encode_picture, sign
):
    media_type = f"image/{format.lower()}"
    saved = BytesIO()
    signed = sign(encode_picture(format), authority, media_type=media_type)
    Image.open(BytesIO(signed)).save(saved, format)
    provenance = read_provenance(open_image(saved.getvalue()), TrustList(authority.pem))
    assert provenance.credential_state is CredentialState.ABSENT


def test_a_hidden_mark_is_a_claim_of_its_generator():
    file = BytesIO()
    Image.fromarray(mark(data.chelsea(), MESSAGE)).save(file, "PNG")
    provenance = read_provenance(open_image(file.getvalue()))
    assert provenance.watermark == Watermark(48)
    (claim,) = provenance.generator_claims
    assert (claim.program, claim.found_in) == ("Stable Diffusion XL", FoundIn.PIXELS)
    assert not provenance.source_type_is_trusted
