"""The certificates whose signatures count as proof."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509


class TrustListError(ValueError):
    """The trust list cannot be used; the message says what to do."""


@dataclass(frozen=True)
class TrustList:
    """Root certificates, PEM. None is shipped: whoever runs the site chooses whom to trust."""

    pem: str


def load_trust_list(path: Path) -> TrustList:
    """Return the trust list in a file of PEM certificates.

    The list must be checked here because the C2PA library ignores one that it cannot read,
    and every good signature would then silently count as unknown.

    Raises:
        TrustListError: no such file, or no certificate in it.
    """
    try:
        pem = path.read_text(encoding="ascii", errors="replace")
        x509.load_pem_x509_certificates(pem.encode("ascii", errors="replace"))
    except (OSError, ValueError) as error:
        raise TrustListError(
            f"{path} holds no certificates that can be read. Give a file of PEM certificates, "
            "each beginning with a line '-----BEGIN CERTIFICATE-----'."
        ) from error
    return TrustList(pem)
