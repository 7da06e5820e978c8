"""A running desk for the tests of pages."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import ServedDesk

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk with the round-the-clock clinic."""
    served = ServedDesk(tmp_path_factory.mktemp("web")).load().start()
    yield served
    served.kill()


@pytest.fixture
def phone(browser: "Chromium", desk: ServedDesk) -> Iterator["Page"]:
    """A page as wide as a small phone, in English; it fails the test when the page logs an error."""
    yield from _page(browser, viewport={"width": 360, "height": 740}, has_touch=True)


@pytest.fixture
def desktop(browser: "Chromium", desk: ServedDesk) -> Iterator["Page"]:
    """A page in a window on a desk, in English."""
    yield from _page(browser, viewport={"width": 1280, "height": 800})


def _page(browser: "Chromium", **options: Any) -> Iterator["Page"]:
    context = browser.new_context(locale="en-IE", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert trouble == []
