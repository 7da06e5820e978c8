"""What a link opens: handed out as what it is, kept nowhere on the way, and nothing behind any other link."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from conversation.papers import PATH, Paper
from db.models import OutboxRow
from tests.web.billed import beside, bill
from tests.web.desk import Browser, ServedDesk, words
from web.papers import Papers


async def opened(token: str) -> Paper | None:
    return Paper("rodilla “izq”.pdf", "application/pdf", b"%PDF-1.5") if token == "a.b" else None


def test_a_link_opens_its_file_and_no_other_opens_anything() -> None:
    browser = TestClient(Starlette(routes=[Route(f"{PATH}{{token}}", Papers(opened).endpoint)]))
    answer = browser.get("/files/a.b")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"%PDF-1.5", "application/pdf")
    assert "no-store" in answer.headers["cache-control"] and answer.headers["referrer-policy"] == "no-referrer"
    assert "rodilla%20" in answer.headers["content-disposition"]
    assert [browser.get(f"/files/{other}").status_code for other in ("a.c", "x", "a.b/c")] == [404, 404, 404]
    assert browser.post("/files/a.b").status_code == 405


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk on this machine alone."""
    desk = ServedDesk(tmp_path_factory.mktemp("papers")).load().start()
    yield desk
    desk.kill()


def test_an_invoice_asked_for_in_the_browser_opens_there_as_pdf(served: ServedDesk) -> None:
    invoice = bill(served, "+353860000071", "a bill for the browser")
    browser = Browser(served.address)
    for said in ("can I have the invoice?", "Rosa Quill", "18 April 1979"):
        browser.say(said)
    with beside(served) as office, office.read() as unit:
        (payload,) = unit.connection.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "code"))
    answer = words(browser.say(re.findall(r"\b\d{6}\b", payload)[0]))
    (link,) = re.findall(r"http\S+/files/\S+", answer)
    assert link.startswith(served.address) and str(invoice.number) in answer
    opened = httpx2.get(link)
    assert (opened.status_code, opened.headers["content-type"]) == (200, "application/pdf")
    assert opened.content.startswith(b"%PDF-") and str(invoice.number) in opened.headers["content-disposition"]
    assert "no-store" in opened.headers["cache-control"]
    assert httpx2.get(link[:-4] + "AAAA").status_code == 404
    browser.close()
