"""What leaves on WhatsApp and by SMS: in which form, within which window, and what comes of Twilio saying no."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bots.splitting import split, units
from bots.whatsapp import client
from bots.whatsapp.inbound import VALUE_LIMIT, Numbers, message
from bots.whatsapp.rendering import tappable
from bots.whatsapp.sending import TwilioSender
from conversation.messages import (
    InboundMessage,
    Letter,
    OptedOutError,
    Option,
    OutsideWindowError,
    RefusedError,
    Reply,
    SendError,
    TryLaterError,
    UncertainError,
)
from db.models import AuditRow, ConsentRow, ConversationRow, OutboxRow
from doors.messaging import act_on_lost, make_templates
from doors.settings import Settings, Twilio
from hospital import consent, deliveries, handles, inbox, other_ways, outbox, sending, threads
from hospital.directory_rows import Directory
from hospital.office import Unit
from notifications.courier import Courier
from tests.bots.whatsapp.patients import SMS, TEMPLATES, WHATSAPP, template
from tests.bots.whatsapp.patients import form as posted
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN, Peer, problem
from tests.hospital.clinic import HUGO, IRIS, Clinic

NUMBER = "+353861230001"
APPROVED = "HX3" + "0" * 31
NOW = datetime(2026, 6, 8, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(peer: Peer) -> None:
    peer.sent.clear()
    peer.tokens.clear()
    peer.fails.clear()


def sender(peer: Peer, channel: str = "whatsapp", *, seconds: float = 5.0, **more: Any) -> TwilioSender:
    api = client.build(ACCOUNT, TOKEN, peer.url, seconds=seconds)
    number = {"whatsapp": WHATSAPP, "sms": SMS}[channel]
    return TwilioSender(channel, number, lambda: api, **{"now": lambda: NOW, **more})


def question(count: int, label: str = "Mon 9:{:02}") -> Reply:
    options = tuple(Option(label.format(n), f"7.{n}") for n in range(1, count + 1))
    return Reply("Which suits you?", options)


def heard(text: str = "hello") -> InboundMessage:
    return InboundMessage(channel="whatsapp", conversation=NUMBER, external_id="SM1", text=text, received_at=NOW)


def letter(reply: Reply, kind: str = "reply", ago: timedelta | None = timedelta(minutes=1), **more: Any) -> Letter:
    answers = heard() if kind == "reply" else None
    at = None if ago is None else NOW - ago
    return Letter(NUMBER, reply, kind, **{"answers": answers, "id": 17, "heard_at": at, **more})


# --- forms ----------------------------------------------------------------------------------------


def test_choices_are_numbered_where_no_template_is_there_for_them(peer: Peer) -> None:
    for channel in ("whatsapp", "sms"):
        sender(peer, channel).send(letter(question(2)))
    assert [each.form["Body"] for each in peer.sent] == ["Which suits you?\n1. Mon 9:01\n2. Mon 9:02"] * 2


def test_files_follow_on_the_words_each_once_however_often_it_is_tried(peer: Peer) -> None:
    links = ("https://desk.example/files/a.b", "https://desk.example/files/c.d")
    mine = sender(peer)
    peer.fails += [None, (500, 0, {})]  # type: ignore[list-item]
    with pytest.raises(SendError):
        mine.send(letter(Reply("Here it is.", attachments=links)))
    mine.send(letter(Reply("Here it is.", attachments=links)))
    assert [each.form.get("Body") or each.form["MediaUrl"] for each in peer.sent] == ["Here it is.", *links]


@pytest.mark.parametrize(("count", "kind"), [(1, "buttons"), (3, "buttons"), (4, "list"), (10, "list")])
def test_106_up_to_three_choices_are_buttons_and_up_to_ten_a_list(peer: Peer, count: int, kind: str) -> None:
    sender(peer, templates=TEMPLATES).send(letter(question(count)))
    (sent,) = peer.sent
    assert sent.form["ContentSid"] == template(kind, count) and "Body" not in sent.form
    step = 2 if kind == "buttons" else 3
    assert sent.variables["1"] == "Which suits you?"
    assert [sent.variables[str(2 + step * n)] for n in range(count)] == [o.label for o in question(count).choices]
    assert [sent.variables[str(3 + step * n)] for n in range(count)] == [o.value for o in question(count).choices]


@pytest.mark.parametrize(("language", "more"), [("en", "For others send “more”."), ("es", "envíe «más»")])
def test_106_beyond_ten_there_is_more(peer: Peer, language: str, more: str) -> None:
    sender(peer, templates=TEMPLATES).send(letter(question(12), language=language))
    lines = peer.sent[0].form["Body"].splitlines()
    assert lines[10] == "10. Mon 9:10" and more in lines[11] and len(lines) == 12


def test_what_we_start_ourselves_has_buttons_and_never_a_list(peer: Peer) -> None:
    by = sender(peer, templates=TEMPLATES)
    by.send(letter(question(3), "offer"))
    by.send(letter(question(4), "offer"))
    assert [each.form.get("ContentSid") for each in peer.sent] == [template("buttons", 3), None]
    assert "4. Mon 9:04" in peer.sent[1].form["Body"]


def test_by_sms_everything_is_text(peer: Peer) -> None:
    sender(peer, "sms", templates=TEMPLATES).send(letter(question(3)))
    assert "3. Mon 9:03" in peer.sent[0].form["Body"]


def test_labels_that_buttons_would_cut_are_rows_and_rows_that_would_look_alike_are_numbers(peer: Peer) -> None:
    by = sender(peer, templates=TEMPLATES)
    by.send(letter(question(2, "Monday the {:02}th of June")))
    by.send(letter(question(2, "A very long name of a speciality {:02}")))
    assert [each.form.get("ContentSid") for each in peer.sent] == [template("list", 2), None]
    assert peer.sent[0].variables["2"] == "Monday the 01th of June"


@pytest.mark.parametrize("code", [21655, 21656])
def test_a_template_that_twilio_does_not_take_keeps_nobody_from_their_answer(peer: Peer, code: int) -> None:
    by = sender(peer, templates=TEMPLATES)
    peer.fails.append((400, code, {}))
    by.send(letter(question(2)))
    assert peer.sent[0].form["Body"].endswith("2. Mon 9:02")
    assert len(set(peer.tokens)) == 2, "another form is another request"
    peer.fails.append((400, code, {}))
    with pytest.raises(RefusedError):
        sender(peer, templates={"offer": APPROVED}).send(letter(question(2), "offer", None))


def test_the_templates_are_made_once_and_are_what_we_fill(peer: Peer, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(twilio=Twilio(account_sid=ACCOUNT, auth_token=TOKEN, base_url=peer.url, whatsapp_from=WHATSAPP))
    told = []
    for _ in range(2):
        assert make_templates(settings) == 0
        told.append(yaml.safe_load(capsys.readouterr().out)["twilio"]["templates"])
    assert told[0] == told[1] and told[0].keys() == TEMPLATES.keys() and len(peer.contents) == len(TEMPLATES)
    Twilio(templates=told[0])
    for kind, count in (("buttons", 3), ("list", 10)):
        content = next(each for each in peer.contents if each["friendly_name"] == f"frontdesk_{kind}_{count}")
        labels = "Mon {}" if kind == "buttons" else "Monday the {:02}th of June"
        peer.sent.clear()
        sender(peer, templates=told[0]).send(letter(question(count, labels)))
        (sent,) = peer.sent
        assert sent.form["ContentSid"] == content["sid"]
        assert set(re.findall(r"\{\{(\d+)\}\}", json.dumps(content["types"]))) == sent.variables.keys()
        assert content["variables"].keys() >= sent.variables.keys()


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_a_colleagues_words_stand_behind_their_name_once(peer: Peer, channel: str) -> None:
    by = sender(peer, channel, templates={**TEMPLATES, "colleague": APPROVED})
    by.send(letter(Reply("You can come now. " * 150), "colleague", author="Maeve Byrne"))
    by.send(letter(question(2), "colleague", author="Maeve Byrne"))
    by.send(letter(Reply("See you."), "colleague", None, author="Maeve Byrne"))
    said = [each.body for each in peer.sent]
    assert "".join(said).count("Maeve Byrne:") == 3
    assert said[0].startswith("(1/2) Maeve Byrne:\nYou") and said[2].startswith("Maeve Byrne:\nWhich")
    assert said[3] == ("Maeve Byrne: See you." if channel == "whatsapp" else "Maeve Byrne:\nSee you.")


# --- length ---------------------------------------------------------------------------------------

TEXTS = [
    "word " * 900,
    "x" * 4000,
    "नमस्ते दुनिया " * 300,
    "👩‍👩‍👧‍👦" * 400,
    "é" * 3000,
    "e\u0301" * 2500,
    "🇮🇪🇪🇸" * 500,
    "مرحبا " * 700,
    "한국어" * 800,
]


@pytest.mark.parametrize("size", [1, 1600, 1601, 3200, 20_000])
def test_w16_no_length_of_reply_is_rejected(peer: Peer, size: int) -> None:
    for text in TEXTS:
        sender(peer, "sms").send(letter(Reply((text * (size // len(text) + 1))[:size].strip() or "x")))
    assert all(units(each.form["Body"]) <= 1600 for each in peer.sent)


@settings(max_examples=150)
@given(st.text(alphabet="ab \n" + "\u0301👍🏽👩\u200d🇮🇪न\u094dत", min_size=1, max_size=400), st.integers(40, 90))
def test_w16_parts_are_numbered_fit_and_lose_nothing(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(units(part) <= limit for part in parts)
    if len(parts) > 1:
        assert [part.split(") ")[0] for part in parts] == [f"({n}/{len(parts)}" for n in range(1, len(parts) + 1)]
        joined = "".join(part.partition(") ")[2] for part in parts)
        assert "".join(joined.split()) == "".join(text.split())


def test_w16_a_text_is_cut_between_words_and_never_within_what_is_one_character() -> None:
    assert all(part.split(") ")[1].replace("word", "").strip() == "" for part in split("word " * 900, 1600))
    family = "👩‍👩‍👧‍👦"
    for part in split(family * 400, 1600):
        assert part.partition(") ")[2].replace(family, "") == ""


def test_no_further_part_leaves_from_whoever_lost_the_message_to_another(peer: Peer) -> None:
    with pytest.raises(UncertainError):
        sender(peer, "sms").send(letter(Reply("word " * 900), goes_on=lambda: False))
    assert len(peer.sent) == 1


def test_a_long_message_goes_on_behind_the_part_that_has_left(peer: Peer) -> None:
    by, long = sender(peer, "sms"), letter(Reply("word " * 700))
    by.send(letter(Reply("before"), id=16))
    peer.sent.clear()
    peer.fails.extend([0.0, (500, 20500, {})])
    with pytest.raises(UncertainError):
        by.send(long)
    last = by.send(long)
    assert [each.form["Body"][:5] for each in peer.sent] == ["(1/3)", "(2/3)", "(3/3)"]
    assert last == peer.sent[-1].sid
    assert len({each.headers["I-Twilio-Idempotency-Token"] for each in peer.sent}) == 3


def test_each_try_of_a_message_is_known_by_the_same_token(peer: Peer) -> None:
    for by in (sender(peer), sender(peer)):  # another process
        by.send(letter(Reply("hello")))
    sender(peer).send(letter(Reply("hello"), id=18))
    tokens = [each.headers["I-Twilio-Idempotency-Token"] for each in peer.sent]
    assert tokens[0] == tokens[1] != tokens[2]


def test_words_that_could_not_be_written_down_first_are_known_by_what_they_answer(peer: Peer) -> None:
    for external_id in ("SM1", "SM1", "SM2"):
        answers = heard().model_copy(update={"external_id": external_id})
        sender(peer).send(letter(Reply("Call 112 now."), "emergency", id=0, answers=answers))
    assert peer.tokens[0] == peer.tokens[1] != peer.tokens[2]


FORM = {"To": f"whatsapp:{NUMBER}", "From": f"whatsapp:{WHATSAPP}", "Body": "Hello."}
FILLED = {"To": FORM["To"], "From": FORM["From"], "ContentSid": APPROVED, "ContentVariables": '{"1": "a", "2": "b"}'}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (FORM, 0),
        (FILLED, 0),
        ({**FORM, "StatusCallback": "https://front.example.org/webhooks/twilio/status"}, 0),
        ({**FORM, "StatusCallback": "/webhooks/twilio/status"}, 21609),
        ({**FORM, "StatusCallback": "front.example.org/status"}, 21609),
        ({**FORM, "Body": ""}, 21619),
        ({**FORM, "Body": "x" * 1600}, 0),
        ({**FORM, "Body": "x" * 1601}, 21617),
        ({**FORM, "Body": "👋" * 801}, 21617),
        ({**FORM, "To": ""}, 21604),
        ({**FORM, "To": "whatsapp:0861230001"}, 21211),
        ({**FORM, "To": NUMBER}, 21910),
        ({**FORM, "Colour": "red"}, 20001),
        ({**FILLED, "ContentSid": "HX1"}, 21655),
        ({**FILLED, "ContentVariables": "a"}, 21656),
        ({**FILLED, "ContentVariables": "{}"}, 21656),
        ({**FILLED, "ContentVariables": '{"1": "a", "3": "b"}'}, 21656),
        ({**FILLED, "ContentVariables": '{"1": "a", "2": ""}'}, 21656),
        ({**FILLED, "ContentVariables": '{"1": "a", "2": 2}'}, 21656),
        ({**FILLED, "ContentVariables": json.dumps({str(n): "x" for n in range(1, 102)})}, 21656),
        ({**FILLED, "ContentVariables": json.dumps({"1": "x" * 1025})}, 63021),
    ],
)
def test_the_peer_takes_what_twilio_documents_and_nothing_else(form: dict[str, str], code: int) -> None:
    assert problem(form, "6c1e1f0a-58d4-4c6e-9d3f-2f6f0d6f3f11") == code
    assert problem(form, None) == 20001, "every request of ours says which it is"


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 21610, OptedOutError),
        (400, 63016, OutsideWindowError),
        (400, 21211, RefusedError),
        (400, 21614, RefusedError),
        (400, 21617, RefusedError),
        (429, 20429, TryLaterError),
        (400, 63018, TryLaterError),
        (429, 63038, TryLaterError),
        (400, 21612, RefusedError),
        (400, 63013, RefusedError),
        (403, 21408, RefusedError),
        (401, 20003, TryLaterError),
        (400, 21606, TryLaterError),
        (500, 20500, UncertainError),
        (503, 20503, UncertainError),
    ],
)
def test_what_twilio_says_is_what_becomes_of_a_message(
    peer: Peer, status: int, code: int, kind: type[SendError]
) -> None:
    peer.fails.append((status, code, {}))
    with pytest.raises(SendError) as raised:
        sender(peer, "sms").send(letter(Reply("hello")))
    assert type(raised.value) is kind
    assert peer.sent == []


def test_o10_retry_after_is_taken_from_the_answer_for_the_whole_channel(peer: Peer) -> None:
    peer.fails.append((429, 20429, {"Retry-After": "7"}))
    with pytest.raises(TryLaterError) as raised:
        sender(peer).send(letter(Reply("hello")))
    assert (raised.value.seconds, raised.value.is_channel) == (7.0, True)


def test_a_limit_of_a_day_is_not_asked_after_every_second(peer: Peer) -> None:
    for status, code, least in ((429, 63038, 30), (400, 63038, 3600), (400, 20429, 30)):
        peer.fails.append((status, code, {}))
        with pytest.raises(TryLaterError) as raised:
            sender(peer).send(letter(Reply("hello")))
        assert raised.value.seconds >= least


def test_another_edition_of_a_message_is_another_message_to_twilio(peer: Peer) -> None:
    for edition in (0, 0, 1, 2):
        sender(peer).send(replace(letter(Reply("hello")), id=7, edition=edition))
    first, again, second, third = peer.tokens
    assert first == again and len({first, second, third}) == 3


def test_each_part_is_told_that_is_known_to_have_left(peer: Peer) -> None:
    told: list[str] = []
    long = replace(letter(Reply("word " * 800)), id=9, part_left=told.append)
    last = sender(peer).send(long)
    assert [each.sid for each in peer.sent] == [*told, last] and len(told) == 2


@pytest.mark.parametrize("length", [80, 81, VALUE_LIMIT])
def test_a_value_that_goes_out_behind_a_button_comes_back_as_a_choice(length: int) -> None:
    value = "offer." + "x" * (length - 6)
    asked = letter(Reply("Which?", (Option("This one", value),)))
    form = tappable(asked, TEMPLATES)
    assert form is not None and value in form.variables
    tapped = posted("whatsapp", "+353860001234", "This one", ButtonPayload=value, ButtonText="This one")
    taken = message(tapped, Numbers(ACCOUNT, {"whatsapp": WHATSAPP}), datetime.now(UTC))
    assert taken is not None and taken.choice == value


def test_o12_an_answer_that_never_comes_leaves_it_uncertain(peer: Peer) -> None:
    peer.fails.append(1.0)
    begun = time.monotonic()
    with pytest.raises(UncertainError):
        sender(peer, seconds=0.2).send(letter(Reply("hello")))
    assert time.monotonic() - begun < 0.9
    assert len(peer.sent) == 1


def test_nobody_there_means_later() -> None:
    with closing(Peer()) as gone:
        by = sender(gone)
    with pytest.raises(TryLaterError):
        by.send(letter(Reply("hello")))


def test_a_confirmation_that_the_platform_has_given_itself_is_done(peer: Peer) -> None:
    peer.fails.append((400, 21610, {}))
    assert sender(peer, "sms").send(letter(Reply("No more."), "opt_out")) is None


# --- the window -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ago", [timedelta(hours=24), timedelta(hours=23, minutes=57), timedelta(days=9), None])
def test_w17_outside_the_window_words_are_never_tried(peer: Peer, ago: timedelta | None) -> None:
    by = sender(peer, templates={**TEMPLATES, "reminder": APPROVED})
    for kind in ("offer", "colleague"):
        with pytest.raises(OutsideWindowError):
            by.send(letter(question(2), kind, ago))
    assert peer.sent == []
    by.send(letter(Reply("You have a visit\non Monday.", question(2).choices), "reminder", ago))
    (sent,) = peer.sent
    assert sent.form["ContentSid"] == APPROVED and "Body" not in sent.form
    assert sent.variables == {"1": "You have a visit on Monday.", "2": "7.1", "3": "7.2"}


def test_inside_the_window_words_go_as_they_are(peer: Peer) -> None:
    sender(peer, templates={"reminder": APPROVED}).send(letter(Reply("Hello."), "reminder", timedelta(hours=23)))
    assert peer.sent[0].form["Body"] == "Hello."


def test_by_sms_there_is_no_window(peer: Peer) -> None:
    sender(peer, "sms").send(letter(Reply("Hello."), "reminder", None))
    assert peer.sent[0].form["Body"] == "Hello."


# --- through the outbox ---------------------------------------------------------------------------


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    opened = Clinic(database_url)
    yield opened
    opened.close()


class Post:
    """The clinic's outbox with a courier on WhatsApp and SMS."""

    def __init__(self, clinic: Clinic, peer: Peer, channels: Sequence[str] = ("whatsapp", "sms")) -> None:
        self.clinic, self.peer, self.moment = clinic, peer, NOW
        clinic.office.clock = self
        by = {channel: sender(peer, channel, now=self.now, seconds=0.5) for channel in channels}
        self.courier = Courier(clinic.office, by, "process-1", chance=lambda: 0.0)

    def now(self) -> datetime:
        return self.moment

    def open(self, channel: str = "whatsapp") -> int:
        """A conversation in which somebody wrote just now."""
        said = heard().model_copy(update={"channel": channel, "received_at": self.moment})
        conversation = self.clinic.write(lambda unit: threads.find_or_open(unit, channel, NUMBER))
        self.clinic.write(
            lambda unit: inbox.record(
                unit,
                channel=channel,
                external_id=f"SM{self.moment.timestamp()}",
                conversation_id=conversation,
                payload=said.model_dump_json(),
                received_at=self.moment,
            )
        )
        return conversation

    def put(self, conversation: int, key: str, kind: str = "offer", asks: str | None = None) -> None:
        payload = json.dumps(Reply(f"It is {key}.").as_json())
        self.clinic.office.write(lambda unit: outbox.put_unasked(unit, conversation, key, kind, payload, asks))

    def moves(self, conversation: int) -> str | None:
        """By which way the next message goes whose channel does not take it, after it was begun to be sent."""

        def work(unit: Unit) -> str | None:
            due = sending.take(unit, conversation, ["whatsapp"], "process-1", self.moment)
            row = due.id if due is not None else unit.connection.scalars(select(OutboxRow.id)).first()
            assert row is not None
            return other_ways.send_otherwise(unit, row, ["sms"], "outside_window")

        return self.clinic.office.write(work)

    def consents(self, channel: str, *, is_given: bool = True, of: str = IRIS) -> None:
        patient = self.clinic.patient(of)
        decision = consent.Decision(patient, consent.REMINDERS, "May I?", is_given, channel, NUMBER)
        self.clinic.office.write(lambda unit: consent.record(unit, 1, [decision]))

    def rows(self) -> list[tuple[str, str, str | None]]:
        found = self.clinic.rows(OutboxRow)
        return [(row.channel, row.status, row.failure) for row in sorted(found, key=lambda row: row.id)]


