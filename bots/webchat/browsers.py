"""Which conversation a browser is in: a random name in a signed cookie that no script can read."""

from __future__ import annotations

import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

COOKIE, LANGUAGE = "frontdesk_chat", "frontdesk_language"
KEPT_SECONDS = 90 * 24 * 3600
"""How long a browser may come back to its conversation."""
_SHAPE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")


class Browsers:
    """Tells browsers apart. A cookie that this hospital did not sign counts for nothing.

    `is_framed`: the chat stands in pages of other origins. Browsers then take its cookie on HTTPS only, and keep one
    for each site it stands in (Partitioned); over HTTP, on a machine of one's own, all ports are one site anyway.
    """

    def __init__(self, secret: bytes, *, is_https: bool, is_framed: bool = False, path: str = "/chat") -> None:
        self._secret = secret
        self._path = path
        if not is_https:
            self._rules = "SameSite=lax"
        else:
            self._rules = "SameSite=none; Secure; Partitioned" if is_framed else "SameSite=lax; Secure"

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
        self._keep(response, COOKIE, f"{conversation}.{self._mac(conversation)}", self._path)

    def remember_language(self, response: Response, language: str) -> None:
        """Have the browser keep the language that its reader chose."""
        self._keep(response, LANGUAGE, language, "/")

    def _keep(self, response: Response, name: str, value: str, path: str) -> None:
        # by hand, as the standard library of our oldest Python knows no partitioned cookies
        cookie = f"{name}={value}; HttpOnly; Max-Age={KEPT_SECONDS}; Path={path}; {self._rules}"
        response.headers.append("Set-Cookie", cookie)

    def _mac(self, conversation: str) -> str:
        return hmac.new(self._secret, b"webchat:" + conversation.encode(), "sha256").hexdigest()
