"""Install a pack that was made elsewhere, or refuse it with one clear sentence.

Nothing about it is trusted: not the names in it, not the sizes it states, not that a picture is
one. It is written to a folder beside the installed packs, looked through there, and moved into
place only when all of it is in order.
"""

import hashlib
import os
import re
import stat
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from quiz.export import HASHES
from quiz.installed import install, installed_folder, staging
from quiz.item import ITEM_ID, MEDIA_NAME
from quiz.online_packs import online_folders
from quiz.pack import Pack, PackError, read_pack
from quiz.plain_picture import NotPlainError, picture_size
from quiz.plain_text import text_faults
from quiz.problem import ContentProblem
from quiz.text import text

# The starter pack has about 400 files in 15 MB; ten times that is a pack nobody plays.
MAX_FILES = 4000
MAX_BYTES = 150 * 1024**2
MAX_TEXT_BYTES = 64 * 1024
MAX_PICTURE_BYTES = 2 * 1024**2
# Pictures do not shrink in a zip; what grows tenfold out of one was made to. The first megabyte
# is free: texts alone may grow so, and fill no disk.
MAX_RATIO, FREE_BYTES = 10, 1024**2
# Our names need about 100 bytes each in a zip's list of files.
MAX_LIST_BYTES = MAX_FILES * 200
MAX_NAME = 80
# A field of a pack has three parts at most, such as ``making.sky.seed``; for one of thousands
# Python's reader of TOML takes seconds and gigabytes.
MAX_KEY_PARTS = 16

_NAME = re.compile(
    rf"pack\.toml|{re.escape(HASHES)}|items/{ITEM_ID.pattern}\.toml|media/{MEDIA_NAME.pattern}"
)
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"""
    rf"{{{MAX_KEY_PARTS}}}"
)
# On Windows no file and no folder can be called so, with whatever ending.
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
_PIECE = 64 * 1024
# zipfile reports a damaged file by whichever of these it happens to meet.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError,
            OverflowError)  # fmt: skip


class ImportRefusedError(ValueError):
    """A pack that is not installed; ``str(error)`` is the sentence to show.

    Attributes:
        key: the message's identifier in ``quiz.ftl``.
    """

    def __init__(self, key: str, **details: str | float) -> None:
        self.key = key
        super().__init__(text(key, details))


@dataclass(frozen=True)
class _Member:
    """A file of the pack: its name within the pack's folder, and how to read it."""

    name: str
    open: Callable[[], IO[bytes]]

    @property
    def limit(self) -> int:
        return MAX_PICTURE_BYTES if self.name.startswith("media/") else MAX_TEXT_BYTES


def import_pack(source: Path | IO[bytes], *, replace: bool = False) -> Pack:
    """Install a pack from a zip that `export_pack` made, or from the folder in it.

    Args:
        source: the zip, open for reading or by its path, or the folder. It holds one folder,
            named after the pack's id, with ``pack.toml``, ``hashes.toml``, ``items/*.toml`` and
            ``media/*.webp`` or ``.png``, and nothing else.
        replace: whether an installed pack of the same id may be replaced.

    Returns:
        The pack as installed.

    Raises:
        ImportRefusedError: it is too large, damaged, no pack, or holds something that a pack does
            not; or an installed one has its id. What was installed before stays as it was.
    """
    try:
        if not isinstance(source, Path):
            return _import_zip(source, replace)
        if not source.exists():
            raise ImportRefusedError("import-not-there", name=str(source))
        if source.is_dir():
            return _install_members(source.resolve().name, _folder_members(source), replace)
        with source.open("rb") as file:
            return _import_zip(file, replace)
    except PackError as error:
        raise _refused_for(error.problems) from error
    except OSError as error:
        raise ImportRefusedError("import-not-stored", reason=error.strerror or "") from error


def _import_zip(file: IO[bytes], replace: bool) -> Pack:
    size = _refuse_long_list(file)
    with _told_as_damaged():
        archive = zipfile.ZipFile(file)
    with archive:
        pack_id, members = _zip_members(archive)
        most = min(MAX_BYTES, max(FREE_BYTES, MAX_RATIO * size))
        return _install_members(pack_id, members, replace, most)


