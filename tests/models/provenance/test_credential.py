import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from c2pa import C2paError, Context, Reader
from PIL import Image

from models.provenance.credential import (
    ACCEPTED_PURPOSES,
    CORE_SETTINGS,
    VERIFY_SETTINGS,
    Change,
    Credential,
    CredentialCheck,
    CredentialState,
    _credential,
    _is_trusted,
    _stated_types,
    check_credential,
)
from models.provenance.source_type import DigitalSourceType
from models.provenance.trust_list import TrustList, load_trust_list

SHARED = Path(os.environ.get("SECOND_LOOK_SHARED", Path(__file__).parents[4] / "shared"))
SAMPLES = SHARED / "images" / "provenance"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"the C2PA sample files are not in {SAMPLES}"
)


@dataclass
class Listener:
    """A web server on this machine that writes down who asks, and answers 404."""

    address: str
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.requests.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard = Listener(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield heard
        server.shutdown()


def read_with(data: bytes, authority=None, core=None, **verify: bool) -> tuple[str, list[str]]:
    """Return state and failure codes under our settings with some of them changed."""
    settings: dict[str, object] = {"verify": VERIFY_SETTINGS | verify}
    if core is not None:
        settings["core"] = core
    if authority:
        settings["trust"] = {"trust_anchors": authority.pem}
    with (
        Context.from_dict(settings) as context,
        Reader("image/jpeg", BytesIO(data), context=context) as reader,
    ):
        store = json.loads(reader.json())
    failures = store["validation_results"]["activeManifest"]["failure"]
    return store["validation_state"], [status["code"] for status in failures]


def flip_bit(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


def test_credential_of_a_listed_signer_is_trusted(photograph, authority, sign):
    checked = check_credential(sign(photograph, authority), "image/jpeg", TrustList(authority.pem))
    assert checked == CredentialCheck(
        CredentialState.TRUSTED,
        Credential(
            signer="Example Newsroom",
            claim_generator="Example Paintbox 3",
            software_agents=("Example Brush",),
            actions=("c2pa.created",),
            digital_source_type=DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA,
            source_type_is_trusted=True,
        ),
    )


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_credential_is_read_from_every_accepted_format(format, encode_picture, authority, sign):
    media_type = f"image/{format.lower()}"
    signed = sign(encode_picture(format), authority, media_type=media_type)
    checked = check_credential(signed, media_type, TrustList(authority.pem))
    assert checked.state is CredentialState.TRUSTED


def test_credential_without_a_trust_list_has_an_unknown_signer(photograph, authority, sign):
    checked = check_credential(sign(photograph, authority), "image/jpeg")
    assert checked.state is CredentialState.VALID_UNKNOWN_SIGNER
    assert checked.failures == ("signingCredential.untrusted",)
    assert not checked.credential.source_type_is_trusted


def test_credential_of_an_impostor_gives_the_name_but_is_not_trusted(
    photograph, authority, stranger, sign
):
    signed = sign(photograph, stranger, organisation="OpenAI")
    checked = check_credential(signed, "image/jpeg", TrustList(authority.pem))
    assert checked.state is CredentialState.VALID_UNKNOWN_SIGNER
    assert checked.credential.signer == "OpenAI"
    assert not checked.credential.source_type_is_trusted


def test_credential_of_a_stranger_inside_a_trusted_one_is_hearsay(
    photograph, authority, stranger, sign
):
    inner = sign(photograph, stranger, organisation="OpenAI")
    outer = sign(photograph, authority, parent=inner, source_type=None)
    checked = check_credential(outer, "image/jpeg", TrustList(authority.pem))
    assert checked.state is CredentialState.TRUSTED
    assert checked.credential.signer == "Example Newsroom"
    assert checked.credential.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert not checked.credential.source_type_is_trusted


def test_credential_of_a_listed_signer_inside_a_strangers_proves_nothing_of_the_strangers_picture(
    authority, stranger, sign, encode_picture
):
    signed = sign(encode_picture("JPEG", quality=70), authority)
    other = sign(encode_picture("JPEG"), stranger, parent=signed, source_type=None)
    checked = check_credential(other, "image/jpeg", TrustList(authority.pem))
    assert checked.state is CredentialState.VALID_UNKNOWN_SIGNER
    assert checked.credential.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert not checked.credential.source_type_is_trusted


@pytest.mark.parametrize(
    ("created", "edited", "after"),
    [
        ("digitalCapture", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"),
        ("digitalCapture", "compositeWithTrainedAlgorithmicMedia",
         "compositeWithTrainedAlgorithmicMedia"),
        ("digitalCapture", "minorHumanEdits", "digitalCapture"),
        ("empty", "trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("trainedAlgorithmicMedia", "humanEdits", "trainedAlgorithmicMedia"),
    ],
)  # fmt: skip
def test_source_type_counts_what_was_done_later(
    created, edited, after, photograph, authority, sign
):
    signed = sign(photograph, authority, source_type=created, edited_with=edited)
    checked = check_credential(signed, "image/jpeg", TrustList(authority.pem))
    assert checked.credential.digital_source_type == after
    assert checked.credential.source_type_is_trusted


@pytest.mark.parametrize(
    ("before", "edited", "after"),
    [
        ("digitalCapture", None, "digitalCapture"),
        ("digitalCapture", "humanEdits", "humanEdits"),
        ("digitalCapture", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"),
        ("trainedAlgorithmicMedia", "humanEdits", "trainedAlgorithmicMedia"),
        ("composite", "digitalArt", "composite"),
    ],
)
def test_source_type_counts_what_the_picture_was_before(
    before, edited, after, photograph, authority, sign
):
    earlier = sign(photograph, authority, source_type=before)
    signed = sign(photograph, authority, parent=earlier, source_type=None, edited_with=edited)
    credential = check_credential(signed, "image/jpeg", TrustList(authority.pem)).credential
    assert credential.digital_source_type == after
    assert credential.source_type_is_trusted


@pytest.mark.parametrize(
    ("whole", "part", "after"),
    [
        ("digitalCapture", "digitalCapture", "composite"),
        ("digitalCapture", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"),
        ("trainedAlgorithmicMedia", "digitalCapture", "compositeWithTrainedAlgorithmicMedia"),
        ("trainedAlgorithmicMedia", "trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("digitalCapture", "algorithmicMedia", "compositeSynthetic"),
        ("empty", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"),
    ],
)
def test_source_type_counts_what_was_put_in(whole, part, after, photograph, authority, sign):
    put_in = sign(photograph, authority, source_type=part)
    signed = sign(photograph, authority, source_type=whole, part=put_in)
    credential = check_credential(signed, "image/jpeg", TrustList(authority.pem)).credential
    assert credential.digital_source_type == after
    assert credential.source_type_is_trusted


def test_what_a_stranger_says_of_a_part_is_hearsay(photograph, authority, stranger, sign):
    put_in = sign(photograph, stranger)
    signed = sign(photograph, authority, source_type="digitalCapture", part=put_in)
    credential = check_credential(signed, "image/jpeg", TrustList(authority.pem)).credential
    assert credential.digital_source_type.is_edited
    assert not credential.source_type_is_trusted


def test_a_canvas_that_was_empty_at_first_is_told_so(photograph, authority, sign):
    checked = check_credential(sign(photograph, authority, source_type="empty"), "image/jpeg")
    assert checked.credential.digital_source_type is DigitalSourceType.EMPTY


def test_programs_are_found_where_they_are_listed_aside(photograph, authority, sign):
    signed = sign(photograph, authority, agents=("Example Editor", "Example Model"))
    checked = check_credential(signed, "image/jpeg")
    assert checked.credential.software_agents == ("Example Model",)


def test_names_of_strangers_are_one_short_line_that_turns_no_words_round(
    photograph, stranger, sign
):
    name = "Nikon\u202e\nis trusted\x1b[2J " + "x" * 200
    signed = sign(photograph, stranger, organisation=name[:40], agents=(name,))
    credential = check_credential(signed, "image/jpeg").credential
    for shown in (credential.signer, *credential.software_agents):
        assert shown.startswith("Nikon is trusted [2J ")
        assert shown.isprintable()
        assert len(shown) <= 80


@pytest.mark.parametrize(
    ("codes", "changes"),
    [
        (["assertion.dataHash.mismatch"], (Change.PICTURE,)),
        (["assertion.boxesHash.mismatch"], (Change.PICTURE,)),
        (["assertion.bmffHash.mismatch"], (Change.PICTURE,)),
        (["assertion.collectionHash.mismatch"], (Change.PICTURE,)),
        (["assertion.hashedURI.mismatch"], (Change.NOTE,)),
        (["assertion.missing"], (Change.NOTE,)),
        (["assertion.undeclared"], (Change.NOTE,)),
        (["claimSignature.mismatch"], (Change.NOTE,)),
        (["ingredient.hashedURI.mismatch"], (Change.EARLIER_NOTE,)),
        (["ingredient.manifest.mismatch"], (Change.EARLIER_NOTE,)),
        (["ingredient.claimSignature.mismatch"], (Change.EARLIER_NOTE,)),
        (["assertion.missing", "assertion.dataHash.mismatch"], (Change.PICTURE, Change.NOTE)),
        (["signingCredential.expired", "assertion.action.malformed"], ()),
    ],
)
def test_each_failed_check_says_what_was_changed(codes, changes):
    assert CredentialCheck(CredentialState.INVALID, None, tuple(codes)).changes == changes
    assert CredentialCheck(CredentialState.TRUSTED, None, tuple(codes)).changes == ()


def test_notes_that_lead_back_to_one_another_are_read_once():
    def manifest(parent: str) -> dict:
        ingredient = {"relationship": "parentOf", "active_manifest": parent}
        action = {"action": "c2pa.edited", "digitalSourceType": "humanEdits"}
        actions = {"label": "c2pa.actions.v2", "data": {"actions": [action]}}
        return {"ingredients": [ingredient], "assertions": [actions]}

    store = {"active_manifest": "a", "manifests": {"a": manifest("b"), "b": manifest("a")}}
    assert [label for _, label in _stated_types(store)] == ["a", "b"]


def test_no_more_programs_are_named_than_a_page_can_show():
    names = [{"action": "c2pa.edited", "softwareAgent": f"Brush {k}"} for k in range(99)]
    actions = {"label": "c2pa.actions", "data": {"actions": names}}
    store = {
        "active_manifest": "a",
        "manifests": {"a": {"assertions": [actions]}},
        "validation_state": "Valid",
    }
    assert _credential(store).software_agents == tuple(f"Brush {k}" for k in range(20))


def test_a_signature_is_told_apart_from_one_whose_address_holds_the_same_words():
    # A stranger may choose a label that stands in every address.
    signer, stranger = "urn:c2pa:1", "c2pa"
    trusted = {
        "code": "signingCredential.trusted",
        "url": f"self#jumbf=/c2pa/{signer}/c2pa.signature",
    }
    store = {"validation_results": {"activeManifest": {"success": [trusted]}}}
    assert _is_trusted(store, signer)
    assert not _is_trusted(store, stranger)


def test_file_that_the_library_cannot_read_has_no_note_if_nothing_in_it_is_one(encode_picture):
    without_end = encode_picture("PNG")[:-12]
    assert check_credential(without_end, "image/png").state is CredentialState.ABSENT


def test_credential_inside_another_of_the_same_authority_is_trusted(photograph, authority, sign):
    outer = sign(photograph, authority, parent=sign(photograph, authority), source_type=None)
    checked = check_credential(outer, "image/jpeg", TrustList(authority.pem))
    assert checked.credential.source_type_is_trusted


def test_credential_of_a_picture_with_one_bit_flipped_is_invalid_and_silent(
    photograph, authority, sign
):
    changed = flip_bit(sign(photograph, authority), -100)
    checked = check_credential(changed, "image/jpeg", TrustList(authority.pem))
    assert checked == CredentialCheck(
        CredentialState.INVALID, None, ("assertion.dataHash.mismatch",)
    )
    assert checked.changes == (Change.PICTURE,)


def test_credential_with_rewritten_words_is_invalid_and_silent(photograph, authority, sign):
    signed = sign(photograph, authority)
    claimed = b"trainedAlgorithmicMedia"
    forged = signed.replace(claimed, b"digitalCapture".ljust(len(claimed), b"X"))
    assert forged != signed
    checked = check_credential(forged, "image/jpeg", TrustList(authority.pem))
    assert (checked.state, checked.credential) == (CredentialState.INVALID, None)
    assert checked.changes == (Change.NOTE,)


@pytest.mark.parametrize("purpose", ACCEPTED_PURPOSES[:4])
def test_credential_is_trusted_for_every_accepted_purpose(purpose, photograph, authority, sign):
    signed = sign(photograph, authority, purpose=purpose)
    checked = check_credential(signed, "image/jpeg", TrustList(authority.pem))
    assert checked.state is CredentialState.TRUSTED


def test_purposes_setting_acts(photograph, authority, sign):
    signed = sign(photograph, authority, purpose=ACCEPTED_PURPOSES[0])
    assert read_with(signed, authority)[0] != "Trusted"


def test_credential_is_absent_after_an_ordinary_save(photograph, authority, sign):
    saved = BytesIO()
    Image.open(BytesIO(sign(photograph, authority))).save(saved, "JPEG")
    checked = check_credential(saved.getvalue(), "image/jpeg", TrustList(authority.pem))
    assert checked == CredentialCheck(CredentialState.ABSENT)


def test_credential_is_absent_after_an_edit_and_a_save(photograph, authority, sign):
    pixels = np.array(Image.open(BytesIO(sign(photograph, authority))))
    pixels[20:60, 20:60] = 255
    saved = BytesIO()
    Image.fromarray(pixels).save(saved, "JPEG")
    checked = check_credential(saved.getvalue(), "image/jpeg", TrustList(authority.pem))
    assert checked == CredentialCheck(CredentialState.ABSENT)


def test_credential_cut_out_of_the_file_is_absent_and_the_picture_the_same(
    photograph, authority, sign
):
    signed = sign(photograph, authority)
    stripped, position = signed[:2], 2
    while signed[position + 1] != 0xDA:  # The scan begins; all before it are segments.
        length = 2 + int.from_bytes(signed[position + 2 : position + 4], "big")
        if signed[position + 1] != 0xEB:  # APP11 holds the manifest.
            stripped += signed[position : position + length]
        position += length
    stripped += signed[position:]
    assert len(stripped) < len(signed)
    checked = check_credential(stripped, "image/jpeg", TrustList(authority.pem))
    assert checked == CredentialCheck(CredentialState.ABSENT)
    before, after = (np.asarray(Image.open(BytesIO(file))) for file in (signed, stripped))
    assert np.array_equal(before, after)


def test_no_damage_makes_a_trusted_credential_say_something_else(photograph, authority, sign):
    signed, trust_list = sign(photograph, authority), TrustList(authority.pem)
    whole = check_credential(signed, "image/jpeg", trust_list)
    start = signed.index(b"jumb") - 8
    rng = np.random.default_rng(1)
    states = set()
    for _ in range(250):
        damaged = bytearray(signed)
        for place in rng.integers(start, start + 5000, rng.integers(1, 4)):
            if rng.random() < 0.8:
                damaged[place] = rng.integers(256)
            else:
                del damaged[place : place + rng.integers(1, 60)]
        checked = check_credential(bytes(damaged), "image/jpeg", trust_list)
        states.add(checked.state)
        assert checked.credential in {None, whole.credential}
    assert states > {CredentialState.INVALID, CredentialState.UNREADABLE}


def test_credential_cut_short_is_unreadable(photograph, authority, sign):
    signed = sign(photograph, authority)
    checked = check_credential(signed[: len(signed) // 8], "image/jpeg")
    assert checked == CredentialCheck(CredentialState.UNREADABLE)


def test_credential_stored_elsewhere_is_not_fetched(photograph, authority, sign, listener):
    signed = sign(photograph, authority, remote=f"{listener.address}/manifest.c2pa")
    assert check_credential(signed, "image/jpeg").state is CredentialState.STORED_ELSEWHERE
    assert listener.requests == []


def test_remote_manifest_fetch_setting_acts(photograph, authority, sign, listener):
    signed = sign(photograph, authority, remote=f"{listener.address}/manifest.c2pa")
    with pytest.raises(C2paError, match="^Remote:"):
        read_with(signed, remote_manifest_fetch=True)
    assert listener.requests == ["/manifest.c2pa"]


def test_ocsp_fetch_setting_acts(photograph, authority, sign, listener):
    signed = sign(photograph, authority, ocsp=f"{listener.address}/ocsp")
    read_with(signed, authority)
    assert listener.requests == []
    read_with(signed, authority, ocsp_fetch=True)
    assert len(listener.requests) == 1


def test_allowed_network_hosts_setting_acts(photograph, authority, sign, listener):
    signed = sign(photograph, authority, remote=f"{listener.address}/manifest.c2pa")
    with pytest.raises(C2paError, match="^Remote:"):
        read_with(signed, core=CORE_SETTINGS, remote_manifest_fetch=True)
    assert listener.requests == []


def test_nobody_is_asked_for_the_person_behind_a_note(photograph, authority, sign):
    signed = sign(photograph, authority, identity="did:web:127.0.0.1")
    checked = check_credential(signed, "image/jpeg", TrustList(authority.pem))
    assert (checked.state, checked.failures) == (CredentialState.TRUSTED, ())
    # By itself the library tries the address, and holds it against the note that nobody answers.
    state, failures = read_with(signed, authority)
    assert state == "Invalid"
    assert "cawg.ica.did_unavailable" in failures
    assert read_with(signed, authority, CORE_SETTINGS) == ("Trusted", [])


def test_verify_trust_setting_acts(photograph, authority, sign):
    signed = sign(photograph, authority)
    assert read_with(signed) == ("Valid", ["signingCredential.untrusted"])
    assert read_with(signed, verify_trust=False) == ("Valid", [])


def test_verify_after_reading_setting_acts(photograph, authority, sign):
    changed = flip_bit(sign(photograph, authority), -100)
    assert read_with(changed, authority) == ("Invalid", ["assertion.dataHash.mismatch"])
    assert read_with(changed, authority, verify_after_reading=False)[1] == []


@needs_samples
@pytest.mark.parametrize(
    ("name", "state", "changes"),
    [
        ("C.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("CA.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("CACAE-uri-CA.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("CA_ct.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("CIE-sig-CA.jpg", CredentialState.INVALID, (Change.EARLIER_NOTE,)),
        ("C_with_CAWG_data.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("E-sig-CA.jpg", CredentialState.INVALID, (Change.NOTE,)),
        ("XCA.jpg", CredentialState.INVALID, (Change.PICTURE,)),
        ("boxhash.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("file_with_wrong_extension.xyz.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("legacy_ingredient_hash.jpg", CredentialState.VALID_UNKNOWN_SIGNER, ()),
        ("prerelease.jpg", CredentialState.UNREADABLE, ()),
    ],
)
def test_credential_of_the_sample_files(name, state, changes):
    trust_list = load_trust_list(SAMPLES / "C2PA-TRUST-LIST.pem")
    checked = check_credential((SAMPLES / name).read_bytes(), "image/jpeg", trust_list)
    assert (checked.state, checked.changes) == (state, changes)
    assert (checked.credential is None) == (state is not CredentialState.VALID_UNKNOWN_SIGNER)


@needs_samples
def test_every_sample_file_has_its_expected_state():
    (marked,) = [
        mark
        for mark in test_credential_of_the_sample_files.pytestmark
        if mark.name == "parametrize"
    ]
    named = {name for name, *_ in marked.args[1]}
    assert named == {path.name for path in SAMPLES.glob("*.jpg")}


@needs_samples
def test_credential_of_a_genuine_file_with_an_expired_certificate_is_not_called_changed():
    picture = SHARED / "images" / "generated" / "gpt-4o" / "examples_vinyl-output.png"
    checked = check_credential(picture.read_bytes(), "image/png")
    assert checked.state is CredentialState.INVALID
    assert "signingCredential.expired" in checked.failures
    assert not checked.was_changed_after_signing
