"""Tests talk to this machine only: a connection to anywhere else fails at once and says where it wanted to go."""

import sys
from typing import Any

HERE = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")


class LeavesTheMachineError(AssertionError):
    """A test tried to reach another machine."""


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host and not host.startswith(HERE):
        raise LeavesTheMachineError(f"a test wanted to reach {host}")


def guard() -> None:
    """Watch every connection of this process from now on; there is no way back."""
    sys.addaudithook(_guard)
