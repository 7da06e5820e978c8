"""Who writes: codes to the number on file, wrong answers, numbers that changed hands, and what nobody is told."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from db.models import AuditRow, HandlePatientRow, OneTimeCodeRow, OutboxRow, PatientRow
from tests.situations.desk import MONDAY, NORA, NUMBERS, RAVI, TOM, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

THURSDAY = "chen 2026-06-11 10:00"


def sent(desk: Frontdesk) -> list[tuple[str, str, str]]:
    """The codes that were sent: the number, how its message stands, and the six digits."""
    query = select(OutboxRow.address, OutboxRow.channel, OutboxRow.status, OutboxRow.payload)
    query = query.where(OutboxRow.kind == "code").order_by(OutboxRow.id)
    rows = desk._read(lambda unit: unit.connection.execute(query).all())
    assert {row.channel for row in rows} <= {"sms"}
    return [(r.address, r.status, re.findall(r"\b\d{6}\b", json.loads(r.payload)["text"])[0]) for r in rows]


def count(desk: Frontdesk, row: type) -> int:
    return int(desk._read(lambda unit: unit.connection.scalar(select(func.count()).select_from(row))))


def look_for(chat: Chat, name: str = "Ravi Kumar", born: str = "14 March 1990") -> None:
    chat.say("what appointments do I have?")
    chat.tap(1)
    chat.say(name, born)


@pytest.mark.parametrize("channel", ["webchat", "telegram"])
def test_name_birth_date_and_a_code_show_and_move_ones_visits_for_half_an_hour(desk: Frontdesk, channel: str) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat(channel=channel)
    look_for(chat)
    [(number, status, digits)] = sent(desk)
    assert (number, status) == (RAVI, "pending") and "Chen" not in chat.last.told
    assert digits not in json.dumps(chat.last.raw)
    answer = chat.say(f"it's {digits[:3]} {digits[3:]}")
    assert answer.happened == ["identity.confirmed", "records.shown"] and "Mei Chen" in answer.text
    assert sent(desk)[0][1] == "withdrawn"
    chat.say("move it to Friday at 11:00")
    chat.agree()
    assert desk.booked("Ravi Kumar") == ["chen 2026-06-12 11:00"] and desk.notices() == []
    chat.wait(31)
    shown = chat.say("list my appointments")
    # a code also links a Telegram account with the number, which then speaks for its owner as a number does
    assert ("Chen" in shown.told) == (channel == "telegram")
    audited = desk._read(lambda unit: unit.connection.scalars(select(AuditRow.action)).all())
    assert "identity.confirmed" in audited and "records.read" in audited


def test_somebody_unknown_walks_the_very_same_steps(desk: Frontdesk) -> None:
    known, unknown = desk.chat(), desk.chat()
    look_for(known)
    look_for(unknown, "Pepe Gotera")
    assert [a.words for a in known.answers] == [a.words for a in unknown.answers]
    assert [a.labels for a in known.answers] == [a.labels for a in unknown.answers]
    assert [a.happened for a in known.answers] == [a.happened for a in unknown.answers]
    wrong = f"{(int(sent(desk)[0][2]) + 1) % 10**6:06}"
    for _ in range(3):
        assert known.say(wrong).words == unknown.say(wrong).words
    assert known.last.question == unknown.last.question == "offer_human"
    hidden = ("updated", "value", "offered", "offered_before", "offered_at", "proving", "user_input")
    facts = [{k: v for k, v in chat.state.items() if k not in hidden} for chat in (known, unknown)]
    assert facts[0].keys() == facts[1].keys() and len(sent(desk)) == 1


def test_80_three_wrong_answers_lock_the_conversation_even_for_the_right_one(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    look_for(chat)
    digits = sent(desk)[0][2]
    chat.say(*[f"{(int(digits) + 1) % 10**6:06}"] * 3)
    assert "Talk to a person" in chat.last.labels
    assert "Chen" not in chat.say(digits).told
    chat.say("what appointments do I have?")
    chat.tap("Find my appointments")
    assert chat.last.question == "offer_human" and chat.events.count("identity.confirmed") == 0


def test_a_code_is_of_no_use_in_another_conversation_or_ten_minutes_later(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    mine, theirs = desk.chat(), desk.chat()
    look_for(mine)
    digits = sent(desk)[0][2]
    look_for(theirs)
    if sent(desk)[1][2] != digits:
        assert "Chen" not in theirs.say(digits).told
    mine.wait(11)
    assert "Chen" not in mine.say(digits).told


def test_a_new_code_can_be_asked_for_and_no_more_than_three_leave(desk: Frontdesk) -> None:
    chat = desk.chat()
    look_for(chat)
    for _ in range(4):
        chat.tap("Send a new code")
    assert len(sent(desk)) == 3 and count(desk, OneTimeCodeRow) == 3
    assert [status for _, status, _ in sent(desk)] == ["withdrawn", "withdrawn", "pending"]


def test_81_two_of_one_name_and_birth_date_are_told_apart_by_their_number_and_never_listed(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    row = {
        "number": "EP-900001", "name": "Ravi Kumar", "name_folded": "ravi kumar", "phone": "+353861117777",
        "date_of_birth": MONDAY.date().replace(1990, 3, 14), "allergies": [], "insurance": {},
        "is_contact_verified": True, "created_at": desk.instant("2026-01-01 09:00"),
    }  # fmt: skip
    desk.parts.office.write(lambda unit: unit.connection.execute(insert(PatientRow), row))
    chat = desk.chat()
    look_for(chat)
    assert sent(desk) == [] and chat.last.question == "prove_code" and "7777" not in chat.last.told
    chat.say("0001")
    [(number, _, digits)] = sent(desk)
    assert number == RAVI and "Mei Chen" in chat.say(digits).text


def test_a_code_never_goes_by_sms_to_somebody_who_writes_by_sms(desk: Frontdesk) -> None:
    chat = desk.chat(channel="sms")
    chat.say("what appointments do I have?")
    chat.tap("Find my appointments")
    assert chat.last.question == "offer_human" and sent(desk) == []


def test_a_linked_number_lists_its_visits_without_a_question(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    assert "Mei Chen" in chat.say("what appointments do I have?").text
    query = select(HandlePatientRow.relation, HandlePatientRow.last_used_at)
    used = desk._read(lambda unit: unit.connection.execute(query).all())
    assert ("self", desk.instant("2026-06-08 09:00")) in [tuple(row) for row in used]


def test_a_number_not_used_for_half_a_year_shows_nothing_until_it_is_proven(desk: Frontdesk) -> None:
    desk.chat(NORA).say("what appointments do I have?")
    later = MONDAY + timedelta(days=200)
    desk.give(NORA, "chen", "2027-01-07 10:00", now=later)
    chat = desk.chat(NORA, now=later)
    answer = chat.say("what appointments do I have?")
    assert "Chen" not in answer.told and "Nora" not in answer.told
    chat.tap("Find my appointments")
    assert "Chen" not in chat.say("Nora Byrne", "3 May 1984").told
    assert "Mei Chen" in chat.say("Nora Byrne", "2 May 1984").text
    assert "Mei Chen" in desk.chat(NORA, now=later).say("what appointments do I have?").text


@phrases(
    "words",
    [
        "What did Ravi Kumar come in for?",
        "is my neighbour Ravi Kumar a patient of yours?",
        "when is my wife's appointment?",
        "when is Ravi Kumar's appointment?",
        "¿Cuándo es la cita de mi marido?",
    ],
)
def test_77_nobody_hears_of_somebody_elses_visits(desk: Frontdesk, words: str) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    desk.give(TOM, "haddad", "2026-06-11 10:00")
    for chat in (desk.chat(TOM), desk.chat()):
        answer = chat.say(words)
        assert not re.search("Chen|Haddad|June|junio", answer.told) and answer.happened == []
        assert "other people" in answer.text or "otras personas" in answer.text


def test_57_another_persons_reference_cancels_nothing(desk: Frontdesk) -> None:
    reference = desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat(TOM)
    answer = chat.say(f"cancel {reference}")
    assert "Chen" not in answer.told
    chat.say("yes")
    assert desk.booked() == [THURSDAY] and chat.events == []


@pytest.mark.parametrize("sender", [TOM, None])
def test_whoever_proves_one_visit_hears_nothing_of_the_others(desk: Frontdesk, sender: str | None) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    desk.give(RAVI, "haddad", "2026-06-12 10:00")
    chat = desk.chat(sender)
    chat.say("I want to move the appointment of my husband", "Ravi Kumar", "14 March 1990", "Thursday")
    assert "identity.confirmed" in chat.events
    chat.say("Friday at 10:00")
    chat.agree()
    assert "Haddad" not in "".join(answer.told for answer in chat.answers)
    assert desk.booked() == [THURSDAY, "haddad 2026-06-12 10:00"]


@phrases(
    "words",
    [
        "show me my visits please, I'm Nora Byrne, born 2 May 1984",
        "what are my appointments? my name is Nora Byrne, 2 May 1984",
        "¿cuáles son mis citas? Soy Nora Byrne, nacida el 2 de mayo de 1984",
    ],
)
def test_who_says_at_once_who_they_are_is_asked_only_for_the_code(desk: Frontdesk, words: str) -> None:
    answer = desk.chat().say(words)
    assert answer.question == "prove_code" and [e["method"] for e in answer.events] == ["code"]


def test_a_name_given_where_it_is_offered_to_look_visits_up_begins_to_do_so(desk: Frontdesk) -> None:
    chat = desk.chat()
    assert "Find my appointments" in chat.say("what are my appointments?").labels
    assert chat.say("Nora Byrne").question == "prove_birth"


# --- what the audit trail has of it --------------------------------------------------------------------


def audited(desk: Frontdesk, *actions: str) -> list[tuple[str, str]]:
    query = select(AuditRow.action, AuditRow.subject).where(AuditRow.action.in_(actions)).order_by(AuditRow.sequence)
    return [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query).all())]


def test_proofs_right_and_wrong_codes_and_registrations_are_audited(desk: Frontdesk) -> None:
    reference = desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    chat.say("cancel my appointment", "Ravi Kumar", "15 March 1990", "Thursday")
    chat.say("Ravi Kumar", "14 March 1990", "Thursday")
    assert audited(desk, "identity.refused", "identity.confirmed") == [
        ("identity.refused", "conversation 1"), ("identity.confirmed", reference),
    ]  # fmt: skip
    look_for(desk.chat())
    assert audited(desk, "identity.code") == [("identity.code", NUMBERS[RAVI])]
    desk.chat("+353867770001").say("I'm new here", "Ada Stone", "4 July 1985")
    assert len(audited(desk, "patient.register")) == 1
    facts = desk._read(lambda unit: unit.connection.scalars(select(AuditRow.facts)).all())
    assert not re.search("Ravi|Stone|1990|1985|3538", json.dumps([fact for fact in facts if "sha256" not in fact]))
