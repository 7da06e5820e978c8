"""Files that Twilio keeps: credentials go nowhere else, nothing leads into our own network, nothing has no end."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from bots.downloads import MOST_BYTES
from bots.whatsapp import keeping
from bots.whatsapp.keeping import TwilioKeeper, public_address
from conversation.media import FetchError
from conversation.messages import Media
from tests.bots.whatsapp.peer import ACCOUNT, BASIC, TOKEN, Peer


@pytest.fixture
def peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


def fetch(peer: Peer, source: str) -> bytes:
    keeper = TwilioKeeper(ACCOUNT, TOKEN, peer.url)
    return b"".join(keeper.fetch(Media(source=source)))


def test_the_vendors_address_is_asked_with_credentials_where_the_stand_in_is(peer: Peer) -> None:
    peer.files["/2010-04-01/x"] = (200, {}, b"hello")
    assert fetch(peer, "https://api.twilio.com/2010-04-01/x") == b"hello"
    assert fetch(peer, f"{peer.url}/2010-04-01/x") == b"hello"
    assert peer.fetched == [("/2010-04-01/x", BASIC)] * 2


def test_a_redirect_into_our_own_network_is_not_followed_and_tells_no_credentials(peer: Peer) -> None:
    with closing(Peer()) as other:
        other.files["/secret"] = (200, {}, b"secret")
        for target in (f"{other.url}/secret", f"{other.url.replace('http', 'https')}/secret", "file:///etc/passwd"):
            peer.files["/x"] = (302, {"Location": target}, b"")
            with pytest.raises(FetchError):
                fetch(peer, f"{peer.url}/x")
        assert other.fetched == []


def test_a_redirect_in_a_circle_comes_to_an_end(peer: Peer) -> None:
    peer.files["/x"] = (302, {"Location": "/x"}, b"")
    with pytest.raises(FetchError, match="redirects"):
        fetch(peer, f"{peer.url}/x")
    assert len(peer.fetched) == keeping.REDIRECTS + 1


@pytest.mark.parametrize(
    "source",
    [
        "http://api.twilio.com/x",
        "https://api.twilio.com.evil.example/x",
        "https://evil.example/api.twilio.com",
        "https://user@api.twilio.com:8443/x",
        "https://127.0.0.1/x",
        "ftp://api.twilio.com/x",
        "//api.twilio.com/x",
        "",
        "https://[",
    ],
)
def test_nothing_else_is_asked_at_all(peer: Peer, source: str) -> None:
    with pytest.raises(FetchError):
        fetch(peer, source)
    assert peer.fetched == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_addresses_of_our_own_network_are_nobodys(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchError, match="private"):
        public_address("media.example.org")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found[:1])
    assert public_address("media.example.org") == "93.184.215.14"


def test_a_refusal_and_a_file_without_end_are_told(peer: Peer) -> None:
    peer.files["/gone"] = (404, {}, b"no")
    with pytest.raises(FetchError, match="404"):
        fetch(peer, f"{peer.url}/gone")
    peer.files["/large"] = (200, {}, b"\0" * (MOST_BYTES + (4 << 20)))
    assert MOST_BYTES < len(fetch(peer, f"{peer.url}/large")) < MOST_BYTES + (1 << 20)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_a_server_that_drips_is_left_in_time(peer: Peer, head: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    left_after: list[int] = []

    def drip() -> None:
        connection, _ = listener.accept()
        connection.recv(4000)
        connection.sendall(head)
        for drops in range(200):
            try:
                connection.sendall(b"x")
            except OSError:
                left_after.append(drops)
                return
            time.sleep(0.05)

    dripping = threading.Thread(target=drip, daemon=True)
    dripping.start()
    with closing(listener):
        keeper = TwilioKeeper(ACCOUNT, TOKEN, f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(FetchError, match="long"):
            b"".join(keeper.fetch(Media(source=f"{keeper.base_url}/x"), 0.3))
        dripping.join(20)
        assert left_after, "it was heard to its end"


def test_f16_a_vendor_in_trouble_is_asked_again_and_one_that_refuses_is_not(peer: Peer) -> None:
    twice: Iterator[object] = iter([(503, {}, b""), (200, {}, b"hello")])
    peer.files = _Changing({"/x": twice, "/gone": iter([(404, {}, b"")])})
    assert fetch(peer, f"{peer.url}/x") == b"hello"
    with pytest.raises(FetchError, match="404"):
        fetch(peer, f"{peer.url}/gone")
    assert [path for path, _ in peer.fetched] == ["/x", "/x", "/gone"]


class _Changing(dict[str, Any]):
    """Files that are answered otherwise each time."""

    def __getitem__(self, path: str) -> Any:
        return next(super().__getitem__(path))
