"""The pages: a welcome, the chat, and honest words where a part is still to come."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from conversation.phrases.voice import Voice
from hospital import phones, uploads
from hospital.billing.link_records import PAID, Link
from hospital.directory import Hospital
from web.headers import IN_OUR_FRAME, WITH_OUR_FRAMES
from web.languages import Languages
from web.static_files import StaticFiles
from web.words import DEMO_WORDS, WORDS

HERE = Path(__file__).parent
TO_COME = ("/staff/", "/webhooks/", "/slack/", "/files/", "/fhir/")
"""Addresses that this version knows of and does not serve yet."""
LONGEST_MESSAGE = 60_000
"""Bytes of a message, its quotes escaped: a little less than the chat takes with what goes around it."""

log = structlog.get_logger("web")


class Pages:
    """Renders pages. `hospital` gives the hospital as it is now, None while the records are out of reach."""

    def __init__(
        self, hospital: Callable[[], Awaitable[Hospital | None]], files: StaticFiles, languages: Languages
    ) -> None:
        self._hospital, self._language_of = hospital, languages.of
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["file"] = files.url
        self._templates.filters["phone"] = phones.shown

    async def welcome(self, request: Request) -> Response:
        """The first page."""
        return await self._page(request, "welcome.html")

    async def chat(self, request: Request) -> Response:
        """The web chat."""
        return await self._chat(request, "/chat", is_embedded="embed" in request.query_params, is_framed=False)

    async def portal(self, request: Request) -> Response:
        """The patients' portal, which is still to come."""
        return await self._page(request, "notice.html", part="portal")

    async def admin(self, request: Request) -> Response:
        """The administration, which is still to come."""
        return await self._page(request, "notice.html", part="admin")

    async def http_error(self, request: Request, error: Exception) -> Response:
        """A sentence for an address that does not exist or does not take such a request."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        words = WORDS[self._language_of(request)]
        is_to_come = f"{request.url.path}/".startswith(TO_COME)
        sentence = words.wrong_method if status == 405 else words.not_built if is_to_come else words.not_found
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        return self._notice(request, status, words.not_found_title, sentence, headers)

    async def failure(self, request: Request, error: Exception) -> Response:
        """A sentence and a reference for an error of ours; the log has the same reference."""
        reference = secrets.token_hex(4).upper()
        log.error("page_failed", reference=reference, path=request.scope["path"], exc_info=error)
        words = WORDS[self._language_of(request)]
        return self._notice(request, 500, words.failed_title, words.failed.format(reference=reference))

    async def framed_chat(self, request: Request, base: str) -> Response:
        """The web chat as a part of a page of ours; its conversation is reached below `base`."""
        response = await self._chat(request, base, is_embedded=False, is_framed=True)
        response.headers.update(IN_OUR_FRAME)
        return response

    async def _chat(self, request: Request, base: str, **facts: bool) -> Response:
        limits = {"upload_limit": uploads.LIMIT_BYTES, "message_limit": LONGEST_MESSAGE}
        return await self._page(request, "chat.html", base=base, all_words=WORDS, **limits, **facts)

    async def demo(self, request: Request) -> Response:
        """The living demo; on a real hospital a page that says that it is none."""
        hospital = await self._hospital()
        language = self._language_of(request)
        demo = DEMO_WORDS[language]
        if hospital is not None and not hospital.is_demo:
            return self._notice(request, 404, demo.not_demo_title, demo.not_demo)
        response = await self._page(request, "demo.html", demo=demo, script_words=dataclasses.asdict(demo))
        response.headers.update(WITH_OUR_FRAMES)
        return response

    async def trial_payment(self, request: Request, link: Link, number: str, *, is_over: bool) -> Response:
        """The trial provider's page of a payment link: a button that pays, and moves no money."""
        amount = Voice(self._language_of(request), link.currency).money(link.amount)
        facts = {"number": number, "amount": amount, "is_paid": link.status == PAID, "is_over": is_over}
        return await self._page(request, "pay.html", **facts)

    async def _page(self, request: Request, template: str, **facts: Any) -> Response:
        hospital = await self._hospital()
        if hospital is None:
            words = WORDS[self._language_of(request)]
            return self._notice(request, 503, words.away_title, words.away, {"Retry-After": "5"})
        language = self._language_of(request)
        said = {"words": WORDS[language], "demo": DEMO_WORDS[language], "voice": Voice(language)}
        told = {"hospital": hospital, "language": language, **said, **facts}
        headers = {"Cache-Control": "no-store", "Content-Language": language, "Vary": "Accept-Language"}
        return HTMLResponse(self._templates.get_template(template).render(told), headers=headers)

    def _notice(
        self, request: Request, status: int, title: str, sentence: str, headers: dict[str, str] | None = None
    ) -> Response:
        headers = {**(headers or {}), "Cache-Control": "no-store"}
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"error": sentence}, status, headers)
        language = self._language_of(request)
        told = {"language": language, "words": WORDS[language], "title": title, "texts": [sentence]}
        return HTMLResponse(self._templates.get_template("error.html").render(told), status, headers)
