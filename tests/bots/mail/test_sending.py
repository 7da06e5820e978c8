"""What leaves by e-mail: whole, in its reader's language, to one mailbox; and what comes of a server saying no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bots.mail import composing
from bots.mail.composing import House, Mailboxes
from bots.mail.sending import MailSender
from bots.mail.server import CONFIGURATION_SECONDS, Server
from conversation.messages import (
    CalendarEntry,
    Letter,
    Option,
    RefusedError,
    Reply,
    SendError,
    TryLaterError,
    UncertainError,
)
from conversation.phrases.voice import WORDS
from tests.bots.mail.post_office import HOST, PASSWORD, USER, PostOffice, certificate
from tests.services.servers import free_port

NOW = datetime(2026, 6, 8, 8, tzinfo=UTC)
TO, FROM = "nora@home.example", "desk@clinic.example"
HOUSE = House("Clínica del Río", "+35315550100")
VISIT = CalendarEntry(
    "a-visit", 0, datetime(2026, 6, 11, 9, tzinfo=UTC), datetime(2026, 6, 11, 9, 20, tzinfo=UTC), "Your appointment"
)


@pytest.fixture(scope="module")
def shared() -> Iterator[PostOffice]:
    with closing(PostOffice()) as running:
        yield running


@pytest.fixture
def office(shared: PostOffice) -> PostOffice:
    shared.mails.clear()
    shared.says.clear()
    shared.cuts, shared.data_s = False, 0.0
    return shared


def sender(office: PostOffice, by: Mailboxes | None = None, house: House = HOUSE, **server: Any) -> MailSender:
    given = {"security": "none", "own_name": "desk.clinic.example", **server}
    return MailSender(Server(HOST, office.port, **given), by or Mailboxes(FROM), lambda: house, "salt", lambda: NOW)


def letter(text: str = "Good news.", kind: str = "notice", to: str = TO, **more: Any) -> Letter:
    reply = {name: more.pop(name) for name in ("choices", "subject", "visit") if name in more}
    return Letter(to, Reply(text, **reply), kind, **{"id": 17, "language": "en", **more})


# --- the message on the wire ----------------------------------------------------------------------


def test_an_email_is_whole_and_says_what_it_is(office: PostOffice) -> None:
    message_id = sender(office).send(letter("Your visit is at 10:00."))
    (mail,) = office.mails
    told = mail.parsed
    assert (mail.sender, mail.recipients) == (FROM, [TO])
    assert told["From"].addresses[0].addr_spec == FROM and told["From"].addresses[0].display_name == HOUSE.name
    assert [each.addr_spec for each in told["To"].addresses] == [TO]
    assert told["Message-ID"] == message_id and told["Auto-Submitted"] == "auto-generated"
    assert told["Date"].datetime == NOW and told["Reply-To"] is None
    assert told["Subject"] == "A message from Clínica del Río"
    assert told.get_content_type() == "multipart/alternative"
    assert [(p.get_content_type(), p.get_content_charset()) for p in told.iter_parts()] == [
        ("text/plain", "utf-8"),
        ("text/html", "utf-8"),
    ]
    for kind in ("text/plain", "text/html"):
        assert "Your visit is at 10:00." in mail.part(kind) and "+353 1 555 0100" in mail.part(kind)
    assert max(map(len, mail.raw.splitlines())) <= 998 and mail.raw.isascii()


def test_it_is_written_in_its_readers_language(office: PostOffice) -> None:
    sender(office).send(letter("Su cita está confirmada. ¡Hasta mañana!", language="es"))
    (mail,) = office.mails
    assert mail.parsed["Subject"] == "Un mensaje de Clínica del Río" and mail.parsed["Content-Language"] == "es"
    assert "¡Hasta mañana!" in mail.part("text/plain") and "nadie lee los correos" in mail.part("text/plain")
    assert '<html lang="es" dir="ltr">' in mail.part("text/html") and "¡Hasta mañana!" in mail.part("text/html")


def test_languages_from_the_right_are_set_from_the_right(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    words = {**WORDS, "ar": WORDS["en"]}
    monkeypatch.setattr(composing, "WORDS", words)
    sender(office).send(letter("موعدك غدًا الساعة 10:00", language="ar"))
    (mail,) = office.mails
    assert '<html lang="ar" dir="rtl">' in mail.part("text/html") and "موعدك" in mail.part("text/plain")


def test_what_people_write_is_shown_and_never_run(office: PostOffice) -> None:
    house = replace(HOUSE, name="R&D <script>alert(1)</script>")
    sender(office, house=house).send(
        letter('<img src=x onerror="alert(1)"> & more', choices=(Option("<b>Yes</b>", "1"),))
    )
    html = office.mails[0].part("text/html")
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    assert "&lt;img src=x" in html and "R&amp;D" in html


HOSTILE = "Nora\r\nBcc: everybody@evil.example\r\n\r\nHello"


@pytest.mark.parametrize("place", ["hospital", "subject", "text", "choice", "name", "reference"])
def test_no_words_make_a_header_or_another_recipient(office: PostOffice, place: str) -> None:
    house = replace(HOUSE, name=HOSTILE) if place == "hospital" else HOUSE
    by = Mailboxes(FROM, HOSTILE if place == "name" else "")
    more: dict[str, Any] = {"subject": HOSTILE} if place == "subject" else {}
    more |= {"choices": (Option(HOSTILE, "1"),)} if place == "choice" else {}
    more |= {"visit": replace(VISIT, summary=HOSTILE, place=HOSTILE)} if place == "reference" else {}
    sender(office, by, house).send(letter(HOSTILE if place == "text" else "News.", **more))
    (mail,) = office.mails
    told = mail.parsed
    assert mail.recipients == [TO] and told["Bcc"] is None
    assert all("\n" not in str(value) for value in told.values())
    assert len(told.keys()) == len(set(told.keys()))
    if place == "reference":
        (event,) = Calendar.from_ical(mail.part("text/calendar")).events
        assert str(event["SUMMARY"]).split() == HOSTILE.split() and "BCC" not in event


@pytest.mark.parametrize(
    "address",
    [
        "nora@home.example\r\nRCPT TO:<everybody@evil.example>",
        "nora@home.example, everybody@evil.example",
        "nora@home.example>",
        "<nora@home.example>",
        "nora",
        "@home.example",
        "no ra@home.example",
        "nórä@home.example",
        "nora@home..example",
        "nora@\u0301home.example",
        "",
    ],
)
def test_what_is_not_one_address_is_written_to_by_nobody(office: PostOffice, address: str) -> None:
    with pytest.raises(RefusedError) as refused:
        sender(office).send(letter(to=address))
    assert refused.value.reason == "no address" and office.mails == []


def test_a_domain_of_any_script_is_reached_by_its_ascii_form(office: PostOffice) -> None:
    sender(office).send(letter(to="nora@bücher.example"))
    assert office.mails[0].recipients == ["nora@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    ("domain", "server"),
    [
        ("faß.example", "xn--fa-hia.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("BÜCHER.Example", "xn--bcher-kva.example"),
    ],
)
def test_a_mail_goes_to_the_domain_that_was_written_and_to_no_likeness_of_it(
    office: PostOffice, domain: str, server: str
) -> None:
    sender(office).send(letter(to=f"nora@{domain}"))
    assert office.mails[0].recipients == [f"nora@{server}"]


def test_choices_are_told_and_where_they_are_answered(office: PostOffice) -> None:
    sender(office).send(letter("It is free.", "offer", choices=(Option("Take it", "1"), Option("No thanks", "2"))))
    text = office.mails[0].part("text/plain")
    assert "You can answer: Take it / No thanks." in text and "e-mails to this address are not read" in text


def test_where_somebody_reads_answers_they_may_be_sent(office: PostOffice) -> None:
    sender(office, Mailboxes(FROM, "The desk", "people@clinic.example")).send(letter())
    told = office.mails[0].parsed
    assert told["Reply-To"].addresses[0].addr_spec == "people@clinic.example"
    assert told["From"].addresses[0].display_name == "The desk"
    assert "reply to this e-mail" in office.mails[0].part("text/plain")


def test_colleagues_are_alerted_without_what_patients_are_told(office: PostOffice) -> None:
    sender(office).send(letter("Nobody has taken H-214.", "alert"))
    (mail,) = office.mails
    assert mail.parsed["Subject"] == "Clínica del Río: somebody is waiting"
    assert "reminders" not in mail.part("text/plain") and "H-214" in mail.part("text/html")


# --- invitations ----------------------------------------------------------------------------------


def test_a_visit_comes_as_an_invitation_that_calendars_take(office: PostOffice) -> None:
    sender(office).send(letter("Booked.", "confirmation", visit=replace(VISIT, place="Main Site, 1 Road; Galway")))
    (mail,) = office.mails
    kinds = [part.get_content_type() for part in mail.parsed.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    (part,) = (p for p in mail.parsed.walk() if p.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST" and part.get_content_charset() == "utf-8"
    calendar = Calendar.from_ical(mail.part("text/calendar"))
    assert (str(calendar["METHOD"]), str(calendar["VERSION"])) == ("REQUEST", "2.0")
    (event,) = calendar.events
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == ("a-visit", 0, "CONFIRMED")
    assert (event.start, event.end, event.DTSTAMP) == (VISIT.starts_at, VISIT.ends_at, NOW)
    assert str(event["ORGANIZER"]) == f"mailto:{FROM}" and str(event["ATTENDEE"]) == f"mailto:{TO}"
    assert str(event["LOCATION"]) == "Main Site, 1 Road; Galway"
    assert Calendar.from_ical(mail.part("application/ics")) == calendar


def test_a_change_and_an_end_are_of_the_same_visit(office: PostOffice) -> None:
    later = replace(VISIT, sequence=1, starts_at=VISIT.starts_at + timedelta(days=1))
    for visit in (VISIT, later, replace(later, sequence=2, is_cancelled=True)):
        sender(office).send(letter("News of your visit.", "confirmation", visit=visit))
    calendars = [Calendar.from_ical(mail.part("text/calendar")) for mail in office.mails]
    assert [str(each["METHOD"]) for each in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [each.events[0] for each in calendars]
    assert {str(each["UID"]) for each in events} == {"a-visit"}
    assert [each["SEQUENCE"] for each in events] == [0, 1, 2] and str(events[2]["STATUS"]) == "CANCELLED"


# --- the server -----------------------------------------------------------------------------------


def test_each_try_of_a_message_is_known_by_the_same_id_and_no_other_by_it(office: PostOffice) -> None:
    ids = [sender(office).send(letter()) for _ in range(2)]
    other = sender(office).send(letter(id=18))
    elsewhere = replace(sender(office), salt="another desk").send(letter())
    assert ids[0] == ids[1] == office.mails[0].parsed["Message-ID"] and len({ids[0], other, elsewhere}) == 3


@pytest.mark.parametrize(
    ("step", "answer", "error", "reason"),
    [
        ("RCPT", "450 4.2.0 come back", TryLaterError, "smtp 450 4.2.0"),
        ("RCPT", "550 5.1.1 <nora@home.example> no such user", RefusedError, "smtp 550 5.1.1"),
        ("RCPT", "552 mailbox full", RefusedError, "smtp 552"),
        ("RCPT", "530 5.7.0 sign in first", TryLaterError, "smtp 530 5.7.0"),
        ("MAIL", "451 4.3.0 busy", TryLaterError, "smtp 451 4.3.0"),
        ("MAIL", "553 5.7.1 not your address", TryLaterError, "smtp 553 5.7.1"),
        ("DATA", "451 4.3.0 busy", TryLaterError, "smtp 451 4.3.0"),
        ("DATA", "554 5.7.1 looks like spam", RefusedError, "smtp 554 5.7.1"),
    ],
)
def test_what_the_server_says_is_what_becomes_of_a_message(
    office: PostOffice, step: str, answer: str, error: type[SendError], reason: str
) -> None:
    office.says[step] = [answer]
    with pytest.raises(error) as said:
        sender(office).send(letter())
    assert (type(said.value), said.value.reason) == (error, reason) and office.mails == []
    sender(office).send(letter())
    assert len(office.mails) == 1


def test_what_is_wrong_with_us_stops_all_mail_and_what_is_wrong_with_a_mailbox_only_its_own(office: PostOffice) -> None:
    stops = []
    for step, answer in (("MAIL", "553 not your address"), ("RCPT", "450 come back")):
        office.says[step] = [answer]
        with pytest.raises(TryLaterError) as said:
            sender(office).send(letter())
        stops.append((said.value.is_channel, said.value.seconds, said.value.is_put_off))
    # a fault of our own set-up is no message's; that of one mailbox is its message's
    assert stops == [(True, CONFIGURATION_SECONDS, True), (False, 60.0, False)]


@pytest.mark.parametrize("spoils", [lambda o: setattr(o, "cuts", True), lambda o: setattr(o, "data_s", 1.0)])
def test_an_answer_that_never_comes_leaves_it_uncertain(
    office: PostOffice, spoils: Callable[[PostOffice], None]
) -> None:
    spoils(office)
    with pytest.raises(UncertainError) as said:
        sender(office, taking_seconds=0.3).send(letter())
    assert said.value.reason == "cut off" and len(office.mails) == 1


def test_nobody_there_means_later() -> None:
    away = MailSender(Server(HOST, free_port(), "none"), Mailboxes(FROM), lambda: HOUSE)
    with pytest.raises(TryLaterError) as said:
        away.send(letter())
    assert said.value.reason == "unreachable"


def test_a_message_that_another_process_took_over_is_not_handed_in(office: PostOffice) -> None:
    with pytest.raises(UncertainError):
        sender(office).send(letter(goes_on=lambda: False))
    assert office.mails == []


# --- kept secret on its way -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("mail"), HOST)


@pytest.fixture(params=["starttls", "tls"])
def secret(request: pytest.FixtureRequest, pem: Path) -> Iterator[PostOffice]:
    with closing(PostOffice(request.param, pem, has_sign_in=request.param == "starttls")) as running:
        yield running


def test_the_connection_is_secret_and_the_server_is_the_one_it_says(
    secret: PostOffice, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {"security": secret.security}
    given |= {"username": USER, "password": PASSWORD} if secret.has_sign_in else {}
    with pytest.raises(TryLaterError) as said:
        sender(secret, **given).send(letter())
    assert said.value.reason == "certificate" and secret.mails == []
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    sender(secret, **given).send(letter())
    (mail,) = secret.mails
    assert mail.is_encrypted and mail.user == (USER if secret.has_sign_in else None)


def test_a_wrong_password_is_told_of_and_stops_all_mail(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with closing(PostOffice("starttls", pem, has_sign_in=True)) as office:
        with pytest.raises(TryLaterError) as said:
            sender(office, security="starttls", username=USER, password="wrong").send(letter())
        assert (said.value.reason.split(" 5.")[0], said.value.is_channel, said.value.is_fault) == (
            "smtp 535",
            True,
            True,
        )
        assert office.mails == []


def test_words_and_passwords_are_never_sent_in_the_clear_where_they_are_to_be_secret(office: PostOffice) -> None:
    with pytest.raises(TryLaterError) as said:
        sender(office, security="starttls", username=USER, password=PASSWORD).send(letter())
    assert said.value.reason == "no starttls" and office.mails == []
