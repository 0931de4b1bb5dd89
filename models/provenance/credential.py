"""Content Credentials (C2PA): a signed note about a picture's origin, checked.

A signature proves two things only: that picture and note belong together unchanged, and
that a certain key signed them. Who holds that key is known only for certificates on a trust
list; anyone can make a certificate that carries a famous name.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from c2pa import C2paError, Context, Reader

from models.provenance.source_type import DigitalSourceType
from models.provenance.trust_list import TrustList

# Every setting is given although some equal the default: the library accepts misspelt keys
# in silence and may change a default, so each has a test that shows it acting.
VERIFY_SETTINGS = {
    "verify_after_reading": True,
    "verify_trust": True,
    "remote_manifest_fetch": False,
    "ocsp_fetch": False,
}

# The library has no error class for this case, only a message that begins so.
_STORED_ELSEWHERE = "Remote:"
_CHANGED_CODES = {
    "assertion.dataHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.hashedURI.mismatch",
    "claimSignature.mismatch",
}
_ACTION_LABELS = {"c2pa.actions", "c2pa.actions.v2"}


class CredentialState(StrEnum):
    """What checking a file's Content Credentials came to. Only ``TRUSTED`` is proof."""

    TRUSTED = "trusted"
    VALID_UNKNOWN_SIGNER = "valid-unknown-signer"
    INVALID = "invalid"
    STORED_ELSEWHERE = "stored-elsewhere"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Credential:
    """What a manifest that passed its checks says.

    Attributes:
        signer: organisation in the signing certificate. Unless the state is TRUSTED this is
            a name that anyone could have written.
        claim_generator: program that wrote the manifest.
        actions: C2PA action names in order, such as "c2pa.created", "c2pa.color_adjustments".
        digital_source_type: how the picture, or the picture it was made from, came to be.
        source_type_is_trusted: the manifest that says so was signed by a trusted signer.
    """

    signer: str | None = None
    claim_generator: str | None = None
    actions: tuple[str, ...] = ()
    digital_source_type: DigitalSourceType | None = None
    source_type_is_trusted: bool = False


@dataclass(frozen=True)
class CredentialCheck:
    """The outcome of checking one file.

    Attributes:
        state: the outcome in one word.
        credential: what the manifest says, for TRUSTED and VALID_UNKNOWN_SIGNER; None
            otherwise, because the words of a manifest that failed mean nothing.
        failures: C2PA status codes of the failed checks, sorted; for an unknown signer that
            is "signingCredential.untrusted".
    """

    state: CredentialState
    credential: Credential | None = None
    failures: tuple[str, ...] = ()

    @property
    def was_changed_after_signing(self) -> bool:
        """Whether picture or manifest differ from what was signed.

        An INVALID manifest without this failed for another reason, such as a certificate
        that has run out; genuine files of well-known services do that.
        """
        return self.state is CredentialState.INVALID and not _CHANGED_CODES.isdisjoint(
            self.failures
        )


def check_credential(
    data: bytes, media_type: str, trust_list: TrustList | None = None
) -> CredentialCheck:
    """Read and verify the Content Credentials in a file; nothing is fetched from a network.

    Args:
        data: the whole file.
        media_type: such as "image/jpeg".
        trust_list: certificates to trust; without one no file is ever TRUSTED.

    Source:
        C2PA Technical Specification 2.2, sections 14 (trust) and 15 (validation).
    """
    settings: dict[str, object] = {"verify": VERIFY_SETTINGS}
    if trust_list is not None:
        settings["trust"] = {"trust_anchors": trust_list.pem}
    try:
        with (
            Context.from_dict(settings) as context,
            Reader(media_type, BytesIO(data), context=context) as reader,
        ):
            store = json.loads(reader.json())
    except C2paError.ManifestNotFound:
        return CredentialCheck(CredentialState.ABSENT)
    except C2paError as error:
        if str(error).startswith(_STORED_ELSEWHERE):
            return CredentialCheck(CredentialState.STORED_ELSEWHERE)
        return CredentialCheck(CredentialState.UNREADABLE)
    return _judge(store)


def _judge(store: dict) -> CredentialCheck:
    failures = tuple(sorted({status["code"] for status in _statuses(store, "failure")}))
    match store["validation_state"]:
        case "Trusted":
            return CredentialCheck(CredentialState.TRUSTED, _credential(store), failures)
        case "Valid":
            return CredentialCheck(
                CredentialState.VALID_UNKNOWN_SIGNER, _credential(store), failures
            )
        case _:
            return CredentialCheck(CredentialState.INVALID, failures=failures)


def _credential(store: dict) -> Credential:
    manifest = store["manifests"][store["active_manifest"]]
    label, source_type = _source_type(store)
    return Credential(
        signer=manifest.get("signature_info", {}).get("issuer"),
        claim_generator=_claim_generator(manifest),
        actions=tuple(action["action"] for action in _actions(manifest)),
        digital_source_type=source_type,
        source_type_is_trusted=source_type is not None and _is_trusted(store, label),
    )


def _source_type(store: dict) -> tuple[str, DigitalSourceType | None]:
    """Return the source type nearest to the finished picture, and the manifest stating it.

    A service may wrap the manifest of its generator in one of its own, so pictures that the
    finished one was made from are asked too, nearest first.
    """
    waiting, seen = [store["active_manifest"]], set()
    while waiting:
        label = waiting.pop(0)
        if label in seen or label not in store["manifests"]:
            continue
        seen.add(label)
        manifest = store["manifests"][label]
        for action in _actions(manifest):
            if isinstance(stated := action.get("digitalSourceType"), str):
                return label, DigitalSourceType.parse(stated)
        waiting += [
            ingredient["active_manifest"]
            for ingredient in manifest.get("ingredients", [])
            if "active_manifest" in ingredient and ingredient.get("relationship") == "parentOf"
        ]
    return store["active_manifest"], None


def _is_trusted(store: dict, label: str) -> bool:
    # A trusted signer may pack in a picture signed by a stranger: the library still answers
    # "Trusted" for the whole, so each manifest has to have its own success.
    signature = f"/{label}/"
    return any(
        status["code"] == "signingCredential.trusted" and signature in status.get("url", "")
        for status in _statuses(store, "success")
    )


def _statuses(store: dict, outcome: str) -> list[dict]:
    results = store.get("validation_results", {})
    own = results.get("activeManifest", {}).get(outcome, [])
    deltas = results.get("ingredientDeltas") or []
    return own + [
        status for delta in deltas for status in delta["validationDeltas"].get(outcome, [])
    ]


def _actions(manifest: dict) -> list[dict]:
    return [
        action
        for assertion in manifest.get("assertions", [])
        if assertion["label"] in _ACTION_LABELS
        for action in assertion["data"].get("actions", [])
    ]


def _claim_generator(manifest: dict) -> str | None:
    if described := manifest.get("claim_generator_info"):
        named = (described[0].get("name"), described[0].get("version"))
        return " ".join(part for part in named if part) or None
    return manifest.get("claim_generator")
