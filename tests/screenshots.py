"""Pictures of the pages of a fresh demo hospital: `python -m tests.screenshots FOLDER`."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import browsers, machine
from tests.services.servers import free_port

ROOT = Path(__file__).parents[1]
PAGES = ("/demo", "/chat", "/portal", "/staff", "/admin")
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
READY_WITHIN_S = 60


def is_ready(address: str) -> bool:
    """Whether the desk at `address` serves."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def demo_desk() -> Iterator[str]:
    """The address of a desk with the demo hospital, in a data directory of its own."""
    with tempfile.TemporaryDirectory() as data:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        environ = {**os.environ, "FRONTDESK__DATA_DIR": data}
        command = [sys.executable, "run.py", "serve", "--demo", "--port", str(port)]
        desk = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
        try:
            give_up_at = time.monotonic() + READY_WITHIN_S
            while not is_ready(address):
                if desk.poll() is not None or time.monotonic() > give_up_at:
                    sys.exit("the desk did not come up; what it said stands above")
                time.sleep(0.1)
            yield address
        finally:
            desk.terminate()
            desk.wait(timeout=20)


def main(folder: Path) -> None:
    """Take each page in each size into `folder`."""
    program = machine.CHROMIUM.find()
    if program is None:
        sys.exit(machine.CHROMIUM.advice)
    folder.mkdir(parents=True, exist_ok=True)
    with demo_desk() as address, browsers.chromium(program) as browser:
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for path in PAGES:
                page.goto(address + path)
                page.screenshot(path=folder / f"{path.strip('/')}-{size}.png", full_page=True)
                print(f"{path} {size}", file=sys.stderr)
            page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