def _refuse_long_list(file: IO[bytes]) -> int:
    """Return the zip's size in bytes, having looked at how long its list of files is.

    The whole list becomes objects in memory as soon as the zip is opened, so a list of millions
    must be refused before.

    Source:
        PKWARE APPNOTE 6.3.10, sections 4.3.15 and 4.3.16.
    """
    size = file.seek(0, os.SEEK_END)
    if size > MAX_BYTES:
        raise ImportRefusedError("import-too-many-bytes", limit=MAX_BYTES // 1024**2)
    file.seek(max(size - 42, 0))
    end = file.read()
    # The record of a zip without a comment; a comment could hide a second record.
    if len(end) < 22 or end[-22:-18] != b"PK\x05\x06" or end[-2:] != b"\x00\x00":
        raise ImportRefusedError("import-no-zip")
    if end[:4] == b"PK\x06\x07" or int.from_bytes(end[-10:-6], "little") > MAX_LIST_BYTES:
        raise ImportRefusedError("import-too-many-files", limit=MAX_FILES)
    return size


def _zip_members(archive: zipfile.ZipFile) -> tuple[str, list[_Member]]:
    members: dict[str, _Member] = {}
    folders = set()
    for entry in archive.infolist():
        # As it stands in the file: zipfile cuts a name off at a null byte.
        folder, _, name = entry.orig_filename.partition("/")
        folders.add(folder)
        if name in ("", "items/", "media/") and entry.is_dir():
            continue
        _refuse_name(entry.orig_filename, name)
        if name in members:
            raise ImportRefusedError("import-twice", name=name)
        # Zero where the zip was made on a system that keeps no such sort.
        sort = stat.S_IFMT(entry.external_attr >> 16)
        if sort not in (0, stat.S_IFREG):
            raise ImportRefusedError("import-no-file", name=name)
        if entry.flag_bits & 1:
            raise ImportRefusedError("import-locked")
        # The other methods unpack a piece of any size at once.
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ImportRefusedError("import-packed", name=name)
        members[name] = _Member(name, lambda entry=entry: archive.open(entry))
    if len(members) > MAX_FILES:
        raise ImportRefusedError("import-too-many-files", limit=MAX_FILES)
    if len(folders) != 1:
        raise ImportRefusedError("import-no-folder")
    return folders.pop(), list(members.values())


def _folder_members(folder: Path) -> list[_Member]:
    members = []
    for place, inner, files in os.walk(folder):
        for entry in (Path(place) / name for name in (*inner, *files)):
            name = entry.relative_to(folder).as_posix()
            # Not by what it leads to: a link can lead anywhere.
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                raise ImportRefusedError("import-no-file", name=_shown(name))
            if entry.is_dir() and name in ("items", "media"):
                continue
            _refuse_name(name, name)
            members.append(_Member(name, lambda entry=entry: entry.open("rb")))
            if len(members) > MAX_FILES:
                raise ImportRefusedError("import-too-many-files", limit=MAX_FILES)
    return members


def _refuse_name(whole: str, name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        raise ImportRefusedError("import-name", name=_shown(whole))
    _refuse_device(Path(name).stem)


def _refuse_device(name: str) -> None:
    if _DEVICE.fullmatch(name):
        raise ImportRefusedError("import-device", name=name)


def _shown(name: str) -> str:
    """Return a name from outside so that it can stand in a sentence, which is Markdown."""
    return re.sub(r"[^A-Za-z0-9._:/ \[\]-]", "?", name[:MAX_NAME])


def _install_members(
    pack_id: str, members: list[_Member], replace: bool, most: int = MAX_BYTES
) -> Pack:
    if not ITEM_ID.fullmatch(pack_id) or len(pack_id) > MAX_NAME:
        raise ImportRefusedError("import-no-folder")
    _refuse_device(pack_id)
    if pack_id in {path.name for path in online_folders()}:
        raise ImportRefusedError("import-online", id=pack_id)
    if not replace and (installed_folder() / pack_id).exists():
        raise ImportRefusedError("import-exists", id=pack_id)
    with staging(pack_id) as staged:
        hashes = _write(members, staged, most)
        _check_hashes(staged / HASHES, hashes)
        (staged / HASHES).unlink()
        for path in (staged / "pack.toml", *sorted(staged.glob("items/*.toml"))):
            for field, fault in text_faults(_table(path)):
                place = {"name": path.relative_to(staged).as_posix(), "field": _shown(field)}
                raise ImportRefusedError(f"import-text-{fault}", **place)
        pack, problems = read_pack(staged)
        if pack is None or problems:
            raise PackError(problems)
        _check_pictures(pack)
        try:
            return install(staged)
        except PackError:
            raise
        except ValueError as error:
            raise ImportRefusedError("import-shipped", id=pack_id) from error


def _write(members: list[_Member], staged: Path, most: int) -> dict[str, str]:
    """Write the files, counting what really comes, and return their SHA-256 by name."""
    hashes, total = {}, 0
    for folder in ("items", "media"):
        (staged / folder).mkdir()
    for member in members:
        digest, written = hashlib.sha256(), 0
        with _told_as_damaged(), member.open() as source, (staged / member.name).open("wb") as out:
            while piece := source.read(_PIECE):
                written += len(piece)
                total += len(piece)
                if written > member.limit:
                    limit = member.limit // 1024
                    raise ImportRefusedError("import-file-too-large", name=member.name, limit=limit)
                if total > most:
                    raise ImportRefusedError("import-bomb", limit=MAX_RATIO)
                digest.update(piece)
                out.write(piece)
        hashes[member.name] = digest.hexdigest()
    return hashes


def _check_hashes(path: Path, found: dict[str, str]) -> None:
    if not path.exists():
        raise ImportRefusedError("import-no-hashes")
    listed = _table(path).get("sha256")
    if not isinstance(listed, dict):
        raise ImportRefusedError("import-no-hashes")
    del found[HASHES]
    for name in sorted(found.keys() | listed.keys()):
        if name not in found:
            raise ImportRefusedError("import-lost", name=_shown(name))
        if listed.get(name) != found[name]:
            raise ImportRefusedError("import-changed", name=name)


def _table(path: Path) -> dict[str, Any]:
    try:
        content = path.read_text(encoding="utf-8")
        if _LONG_KEY.search(content):
            raise ImportRefusedError("import-long-key", name=path.name, limit=MAX_KEY_PARTS)
        return tomllib.loads(content)
    except ImportRefusedError:
        raise
    except FileNotFoundError as error:
        raise ImportRefusedError("import-no-pack") from error
    # Python's own limits on numbers of thousands of digits and on deep nesting.
    except (ValueError, RecursionError) as error:
        raise ImportRefusedError("import-no-toml", name=path.name) from error


def _check_pictures(pack: Pack) -> None:
    for item in pack.items:
        for path in filter(None, (item.picture, item.original, item.mask)):
            try:
                size = picture_size(path.read_bytes())
            except NotPlainError as error:
                raise ImportRefusedError("import-not-plain", name=path.name) from error
            if size != item.size:
                wanted = "{} x {}".format(*item.size)
                found = "{} x {}".format(*size)
                raise ImportRefusedError("import-size", name=path.name, found=found, wanted=wanted)


@contextmanager
def _told_as_damaged() -> Iterator[None]:
    try:
        yield
    except ImportRefusedError:
        raise
    except _DAMAGED as error:
        raise ImportRefusedError("import-damaged") from error


def _refused_for(problems: list[ContentProblem]) -> ImportRefusedError:
    first = problems[0]
    place = f"{first.path.name}: {first.field}" if first.field else first.path.name
    more = len(problems) - 1
    return ImportRefusedError("import-faults", place=_shown(place), fault=first.message, more=more)
