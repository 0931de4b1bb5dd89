"""The trust list of this installation: a general list, and authorities added one by one."""

import logging
import os
from hashlib import sha256
from pathlib import Path

from models.provenance.trust_list import TrustList, TrustListError, load_trust_list
from models.text import text

FOLDER_SETTING = "SECOND_LOOK_TRUST"
DEFAULT_FOLDER = Path(__file__).parents[2] / "data" / "trust"

# An added file is named after what it holds, so that adding it again changes nothing.
_GENERAL = "list.pem"
_ADDED = "added-{fingerprint}.pem"

_log = logging.getLogger(__name__)


def installed_folder() -> Path:
    """Return the folder of the certificates, named by a setting; it may not exist yet."""
    return Path(os.environ.get(FOLDER_SETTING) or DEFAULT_FOLDER)


def installed_trust_list() -> TrustList | None:
    """Return all certificates installed here as one list; None where there are none.

    A file that cannot be read is left out and noted in the log: credentials that hang on it
    then have an unknown signer, and the detector goes on.
    """
    lists = []
    for path in installed_files():
        try:
            lists.append(load_trust_list(path))
        except TrustListError as error:
            _log.warning("%s", error)
    return TrustList("".join(found.pem for found in lists)) if lists else None


def installed_files() -> list[Path]:
    """Return the files of certificates: the general list first, if there is one."""
    folder = installed_folder()
    general = folder / _GENERAL
    added = sorted(folder.glob(_ADDED.format(fingerprint="*")))
    return [path for path in (general, *added) if path.is_file()]


def replace_trust_list(trust_list: TrustList) -> None:
    """Put ``trust_list`` in the place of the general list; what was added stays.

    Raises:
        TrustListError: it cannot be written; the list that was there stays.
    """
    _write(installed_folder() / _GENERAL, trust_list)


def add_to_trust_list(trust_list: TrustList) -> None:
    """Trust these authorities too.

    Raises:
        TrustListError: they cannot be written; nothing was changed.
    """
    # Of all of them: a file that begins with the same authority may hold others.
    fingerprint = sha256(trust_list.pem.encode("ascii")).hexdigest()[:16]
    _write(installed_folder() / _ADDED.format(fingerprint=fingerprint), trust_list)


def _write(path: Path, trust_list: TrustList) -> None:
    unfinished = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(trust_list.pem, encoding="ascii")
        # One step: a reader finds the old list or the new one, never half of it.
        unfinished.replace(path)
    except OSError as error:
        facts = {"path": str(path), "why": str(error.strerror)}
        raise TrustListError(text("trust-not-written", facts)) from error