@pytest.fixture
def post(clinic: Clinic, peer: Peer) -> Post:
    return Post(clinic, peer)


def test_w17_outside_the_window_a_message_goes_by_sms_where_that_was_agreed_to(post: Post, peer: Peer) -> None:
    conversation = post.open()
    post.consents("sms")
    post.moment += timedelta(hours=25)
    post.put(conversation, "news", asks="offer:3")
    post.courier.carry(conversation)
    post.courier.run(lambda: False)
    assert post.rows() == [("whatsapp", "withdrawn", "outside_window"), ("sms", "sent", None)]
    assert [(each.form["From"], each.form["Body"]) for each in peer.sent] == [(SMS, "It is news.")]
    assert "outbox.otherwise" in {row.action for row in post.clinic.rows(AuditRow)}


@pytest.mark.parametrize("agreed", ["", "whatsapp", "refused", "opted out"])
def test_w17_without_that_it_is_a_dead_letter_that_says_why(post: Post, peer: Peer, agreed: str) -> None:
    conversation = post.open()
    if agreed:
        post.consents("whatsapp" if agreed == "whatsapp" else "sms")
    if agreed == "refused":
        post.consents("sms", is_given=False)
    if agreed == "opted out":
        post.clinic.office.write(lambda unit: handles.opt_out(unit, "sms", NUMBER, said="STOP"))
    post.moment += timedelta(hours=25)
    post.put(conversation, "news")
    post.courier.carry(conversation)
    assert post.rows() == [("whatsapp", "dead", "outside_window")]
    assert peer.sent == []


