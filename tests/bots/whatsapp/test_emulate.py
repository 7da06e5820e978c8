"""The desk with a Twilio that others wrote: it takes our messages, signs what it posts, reports how far they came."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from doors import messaging
from doors.settings import Settings, Twilio
from tests.services.servers import Emulate, free_port
from tests.web.desk import ServedDesk

ACCOUNT, TOKEN = "AC" + "0" * 32, "twilio_test_auth_token"
SMS, WHATSAPP, SOMEBODY = "+15005550006", "+14155238886", "+353860007001"
SEED = """\
twilio:
  account: {{sid: {account}, auth_token: {token}, friendly_name: Alder Road}}
  phone_numbers:
    - {{phone_number: "{sms}", friendly_name: SMS, sms_url: "{hook}"}}
    - {{phone_number: "whatsapp:{whatsapp}", friendly_name: WhatsApp, sms_url: "{hook}"}}
"""


class Vendor:
    """The stand-in as a test drives it."""

    def __init__(self, server: Emulate) -> None:
        self.url = server.url
        self._http = httpx2.Client(base_url=server.url, auth=(ACCOUNT, TOKEN), timeout=20)

    def writes(self, to: str, sender: str, text: str) -> None:
        """Somebody writes to one of our numbers."""
        answer = self._http.post("/_twilio/simulate/inbound-message", data={"To": to, "From": sender, "Body": text})
        assert answer.status_code < 300, answer.text

    def reports(self, sid: str, stage: str) -> None:
        """A message goes further."""
        told = {"MessageSid": sid, "Status": stage}
        assert self._http.post("/_twilio/simulate/message-status", data=told).status_code < 300

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """The account is, for a while."""
        account = f"/2010-04-01/Accounts/{ACCOUNT}.json"
        assert self._http.post(account, data={"Status": "suspended"}).json()["status"] == "suspended"
        try:
            yield
        finally:
            self._http.post(account, data={"Status": "active"})

    def sent_to(self, number: str) -> list[dict[str, Any]]:
        """What we sent to a number, oldest first."""
        found = self._http.get(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", params={"PageSize": 200}).json()
        ours = [each for each in found["messages"] if each["to"] == number and each["direction"].startswith("outbound")]
        return sorted(ours, key=lambda each: each["date_created"])


@pytest.fixture(scope="module")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServedDesk, Vendor]]:
    directory = tmp_path_factory.mktemp("emulate")
    served = ServedDesk(directory / "desk")
    public = served.address
    facts = {"account": ACCOUNT, "token": TOKEN, "sms": SMS, "whatsapp": WHATSAPP}
    server = Emulate(directory / "emulate", SEED.format(hook=f"{public}/webhooks/twilio/messages", **facts))
    try:
        vendor = Vendor(server.start())
        served.settings.update(
            PUBLIC_URL=public,
            TWILIO__ACCOUNT_SID=ACCOUNT,
            TWILIO__AUTH_TOKEN=TOKEN,
            TWILIO__BASE_URL=vendor.url,
            TWILIO__SMS_FROM=SMS,
            TWILIO__WHATSAPP_FROM=WHATSAPP,
        )
        yield served.load().start(), vendor
    finally:
        served.kill()
        server.close()


def eventually(what: Callable[[], Any], seconds: float = 8.0) -> Any:
    give_up_at = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < give_up_at:
        time.sleep(0.03)
    assert found
    return found


def has_sent(vendor: Vendor, number: str, count: int) -> bool:
    return len(vendor.sent_to(number)) >= count


@pytest.mark.parametrize(("to", "sender"), [(SMS, SOMEBODY), (f"whatsapp:{WHATSAPP}", f"whatsapp:{SOMEBODY}")])
def test_a_visit_is_booked_and_its_messages_are_followed(
    emulate: tuple[ServedDesk, Vendor], to: str, sender: str
) -> None:
    desk, vendor = emulate
    texts = ["I need a cardiologist", "1", "Ada Marlow", "5 May 1990"]
    for n, text in enumerate(texts, 1):
        vendor.writes(to, sender, text)
        eventually(partial(has_sent, vendor, sender, n))
    last = vendor.sent_to(sender)[-1]
    assert "Booked: Dr Petra Lind" in "".join(each["body"] for each in vendor.sent_to(sender))
    for stage in ("sent", "delivered"):
        vendor.reports(last["sid"], stage)
    with closing(sqlite3.connect(Path(desk.directory) / "data/frontdesk.sqlite3", timeout=10)) as database:
        query = "SELECT delivery FROM outbox WHERE external_id = ?"
        assert eventually(lambda: database.execute(query, [last["sid"]]).fetchone()) is not None
        eventually(lambda: database.execute(query, [last["sid"]]).fetchone() == ("delivered",))


def tried(vendor: Vendor, **changes: str) -> str:
    """What `check` says of SMS."""
    given = {"account_sid": ACCOUNT, "auth_token": TOKEN, "base_url": vendor.url, "sms_from": SMS, **changes}
    told = {name: (works, said) for name, works, said in messaging.tried(checked(given))}
    works, said = told["SMS"]
    assert works is False and "\n" not in said and TOKEN not in said
    return said


def checked(twilio: dict[str, str]) -> Settings:
    return Settings(twilio=Twilio.model_validate(twilio), public_url="https://front.example.org")


def test_check_says_in_a_line_what_is_wrong_with_the_account(emulate: tuple[ServedDesk, Vendor]) -> None:
    _, vendor = emulate
    wrong = "Twilio does not let us in: look at twilio.account_sid and twilio.auth_token"
    assert tried(vendor, auth_token="another") == wrong
    assert tried(vendor, account_sid="AC" + "1" * 32) == wrong
    assert "twilio.sms_from +15005550009 is none of this account's numbers" in tried(vendor, sms_from="+15005550009")
    with vendor.suspended():
        assert tried(vendor).startswith("the account is suspended")


def test_check_says_in_a_line_that_nobody_is_there(
    emulate: tuple[ServedDesk, Vendor], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, vendor = emulate
    unreachable = "Twilio cannot be reached: look at the network and twilio.base_url"
    assert tried(vendor, base_url=f"http://127.0.0.1:{free_port()}") == unreachable
    assert "certificate" in tried(vendor, base_url=vendor.url.replace("http:", "https:"))

    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert tried(vendor, base_url="https://twilio.example") == unreachable


def test_check_tries_the_account_and_says_the_numbers(emulate: tuple[ServedDesk, Vendor]) -> None:
    from tests.web.desk import run

    desk, _ = emulate
    told = run("check", directory=desk.directory, **desk.settings)
    lines = {line[:22].strip(): line[22:] for line in told.stdout.splitlines()}
    assert lines["SMS"].startswith("ok") and SMS in lines["SMS"] and "#rc=5&rp=all" in lines["SMS"]
    assert lines["WhatsApp"].startswith("ok") and WHATSAPP in lines["WhatsApp"]
    wrong = {**desk.settings, "TWILIO__AUTH_TOKEN": "another"}
    told = run("check", directory=desk.directory, **wrong)
    assert told.returncode == 1 and "look at twilio.account_sid and twilio.auth_token" in told.stdout
    assert "another" not in told.stdout and json.dumps(TOKEN) not in told.stdout
