"""The frontend's scripts and styles, compressed once and kept.

Streamlit sends its scripts uncompressed, 2.6 MB to every phone; a class of thirty on one access
point waits for that. The bundles carry a hash in their names, so a copy never goes stale.
"""

import asyncio
import gzip
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_TYPES = {".js": "text/javascript", ".css": "text/css"}
_CACHE_CONTROL = "public, max-age=31536000, immutable"


class StaticCache:
    """ASGI middleware that answers requests for script and style bundles from memory.

    Args:
        app: everything else.
        prefix: address the bundles are served under, such as ``/static/``.
        folder: where they lie.
    """

    def __init__(self, app: ASGIApp, prefix: str, folder: Path) -> None:
        self._app = app
        self._prefix = prefix
        self._folder = folder.resolve()
        self._compressed: dict[Path, asyncio.Future[bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a compressed bundle, or pass the request on."""
        file = self._bundle(scope)
        if file is None:
            await self._app(scope, receive, send)
            return
        headers = {
            "Content-Encoding": "gzip",
            "Cache-Control": _CACHE_CONTROL,
            "Vary": "Accept-Encoding",
        }
        response = Response(await self._content(file), 200, headers, _TYPES[file.suffix])
        await response(scope, receive, send)

    def _bundle(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        if not scope["path"].startswith(self._prefix):
            return None
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        file = (self._folder / scope["path"].removeprefix(self._prefix)).resolve()
        inside = file.is_relative_to(self._folder) and file.is_file()
        return file if inside and file.suffix in _TYPES else None

    async def _content(self, file: Path) -> bytes:
        # The first request compresses; those that come meanwhile wait for it rather than repeat it.
        if file not in self._compressed:
            self._compressed[file] = asyncio.ensure_future(asyncio.to_thread(_compress, file))
        return await asyncio.shield(self._compressed[file])


def _compress(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)
