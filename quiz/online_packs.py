"""Online packs: their texts come with the app, their pictures are downloaded when asked for.

A folder of ``quiz/online`` is a pack without pictures. Each item says under ``[making]`` how its
pictures are made, and ``downloads.toml`` lists the files they are made from: where each lies, what
it must be to the last bit, and who made it on what terms.
"""

import logging
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from quiz.installed import shipped_packs
from quiz.item import Credit, Item, Kind
from quiz.licence import ACCEPTED
from quiz.making.operations import operation_names
from quiz.pack import Pack, read_pack
from quiz.problem import ContentProblem, Fields, read_toml

ONLINE = Path(__file__).with_name("online")
LISTING = "downloads.toml"
# Bytes of one file. No photograph needs more, and a classroom's network has little to spare.
LARGEST = 32_000_000

REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
COMMIT = re.compile(r"[0-9a-f]{40}")
SHA256 = re.compile(r"[0-9a-f]{64}")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Download:
    """One file to be downloaded.

    Attributes:
        id: what the items' recipes call it.
        repository: ``owner/name``.
        commit: 40 hexadecimal digits; pinned, so that the file cannot change.
        path: of the file inside the repository.
        sha256: of the file, 64 hexadecimal digits.
        bytes: its size.
        credit: who made it, and on what terms.
        generator: the model that made the picture; empty for a photograph.
    """

    id: str
    repository: str
    commit: str
    path: str
    sha256: str
    bytes: int
    credit: Credit
    generator: str = ""


@dataclass(frozen=True)
class OnlinePack:
    """A pack whose pictures are still to be made.

    Attributes:
        pack: its texts; the files that the items name do not exist yet.
        downloads: what its pictures are made from, by id.
    """

    pack: Pack
    downloads: Mapping[str, Download]

    @property
    def bytes(self) -> int:
        """How much is downloaded in all."""
        return sum(download.bytes for download in self.downloads.values())

    @property
    def repositories(self) -> list[str]:
        """Return where the files lie, each ``owner/name`` once."""
        return sorted({download.repository for download in self.downloads.values()})


def online_packs() -> dict[str, OnlinePack]:
    """Return every online pack of the app by id; one with faults is left out and logged."""
    found = {}
    for folder in online_folders():
        online, problems = read_online_pack(folder)
        if online is None or problems:
            _log.warning("The online pack in %s is left out: %s", folder, problems)
        else:
            found[online.pack.id] = online
    return found


def online_folders() -> list[Path]:
    """Return the folders of the online packs, with or without faults."""
    return sorted(path.parent for path in ONLINE.glob(f"*/{LISTING}"))


def read_online_pack(folder: Path) -> tuple[OnlinePack | None, list[ContentProblem]]:
    """Read what can be read of an online pack, and everything that is wrong with it.

    Nothing is contacted: whether the files are still there shows only when they are fetched.
    """
    pack, problems = read_pack(folder, built=False)
    listing = folder / LISTING
    if not listing.exists():
        return None, [*problems, ContentProblem(listing, "", "Is missing; list the files in it.")]
    table = read_toml(listing)
    if isinstance(table, ContentProblem):
        return None, [*problems, table]
    fields = Fields(listing, table, problems=problems)
    if folder.name in {shipped.name for shipped in shipped_packs()}:
        fields.fault("", f"{folder.name} comes with the app; give the folder another name.")
    downloads: dict[str, Download] = {}
    for entry in fields.tables("downloads", needed=True):
        download = _download(entry)
        if download.id in downloads:
            entry.fault("id", f"{download.id!r} is there twice; give each its own.")
        downloads[download.id] = download
    if pack is None:
        return None, problems

    used = set()
    for item in pack.items:
        used |= _check_making(folder / "items" / f"{item.id}.toml", item, downloads, problems)
    for unused in sorted(downloads.keys() - used):
        fields.fault("downloads", f"No item uses {unused!r}; remove it.")
    return OnlinePack(pack, downloads), problems


def _download(entry: Fields) -> Download:
    licence = entry.text("licence")
    if licence and licence not in ACCEPTED:
        entry.fault("licence", f"{licence!r} is not accepted; use one of {sorted(ACCEPTED)}.")
    size = entry.table.get("bytes")
    if type(size) is not int or not 0 < size <= LARGEST:
        entry.fault("bytes", f"Give the file's size in bytes, up to {LARGEST}.")
        size = 0
    path = entry.text("path")
    parts = PurePosixPath(path).parts
    if path and ("\\" in path or path.startswith("/") or ".." in parts):
        entry.fault("path", "Give the path inside the repository, without `..`.")
    return Download(
        id=entry.text("id"),
        repository=_matching(entry, "repository", REPOSITORY, "Write it as owner/name."),
        commit=_matching(entry, "commit", COMMIT, "Give all 40 digits of the commit."),
        path=path,
        sha256=_matching(entry, "sha256", SHA256, "Give the 64 digits of the file's SHA-256."),
        bytes=size,
        credit=Credit(
            title=entry.text("title"),
            author=entry.text("author"),
            licence=licence,
            source=entry.text("source"),
            changes=entry.text("changes", needed=False),
        ),
        generator=entry.text("generator", needed=False),
    )


def _matching(fields: Fields, name: str, pattern: re.Pattern[str], remedy: str) -> str:
    value = fields.text(name)
    if value and not pattern.fullmatch(value):
        fields.fault(name, remedy)
    return value


def _check_making(
    path: Path, item: Item, downloads: Mapping[str, Download], problems: list[ContentProblem]
) -> set[str]:
    """Note what is wrong with an item's recipe, and return the downloads it uses."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    making = Fields(path, table, problems=problems).part("making")
    photograph = making.text("photograph")
    edits = making.tables("edits", needed=item.kind.is_edit)
    if edits and not item.kind.is_edit:
        making.fault("edits", f"A picture of kind {item.kind.value!r} is shown as it is.")
    for edit in edits:
        if edit.table.get("operation") not in operation_names():
            edit.fault("operation", f"Use one of: {', '.join(operation_names())}.")
    used = {photograph, *_second_photographs(edit.table for edit in edits)} - {""}
    for download_id in sorted(used):
        download = downloads.get(download_id)
        if download is None:
            making.fault("photograph", f"{download_id!r} is not in {LISTING}; add it there.")
        elif download.credit not in item.credits:
            making.fault("photograph", f"Credit {download_id!r} in the words of {LISTING}.")
    shown = downloads.get(photograph)
    if shown and bool(shown.generator) is not (item.kind is Kind.GENERATED):
        message = "A picture that names a generator in the list is of kind 'generated', no other."
        making.fault("photograph", message)
    return used


def _second_photographs(edits: Iterable[Mapping[str, Any]]) -> set[str]:
    return {edit["source"] for edit in edits if isinstance(edit.get("source"), str)}
