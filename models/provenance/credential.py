"""Content Credentials (C2PA): a signed note about a picture's origin, checked.

A signature proves two things only: that picture and note belong together unchanged, and
that a certain key signed them. Who holds that key is known only for certificates on a trust
list; anyone can make a certificate that carries a famous name.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from c2pa import C2paError, Context, Reader

from models.provenance.source_type import DigitalSourceType, after_all
from models.provenance.trust_list import TrustList
from models.provenance.words import one_line

# Every setting is given although some equal the default: the library accepts misspelt keys
# in silence and may change a default, so each has a test that shows it acting.
VERIFY_SETTINGS = {
    "verify_after_reading": True,
    "verify_trust": True,
    "remote_manifest_fetch": False,
    "ocsp_fetch": False,
}
# A note may name the person behind it by a web address (CAWG identity assertion). The library would
# ask that address for a key, and call the whole note invalid where nobody answers.
CORE_SETTINGS = {"decode_identity_assertions": False, "allowed_network_hosts": []}

# What a signer's certificate may be made for. The library's own list lacks the purpose that the
# C2PA's conformance programme gives its certificates, and would refuse all of them.
ACCEPTED_PURPOSES = (
    "1.3.6.1.4.1.62558.2.1",  # C2PA claim signing
    "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft's C2PA signing
    "1.3.6.1.5.5.7.3.36",  # document signing
    "1.3.6.1.5.5.7.3.4",  # e-mail protection
    "1.3.6.1.5.5.7.3.8",  # time stamping
    "1.3.6.1.5.5.7.3.9",  # OCSP signing
)

# The library has no error class for this case, only a message that begins so.
_STORED_ELSEWHERE = "Remote:"
_PICTURE_CHANGED = {
    "assertion.dataHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.collectionHash.mismatch",
}
_NOTE_CHANGED = {
    "assertion.hashedURI.mismatch",
    "assertion.missing",
    "assertion.undeclared",
    "claimSignature.mismatch",
}
_EARLIER_CHANGED = {
    "ingredient.hashedURI.mismatch",
    "ingredient.manifest.mismatch",
    "ingredient.claimSignature.mismatch",
}
_ACTION_LABELS = {"c2pa.actions", "c2pa.actions.v2"}
# More of them than a page can show are named to fill it.
_MOST_AGENTS = 20
# One of these stands in every file that carries a note, in the name of its box or of its chunk.
_NOTE_MARKS = b"c2pa", b"C2PA", b"jumb", b"caBX"


class CredentialState(StrEnum):
    """What checking a file's Content Credentials came to. Only ``TRUSTED`` is proof."""

    TRUSTED = "trusted"
    VALID_UNKNOWN_SIGNER = "valid-unknown-signer"
    INVALID = "invalid"
    STORED_ELSEWHERE = "stored-elsewhere"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


class Change(StrEnum):
    """What is no longer as it was signed."""

    PICTURE = "picture"
    NOTE = "note"
    EARLIER_NOTE = "earlier-note"


@dataclass(frozen=True)
class Credential:
    """What a manifest that passed its checks says.

    Attributes:
        signer: organisation in the signing certificate. Unless the state is TRUSTED this is
            a name that anyone could have written.
        claim_generator: program that wrote the manifest.
        software_agents: programs that did the actions, each once, such as "Adobe Firefly".
        actions: C2PA action names in order, such as "c2pa.created", "c2pa.color_adjustments".
        digital_source_type: how the picture, or the picture it was made from, came to be.
        source_type_is_trusted: the manifest that says so was signed by a trusted signer, and so
            was the one that vouches for this very picture.
    """

    signer: str | None = None
    claim_generator: str | None = None
    software_agents: tuple[str, ...] = ()
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
        earlier_failures: the same for the manifests of pictures that this one was made from.
    """

    state: CredentialState
    credential: Credential | None = None
    failures: tuple[str, ...] = ()
    earlier_failures: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed after signing; empty unless INVALID.

        An INVALID manifest without any failed for another reason, such as a certificate that
        has run out; genuine files of well-known services do that.
        """
        if self.state is not CredentialState.INVALID:
            return ()
        found = {
            Change.PICTURE: _PICTURE_CHANGED & set(self.failures),
            Change.NOTE: _NOTE_CHANGED & set(self.failures),
            Change.EARLIER_NOTE: _EARLIER_CHANGED & set(self.failures)
            | (_NOTE_CHANGED | _EARLIER_CHANGED) & set(self.earlier_failures),
        }
        return tuple(change for change, codes in found.items() if codes)

    @property
    def was_changed_after_signing(self) -> bool:
        """Whether picture or manifest differ from what was signed; see ``changes``."""
        return bool(self.changes)


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
    trust = {"trust_config": "\n".join(ACCEPTED_PURPOSES)}
    if trust_list is not None:
        trust["trust_anchors"] = trust_list.pem
    settings = {"core": CORE_SETTINGS, "verify": VERIFY_SETTINGS, "trust": trust}
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
        # The library reads the file in its own way, and may stumble where there is no note at all.
        is_there = any(mark in data for mark in _NOTE_MARKS)
        return CredentialCheck(CredentialState.UNREADABLE if is_there else CredentialState.ABSENT)
    return _judge(store)


