"""``python -m models trust``: whose signatures count as proof on this installation."""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.provenance import TrustListError, load_trust_list
from models.provenance.installed_trust import (
    add_to_trust_list,
    installed_files,
    replace_trust_list,
)
from models.provenance.trust_download import download_trust_list, is_address
from models.provenance.trust_list import CertificateAuthority
from models.text import text


def add_parser(commands: Any) -> None:
    """Add the command to an argument parser's ``commands``."""
    trust = commands.add_parser("trust", help="whose signed notes count as proof")
    actions = trust.add_subparsers(required=True, metavar="ACTION")

    update = actions.add_parser("update", help="replace the trust list")
    update.add_argument("source", metavar="FILE_OR_ADDRESS", help="of certificates in PEM")
    update.set_defaults(run=_update)

    add = actions.add_parser("add", help="trust an organisation too, such as your school")
    add.add_argument("file", type=Path, metavar="FILE", help="of its certificates in PEM")
    add.set_defaults(run=_add)

    actions.add_parser("list", help="show who is trusted").set_defaults(run=_list)


def _update(options: argparse.Namespace) -> None:
    source = options.source
    is_online = is_address(source)
    trust_list = download_trust_list(source) if is_online else load_trust_list(Path(source))
    replace_trust_list(trust_list)
    _show(trust_list.authorities)
    print(text("trust-updated", {"count": len(trust_list.authorities)}))


def _add(options: argparse.Namespace) -> None:
    trust_list = load_trust_list(options.file)
    add_to_trust_list(trust_list)
    _show(trust_list.authorities)
    print(text("trust-added", {"count": len(trust_list.authorities)}))


def _list(options: argparse.Namespace) -> int:
    trusted, faults = {}, 0
    for path in installed_files():
        try:
            authorities = load_trust_list(path).authorities
        except TrustListError as error:
            print(error, file=sys.stderr)
            faults += 1
            continue
        # Two files may name the same one.
        trusted |= {authority.fingerprint: authority for authority in authorities}
    _show(trusted.values())
    print(text("trust-listed", {"count": len(trusted)}))
    return int(faults > 0)


def _show(authorities: Iterable[CertificateAuthority]) -> None:
    now = datetime.now(UTC)
    for authority in authorities:
        key = "trust-authority" if authority.expires > now else "trust-authority-expired"
        facts = {"name": authority.name, "expires": f"{authority.expires:%Y-%m-%d}",
                 "fingerprint": authority.fingerprint}  # fmt: skip
        print(text(key, facts))
