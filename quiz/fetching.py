"""Fetch an online pack: download its files, make its pictures from them, install it."""

import errno
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from PIL import UnidentifiedImageError

from quiz.downloading import Downloader, FetchError, base_address
from quiz.installed import install, installed_folder, staging
from quiz.making.build import build_item
from quiz.making.photographs import PhotographError, decode
from quiz.online_packs import OnlinePack
from quiz.pack import Pack, PackError
from quiz.text import text

# Inside the folder of installed packs, so that one setting names one place that must be writable.
# Nothing there is ever taken for a pack.
DOWNLOADS = ".downloads"
FULL = (errno.ENOSPC, errno.EDQUOT)


class Stage(StrEnum):
    """What a fetch is doing."""

    DOWNLOAD = "download"
    BUILD = "build"


Progress = Callable[[Stage, int, int], None]


@dataclass(frozen=True)
class DownloadedPhotographs:
    """The downloaded files, as a recipe asks for them.

    Attributes:
        files: by the id that the recipe knows them by.
    """

    files: Mapping[str, Path]

    def open(self, photograph_id: str) -> np.ndarray:
        """Return a photograph, uint8 (H, W, 3), upright and in sRGB.

        Raises:
            PhotographError: it is not among the downloads, or no picture.
        """
        try:
            return decode(self.files[photograph_id].read_bytes())
        except (KeyError, UnidentifiedImageError):
            raise PhotographError(f"{photograph_id} is no downloaded picture") from None


def fetch(online: OnlinePack, progress: Progress) -> Pack:
    """Download, build and install an online pack; an installed one of its id is replaced.

    It is installed as a whole or not at all. What was downloaded is kept until then, so that the
    next call goes on where this one stopped.

    Args:
        online: the pack.
        progress: called often with the stage, what is done and what there is to do in all: bytes
            while downloading, pictures while building. What it raises stops the fetch.

    Raises:
        FetchError: no network, a broken or wrong download, a full disk, a model that is missing,
            or another fetch of the same pack under way; nothing was changed.
    """
    cache = installed_folder() / DOWNLOADS
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{online.pack.id}.lock", timeout=0):
            files = _download(online, cache, progress)
            pack = _build(online, files, progress)
            for path in files.values():
                path.unlink(missing_ok=True)
            return pack
    except Timeout as error:
        raise FetchError(text("fetch-under-way", {"title": online.pack.title})) from error
    except OSError as error:
        facts = {"folder": str(installed_folder()), "reason": str(error.strerror or error)}
        key = "fetch-disk-full" if error.errno in FULL else "fetch-not-written"
        raise FetchError(text(key, facts)) from error


def forget_downloads(online: OnlinePack) -> int:
    """Delete what an unfinished fetch of a pack has kept, and return how many files that were."""
    cache = installed_folder() / DOWNLOADS
    kept = [path for file in online.downloads.values() for path in cache.glob(f"{file.sha256}*")]
    for path in kept:
        path.unlink()
    return len(kept)


def _download(online: OnlinePack, cache: Path, progress: Progress) -> dict[str, Path]:
    files, before = {}, 0
    with Downloader(cache, base_address()) as downloader:
        for file in online.downloads.values():

            def arrived(so_far: int, before: int = before) -> None:
                progress(Stage.DOWNLOAD, before + so_far, online.bytes)

            files[file.id] = downloader.download(file, arrived)
            before += file.bytes
    return files


def _build(online: OnlinePack, files: Mapping[str, Path], progress: Progress) -> Pack:
    pack, photographs = online.pack, DownloadedPhotographs(files)
    with staging(pack.id) as staged:
        shutil.copy(pack.folder / "pack.toml", staged)
        # As they are: what `[making]` says is of use to whoever wonders, and in nobody's way.
        shutil.copytree(pack.folder / "items", staged / "items")
        for number, item in enumerate(pack.items):
            progress(Stage.BUILD, number, len(pack.items))
            recipe = staged / "items" / f"{item.id}.toml"
            try:
                build_item(recipe, staged / "media", photographs, pack.size)
            except (LookupError, ValueError, TypeError) as error:
                facts = {"item": item.id, "reason": str(error).rstrip(".")}
                raise FetchError(text("fetch-not-made", facts)) from error
        progress(Stage.BUILD, len(pack.items), len(pack.items))
        try:
            return install(staged)
        except PackError as error:
            first = error.problems[0]
            facts = {"title": pack.title, "reason": f"{first.path.name}: {first.message}"}
            raise FetchError(text("fetch-faulty", facts)) from error
