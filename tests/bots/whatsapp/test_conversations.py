"""WhatsApp and SMS as patients meet them: a desk that serves, a peer in Twilio's place, everything signed and real."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from twilio.request_validator import RequestValidator
from websockets.exceptions import InvalidStatus

from tests.bad_input import pictures
from tests.bots.voice.relay_line import RelayCaller, opened
from tests.bots.whatsapp.patients import PUBLIC, SMS, STATUS, TEMPLATES, WHATSAPP, Patient, form, sid
from tests.bots.whatsapp.peer import ACCOUNT, BASIC, OGG, TOKEN, Peer
from tests.web.desk import ServedDesk, run

_numbers = count(1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415478da63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with closing(Peer()) as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, peer: Peer) -> Iterator[ServedDesk]:
    settings = {
        "PUBLIC_URL": PUBLIC,
        "AUDIT__KEY": "a" * 32,
        "SESSION__SECRET": "b" * 32,
        "TWILIO__ACCOUNT_SID": ACCOUNT,
        "TWILIO__AUTH_TOKEN": TOKEN,
        "TWILIO__BASE_URL": peer.url,
        "TWILIO__WHATSAPP_FROM": f"whatsapp:{WHATSAPP}",
        "TWILIO__SMS_FROM": SMS,
        "TWILIO__VOICE": "relay",
        "TWILIO__TEMPLATES": json.dumps(TEMPLATES),
        "SPEECH__BASE_URL": f"{peer.url}/v1",
    }
    served = ServedDesk(tmp_path_factory.mktemp("twilio"), **settings).load().start()
    yield served
    served.kill()


@pytest.fixture
def somebody(desk: ServedDesk, peer: Peer) -> Callable[[str], Patient]:
    return lambda channel: Patient(desk.address, peer, channel, f"+35386000{next(_numbers):04}")


def rows(desk: ServedDesk, query: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(Path(desk.directory) / "data/frontdesk.sqlite3", timeout=10)) as database:
        return database.execute(query, values).fetchall()


def visits(desk: ServedDesk, patient: Patient) -> int:
    query = "SELECT count(*) FROM appointments a JOIN patients p ON p.id = a.patient_id WHERE p.phone = ?"
    return int(rows(desk, query + " AND a.status = 'booked'", patient.number)[0][0])


def eventually(what: Callable[[], Any], seconds: float = 8.0) -> Any:
    give_up_at = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < give_up_at:
        time.sleep(0.02)
    assert found
    return found


def names() -> str:
    n = next(_numbers)
    return f"{'Ada Bea Cleo Dora Eva Fay Gia Hana Ida Joan'.split()[n % 10]} Marlow"


# --- booking --------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_a_visit_is_booked_in_one_message(desk: ServedDesk, somebody: Callable[[str], Patient], channel: str) -> None:
    patient = somebody(channel)
    name = names()
    hour = {"whatsapp": "10", "sms": "11"}[channel]
    said = patient.say(f"Dr Lind tomorrow at {hour}:40 am for {name}, born 5 May 1990")
    assert "Booked: Dr Petra Lind" in said[-1].body
    assert visits(desk, patient) == 1


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_a_visit_is_booked_in_five_messages_by_numbers(
    desk: ServedDesk, somebody: Callable[[str], Patient], channel: str
) -> None:
    patient = somebody(channel)
    patient.say("hello")
    offered = patient.say("I need a cardiologist")[-1]
    if channel == "sms":
        assert "\n1. " in offered.body and "\n2. " in offered.body
    patient.say("2")
    patient.say(names())
    booked = patient.say("5 May 1990")[-1]
    assert "Booked: Dr Petra Lind" in booked.body
    assert visits(desk, patient) == 1


def test_a_visit_is_booked_by_taps_on_whatsapp(desk: ServedDesk, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("whatsapp")
    offered = patient.say("I need a cardiologist")[-1]
    assert offered.form["ContentSid"].startswith("HX2"), "times come as a list"
    patient.tap(offered, offered.variables["5"])
    patient.say(names())
    booked = patient.say("5 May 1990")[-1]
    assert "Booked" in booked.body
    assert booked.form["ContentSid"].startswith("HX1"), "the question about reminders has buttons"
    assert "remind" in patient.tap(booked, "yes")[-1].body.casefold()
    consents = rows(desk, "SELECT channel, address, is_given FROM consents WHERE address = ?", patient.number)
    assert consents == [("whatsapp", patient.number, 1)]


def test_what_is_sent_says_where_its_reports_go_and_by_which_number_it_is_known(
    somebody: Callable[[str], Patient],
) -> None:
    sent = [somebody(channel).say("where can I park?")[-1] for channel in ("whatsapp", "sms")]
    assert {each.form["StatusCallback"] for each in sent} == {f"{PUBLIC}{STATUS}#rc=5&rp=all"}
    assert [each.form["From"] for each in sent] == [f"whatsapp:{WHATSAPP}", SMS]
    tokens = [each.headers["I-Twilio-Idempotency-Token"] for each in sent]
    assert len(set(tokens)) == 2 and all(tokens)


def test_quotes_and_dashes_do_not_double_the_price_of_a_text_message(somebody: Callable[[str], Patient]) -> None:
    sent = {channel: somebody(channel).say("where can I park?")[-1] for channel in ("whatsapp", "sms")}
    assert sent["sms"].form["SmartEncoded"] == "true" and "SmartEncoded" not in sent["whatsapp"].form


def test_what_became_of_what_was_sent_is_counted(desk: ServedDesk, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("sms")
    patient.say("where can I park?")
    counted = 'frontdesk_sends_total{channel="sms",outcome="sent"}'
    eventually(lambda: counted in patient.http.get("/metrics").text)


# --- once -----------------------------------------------------------------------------------------


def test_w11_a_replayed_request_has_the_same_answer_and_no_effect(somebody: Callable[[str], Patient]) -> None:
    patient = somebody("whatsapp")
    params = form("whatsapp", patient.number, "where can I park?")
    answers = [patient.deliver(params) for _ in range(3)]
    assert {(a.status_code, a.content) for a in answers} == {(200, answers[0].content)}
    patient.answers(1)
    patient.say("where can I park?")
    assert len(patient.peer.to(patient.number)) == 2


def test_o01_the_same_webhook_five_times_at_once_is_one_message(
    desk: ServedDesk, somebody: Callable[[str], Patient]
) -> None:
    patient = somebody("sms")
    many = [form("sms", patient.number, f"message {n}") for n in range(8)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(patient.deliver, many * 5))
    assert {a.status_code for a in answers} == {200}
    stored = rows(desk, "SELECT external_id FROM inbox WHERE payload LIKE ?", f'%"{patient.number}"%')
    assert sorted(each[0] for each in stored) == sorted(each["MessageSid"] for each in many)


# --- files ----------------------------------------------------------------------------------------


def media(peer: Peer, content: bytes, kind: str, name: str) -> dict[str, str]:
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/{name}"
    peer.files[path] = (200, {"Content-Type": kind}, content)
    return {"NumMedia": "1", "MediaUrl0": f"https://api.twilio.com{path}", "MediaContentType0": kind}


def test_a_photo_is_kept_for_the_doctor(desk: ServedDesk, peer: Peer, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("whatsapp")
    said = patient.say("here is my lab report", **media(peer, PNG, "image/png", "ME1"))
    assert "kept your file" in said[-1].body
    assert peer.fetched[-1] == (f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1", BASIC)


def test_f20_help_in_an_emergency_does_not_wait_for_a_file(peer: Peer, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("whatsapp")
    scan = media(peer, PNG, "image/png", "ME20")
    held = peer.held[f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME20"] = threading.Event()
    assert "112" in patient.say("crushing chest pain", **scan)[-1].body
    patient.post(**scan)
    assert "112" in patient.say("I cannot breathe, crushing chest pain")[-1].body
    held.set()
    assert "kept your 2 files" in patient.answers(1)[-1].body


def test_f16_a_file_whose_host_is_in_trouble_for_a_moment_is_kept(
    peer: Peer, somebody: Callable[[str], Patient]
) -> None:
    scan = media(peer, PNG, "image/png", "ME16")
    peer.troubles[f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME16"] = 503
    assert "kept your file" in somebody("whatsapp").say("here is my lab report", **scan)[-1].body


def test_103_what_cannot_be_kept_is_refused_with_another_way(peer: Peer, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("whatsapp")
    video = media(peer, b"\0" * (11 << 20), "video/mp4", "ME2")
    # with words beside it nothing is waited for, as it is for an album
    assert "too large" in patient.say("my knee", **video)[-1].body
    assert "front desk" in patient.say("my doctor", **media(peer, b"BEGIN:VCARD", "text/vcard", "ME3"))[-1].body


@pytest.mark.parametrize(
    ("number", "content", "kind", "told"),
    [
        (1, b"%PDF-1.4 and no more", "application/pdf", "can't be opened"),
        (2, pictures.pdf_bomb(1536), "application/pdf", "takes too much to open"),
        (3, pictures.locked_pdf(), "application/pdf", "wants a password"),
        (4, pictures.dicom()[:-4000], "application/dicom", "can't be opened"),
    ],
)
def test_what_nobody_could_open_is_neither_kept_nor_thanked_for(
    desk: ServedDesk, peer: Peer, somebody: Callable[[str], Patient], number: int, content: bytes, kind: str, told: str
) -> None:
    folder = desk.directory / "data/uploads"
    there = set(folder.glob("*"))
    said = somebody("whatsapp").say("here is my lab report", **media(peer, content, kind, f"ME10{number}"))[-1].body
    assert told in said and "kept" not in said and "front desk" in said
    assert set(folder.glob("*")) == there
    assert not rows(desk, "SELECT id FROM documents WHERE sha256 = ?", hashlib.sha256(content).hexdigest())


def test_a_file_elsewhere_than_at_the_vendors_is_not_fetched(peer: Peer, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("whatsapp")
    before = len(peer.fetched)
    said = patient.say("my knee", NumMedia="1", MediaUrl0="https://evil.example/x", MediaContentType0="image/png")
    assert "didn't arrive" in said[-1].body
    assert len(peer.fetched) == before


# --- voice notes ----------------------------------------------------------------------------------


def test_99_a_voice_note_is_quoted_and_all_of_it_read_back_before_it_is_booked(
    desk: ServedDesk, peer: Peer, somebody: Callable[[str], Patient]
) -> None:
    patient = somebody("whatsapp")
    said = "Doctor Lind tomorrow at nine forty pm, my name is Nora Sample, born 5 May 1990"
    peer.speech.append((200, {"text": said}))
    back = patient.say("", **media(peer, OGG, "audio/ogg", "ME4"))[-1]
    assert f"I heard: “{said}”" in back.body
    assert b"OggS" in peer.heard[-1] and b'filename="note.ogg"' in peer.heard[-1]
    assert visits(desk, patient) == 0
    assert "Shall I book it?" in back.body and "Nora Sample" in back.body and "21:40" in back.body
    assert "Booked" in patient.say("yes")[-1].body
    assert visits(desk, patient) == 1


@pytest.mark.parametrize("unclear", ["", "   ", "[inaudible]", "...", "(coughs)"])
def test_100_an_unclear_voice_note_is_asked_for_again(
    peer: Peer, somebody: Callable[[str], Patient], unclear: str
) -> None:
    patient = somebody("whatsapp")
    peer.speech.append((200, {"text": unclear}))
    said = patient.say("", **media(peer, OGG, "audio/ogg", "ME5"))[-1]
    assert "couldn't make out your voice note" in said.body and "type it" in said.body


def test_an_emergency_in_a_voice_note_is_one(peer: Peer, somebody: Callable[[str], Patient]) -> None:
    peer.speech.append((200, {"text": "chest pain now and my left arm is numb"}))
    said = somebody("whatsapp").say("", **media(peer, OGG, "audio/ogg", "ME6"))[-1]
    assert said.body.splitlines()[0].find("112") >= 0


def test_w18_help_that_twilio_refuses_to_whoever_opted_out_there_becomes_a_call_by_a_person_at_once(
    desk: ServedDesk, peer: Peer
) -> None:
    patient = Patient(desk.address, peer, "sms", "+353860000071")
    peer.fails.append((400, 21610, {}))
    assert patient.post("chest pain now and my left arm is numb").status_code == 200
    query = "SELECT reference, summary, phone FROM tasks WHERE summary LIKE '%has not reached%'"
    ((reference, summary, phone),) = eventually(lambda: rows(desk, query))
    assert summary.startswith("Rosa Quill, ") and phone == patient.number
    alert = peer.wait("+35315550140", 1)[0].body
    assert reference in alert and "Rosa" not in alert
    assert peer.to(patient.number) == []


# --- opting out -----------------------------------------------------------------------------------


def audited(desk: ServedDesk, action: str) -> int:
    return int(rows(desk, "SELECT count(*) FROM audit WHERE action = ?", action)[0][0])


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_w18_whoever_says_stop_gets_nothing_until_they_say_start(
    desk: ServedDesk, somebody: Callable[[str], Patient], channel: str
) -> None:
    patient, before = somebody(channel), audited(desk, "handle.opt_out")
    assert "any more messages" in patient.say("STOP")[-1].body
    assert patient.post("where can I park?").status_code == 200
    asked = "SELECT count(*) FROM inbox WHERE status = 'done' AND payload LIKE ?"
    eventually(lambda: rows(desk, asked, f'%"{patient.number}"%')[0][0] == 2)
    assert "again" in patient.say("START")[-1].body
    assert "forty places" in patient.say("where can I park?")[-1].body
    assert len(patient.peer.to(patient.number)) == 3
    assert audited(desk, "handle.opt_out") == before + 1


def test_what_the_platform_has_answered_itself_is_not_answered_twice(
    desk: ServedDesk, somebody: Callable[[str], Patient]
) -> None:
    patient = somebody("sms")
    assert patient.post("Stop", OptOutType="STOP").status_code == 200
    query = "SELECT count(*) FROM handles WHERE channel = 'sms' AND address = ? AND is_opted_out"
    eventually(lambda: rows(desk, query, patient.number)[0][0] == 1)
    assert patient.post("start", OptOutType="START").status_code == 200
    eventually(lambda: rows(desk, query, patient.number)[0][0] == 0)
    assert "forty places" in patient.say("where can I park?")[-1].body
    assert len(patient.peer.to(patient.number)) == 1


def test_105_cancel_by_sms_cancels_no_visit_and_gives_the_desk_a_call_to_make(
    desk: ServedDesk, somebody: Callable[[str], Patient]
) -> None:
    patient = somebody("sms")
    patient.say("I need a cardiologist")
    patient.say("1")
    patient.say(names())
    patient.say("5 May 1990")
    assert visits(desk, patient) == 1
    assert "No visit was cancelled" in patient.say("CANCEL")[-1].body
    assert visits(desk, patient) == 1
    tasks = rows(desk, "SELECT kind, queue, summary FROM tasks WHERE phone = ?", patient.number)
    assert [(kind, queue) for kind, queue, _ in tasks] == [("callback", "desk")]
    assert "CANCEL" in tasks[0][2]


def test_cancel_on_whatsapp_is_an_errand(somebody: Callable[[str], Patient]) -> None:
    assert "any more messages" not in somebody("whatsapp").say("cancel")[-1].body


def test_an_opt_out_that_twilio_tells_of_ends_all_messages(
    desk: ServedDesk, peer: Peer, somebody: Callable[[str], Patient]
) -> None:
    patient = somebody("sms")
    peer.fails.append((400, 21610, {}))
    assert patient.post("where can I park?").status_code == 200
    query = "SELECT is_opted_out FROM handles WHERE channel = 'sms' AND address = ?"
    eventually(lambda: rows(desk, query, patient.number) == [(1,)])
    states = "SELECT status, failure FROM outbox WHERE channel = 'sms' AND address = ?"
    eventually(lambda: rows(desk, states, patient.number) == [("withdrawn", "opted_out")])


# --- reports --------------------------------------------------------------------------------------


def test_a_lost_message_is_seen_with_its_reason(desk: ServedDesk, somebody: Callable[[str], Patient]) -> None:
    patient = somebody("sms")
    sent = patient.say("where can I park?")[-1]
    query = "SELECT status, delivery, failure FROM outbox WHERE external_id = ?"
    eventually(lambda: rows(desk, query, sent.sid) == [("sent", None, None)])
    for stage, code in (("delivered", ""), ("sent", ""), ("undelivered", "30003"), ("delivered", "")):
        report = {"MessageSid": sent.sid, "MessageStatus": stage, "AccountSid": ACCOUNT, "From": SMS}
        report |= {"To": patient.number} | ({"ErrorCode": code} if code else {})
        assert patient.deliver(report, STATUS).status_code == 204
    assert rows(desk, query, sent.sid) == [("failed", "undelivered", "30003")]
    told = run("queue", "status", "--json", directory=desk.directory, **desk.settings)
    assert json.loads(told.stdout)["outbox"]["dead"] >= 1


# --- whatever else comes --------------------------------------------------------------------------

ODD: list[dict[str, str]] = [
    {"MessageType": "reaction", "Body": "👍"},
    {
        "MessageType": "sticker",
        "NumMedia": "1",
        "MediaUrl0": "https://api.twilio.com/x",
        "MediaContentType0": "image/webp",
    },
    {"MessageType": "unsupported", "Body": ""},
    {"MessageType": "system", "Body": "changed their number"},
    {"MessageType": "location", "Body": "", "Latitude": "53.3", "Longitude": "-6.2"},
    {
        "MessageType": "location",
        "Body": "",
        "Latitude": "53.3",
        "Longitude": "-6.2",
        "Address": "1 High St",
        "Label": "Home",
    },
    {"MessageType": "location", "Body": "", "Latitude": "NaN", "Longitude": ""},
    {"MessageType": "button", "Body": "Yes", "ButtonText": "Yes", "ButtonPayload": "99.9"},
    {"MessageType": "button", "Body": "Yes", "ButtonText": "Yes", "ButtonPayload": "offer:99999.yes"},
    {"MessageType": "button", "Body": "Yes", "ButtonText": "Yes", "ButtonPayload": "some template's own"},
    {"MessageType": "button", "Body": "Yes", "ButtonText": "Yes"},
    {"MessageType": "button", "ButtonPayload": "x" * 5000},
    {"MessageType": "interactive", "ListId": "1.1", "ListTitle": "Mon 09:00"},
    {"MessageType": "interactive", "ListId": "'; DROP TABLE inbox; --", "ListTitle": "Mon 09:00"},
    {"MessageType": "interactive", "ListTitle": "Mon 09:00"},
    {"MessageType": "order", "Body": ""},
    {"Body": "", "NumMedia": "0"},
    {"Body": "   "},
    {"Body": "\x00\x01\x02"},
    {"Body": "\u202eevil\u202c \ufeff"},
    {"Body": "👩‍👩‍👧‍👦" * 300},
    {"Body": "नमस्ते " * 900},
    {"Body": "a" * 60_000},
    {"Body": "<Response><Redirect>x</Redirect></Response>"},
    {"Body": "{{1}} %s {0} ${x}"},
    {"NumMedia": "-1"},
    {"NumMedia": "many"},
    {"NumMedia": "9" * 50},
    {"NumMedia": "3"},
    {"NumMedia": "1", "MediaUrl0": "", "MediaContentType0": ""},
    {"NumMedia": "1", "MediaUrl0": "https://[::1]/x", "MediaContentType0": "image/png"},
    {"NumMedia": "1", "MediaUrl0": "not an address", "MediaContentType0": "audio/ogg"},
    {"NumMedia": "1", "MediaUrl0": "https://user:pw@api.twilio.com/x", "MediaContentType0": "image/png"},
    {"Forwarded": "true", "FrequentlyForwarded": "true", "Body": "hello"},
    {"ReferralBody": "An ad", "ReferralSourceUrl": "https://x.example", "Body": "hello"},
    {"ProfileName": "'; DROP TABLE patients; --", "Body": "hello"},
    {"ProfileName": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "Body": "hello"},
    {"OriginalRepliedMessageSid": "SM" + "f" * 32, "OriginalRepliedMessageSender": "whatsapp:+1", "Body": "hello"},
    {"ChannelMetadata": '{"type":"whatsapp","data":{"context":{"ProfileName":"X"}}}', "Body": "hello"},
    {"OptOutType": "SOMETHING", "Body": "hello"},
    {"SomethingNew": "x", "Body": "hello"},
]


def test_w14_whatever_else_comes_is_taken_and_ends_nowhere_dead(
    desk: ServedDesk, somebody: Callable[[str], Patient]
) -> None:
    people = [somebody("whatsapp") for _ in ODD]

    def post(patient: Patient, more: dict[str, str]) -> int:
        return patient.post(more.get("Body", ""), **{k: v for k, v in more.items() if k != "Body"}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(post, people, ODD)) == [200] * len(ODD)
    nobody = form("sms", "+353860000001", "hello")
    for sender in (None, "", "12345", "BANK", "messenger:12"):
        params = {k: v for k, v in nobody.items() if k != "From"} | ({} if sender is None else {"From": sender})
        assert people[0].deliver({**params, "MessageSid": sid()}).status_code == 200
    eventually(lambda: rows(desk, "SELECT count(*) FROM inbox WHERE status = 'pending'")[0][0] == 0, 30)
    assert rows(desk, "SELECT count(*) FROM inbox WHERE status = 'dead'")[0][0] == 0
    assert "Traceback" not in desk.log


# --- and calls ------------------------------------------------------------------------------------


def test_the_same_desk_takes_calls_over_the_relay(desk: ServedDesk) -> None:
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC.replace('http', 'ws')}/webhooks/twilio/relay", {})
    line = RelayCaller(desk.address, signature=signature)
    assert "automatic assistant of Alder Road Clinic" in line.ring(accountSid=ACCOUNT)
    line.close()
    assert "phone" in desk.log and "/webhooks/twilio/voice" in desk.log
    with pytest.raises(InvalidStatus):
        opened(desk.address, "", "/chat")
