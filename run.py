"""The front door: every command of Frontdesk, and the application for servers that import it (`run:application`)."""

import sys
from typing import Any


def __getattr__(name: str) -> Any:
    # only a server asks for it; a command must not wait for what it builds
    if name == "application":
        from doors.serving import application

        globals()[name] = application()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    try:
        # not at the top: Ctrl-C may come while this is read
        from doors.commands import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)
