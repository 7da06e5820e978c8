"""Browsers that chat with a desk and do not give up while it is away."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ANSWER_WITHIN_S = 60.0


@dataclass
class Browser:
    """One browser's conversation. A message without an answer is sent again under the same id."""

    url: str
    sent: int = 0
    interrupted: int = 0
    booked: set[str] = field(default_factory=set)
    mistakes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def open(self) -> None:
        """Look at the chat's page, which makes the conversation."""
        self._until_done(lambda: self._opener.open(f"{self.url}/chat", timeout=ANSWER_WITHIN_S).read())

    def say(self, words: str, *, tap: bool = False) -> list[dict[str, Any]]:
        """The replies to a message or a tap."""
        self.sent += 1
        message = {"id": f"m{self.sent}", "action" if tap else "text": words}
        headers = {"Content-Type": "application/json", "Origin": self.url}
        request = urllib.request.Request(f"{self.url}/chat/messages", json.dumps(message).encode(), headers)
        answer = self._until_done(lambda: json.load(self._opener.open(request, timeout=ANSWER_WITHIN_S)))
        replies: list[dict[str, Any]] = answer["replies"]
        for reply in replies:
            if "went wrong" in reply["text"]:
                self.mistakes.append(f"an apology for {message}")
            self.booked.update(re.findall(r"Booked: .*Reference (A-\w+)", reply["text"]))
        return replies

    def _until_done(self, send: Callable[[], Any]) -> Any:
        give_up_at = time.monotonic() + ANSWER_WITHIN_S
        while time.monotonic() < give_up_at:
            try:
                return send()
            except urllib.error.HTTPError as refused:
                time.sleep(float(refused.headers.get("Retry-After") or 0.2))
            except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
                is_cut_off = not isinstance(getattr(error, "reason", None), ConnectionRefusedError)
                self.interrupted += is_cut_off
                time.sleep(0.05)
        raise TimeoutError("no answer")
