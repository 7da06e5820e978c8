"""What `check` says of WhatsApp and SMS: each of its own number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from doors import messaging
from doors.settings import Settings, Twilio
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN, Peer

SANDBOX, SENDER, SMS = "+14155238886", "+15005550100", "+15005550006"


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


def tried(peer: Peer, whatsapp: str = "", sms: str = "", token: str = TOKEN) -> dict[str, tuple[bool | None, str]]:
    given = Twilio(account_sid=ACCOUNT, auth_token=token, base_url=peer.url, whatsapp_from=whatsapp, sms_from=sms)
    settings = Settings(twilio=given, public_url="https://front.example.org")
    return {name: (works, told) for name, works, told in messaging.tried(settings)}


@pytest.mark.parametrize("whatsapp", [SANDBOX, SENDER, f"whatsapp:{SENDER}"])
def test_numbers_of_the_account_are_fine(peer: Peer, whatsapp: str) -> None:
    said = tried(peer, whatsapp, SMS)
    assert [works for works, _ in said.values()] == [True, True]
    assert SMS in said["SMS"][1] and "could not" not in str(said)


def test_a_wrong_sms_number_is_no_fault_of_whatsapp(peer: Peer) -> None:
    said = tried(peer, SENDER, "+15005559999")
    assert said["WhatsApp"][0] is True and said["SMS"][0] is False
    assert "twilio.sms_from +15005559999 is none of this account's" in said["SMS"][1]


def test_a_wrong_whatsapp_number_is_no_fault_of_sms(peer: Peer) -> None:
    said = tried(peer, "+15005559999", SMS)
    assert said["SMS"][0] is True and said["WhatsApp"][0] is False
    assert "twilio.whatsapp_from +15005559999" in said["WhatsApp"][1]


def test_what_may_not_be_looked_up_is_said_and_fails_nothing(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer, "senders", None)
    works, told = tried(peer, SENDER)["WhatsApp"]
    assert works is True and "could not be looked up" in told


def test_wrong_credentials_are_told_of_both(peer: Peer) -> None:
    said = tried(peer, SENDER, SMS, token="x" * 32)
    assert all(works is False and "look at twilio.account_sid" in told for works, told in said.values())


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (403, '{"code": 20005, "message": "no", "status": 403}', "the account is not active"),
        (404, '{"code": 20404, "message": "no", "status": 404}', "Twilio does not know this account"),
        (200, "<html>Sign in to the Wi-Fi</html>", "what answers is not Twilio"),
        (429, '{"code": 20429, "message": "no", "status": 429}', "Twilio answers that it is asked too often"),
        (503, "", "Twilio answers HTTP 503"),
    ],
)
def test_what_is_wrong_is_one_line(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, status: int, answer: str, told: str
) -> None:
    asked = f"/2010-04-01/Accounts/{ACCOUNT}.json"
    monkeypatch.setitem(peer.files, asked, (status, {"Content-Type": "application/json"}, answer.encode()))
    works, said = tried(peer, sms=SMS)["SMS"]
    assert works is False and said.startswith(told) and "\n" not in said
