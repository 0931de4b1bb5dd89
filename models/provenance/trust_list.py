"""The certificates whose signatures count as proof."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from models.provenance.words import one_line
from models.text import text

_PRIVATE_KEY = b"PRIVATE KEY-----"


class TrustListError(ValueError):
    """A trust list cannot be used; the message says what to do. Nothing was changed."""


@dataclass(frozen=True)
class TrustList:
    """Root certificates, PEM. None is shipped: whoever runs the site chooses whom to trust."""

    pem: str

    @property
    def authorities(self) -> tuple["CertificateAuthority", ...]:
        """Who is on the list, in its order."""
        certificates = x509.load_pem_x509_certificates(self.pem.encode("ascii"))
        return tuple(_authority(certificate) for certificate in certificates)


@dataclass(frozen=True)
class CertificateAuthority:
    """One certificate on a trust list.

    Attributes:
        name: organisation and common name, as in the certificate, on one line.
        expires: when its signatures stop counting, UTC.
        fingerprint: SHA-256 of the certificate, hexadecimal: what to compare with its owner's.
    """

    name: str
    expires: datetime
    fingerprint: str


def load_trust_list(path: Path) -> TrustList:
    """Return the trust list in a file of PEM certificates.

    Raises:
        TrustListError: see ``parse_trust_list``; or the file cannot be read.
    """
    try:
        return parse_trust_list(path.read_bytes(), str(path))
    except OSError as error:
        raise TrustListError(text("trust-no-file", {"source": str(path)})) from error


def parse_trust_list(content: bytes, source: str) -> TrustList:
    """Return the certificates in ``content``, each once, without anything else it holds.

    They must be checked here because the C2PA library ignores what it cannot read, and every
    good signature would then silently count as unknown.

    Args:
        content: certificates in PEM.
        source: the file or address it comes from, for messages.

    Raises:
        TrustListError: no certificate, one that cannot be read, one that may not vouch for
            others, or a private key, which nobody should pass on.
    """
    if _PRIVATE_KEY in content:
        raise TrustListError(text("trust-private-key", {"source": source}))
    try:
        certificates = x509.load_pem_x509_certificates(content)
        authorities = [certificate for certificate in certificates if _is_authority(certificate)]
    except ValueError as error:
        raise TrustListError(text("trust-no-certificates", {"source": source})) from error
    if len(authorities) < len(certificates):
        names = [_name(found) for found in certificates if found not in authorities]
        facts = {"source": source, "name": names[0]}
        raise TrustListError(text("trust-not-an-authority", facts))
    pems = dict.fromkeys(found.public_bytes(Encoding.PEM).decode("ascii") for found in authorities)
    return TrustList("".join(pems))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _authority(certificate: x509.Certificate) -> CertificateAuthority:
    return CertificateAuthority(
        _name(certificate),
        certificate.not_valid_after_utc,
        certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _name(certificate: x509.Certificate) -> str:
    parts = [
        str(attribute.value)
        for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for attribute in certificate.subject.get_attributes_for_oid(oid)
    ]
    return one_line(", ".join(dict.fromkeys(parts)) or certificate.subject.rfc4514_string())
