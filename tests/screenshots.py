"""Pictures of the pages of a fresh demo hospital: `python -m tests.screenshots FOLDER`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.services import browsers, machine
from tests.web.desk import ServedDesk

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
PAGES = {"first-page": "/", "portal": "/portal", "admin": "/admin"}
SCHEMES: "tuple[Literal['light', 'dark'], ...]" = ("light", "dark")
SIZES = {"desktop": (1280, 800), "phone": (360, 740)}
PEOPLE = ("Nora Whitlock", "Ivo Carrington", "Lena Oakes", "Samir Dale")
"""One for each picture of the chat: a phone that nobody vouches for gets one visit."""
SMALL_WIDTH = 960


@contextmanager
def demo_desk() -> Iterator[str]:
    """The address of a desk with the demo hospital, in a data directory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        desk = ServedDesk(Path(folder), "--demo").start()
        try:
            yield desk.address
        finally:
            desk.end()


def talk(page: "Page", address: str, name: str, phone: str) -> None:
    """Book a visit in the chat."""
    page.goto(f"{address}/chat")
    page.wait_for_selector(".choices button")
    for number, words in enumerate(("I need a cardiologist on Monday", None, name, "5 May 1990", phone), 1):
        if words is None:
            page.click(".choices button >> nth=1")
        else:
            page.fill("#field", words)
            page.press("#field", "Enter")
        page.wait_for_selector(f".person:not(.waiting) >> nth={number - 1}")
        page.wait_for_selector(f".desk >> nth={number}")


def attempt(page: "Page", thing: int) -> None:
    """Click a thing to try on the demo's page and let it happen."""
    page.click(f'[data-thing="{thing}"]')
    page.wait_for_selector(f'[data-thing="{thing}"][data-state="done"]')
    page.wait_for_timeout(400)


def answer(page: "Page") -> None:
    """Take the hand-over that came last at the desk, and write back."""
    task = page.locator("#tasks li", has=page.locator("[data-do='take']"), has_text="asks for a person").last
    reference = task.get_attribute("data-task")
    task = page.locator(f"[data-task='{reference}']")
    task.locator("[data-do='take']").click()
    task.locator("form button").click()
    page.frame_locator("[data-phone='1']").locator(".desk:has-text('How can I help you?')").wait_for()
    page.wait_for_timeout(400)


def walk(page: "Page", address: str, folder: Path) -> None:
    """The walk of docs/tour.md: a picture of each step."""
    page.goto(f"{address}/demo")
    page.wait_for_selector(".board .track")
    page.frame_locator("[data-phone='1']").locator(".choices button").first.wait_for()
    steps = ["start", "book", "vanish", "pain", "person", "waiting", "spanish", "bill", "tablets"]
    for number, step in enumerate(steps):
        if number:
            attempt(page, number - 1)
        if step == "person":
            answer(page)
        picture(page, folder / f"tour-{number}-{step}.png")
    page.click("[data-clock='morning']")
    page.wait_for_selector("#time:text-matches('08:3.')")
    picture(page, folder / "tour-9-clock.png")


def picture(page: "Page", path: Path) -> None:
    """A small picture: few colours, as pages have few, and those as they are on the page."""
    from PIL import Image

    seen = Image.open(BytesIO(page.screenshot()))
    small = seen.resize((SMALL_WIDTH, round(seen.height * SMALL_WIDTH / seen.width)), Image.Resampling.LANCZOS)
    small.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def main(folder: Path) -> None:
    """Take each page in each size into `folder`."""
    program = machine.CHROMIUM.find()
    if program is None:
        sys.exit(machine.CHROMIUM.advice)
    folder.mkdir(parents=True, exist_ok=True)
    looks = [(size, scheme) for size in SIZES for scheme in SCHEMES]
    with demo_desk() as address, browsers.chromium(program) as browser:
        page = browser.new_page(viewport={"width": 1360, "height": 850}, locale="en-GB", reduced_motion="reduce")
        page.set_default_timeout(30_000)
        walk(page, address, folder)
        page.close()
        for number, (size, scheme) in enumerate(looks):
            width, height = SIZES[size]
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            mark = size if scheme == "light" else f"{size}-dark"
            for name, path in PAGES.items():
                if scheme == "light" or name == "first-page":
                    page.goto(address + path)
                    page.screenshot(path=folder / f"{name}-{mark}.png", full_page=True)
            talk(page, address, PEOPLE[number], f"+44 7700 90012{number}")
            page.screenshot(path=folder / f"chat-{mark}.png")
            print(mark, file=sys.stderr)
            page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
