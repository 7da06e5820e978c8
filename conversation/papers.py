"""How papers get to whoever may have them, by channel: by the portal, as files, or over the desk's counter.

Clinical ones (reports, prescriptions) go as files only where a channel is set up so; invoices, receipts and statements
wherever a file gets to somebody at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

PATH = "/files/"
Way = Literal["portal", "file", "link", "desk"]
HANDED_OVER: frozenset[Way] = frozenset({"file", "link"})
"""Ways by which a paper gets to somebody in the chat itself."""


@dataclass(frozen=True)
class Paper:
    """A file as it is handed over."""

    name: str
    content_type: str
    content: bytes


OpenPaper = Callable[[str], Paper | None]
"""Opens what a reply's link leads to; None where it opens nothing any more."""


@dataclass(frozen=True)
class Papers:
    """What the house is set up for. `key` makes the links to files, which nobody else can make."""

    carried: frozenset[str] = frozenset()
    """Channels that carry clinical files as such."""
    linked: frozenset[str] = frozenset()
    """Channels on which a clinical file is a link that expires."""
    key: bytes = b""
    public_url: str = ""
    portal_url: str = ""
    """Where patients sign in to read; empty as long as there is no such place."""
    bills_carried: frozenset[str] = frozenset()
    """Channels that carry invoices, receipts and statements as such."""
    bills_linked: frozenset[str] = frozenset()
    """Channels on which one of those is a link that expires."""

    def way(self, channel: str) -> Way:
        """How a clinical paper gets to somebody on a channel."""
        if channel in self.carried:
            return "file"
        if channel in self.linked:
            return "link"
        return "portal" if self.portal_url and channel != "voice" else "desk"

    def way_of_bills(self, channel: str) -> Way:
        """How an invoice, a receipt or a statement gets to somebody on a channel."""
        if channel in self.bills_carried:
            return "file"
        return "link" if channel in self.bills_linked else "desk"

    def address(self, token: str) -> str:
        """Where a link to a file leads."""
        return f"{self.public_url.rstrip('/')}{PATH}{token}"


AT_DESK = Papers()
"""Set up for nothing: papers are had at the desk."""
