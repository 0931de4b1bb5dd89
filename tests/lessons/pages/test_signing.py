import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from lessons.labs.signed_picture import Fate, Says, open_png, record_of, save_png, with_record
from lessons.pages import signing
from lessons.pages.signing import file_after, impostor, our_authority, read_file
from models.generators.authority import FOLDER
from models.provenance import CredentialState, DigitalSourceType

PIXELS, OTHER = np.random.default_rng(6).integers(0, 256, (2, 120, 160, 3), dtype=np.uint8)
STATES = {
    Fate.UNTOUCHED: CredentialState.TRUSTED,
    Fate.ONE_PIXEL: CredentialState.INVALID,
    Fate.STRIPPED: CredentialState.ABSENT,
    Fate.MOVED: CredentialState.INVALID,
    Fate.IMPOSTOR: CredentialState.VALID_UNKNOWN_SIGNER,
    Fate.NOTE_ONLY: CredentialState.ABSENT,
}
SAID = {
    Says.CAMERA: DigitalSourceType.DIGITAL_CAPTURE,
    Says.MODEL: DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA,
}


def test_every_fate_is_foreseen():
    assert set(STATES) == set(Fate)


@pytest.mark.parametrize("fate", Fate)
def test_checker_finds_what_happened(fate):
    told = read_file(file_after(PIXELS, OTHER, Says.CAMERA, fate), know_us=True)
    assert told.credential_state is STATES[fate]
    assert told.credential_check.was_changed_after_signing == (fate in (Fate.ONE_PIXEL, Fate.MOVED))


@pytest.mark.parametrize("fate", [fate for fate in Fate if fate is not Fate.MOVED])
def test_picture_looks_the_same_whatever_happened(fate):
    shown = open_png(file_after(PIXELS, OTHER, Says.CAMERA, fate))
    assert abs(shown.astype(int) - PIXELS).max() <= 1


def test_record_alone_spoils_nothing():
    """Taking a record out and putting it back is no change: it is the pixel that breaks it."""
    file = file_after(PIXELS, OTHER, Says.CAMERA, Fate.UNTOUCHED)
    back = with_record(save_png(PIXELS), record_of(file))
    assert read_file(back, know_us=True).credential_state is CredentialState.TRUSTED


@pytest.mark.parametrize("says", Says)
def test_signature_holds_for_a_lie_as_well(says):
    told = read_file(file_after(PIXELS, OTHER, says, Fate.UNTOUCHED), know_us=True)
    assert told.credential_state is CredentialState.TRUSTED
    assert told.credential.digital_source_type is SAID[says]


def test_impostor_bears_our_name_and_is_known_by_the_key_alone():
    signers = [
        read_file(file_after(PIXELS, OTHER, Says.CAMERA, fate), know_us=True).credential.signer
        for fate in (Fate.UNTOUCHED, Fate.IMPOSTOR)
    ]
    assert signers == ["Second Look test signer"] * 2
    assert impostor().root != our_authority().root


def test_visitors_who_come_at_once_meet_one_authority(monkeypatch):
    monkeypatch.setattr(signing, "_authorities", {})
    start = Barrier(8)

    def root(visitor: int) -> str:
        start.wait()
        return our_authority().root

    with ThreadPoolExecutor(8) as visitors:
        assert len(set(visitors.map(root, range(8)))) == 1


def test_who_knows_nobody_trusts_nobody():
    told = read_file(file_after(PIXELS, OTHER, Says.CAMERA, Fate.UNTOUCHED), know_us=False)
    assert told.credential_state is CredentialState.VALID_UNKNOWN_SIGNER


@pytest.mark.parametrize("says", Says)
def test_note_says_anything_unsigned(says):
    told = read_file(file_after(PIXELS, OTHER, says, Fate.NOTE_ONLY), know_us=True)
    assert told.stated_source.digital_source_type is SAID[says]
    assert not told.source_type_is_trusted


def test_lab_writes_no_key(monkeypatch):
    monkeypatch.setattr(signing, "_authorities", {})
    before = sorted(FOLDER.glob("*")) if FOLDER.exists() else []
    file_after(PIXELS, OTHER, Says.CAMERA, Fate.UNTOUCHED)
    assert (sorted(FOLDER.glob("*")) if FOLDER.exists() else []) == before


def test_signing_and_checking_takes_less_than_a_second():
    pixels = np.random.default_rng(7).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    began = time.process_time()
    read_file(file_after(pixels, OTHER, Says.CAMERA, Fate.ONE_PIXEL), know_us=True)
    assert time.process_time() - began < 1