def test_w17_a_window_that_only_twilio_knows_to_be_closed_leads_the_same_way(post: Post, peer: Peer) -> None:
    conversation = post.open()
    post.consents("sms")
    peer.fails.append((400, 63016, {}))
    post.put(conversation, "news")
    post.courier.carry(conversation)
    assert [status for _, status, _ in post.rows()] == ["withdrawn", "pending"]
    assert post.clinic.rows(ConversationRow, ConversationRow.channel == "sms")


def test_a_template_that_is_found_faulty_on_its_way_is_sent_again_as_text_once(post: Post, peer: Peer) -> None:
    sending_by = TwilioSender(
        "whatsapp", WHATSAPP, lambda: client.build(ACCOUNT, TOKEN, peer.url), TEMPLATES, now=post.now
    )
    courier = Courier(post.clinic.office, {"whatsapp": sending_by}, "process-1")
    conversation = post.open()
    payload = json.dumps(question(2).as_json())
    post.clinic.office.write(lambda u: outbox.put_unasked(u, conversation, "k", "offer", payload, "offer:3"))

    def loses() -> None:
        courier.carry(conversation)
        post.clinic.office.write(lambda unit: report(unit, peer.sent[-1].sid))

    def report(unit: Unit, sid: str) -> None:
        lost = deliveries.report(unit, "whatsapp", sid, "failed", "63028")
        assert lost is not None
        act_on_lost(unit, lost, ["whatsapp"], Directory())

    loses()
    assert post.rows() == [("whatsapp", "pending", "63028")]
    loses()
    assert [each.form.get("ContentSid") for each in peer.sent] == [template("buttons", 2), None]
    assert peer.sent[1].form["Body"].endswith("2. Mon 9:02")
    assert post.rows() == [("whatsapp", "failed", "63028")]
    assert "outbox.as_text" in {row.action for row in post.clinic.rows(AuditRow)}


