"""The lessons' way to signed records: keys that live in memory alone, and the checker."""

from threading import Lock

import numpy as np

from lessons.labs.signed_picture import (
    Fate,
    Pixels,
    Says,
    one_pixel_changed,
    record_of,
    save_png,
    with_record,
    without_record,
)
from models.generators.authority import Authority, new_authority
from models.generators.marking import WHOLE, iptc_note, signed
from models.image import open_image
from models.provenance import Provenance, TrustList, read_provenance

SOURCE_TYPES = {
    Says.CAMERA: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    Says.MODEL: WHOLE,
}


_authorities: dict[str, Authority] = {}
# Thirty pupils open the lab at once: two first visitors must not get an authority each, or the
# pictures signed by the one would stay strangers to the other.
_lock = Lock()


def our_authority() -> Authority:
    """Return the authority of this lab: its keys are never written down and end with the app."""
    return _authority("ours")


def impostor() -> Authority:
    """Return an authority that calls itself exactly as ours does, with keys of its own."""
    return _authority("impostor")


def _authority(role: str) -> Authority:
    with _lock:
        if role not in _authorities:
            _authorities[role] = new_authority()
        return _authorities[role]


def sign_picture(pixels: Pixels, says: Says, authority: Authority) -> bytes:
    """Return a picture, uint8 (H, W, 3), as a PNG file with a signed record.

    Nothing checks that what the record says is true: that is the point of the lab.
    """
    created = {"action": "c2pa.created", "digitalSourceType": SOURCE_TYPES[says]}
    manifest = {
        "claim_generator_info": [{"name": "Second Look lesson"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
    }
    return signed(save_png(pixels), "PNG", manifest, authority)


def file_after(pixels: Pixels, other: Pixels, says: Says, fate: Fate) -> bytes:
    """Return the file of a picture that was signed, after what happened to it since.

    Args:
        pixels: uint8 (H, W, 3), the picture that is signed.
        other: another picture of any size, which a record may be moved to.
        says: what the record says, and in one case the unsigned note.
        fate: what happened.
    """
    if fate is Fate.IMPOSTOR:
        return sign_picture(pixels, says, impostor())
    if fate is Fate.NOTE_ONLY:
        return save_png(pixels, iptc_note(SOURCE_TYPES[says]))
    file = sign_picture(pixels, says, our_authority())
    match fate:
        case Fate.ONE_PIXEL:
            return with_record(save_png(one_pixel_changed(pixels)), record_of(file))
        case Fate.MOVED:
            return with_record(save_png(other), record_of(file))
        case Fate.STRIPPED:
            return without_record(file)
        case _:
            return file


def read_file(file: bytes, know_us: bool) -> Provenance:
    """Check a file as a program would that knows our authority, or nobody."""
    trust_list = TrustList(our_authority().root) if know_us else None
    return read_provenance(open_image(file), trust_list)


def smaller(pixels: Pixels, step: int = 2) -> Pixels:
    """Return every `step`-th pixel each way: a PNG file of all of them would be large."""
    return np.ascontiguousarray(pixels[::step, ::step])
