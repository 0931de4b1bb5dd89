"""A test authority of our own, which vouches for the pictures this installation makes.

Nobody outside knows it, and nothing here pretends otherwise: a stranger's program calls the
signer unknown. It exists so that a class can see a signed note made, checked and broken.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = Path(__file__).parents[2] / "data" / "authority"
ORGANISATION = "Second Look test authority"
SIGNER = "Second Look test signer"
VALID_DAYS = 3650

_ROOT_FILE = "root.pem"
_CHAIN_FILE = "signer.pem"
_KEY_FILE = "signer.key"
_END_OF_KEY = "-----END PRIVATE KEY-----\n"
_BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True)
class Authority:
    """A root certificate, and a signer it has certified.

    Attributes:
        root: the root's certificate, PEM; put it on a trust list to trust our pictures.
        chain: the signer's certificate and the root's, PEM.
        key: the signer's private key, PEM (PKCS #8).
    """

    root: str
    chain: str
    key: str


def open_authority(folder: Path = FOLDER) -> Authority:
    """Return this installation's authority; make it if there is none yet.

    The root's own key is thrown away at once: it has signed all it ever will.

    Args:
        folder: of certificates and key; never to be committed or passed on. ``root.pem`` and
            ``signer.pem`` in it are copies, to be put on a trust list.

    Raises:
        OSError: the folder cannot be read or written to.
        ValueError: what is in it is no authority's.

    Source:
        Certificate profile: C2PA Technical Specification 2.2, section 14.5.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = _read(folder)
    if found is None:
        _publish(folder, new_authority())
        found = _read(folder)
    for name, content in ((_CHAIN_FILE, found.chain), (_ROOT_FILE, found.root)):
        path = folder / name
        if not path.is_file() or path.read_text(encoding="ascii") != content:
            _written_aside(path, content).replace(path)
    return found


def new_authority(organisation: str = ORGANISATION, signer: str = SIGNER) -> Authority:
    """Return an authority that nobody has heard of, kept nowhere.

    Whoever makes one may call it and its signer anything, which is why a name in a signature
    counts for nothing until its root is on a trust list.
    """
    root_key, signer_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _root(organisation, root_key)
    certificate = _signer(signer, signer_key, root, root_key)
    key = signer_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Authority(_pem(root), _pem(certificate) + _pem(root), key.decode("ascii"))


def _read(folder: Path) -> Authority | None:
    """Return the authority in a folder; None where there is none yet, or a key alone."""
    key_file, chain_file = folder / _KEY_FILE, folder / _CHAIN_FILE
    if not key_file.is_file():
        return None
    key, end, chain = key_file.read_text(encoding="ascii").partition(_END_OF_KEY)
    if not chain:
        # Earlier versions kept the certificates in their own file alone.
        if not chain_file.is_file():
            return None
        chain = chain_file.read_text(encoding="ascii")
    root = chain.rfind(_BEGIN_CERTIFICATE)
    if root < 0:
        raise ValueError(f"{folder} holds a key and no certificates.")
    return Authority(chain[root:], chain, key + end)


def _publish(folder: Path, authority: Authority) -> None:
    """Put a new authority into a folder; where another program was faster, its own stays."""
    path = folder / _KEY_FILE
    # One file with all that belongs together: programs that start at once must not mix theirs.
    unfinished = _written_aside(path, authority.key + authority.chain)
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        if _read(folder) is None:
            # A key without certificates, of no use.
            unfinished.replace(path)
    except OSError:
        # Not every file system has links.
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _written_aside(path: Path, content: str) -> Path:
    """Return a file of a name of its own, for the owner's eyes alone, beside ``path``."""
    handle, name = mkstemp(prefix=f"{path.name}-", suffix=".part", dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
    return Path(name)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def _root(organisation: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = _name(organisation)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        _builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _signer(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(_name(name), root.subject, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(purpose, critical=False)
        .add_extension(identifier, critical=False)
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, text),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A signature must not come out "from the future" on a computer whose clock is behind.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
    )


def _usage(**allowed: bool) -> x509.KeyUsage:
    uses = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{use: allowed.get(use, False) for use in uses})