def test_the_other_way_is_taken_once(post: Post) -> None:
    conversation = post.open()
    post.consents("sms")
    post.put(conversation, "news")
    assert [post.moves(conversation) for _ in range(2)] == ["sms", None]
    assert [channel for channel, _, _ in post.rows()] == ["whatsapp", "sms"]
    assert len(post.clinic.rows(ConsentRow, ConsentRow.channel == "sms")) == 1


@pytest.mark.parametrize("whose", [IRIS, HUGO])
def test_the_other_way_is_open_to_whoever_agreed_and_to_nobody_else_at_that_number(post: Post, whose: str) -> None:
    conversation = post.open()
    post.consents("sms")
    post.consents("whatsapp", of=HUGO)
    payload = json.dumps(Reply("Your visit").as_json())
    told = outbox.Outgoing("k", conversation, "whatsapp", NUMBER, "reminder", payload)
    told = replace(told, patient_id=post.clinic.patient(whose))
    post.clinic.office.write(lambda unit: outbox.put(unit, [told], handed_over=False))
    assert post.moves(conversation) == ("sms" if whose == IRIS else None)


def test_where_nobody_knows_who_reads_all_who_are_known_there_must_have_agreed(post: Post) -> None:
    conversation = post.open()
    post.consents("sms")
    post.consents("whatsapp", of=HUGO)
    post.put(conversation, "news")
    assert post.moves(conversation) is None
    post.consents("sms", of=HUGO)
    assert post.moves(conversation) == "sms"


