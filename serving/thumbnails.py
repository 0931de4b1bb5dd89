"""Small versions of the packs' pictures: a page of full ones is too much for a weak network."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from serving.pictures import find_picture

QUALITY = 70
KEPT = 512
# Seconds that a browser may show one without asking again.
FRESH_S = 3600


def thumbnail_route(prefix: str, folders: Callable[[], Mapping[str, Path]], width: int) -> Route:
    """Return the route of small pictures: ``prefix/pack/file``, each sent as WebP.

    Args:
        prefix: first part of the address.
        folders: returns each pack's folder of pictures by the pack's id.
        width: of a small picture, in pixels; its height follows.
    """

    async def answer(request: Request) -> Response:
        pack, name = request.path_params["pack"], request.path_params["name"]
        found = find_picture(folders(), pack, name)
        if found is None:
            raise HTTPException(404)
        path, facts = found
        small = await run_in_threadpool(_small, path, facts.st_mtime_ns, width)
        headers = {"Cache-Control": f"max-age={FRESH_S}"}
        return Response(small, media_type="image/webp", headers=headers)

    return Route(f"{prefix}/{{pack}}/{{name}}", answer)


@lru_cache(maxsize=KEPT)
def _small(path: Path, changed: int, width: int) -> bytes:
    with Image.open(path) as picture:
        height = round(picture.height * width / picture.width)
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    written = BytesIO()
    small.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
