import json
from io import BytesIO

import numpy as np
import pytest
from c2pa import Context, Reader
from PIL import Image

from models.generators import GeneratedImage, GeneratorError, Recipe, marked
from models.generators.authority import open_authority
from models.generators.marking import (
    LARGEST_SIDE,
    MEDIA_TYPES,
    RECIPE_LABEL,
    refuse_too_large,
)
from models.image import open_image
from models.provenance import CredentialState, DigitalSourceType, TrustList, read_provenance


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return open_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def made(photograph):
    return GeneratedImage(photograph, Recipe("painter", "f" * 64, 7, 20, 2.0, "apples"))


def _provenance(data, authority):
    return read_provenance(open_image(data), TrustList(authority.root))


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_marked_file_is_trusted_by_whoever_trusts_our_root(made, authority, format):
    provenance = _provenance(marked(made, format, authority), authority)
    assert provenance.credential_state is CredentialState.TRUSTED
    assert provenance.credential.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert provenance.credential.actions == ("c2pa.created",)
    stated = provenance.stated_source.digital_source_type
    assert stated is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA


def test_stranger_sees_an_unknown_signer(made, authority):
    provenance = read_provenance(open_image(marked(made, "PNG", authority)))
    assert provenance.credential_state is CredentialState.VALID_UNKNOWN_SIGNER


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_lossless_formats_keep_every_pixel(made, authority, format):
    with Image.open(BytesIO(marked(made, format, authority))) as picture:
        assert picture.format == format
        assert np.array_equal(np.asarray(picture.convert("RGB")), made.pixels)


def test_partly_made_picture_is_called_a_composite(photograph, authority):
    mask = np.zeros(photograph.shape[:2], dtype=bool)
    mask[:8, :8] = True
    recipe = Recipe("regenerator", source=photograph, mask=mask)
    provenance = _provenance(
        marked(GeneratedImage(photograph, recipe), "PNG", authority), authority
    )
    kind = DigitalSourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA
    assert provenance.credential.digital_source_type is kind
    assert provenance.stated_source.digital_source_type is kind


def test_manifest_holds_the_recipe(made, authority):

    data = BytesIO(marked(made, "PNG", authority))
    with Context.from_dict({}) as context, Reader("image/png", data, context=context) as reader:
        store = json.loads(reader.json())
    assertions = store["manifests"][store["active_manifest"]]["assertions"]
    recipe = next(one["data"] for one in assertions if one["label"] == RECIPE_LABEL)
    assert Recipe.from_json(json.dumps(recipe)).to_json() == made.recipe.to_json()


def test_changed_pixels_break_the_signature(made, authority):
    data = bytearray(marked(made, "JPEG", authority))
    data[-20] ^= 1
    assert _provenance(bytes(data), authority).credential_state is CredentialState.INVALID


def test_saving_again_removes_both_notes(made, authority):
    file = BytesIO()
    with Image.open(BytesIO(marked(made, "PNG", authority))) as picture:
        picture.convert("RGB").save(file, "PNG")
    provenance = _provenance(file.getvalue(), authority)
    assert provenance.credential_state is CredentialState.ABSENT
    assert provenance.digital_source_type is None


def test_other_format_is_refused(made, authority):
    with pytest.raises(GeneratorError, match="Choose one of PNG, JPEG, WEBP, not GIF"):
        marked(made, "GIF", authority)


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_a_picture_that_the_format_cannot_hold_is_refused_and_no_other(format):
    side = LARGEST_SIDE[format]
    whole = np.zeros((1, side, 3), dtype=np.uint8)
    refuse_too_large(format, Recipe("regenerator", source=whole))
    Image.fromarray(whole).save(BytesIO(), format)
    larger = np.zeros((side + 1, 1, 3), dtype=np.uint8)
    for recipe in (Recipe("regenerator", source=larger), Recipe("a/b", size=(8, side + 1))):
        with pytest.raises(GeneratorError, match=f"at most {side} pixels a side"):
            refuse_too_large(format, recipe)
        refuse_too_large("PNG", recipe)
    refuse_too_large(format, Recipe("painter"))


def test_a_jpeg_loses_little_and_no_format_grows_by_a_small_copy(made, authority):
    expected = BytesIO()
    Image.fromarray(made.pixels).save(expected, "JPEG", quality=95, subsampling=0)
    file = marked(made, "JPEG", authority)
    with Image.open(BytesIO(file)) as picture, Image.open(expected) as plain:
        assert picture.quantization == plain.quantization
        assert [layer[1:3] for layer in picture.layer] == [(1, 1)] * 3
    # The note, its signature and the certificates; a small copy would be as much again.
    assert len(file) < len(expected.getvalue()) + 12_000
