"""Packs: those that come with the app, and those that were installed later."""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quiz.pack import Pack, PackError, check_pack, load_pack

SHIPPED = Path(__file__).with_name("packs")
FOLDER_SETTING = "SECOND_LOOK_PACKS"
DEFAULT_FOLDER = Path(__file__).parents[1] / "data" / "packs"

_log = logging.getLogger(__name__)


def installed_folder() -> Path:
    """Return the folder of packs installed later, named by a setting; it may not exist yet."""
    return Path(os.environ.get(FOLDER_SETTING) or DEFAULT_FOLDER)


def shipped_packs() -> list[Path]:
    """Return the folders of the packs that come with the app."""
    return sorted(path.parent for path in SHIPPED.glob("*/pack.toml"))


def installed_packs() -> list[Path]:
    """Return the folders of the packs installed later."""
    return sorted(path.parent for path in installed_folder().glob("*/pack.toml"))


def last_changes() -> dict[str, int]:
    """Return when each pack installed later came to its place, in nanoseconds, by its folder."""
    changes = {}
    for folder in installed_packs():
        # It may be removed or replaced at this very moment.
        with suppress(FileNotFoundError):
            changes[str(folder)] = folder.stat().st_ctime_ns
    return changes


def load_packs() -> dict[str, Pack]:
    """Return every pack by id, read anew.

    An installed pack that cannot be read is left out and noted in the server's log: one bad
    folder must not take the quiz from a class.

    Raises:
        PackError: a pack that comes with the app has faults.
    """
    packs = {pack.id: pack for pack in map(load_pack, shipped_packs())}
    for folder in installed_packs():
        try:
            pack = load_pack(folder)
        except PackError as error:
            _log.warning("The pack in %s is left out: %s", folder, error)
            continue
        packs.setdefault(pack.id, pack)
    return packs


@contextmanager
def staging(pack_id: str) -> Iterator[Path]:
    """Give an empty folder to put a pack together in, beside where it will be installed.

    It is removed at the end, whatever happened, unless `install` has moved it.
    """
    installed_folder().mkdir(parents=True, exist_ok=True)
    # A name with a dot is never taken for a pack, and the pack's own name is the folder's.
    outer = Path(tempfile.mkdtemp(prefix=f".{pack_id}-", dir=installed_folder()))
    staged = outer / pack_id
    staged.mkdir()
    try:
        yield staged
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def install(staged: Path) -> Pack:
    """Move a finished pack into place, all or nothing; an older one of its id is replaced.

    Args:
        staged: the folder that `staging` gave, filled.

    Raises:
        PackError: it has faults, or its id is that of a pack that comes with the app; what was
            installed before stays.
    """
    pack, problems = check_pack(staged)
    if pack is None or problems:
        raise PackError(problems)
    if pack.id in {path.name for path in shipped_packs()}:
        raise ValueError(f"The pack {pack.id} comes with the app; give yours another id.")
    # A server tells when a picture was last written, and a fake is often written after the rest.
    now = time.time()
    for picture in (staged / "media").iterdir():
        os.utime(picture, (now, now))
    place = installed_folder() / pack.id
    replaced = staged.parent / "replaced"
    if place.exists():
        place.rename(replaced)
    try:
        staged.rename(place)
    except OSError:
        if replaced.exists():
            replaced.rename(place)
        raise
    return load_pack(place)


def remove(pack_id: str) -> None:
    """Remove a pack that was installed later; no half of it is ever seen.

    Raises:
        LookupError: no such pack was installed later.
    """
    if pack_id not in {path.name for path in installed_packs()}:
        raise LookupError(f"No pack {pack_id} was installed; nothing to remove.")
    with staging(pack_id) as staged:
        (installed_folder() / pack_id).rename(staged.parent / "removed")
