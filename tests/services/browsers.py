"""A headless Chromium: the machine's own, driven by Playwright."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# By itself Chromium calls its makers at every start; nothing here is their business.
QUIET = ("--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@contextmanager
def chromium(program: str) -> Iterator["Browser"]:
    """The browser, running until the end of the block."""
    from playwright.sync_api import sync_playwright

    arguments = list(QUIET)
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # as root Chromium refuses to run with it
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield running
        finally:
            running.close()
