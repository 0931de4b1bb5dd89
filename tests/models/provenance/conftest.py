"""A certificate authority of our own, and pictures signed under it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
from c2pa import Builder, C2paSignerInfo, Context, Signer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from PIL import Image

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Authority:
    """A root certificate and the key that issues signers' certificates."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(PEM).decode("ascii")


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority("Example Root")


@pytest.fixture(scope="session")
def stranger() -> Authority:
    """An authority that no trust list names."""
    return make_authority("Stranger Root")


@pytest.fixture(scope="session")
def photograph() -> bytes:
    return encode("JPEG")


@pytest.fixture(scope="session")
def encode_picture() -> Callable[..., bytes]:
    return encode


@pytest.fixture(scope="session")
def sign() -> Callable[..., bytes]:
    return sign_picture


def encode(format: str, **options: object) -> bytes:
    pixels = np.random.default_rng(7).integers(0, 256, (96, 128, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(pixels).save(out, format, **options)
    return out.getvalue()


def make_authority(name: str) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _certificate(_name(name), _name(name), key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def sign_picture(
    data: bytes,
    authority: Authority,
    *,
    organisation: str = "Example Newsroom",
    source_type: str | None = "trainedAlgorithmicMedia",
    edited_with: str | None = None,
    parent: bytes | None = None,
    part: bytes | None = None,
    agents: tuple[str, ...] = (),
    remote: str | None = None,
    ocsp: str | None = None,
    identity: str | None = None,
    purpose: str = ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
    media_type: str = "image/jpeg",
) -> bytes:
    """Return ``data`` with a C2PA manifest signed by a new leaf certificate.

    ``source_type`` is that of the first action, ``edited_with`` that of a second one, if any.
    ``part`` is a picture that was put in. ``agents`` are listed aside, and the first action names
    the last of them. ``identity`` is the did:web address of who vouches for the person behind it.
    """
    agent = {"name": "Example Brush"}
    action: dict[str, object] = {"action": "c2pa.created", "softwareAgent": agent}
    if agents:
        action = {"action": "c2pa.created", "softwareAgentIndex": len(agents) - 1}
    if parent:
        action = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["parent"]}}
    if source_type:
        action["digitalSourceType"] = IPTC + source_type
    actions = [action]
    if edited_with:
        actions.append({"action": "c2pa.edited", "digitalSourceType": IPTC + edited_with})
    if part:
        actions.append({"action": "c2pa.placed", "parameters": {"ingredientIds": ["part"]}})
    listed = {"softwareAgents": [{"name": name} for name in agents]} if agents else {}
    manifest = {
        "claim_generator_info": [{"name": "Example Paintbox", "version": "3"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions, **listed}}],
    }
    if identity:
        manifest["assertions"].append({"label": "cawg.identity", "data": _identity(identity)})
    out = BytesIO()
    settings = {
        "builder": {"thumbnail": {"enabled": False}},
        # The library refuses to sign with a certificate that was made for another purpose.
        "trust": {"trust_config": purpose},
    }
    with (
        Context.from_dict(settings) as context,
        Builder(manifest, context) as builder,
    ):
        for name, relationship, file in (
            ("parent", "parentOf", parent),
            ("part", "componentOf", part),
        ):
            if file:
                ingredient = {"relationship": relationship, "label": name, "instance_id": name}
                builder.add_ingredient(ingredient, media_type, BytesIO(file))
        if remote:
            builder.set_no_embed()
            builder.set_remote_url(remote)
        signer = _signer(authority, organisation, ocsp, purpose)
        builder.sign(signer, media_type, BytesIO(data), out)
    return out.getvalue()


def _identity(address: str) -> dict[str, object]:
    """Return a CAWG identity assertion whose key is to be had at an address of the web.

    Source:
        CAWG Identity Assertion 1.1, section 8.1; RFC 9052 (COSE), section 4.2; RFC 8949 (CBOR).
    """
    payload = {
        "referenced_assertions": [
            {"url": "self#jumbf=c2pa.assertions/c2pa.hash.data", "hash": [0] * 32}
        ],
        "sig_type": "cawg.identity_claims_aggregation",
    }
    credential = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://cawg.io/identity/1.1/ica/context/",
        ],
        "type": ["VerifiableCredential", "IdentityClaimsAggregationCredential"],
        "issuer": address,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "verifiedIdentities": [
                {
                    "type": "cawg.social_media",
                    "username": "example",
                    "uri": "https://social.example/example",
                    "verifiedAt": "2025-01-01T00:00:00Z",
                    "provider": {"id": "https://social.example", "name": "Example"},
                }
            ],
            "c2paAsset": payload
            | {"referenced_assertions": [payload["referenced_assertions"][0] | {"hash": "AAAA"}]},
        },
    }
    words = json.dumps(credential).encode()
    # A map of the algorithm (EdDSA) and the kind of content; then the parts of a signed message.
    header = b"\xa2\x01\x27\x03\x6eapplication/vc"
    message = b"\xd2\x84" + bytes([0x40 + len(header)]) + header + b"\xa0"
    message += b"\x59" + len(words).to_bytes(2, "big") + words + b"\x58\x40" + bytes(64)
    return {"signer_payload": payload, "signature": list(message), "pad1": [0]}


def _signer(authority: Authority, organisation: str, ocsp: str | None, purpose: str) -> Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        _certificate(_name(organisation), authority.certificate.subject, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), False
        )
    )
    if ocsp:
        responder = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([responder]), False)
    leaf = builder.sign(authority.key, hashes.SHA256())
    return Signer.from_info(
        C2paSignerInfo(
            alg=b"es256",
            sign_cert=leaf.public_bytes(PEM) + authority.certificate.public_bytes(PEM),
            private_key=key.private_bytes(
                PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            ta_url=None,
        )
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _name(organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation} certificate"),
        ]
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
