"""Files that Twilio keeps for us: credentials go to its own hosts alone, and nothing leads into our own network."""

from __future__ import annotations

import base64
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bots.downloads import SECONDS, UNPACKED, Answer, asked, fetched
from bots.whatsapp.client import moved
from conversation.media import FetchError
from conversation.messages import Media

VENDOR_HOSTS = frozenset({"api.twilio.com", "mcs.us1.twilio.com", "mcs.ie1.twilio.com", "mcs.au1.twilio.com"})
REDIRECTS = 3


@dataclass
class TwilioKeeper:
    """Fetches media of messages."""

    account_sid: str
    auth_token: str
    base_url: str = ""
    """A server that stands in for the vendor's; it may be on this machine."""

    def fetch(self, media: Media, seconds: float = SECONDS) -> Iterator[bytes]:
        """A file, piece by piece. Raises FetchError."""
        return fetched(lambda until: self._once(media, until), seconds)

    def _once(self, media: Media, until: float) -> Iterator[bytes]:
        try:
            url = self._first(media.source)
            for _ in range(REDIRECTS + 1):
                with self._asked(url, until) as answer:
                    if answer.location is None:
                        yield from answer.pieces()
                        return
                    url = urljoin(url, answer.location)
        except ValueError as error:  # what is no address at all
            raise FetchError(type(error).__name__) from None
        raise FetchError("too many redirects")

    def _first(self, source: str) -> str:
        """Where to begin: at the vendor's, or at what stands in for it."""
        if self._is_stand_in(source):
            return source
        if not _is_vendors(source):
            raise FetchError("not the vendor's")
        return moved(source, self.base_url)

    def _is_stand_in(self, url: str) -> bool:
        if not self.base_url:
            return False
        ours, theirs = urlsplit(self.base_url), urlsplit(url)
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)

    def _asked(self, url: str, until: float) -> AbstractContextManager[Answer]:
        """What is answered there; the credentials go to the vendor and its stand-in alone. Raises FetchError."""
        import httpx2

        headers, is_stand_in = dict(UNPACKED), self._is_stand_in(url)
        if is_stand_in or _is_vendors(url):
            told = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
            headers["authorization"] = f"Basic {told}"
        if is_stand_in:
            return asked(url, until, headers, trusts=False)
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.username or parts.port not in (None, 443):
            raise FetchError("not https")
        # the very address that was looked at is called, whatever the name leads to a moment later
        host = parts.hostname or ""
        try:
            target = httpx2.URL(url).copy_with(host=public_address(host))
        except httpx2.InvalidURL:
            raise FetchError("InvalidURL") from None
        headers["host"] = host
        return asked(target, until, headers, host=host, trusts=False)


def _is_vendors(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname in VENDOR_HOSTS and parts.port in (None, 443)


def public_address(host: str) -> str:
    """An address of a host, all of whose addresses are the world's. Raises FetchError."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("no such host") from None
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(_is_public(each) for each in addresses):
        raise FetchError("private address")
    return addresses[0]


def _is_public(address: str) -> bool:
    given = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(given, "ipv4_mapped", None)
    return (mapped or given).is_global and not given.is_multicast