@pytest.mark.parametrize("is_moved", [True, False])
@pytest.mark.parametrize(
    "take_back",
    [
        lambda unit, conversation: outbox.settle(unit, conversation, "offer:3"),
        lambda unit, conversation: outbox.withdraw_question(unit, conversation, "offer:3"),
        lambda unit, conversation: outbox.withdraw(unit, ["news"]),
        lambda unit, conversation: outbox.withdraw_all(unit, conversation),
    ],
)
def test_what_is_taken_back_goes_no_other_way_nor_leaves_by_it(post: Post, take_back: Any, *, is_moved: bool) -> None:
    conversation = post.open()
    post.consents("sms")
    post.put(conversation, "news", asks="offer:3")
    if is_moved:
        assert post.moves(conversation) == "sms"
    post.clinic.office.write(lambda unit: take_back(unit, conversation))
    if not is_moved:
        row = post.clinic.rows(OutboxRow)[0]
        post.clinic.office.write(lambda unit: other_ways.send_otherwise(unit, row.id, ["sms"], "outside_window"))
    assert {status for _, status, _ in post.rows()} == {"withdrawn"}


@pytest.mark.parametrize("kind", ["reply", "reminder", "offer", "code", "colleague"])
def test_w18_nothing_leaves_for_whoever_opted_out_whatever_it_is(post: Post, peer: Peer, kind: str) -> None:
    conversation = post.open("sms")
    post.clinic.office.write(lambda unit: handles.opt_out(unit, "sms", NUMBER, said="STOP"))
    post.put(conversation, "news", kind)
    post.put(conversation, "done", outbox.OPT_OUT)
    post.courier.carry(conversation)
    assert post.rows() == [("sms", "withdrawn", "opted_out"), ("sms", "sent", None)]
    assert [each.form["Body"] for each in peer.sent] == ["It is done."]
    post.clinic.office.write(lambda unit: handles.opt_out(unit, "sms", NUMBER, said="START", is_out=False))
    post.put(conversation, "back", kind)
    post.courier.carry(conversation)
    assert post.rows()[-1] == ("sms", "sent", None)


