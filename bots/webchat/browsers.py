"""Which conversation a browser is in: a random name in a signed cookie that no script can read."""

from __future__ import annotations

import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "frontdesk_chat"
KEPT_SECONDS = 90 * 24 * 3600
"""How long a browser may come back to its conversation."""
_SHAPE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")


class Browsers:
    """Tells browsers apart. A cookie that this hospital did not sign counts for nothing."""

    def __init__(self, secret: bytes, *, is_https: bool) -> None:
        self._secret = secret
        self._is_https = is_https

    def known(self, request: Request) -> str | None:
        """The conversation that the browser's cookie names; None when it has none or a forged one."""
        found = _SHAPE.fullmatch(request.cookies.get(COOKIE, ""))
        if found is None or not hmac.compare_digest(found[2], self._mac(found[1])):
            return None
        return found[1]

    def new(self) -> str:
        """The name of a new conversation: 128 random bits."""
        return secrets.token_hex(16)

    def remember(self, response: Response, conversation: str) -> None:
        """Have the browser keep its conversation."""
        response.set_cookie(
            COOKIE,
            f"{conversation}.{self._mac(conversation)}",
            max_age=KEPT_SECONDS,
            path="/chat",
            secure=self._is_https,
            httponly=True,
            samesite="lax",
        )

    def _mac(self, conversation: str) -> str:
        return hmac.new(self._secret, b"webchat:" + conversation.encode(), "sha256").hexdigest()
