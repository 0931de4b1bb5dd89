"""Pictures of the packs, by address; nothing else of a pack can be asked for."""

from collections.abc import Mapping
from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


def picture_routes(prefix: str, folders: Mapping[str, Path]) -> list[Mount]:
    """Return a route for each folder of pictures: ``prefix/name/file``.

    The browser asks again each time whether a picture has changed, which costs a few bytes; the
    names are for good, the pictures behind them may be made anew.
    """
    return [
        Mount(f"{prefix}/{name}", app=StaticFiles(directory=folder))
        for name, folder in folders.items()
    ]
