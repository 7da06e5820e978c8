"""Files that Twilio keeps for us: credentials go to its own hosts alone, and nothing leads into our own network."""

from __future__ import annotations

import base64
import ipaddress
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from bots.downloads import SECONDS, STEP_SECONDS, UNPACKED, pieces
from bots.whatsapp.client import moved
from conversation.media import FetchError
from conversation.messages import Media

if TYPE_CHECKING:
    import httpx2

VENDOR_HOSTS = frozenset({"api.twilio.com", "mcs.us1.twilio.com", "mcs.ie1.twilio.com", "mcs.au1.twilio.com"})
REDIRECTS = 3


@dataclass
class TwilioKeeper:
    """Fetches media of messages."""

    account_sid: str
    auth_token: str
    base_url: str = ""
    """A server that stands in for the vendor's; it may be on this machine."""
    seconds: float = SECONDS

    def fetch(self, media: Media) -> Iterator[bytes]:
        """A file, piece by piece. Raises FetchError."""
        import httpx2

        until = time.monotonic() + self.seconds
        try:
            url = self._first(media.source)
            for _ in range(REDIRECTS + 1):
                client, request = self._request(url)
                with client:
                    response = client.send(request, stream=True)
                    try:
                        if response.is_redirect:
                            url = urljoin(url, response.headers.get("location", ""))
                            continue
                        if response.status_code != 200:
                            raise FetchError(f"HTTP {response.status_code}")
                        yield from pieces(response, until)
                        return
                    finally:
                        response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
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

    def _request(self, url: str) -> tuple[httpx2.Client, httpx2.Request]:
        """What asks for a file; the credentials go to the vendor and its stand-in alone. Raises FetchError."""
        import httpx2

        headers, is_stand_in = dict(UNPACKED), self._is_stand_in(url)
        if is_stand_in or _is_vendors(url):
            told = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
            headers["authorization"] = f"Basic {told}"
        client = httpx2.Client(timeout=STEP_SECONDS, follow_redirects=False, trust_env=False)
        if is_stand_in:
            return client, client.build_request("GET", url, headers=headers)
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.username or parts.port not in (None, 443):
            raise FetchError("not https")
        # the very address that was looked at is called, whatever the name leads to a moment later
        host = parts.hostname or ""
        target = httpx2.URL(url).copy_with(host=public_address(host))
        headers["host"] = host
        return client, client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host})


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
