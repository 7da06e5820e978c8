"""Where payment providers tell what happened, and the trial provider's own pages, on which no money moves."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from hospital.billing import link_news, link_records, receiving, trial_gateway
from hospital.billing.gateway import GatewayEvent, Told
from hospital.billing.link_records import LIVE, Link
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.errors import NotFoundError
from hospital.office import Office, Unit
from web.pages import Pages

T = TypeVar("T")

SIGNATURE = "X-Payments-Signature"
"""The header with the hex HMAC-SHA256 of the body under `payments.webhook_secret`."""
BODY_LIMIT = 64 * 1024
LONGEST = 150  # bytes of a reference


class Pool(Protocol):
    """Threads for work on the records."""

    def submit(self, work: Callable[[], T]) -> Any:
        """Something to await; None when too much waits already."""


@dataclass(frozen=True)
class Paying:
    """The routes. `provider` answers with the name of the hospital's provider, None where it has none."""

    pages: Pages
    office: Office
    directory: Directory
    pool: Pool
    provider: Callable[[Hospital], str | None]
    secret: Callable[[], bytes]
    on_event: Callable[[], object] = lambda: None
    """Called after something was told, so that people hear of it at once."""

    def routes(self) -> list[Route]:
        """The webhook, and the pages of the trial provider."""
        return [
            Route("/webhooks/payments/{provider}", self._webhook, methods=["POST"]),
            Route(f"{trial_gateway.PATH}/{{reference}}", self._page, methods=["GET"]),
            Route(f"{trial_gateway.PATH}/{{reference}}", self._pay, methods=["POST"]),
        ]

    # --- what providers tell ------------------------------------------------------------------------

    async def _webhook(self, request: Request) -> Response:
        provider = request.path_params["provider"]
        if provider != await self._run(self._provider):
            raise HTTPException(404)
        body = await _body(request)
        shown = request.headers.get(SIGNATURE, "").encode("latin-1")
        if not hmac.compare_digest(shown, signature(self.secret(), body).encode()):
            return Response(status_code=403)
        event = event_of(provider, body)
        if event is None:
            return Response(status_code=400)
        return JSONResponse({"received": await self._run(lambda: self._receive(event))})

    def _receive(self, event: GatewayEvent) -> str:
        told = self.office.write(
            lambda unit: receiving.receive(unit, self.directory.current(unit), event), actor=f"gateway:{event.provider}"
        )
        self.on_event()
        return str(told)

    def _provider(self) -> str | None:
        with self.office.read() as unit:
            return self.provider(self.directory.current(unit))

    # --- the trial provider -------------------------------------------------------------------------

    async def _page(self, request: Request) -> Response:
        link, number, is_over = await self._run(lambda: self._link(request))
        return await self.pages.trial_payment(request, link, number, is_over=is_over)

    async def _pay(self, request: Request) -> Response:
        link, _, is_over = await self._run(lambda: self._link(request))
        if not is_over:
            await self._run(lambda: self._receive(trial_gateway.paid(link)))
        return RedirectResponse(request.url.path, 303)

    def _link(self, request: Request) -> tuple[Link, str, bool]:
        """The link of a page, its invoice, and whether nobody pays on it any more. Raises HTTPException."""
        with self.office.read() as unit:
            if self.provider(self.directory.current(unit)) != trial_gateway.NAME:
                raise HTTPException(404)
            link = _found(unit, request.path_params["reference"])
            number = link_news.number_of(unit, link)
            return link, number, link.status not in LIVE or link.expires_at <= unit.now

    async def _run(self, work: Callable[[], T]) -> T:
        running = self.pool.submit(work)
        if running is None:
            raise HTTPException(503)
        found: T = await running
        return found


def _found(unit: Unit, reference: str) -> Link:
    try:
        link = link_records.get(unit, reference)
    except NotFoundError:
        raise HTTPException(404) from None
    if link.provider != trial_gateway.NAME:
        raise HTTPException(404)
    return link


def signature(secret: bytes, body: bytes) -> str:
    """What an event's sender shows."""
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def event_of(provider: str, body: bytes) -> GatewayEvent | None:
    """An event as it is posted; None for what is none."""
    try:
        given = json.loads(body)
        amount = Decimal(str(given.get("amount", "0")))
        texts = [given.get(name, "") for name in ("reference", "payment_id", "currency")]
        if not all(isinstance(text, str) and len(text.encode()) <= LONGEST for text in texts) or not amount.is_finite():
            return None
        reference, payment_id, currency = texts
        return GatewayEvent(provider, Told(given["told"]), reference, payment_id, amount, currency)
    except (ValueError, RecursionError, KeyError, AttributeError, TypeError, InvalidOperation):
        return None


async def _body(request: Request) -> bytes:
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > BODY_LIMIT:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    return body
