"""Provenance in plain words: what the file says, and how much each word is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.provenance import Provenance
from models.provenance.credential import Credential, CredentialCheck, CredentialState
from models.provenance.exif import ExifFacts
from models.provenance.generator import FoundIn, GeneratorClaim
from models.provenance.metadata import MetadataState
from models.provenance.source_type import StatedSource
from models.provenance.watermark import (
    BITS,
    PHOTOGRAPHS_MATCHED,
    PHOTOGRAPHS_TRIED,
    PROGRAM,
    Watermark,
)
from models.text import text


class Weight(StrEnum):
    """What a statement is worth: proof, a clue that may be forged, or nothing either way."""

    PROOF = "proof"
    CLUE = "clue"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Statement:
    """One thing the file says about where the picture came from.

    Attributes:
        weight: what it is worth.
        heading: a few words, plain text.
        sentences: plain text; may hold words from the file, so escape before display.
        quote: raw words from the file, or None; escape before display.
    """

    weight: Weight
    heading: str
    sentences: tuple[str, ...]
    quote: str | None = None


_WEIGHTS = {
    "credential-trusted": Weight.PROOF,
    "credential-valid-unknown-signer": Weight.CLUE,
    "credential-changed": Weight.CLUE,
}


_FAULTS = {
    "signingCredential.expired": "expired",
    "claimSignature.outsideValidity": "expired",
    "signingCredential.revoked": "revoked",
    "signingCredential.ocsp.revoked": "revoked",
}


def describe_provenance(provenance: Provenance) -> tuple[Statement, ...]:
    """Return what the file says, signed words first, always at least two statements."""
    return (
        _credential(provenance),
        *_stated_source(provenance.stated_source),
        *_generators(provenance.generator_claims),
        *_watermark(provenance.watermark),
        _camera(provenance.exif),
    )


def _credential(provenance: Provenance) -> Statement:
    check, credential = provenance.credential_check, provenance.credential
    # A failed check alone, such as a certificate that has run out, speaks against nobody.
    key = "credential-changed" if check.changes else f"credential-{check.state}"
    signer = credential and credential.signer or text("unnamed-signer")
    sentences = [text(key, {"signer": signer}), text(f"{key}-means", {"signer": signer})]
    if credential is not None:
        sentences[1:1] = _signed_words(credential, check.state is CredentialState.TRUSTED)
    elif check.changes:
        sentences[1:1] = [text(f"credential-change-{change}") for change in check.changes]
    elif check.state is CredentialState.INVALID:
        sentences[1:1] = [text(f"credential-fault-{_fault(check)}")]
    return Statement(
        _WEIGHTS.get(key, Weight.NOTHING), text("credential-heading"), tuple(sentences)
    )


def _fault(check: CredentialCheck) -> str:
    for code in check.failures:
        if code in _FAULTS:
            return _FAULTS[code]
    return "other"


def _signed_words(credential: Credential, signer_is_trusted: bool) -> Iterator[str]:
    if credential.digital_source_type:
        origin = text("source-type", {"code": credential.digital_source_type})
        yield text("credential-says-source", {"origin": origin})
        if signer_is_trusted and not credential.source_type_is_trusted:
            yield text("credential-source-is-hearsay")
    if credential.claim_generator:
        yield text("credential-says-program", {"program": credential.claim_generator})
    if credential.software_agents:
        agents = ", ".join(credential.software_agents)
        yield text("credential-says-agents", {"agents": agents})
    if credential.actions:
        # Repeated steps are named once, in the order of their first appearance.
        steps = dict.fromkeys(
            text("credential-action", {"name": name.removeprefix("c2pa.").replace(".", "-")})
            for name in credential.actions
        )
        yield text("credential-says-actions", {"actions": ", ".join(steps)})


def _stated_source(source: StatedSource) -> Iterator[Statement]:
    if source.state is MetadataState.UNREADABLE:
        sentences = (text("stated-source-unreadable"),)
        yield Statement(Weight.NOTHING, text("stated-source-heading"), sentences)
    elif source.digital_source_type is not None:
        origin = text("source-type", {"code": source.digital_source_type})
        sentences = (text("stated-source", {"origin": origin}), text("stated-source-means"))
        yield Statement(Weight.CLUE, text("stated-source-heading"), sentences)


def _generators(claims: tuple[GeneratorClaim, ...]) -> Iterator[Statement]:
    for claim in claims:
        if claim.found_in is FoundIn.PIXELS:
            continue
        facts = {"program": claim.program, "place": claim.found_in, "field": claim.field}
        sentences = (text("generator", facts), text("generator-means"))
        yield Statement(Weight.CLUE, text("generator-heading"), sentences, quote=claim.excerpt)


def _watermark(watermark: Watermark | None) -> Iterator[Statement]:
    if watermark is None:
        return
    facts = {
        "program": PROGRAM,
        "matched": watermark.matched,
        "bits": BITS,
        "one_in": _rounded_down(1 / watermark.chance),
        "tried": PHOTOGRAPHS_TRIED,
        "found": PHOTOGRAPHS_MATCHED,
    }
    sentences = [text(f"watermark{part}", facts) for part in ("", "-chance", "-means")]
    yield Statement(Weight.CLUE, text("watermark-heading"), tuple(sentences))


def _rounded_down(number: float) -> int:
    """Return a number that can be read: two digits, and at most a billion."""
    number = min(int(number), 10**9)
    unit = 10 ** max(len(str(number)) - 2, 0)
    return number // unit * unit


def _camera(exif: ExifFacts) -> Statement:
    heading = text("camera-heading")
    if exif.state is not MetadataState.READ:
        return Statement(Weight.NOTHING, heading, (text(f"camera-{exif.state}"),))
    sentences = []
    if exif.camera:
        sentences.append(text("camera-model", {"camera": exif.camera}))
    if exif.taken:
        sentences.append(text("camera-taken", {"taken": exif.taken}))
    if exif.software:
        sentences.append(text("camera-software", {"software": exif.software}))
    if exif.is_from_editor:
        sentences.append(text("camera-editor"))
    if not sentences:
        sentences.append(text("camera-says-little"))
    sentences += [text(f"camera-{contradiction}") for contradiction in exif.contradictions]
    if exif.has_gps:
        sentences.append(text("camera-gps"))
    sentences.append(text("camera-means"))
    return Statement(Weight.CLUE, heading, tuple(sentences))
