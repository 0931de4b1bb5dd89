"""Uploads to Streamlit, from those who may send one."""

from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Followed by the session's id and the file's.
PREFIX = "/_stcore/upload_file/"


class UploadGate:
    """ASGI middleware that refuses uploads from sessions that were not let in.

    Streamlit takes files from every session, whether or not its page has a field for them, and
    keeps them in memory: any pupil could fill it.

    Args:
        app: everything else.
        let_in: returns whether a session, by its id, may send files.
    """

    def __init__(self, app: ASGIApp, let_in: Callable[[str], bool]) -> None:
        self._app = app
        self._let_in = let_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is an upload that is refused; of it nothing is read."""
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            session = scope["path"].removeprefix(PREFIX).partition("/")[0]
            if not self._let_in(session):
                await PlainTextResponse("Forbidden", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)