def test_o10_nobody_on_the_channel_is_written_to_before_its_time_and_the_other_channel_goes_on(
    post: Post, peer: Peer
) -> None:
    first, other = post.open("sms"), post.open("whatsapp")
    peer.fails.append((429, 20429, {"Retry-After": "7"}))
    post.put(first, "one")
    post.put(other, "two")
    post.courier.carry(first)
    post.courier.carry(other)
    assert [each.form["Body"] for each in peer.sent] == ["It is two."]
    due = {row.due_at for row in post.clinic.rows(OutboxRow, OutboxRow.status == outbox.PENDING)}
    assert all(at >= NOW + timedelta(seconds=7) for at in due)


def tries(post: Post, conversation: int, until: Callable[[], bool], step: timedelta = timedelta(seconds=30)) -> int:
    count = 0
    while not until() and count < 60:
        post.moment += step
        post.courier.carry(conversation)
        count += 1
    return count


def test_o11_what_failed_for_ten_minutes_is_delivered_after_it_and_what_is_of_no_use_any_more_is_not(
    post: Post, peer: Peer
) -> None:
    conversation = post.open("sms")
    peer.fails.extend([(500, 20500, {})] * 4)
    post.put(conversation, "late", "reminder")
    post.put(conversation, "news", "reminder")
    late = post.clinic.rows(OutboxRow)[0]
    use_until = update(OutboxRow).where(OutboxRow.id == late.id).values(use_until=NOW + timedelta(minutes=5))
    post.clinic.office.write(lambda unit: unit.connection.execute(use_until))
    tries(post, conversation, lambda: len(peer.sent) > 0)
    assert post.rows() == [("sms", "withdrawn", sending.EXPIRED), ("sms", "sent", None)]
    assert [each.form["Body"] for each in peer.sent] == ["It is news."]


