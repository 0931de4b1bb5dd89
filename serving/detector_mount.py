"""The Gradio app at one address of the same server, loaded when somebody first opens it."""

import asyncio
import logging
import os
import tomllib
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from string import Template
from tempfile import mkdtemp
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.uploads import kept_empty

_log = logging.getLogger(__name__)
_NOTICE = Path(__file__).with_name("notice.html")
_LANGUAGE = "en"
_NOTICES = Path(__file__).parent / "locales" / _LANGUAGE / "notices.toml"
# So that the page asks again by itself, without a script.
_REFRESH = '<meta http-equiv="refresh" content="2">'
# What was read is deleted at once; this is for what never was.
KEEP_UPLOADS_SECONDS = 600


class LazyMount:
    """An ASGI app that is built in a thread at the first request.

    Gradio takes seconds and hundreds of megabytes to import, and most visitors only want the quiz.
    Until the app is there, a page says so and asks again by itself.

    Args:
        build: makes the app; called once, or again after a failure.
    """

    def __init__(self, build: Callable[[], ASGIApp]) -> None:
        self._build = build
        self._app: ASGIApp | None = None
        self._loading: asyncio.Task[None] | None = None
        self._resources = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the app, or with the waiting page while it is built."""
        if self._app is not None:
            await self._app(scope, receive, send)
            return
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        if self._loading.done() and self._loading.exception():
            _log.error("The detector could not be loaded", exc_info=self._loading.exception())
            self._loading = None
            page, status = _notice("failed"), 500
        else:
            page, status = _notice("waiting", _REFRESH), 503
        headers = {"Retry-After": "2", "Cache-Control": "no-store"}
        await HTMLResponse(page, status, headers)(scope, receive, send)

    async def _load(self) -> None:
        app = await asyncio.to_thread(self._build)
        # A mounted app's lifespan is not run by its parent; Gradio starts its queue there.
        await self._resources.enter_async_context(app.router.lifespan_context(app))
        self._app = app

    async def close(self) -> None:
        """End the app's lifespan."""
        await self._resources.aclose()


def detector_routes(path: str, mount: LazyMount) -> list[Route | Mount]:
    """Return the routes that serve the detector below `path`, which has no slash at its end."""

    async def add_slash(_: object) -> RedirectResponse:
        return RedirectResponse(f"{path}/")

    return [Route(path, add_slash), Mount(path, app=mount)]


def gradio_app(make_page: Callable[[], tuple[Any, Mapping[str, Any]]]) -> ASGIApp:
    """Import Gradio and return its page as an ASGI app.

    Args:
        make_page: imports and returns a ``gradio.Blocks`` and the settings to mount it with.
    """
    uploads = Path(mkdtemp(prefix="second-look-"))
    # Read by the libraries when they are imported, so they must be set before.
    os.environ["GRADIO_TEMP_DIR"] = str(uploads)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import fastapi  # Comes with Gradio, and is slow for the same reason.
    import gradio

    blocks, settings = make_page()
    outer = fastapi.FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lambda _: kept_empty(uploads, KEEP_UPLOADS_SECONDS),
    )
    return gradio.mount_gradio_app(outer, blocks, path="/", **settings)


def _notice(name: str, refresh: str = "") -> str:
    """Return a page of one sentence, without the libraries that other pages' texts need."""
    texts = tomllib.loads(_NOTICES.read_text(encoding="utf-8"))
    frame = Template(_NOTICE.read_text(encoding="utf-8"))
    return frame.substitute(
        texts[name], back=texts["back"], language=_LANGUAGE, refresh=refresh
    )
