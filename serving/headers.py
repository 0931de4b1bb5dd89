"""Headers that keep the browser from asking anyone else, and pages that are nobody's business."""

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Both frameworks' index pages hold inline scripts; components are loaded from blobs.
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # A round's token stands in the address; it must not travel to a site that a credit links to.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# Streamlit and Gradio show these to anyone by default. The last two write files that they never
# delete, for a recorder and a button that no page has.
HIDDEN = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/detector/gradio_api/process_recording",
    "/detector/gradio_api/deep_link",
)


class SecurityHeaders:
    """ASGI middleware that adds `HEADERS` to every answer and hides `HIDDEN` pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it asks for a hidden page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["path"].startswith(HIDDEN):
            await PlainTextResponse("Not found", 404)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)