def _judge(store: dict) -> CredentialCheck:
    failures = _codes(_own_statuses(store, "failure"))
    earlier = _codes(_earlier_statuses(store, "failure"))
    match store["validation_state"]:
        case "Trusted":
            state, credential = CredentialState.TRUSTED, _credential(store)
        case "Valid":
            state, credential = CredentialState.VALID_UNKNOWN_SIGNER, _credential(store)
        case _:
            state, credential = CredentialState.INVALID, None
    return CredentialCheck(state, credential, failures, earlier)


def _codes(statuses: list[dict]) -> tuple[str, ...]:
    return tuple(sorted({status["code"] for status in statuses}))


def _credential(store: dict) -> Credential:
    manifest = store["manifests"][store["active_manifest"]]
    stated = list(_stated_types(store))
    source_type = after_all([each for each, _ in stated])
    proven = after_all([each for each, label in stated if _is_trusted(store, label)])
    return Credential(
        signer=one_line(manifest.get("signature_info", {}).get("issuer") or "") or None,
        claim_generator=one_line(_claim_generator(manifest) or "") or None,
        software_agents=tuple(dict.fromkeys(_software_agents(manifest)))[:_MOST_AGENTS],
        actions=tuple(action["action"] for action in _actions(manifest)),
        digital_source_type=source_type,
        # A stranger can say of any picture that it was made from somebody's signed one.
        source_type_is_trusted=source_type is not None
        and store["validation_state"] == "Trusted"
        and proven is source_type,
    )


def _stated_types(store: dict) -> Iterator[tuple[DigitalSourceType, str]]:
    """Yield the source types that are stated of a picture, and the manifest that states each.

    A program that changes a picture seldom repeats what it was before, and a service may wrap the
    manifest of its generator in one of its own, so the manifests of the pictures that the finished
    one was made from are asked too, nearest first. Of what was put into a picture only a part is
    said.
    """
    waiting, seen = [(store["active_manifest"], False)], set()
    while waiting:
        label, is_part = asked = waiting.pop(0)
        if asked in seen or label not in store["manifests"]:
            continue
        seen.add(asked)
        manifest = store["manifests"][label]
        for action in _actions(manifest):
            if isinstance(stated := action.get("digitalSourceType"), str):
                source_type = DigitalSourceType.parse(stated)
                yield source_type.of_a_part if is_part else source_type, label
        parents, parts = (
            [each.get("active_manifest") for each in manifest.get("ingredients", [])
             if each.get("relationship") == relationship]
            for relationship in ("parentOf", "componentOf")
        )  # fmt: skip
        if parts:
            yield DigitalSourceType.COMPOSITE, label
        waiting += [(parent, is_part) for parent in parents] + [(part, True) for part in parts]


def _is_trusted(store: dict, label: str) -> bool:
    # A trusted signer may pack in a picture signed by a stranger: the library still answers
    # "Trusted" for the whole, so each manifest has to have its own success. The whole address is
    # compared: a stranger chooses the label.
    signature = f"self#jumbf=/c2pa/{label}/c2pa.signature"
    return any(
        status["code"] == "signingCredential.trusted" and status.get("url") == signature
        for status in (
            *_own_statuses(store, "success"),
            *_earlier_statuses(store, "success"),
        )
    )


def _own_statuses(store: dict, outcome: str) -> list[dict]:
    return store.get("validation_results", {}).get("activeManifest", {}).get(outcome, [])


def _earlier_statuses(store: dict, outcome: str) -> list[dict]:
    deltas = store.get("validation_results", {}).get("ingredientDeltas") or []
    return [status for delta in deltas for status in delta["validationDeltas"].get(outcome, [])]


def _action_assertions(manifest: dict) -> list[dict]:
    return [each for each in manifest.get("assertions", []) if each["label"] in _ACTION_LABELS]


def _actions(manifest: dict) -> list[dict]:
    return [
        action
        for assertion in _action_assertions(manifest)
        for action in assertion["data"].get("actions", [])
    ]


def _software_agents(manifest: dict) -> Iterator[str]:
    for assertion in _action_assertions(manifest):
        listed = assertion["data"].get("softwareAgents") or []
        for action in assertion["data"].get("actions", []):
            # A name in actions of version 1; a description in version 2, or its place in a list.
            agent, place = action.get("softwareAgent"), action.get("softwareAgentIndex")
            if agent is None and place in range(len(listed)):
                agent = listed[place]
            name = agent.get("name") if isinstance(agent, dict) else agent
            if isinstance(name, str) and (words := one_line(name)):
                yield words


def _claim_generator(manifest: dict) -> str | None:
    if described := manifest.get("claim_generator_info"):
        named = (described[0].get("name"), described[0].get("version"))
        return " ".join(part for part in named if part) or None
    return manifest.get("claim_generator")
