"""`run.py serve` in a process of its own, and browsers that chat with it."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_S = 90.0
ANSWER_WITHIN_S = 60.0


class WebServer:
    """The whole program on a port of its own; it can be killed and started again. `settings` are like DATABASE__URL."""

    def __init__(self, data_dir: Path, *arguments: str, **settings: str) -> None:
        given = {f"FRONTDESK__{name}": value for name, value in settings.items()}
        self._environment = {**os.environ, "FRONTDESK__DATA_DIR": str(data_dir), **given}
        self._arguments = arguments
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start it; the seconds until it was ready."""
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "run.py", "serve", "--port", str(self.port), *self._arguments],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not self._is_ready():
            if self.process.poll() is not None or time.perf_counter() - begun > READY_WITHIN_S:
                self.kill()
                raise RuntimeError("serve did not become ready")
            time.sleep(0.02)
        return time.perf_counter() - begun

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):
            return False

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)


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
