"""E-mail of the settings: what `check` says of it, what `serve` does, and one that leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from conversation.messages import Reply
from doors import mailing
from doors.channels import build
from doors.errors import SettingsError
from doors.settings import Settings, Smtp
from doors.wiring import open_desk
from hospital import outbox, threads
from hospital.office import Unit
from tests.bots.mail.post_office import HOST, PASSWORD, USER, PostOffice, certificate
from tests.services.servers import free_port
from tests.web.desk import give_clinic

FROM = "desk@clinic.example"


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with closing(PostOffice()) as running:
        yield running


def smtp(port: int, **more: object) -> Settings:
    given = {"host": HOST, "port": port, "from": FROM, "security": "none", **more}
    return Settings(smtp=Smtp.model_validate(given))


def test_a_server_that_lets_us_send_is_fine_and_is_sent_nothing(office: PostOffice) -> None:
    works, said = mailing.tried(smtp(office.port))
    assert works is True and said == f"the server lets us send; {HOST}:{office.port} in the clear, from {FROM}"
    assert office.mails == []


def test_a_server_that_does_not_take_our_address_fails(office: PostOffice) -> None:
    office.says["MAIL"] = ["553 5.7.1 not your address"]
    works, said = mailing.tried(smtp(office.port))
    assert works is False and "answers smtp 553 5.7.1: it may not take mail from smtp.from" in said


@pytest.mark.parametrize(("password", "says"), [(PASSWORD, "takes us in"), ("wrong", "look at smtp.username")])
def test_a_password_is_tried_and_never_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str, says: str
) -> None:
    pem = certificate(tmp_path, HOST)
    with closing(PostOffice("starttls", pem, has_sign_in=True)) as office:
        given = smtp(office.port, security="starttls", username=USER, password=password)
        assert "SSL_CERT_FILE" in mailing.tried(given)[1], "nobody vouches for this server yet"
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        works, said = mailing.tried(given)
    assert works is (password == PASSWORD) and says in said and password not in said


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"security": "starttls"}, "offers no STARTTLS"),
        ({"security": "tls"}, "speaks no TLS there"),
        ({"username": USER, "password": PASSWORD}, "takes no sign-in like this"),
        ({"from": "one@clinic.example, two@clinic.example"}, "is not one address"),
        ({"from": "Clinic\r\nBcc: x@evil.example <desk@clinic.example"}, "is not one address"),
        ({"reply_to": "nobody"}, "smtp.reply_to 'nobody' is not one address"),
        ({"host": "mail.clinic.example", "username": USER, "password": PASSWORD}, "in the clear"),
    ],
)
def test_what_is_wrong_is_said(office: PostOffice, more: dict[str, str], says: str) -> None:
    works, said = mailing.tried(smtp(office.port, **more))
    assert works is False and says in said and PASSWORD not in said


def test_nobody_there_is_said() -> None:
    works, said = mailing.tried(smtp(free_port()))
    assert works is False and "does not answer: look at smtp.host" in said


def test_without_settings_it_is_off_and_says_what_that_means() -> None:
    works, said = mailing.tried(Settings())
    assert works is None and said.startswith("smtp.host is not set: no mail is sent")
    assert mailing.described(Settings())[0] == "off" and mailing.described(smtp(25))[0] == "on"


@pytest.mark.parametrize(("port", "way"), [(465, "tls"), (587, "starttls"), (25, "starttls")])
def test_nothing_goes_in_the_clear_unless_it_is_asked_for(port: int, way: str) -> None:
    assert Smtp(port=port).way == way


def test_a_sender_that_is_none_ends_the_start_with_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"smtp\.from 'desk' is not one address"):
        build(smtp(25, **{"from": "desk"}), lambda: pytest.fail("nobody writes"))


def test_a_message_leaves_under_the_hospitals_name(office: PostOffice, tmp_path: Path) -> None:
    settings = smtp(office.port).model_copy(update={"data_dir": give_clinic(tmp_path) / "data"})
    desk = open_desk(settings)

    def put(unit: Unit) -> int:
        conversation = threads.find_or_open(unit, "mail", "nora@home.example")
        payload = json.dumps(Reply("Good news.").as_json())
        told = outbox.Outgoing("k", conversation, "mail", "nora@home.example", "notice", payload)
        outbox.put(unit, [told], handed_over=False)
        return conversation

    assert desk.courier.carry(desk.office.write(put)) == 1
    desk.database.dispose()
    (mail,) = office.mails
    assert mail.parsed["From"].addresses[0].display_name == "Alder Road Clinic"
    assert mail.part("text/plain").startswith("Good news.")
