"""What every answer tells browsers to do and not to do."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAMED = "/chat"
"""The one page that may stand in pages of other sites."""


def policy(ancestors: Sequence[str] = ()) -> str:
    """The Content-Security-Policy of a page that only these sites may frame."""
    allowed = " ".join(ancestors) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {allowed}",
        )
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
IN_OUR_FRAME = {
    "Content-Security-Policy": policy(["'self'"]),
    "X-Frame-Options": "SAMEORIGIN",
}
"""For a page that stands in a frame of one of our own."""
WITH_OUR_FRAMES = {"Content-Security-Policy": f"{policy()}; frame-src 'self'"}
"""For a page that has frames of our own in it."""


class SecureHeaders:
    """Adds the headers to every answer; on HTTPS browsers are told to stay there.

    `frames` are the origins whose pages may show the chat; X-Frame-Options knows no such list and is left out there.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool = False, frames: Sequence[str] = ()) -> None:
        self._app = app
        more = {"Strict-Transport-Security": "max-age=31536000"} if is_https else {}
        self._headers = {**HEADERS, **more}
        self._framed = self._headers
        if frames:
            self._framed = {**self._headers, "Content-Security-Policy": policy(frames)}
            del self._framed["X-Frame-Options"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        added = self._framed if scope["path"] == FRAMED else self._headers

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
