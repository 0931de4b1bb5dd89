"""Pictures of the packs, by address; nothing else of a pack can be asked for."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


def picture_route(prefix: str, folders: Callable[[], Mapping[str, Path]]) -> Mount:
    """Return the route of every pack's pictures: ``prefix/pack/file``.

    The browser asks again each time whether a picture has changed, which costs a few bytes; the
    names are for good, the pictures behind them may be made anew.

    Args:
        prefix: first part of the address.
        folders: returns each pack's folder of pictures by the pack's id. It is asked each time,
            for packs come and go while the server runs.
    """
    return Mount(prefix, app=_PackPictures(folders))


class _PackPictures(StaticFiles):
    def __init__(self, folders: Callable[[], Mapping[str, Path]]) -> None:
        super().__init__()
        self._folders = folders

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        pack, _, name = path.partition(os.sep)
        found = find_picture(self._folders(), pack, name)
        return (str(found[0]), found[1]) if found else ("", None)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        # Without a word on it a browser keeps an old picture for days without asking.
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def find_picture(
    folders: Mapping[str, Path], pack: str, name: str
) -> tuple[Path, os.stat_result] | None:
    """Return the file of a picture and what the system knows of it, or None if there is none.

    Args:
        folders: each pack's folder of pictures by the pack's id.
        pack: the pack's id, as somebody asked for it.
        name: the file's name, likewise: a name alone, no folder, no way up.
    """
    folder = folders.get(pack)
    if folder is None or name in ("", os.curdir, os.pardir) or Path(name).name != name:
        return None
    try:
        facts = (folder / name).stat()
    except (OSError, ValueError):  # Not there, or no file can have such a name.
        return None
    return (folder / name, facts) if stat.S_ISREG(facts.st_mode) else None
