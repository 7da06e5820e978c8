"""A report's file by its link: handed out as what it is, kept nowhere on the way, and nothing behind any other link."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from conversation.papers import PATH, Paper
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
