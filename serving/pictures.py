"""Pictures of the packs, by address; nothing else of a pack can be asked for."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


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
        folder = self._folders().get(pack)
        # A name alone: no folder, no way up.
        if folder is None or name in ("", os.curdir, os.pardir) or Path(name).name != name:
            return "", None
        try:
            return str(folder / name), (folder / name).stat()
        except OSError:
            return "", None
