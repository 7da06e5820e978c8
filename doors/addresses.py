"""How people reach a server of ours: a host as it stands in an address."""

from __future__ import annotations

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - to be told, not to be bound


def clickable(host: str) -> str:
    """A host as it stands in an address that can be followed."""
    shown = "localhost" if host in EVERYWHERE else host
    return f"[{shown}]" if ":" in shown else shown