@pytest.mark.parametrize(("kind", "count", "status"), [("reminder", 2, "sent"), ("code", 1, "dead")])
def test_o12_a_message_that_may_have_left_is_repeated_only_where_that_does_no_harm(
    post: Post, peer: Peer, kind: str, count: int, status: str
) -> None:
    conversation = post.open("sms")
    peer.fails.append(0.8)
    post.put(conversation, "news", kind)
    post.courier.carry(conversation)
    post.moment += timedelta(minutes=1)
    post.courier.carry(conversation)
    assert len(peer.sent) == count
    assert len({each.headers["I-Twilio-Idempotency-Token"] for each in peer.sent}) == 1
    assert [row[1] for row in post.rows()] == [status]


@pytest.mark.parametrize(("kind", "count", "status"), [("reminder", 2, "sent"), ("code", 1, "dead")])
def test_o08_killed_between_the_send_and_its_note_it_is_repeated_once_or_never(
    clinic: Clinic, peer: Peer, kind: str, count: int, status: str
) -> None:
    first = Post(clinic, peer)
    conversation = first.open("sms")
    first.put(conversation, "news", kind)

    class KilledError(BaseException):
        """The process is gone."""

    def die(*_: object) -> None:
        raise KilledError

    first.courier._sent = die  # type: ignore[method-assign,assignment]
    with pytest.raises(KilledError):
        first.courier.carry(conversation)
    second = Post(clinic, peer)
    second.moment += timedelta(minutes=2)
    second.courier._owner = "process-2"
    second.courier.carry(conversation)
    assert len(peer.sent) == count
    assert [row[1] for row in second.rows()] == [status]
