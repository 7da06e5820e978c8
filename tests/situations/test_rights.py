"""What whoever only knows somebody's facts can do, see and settle for them: next to nothing."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import (
    AppointmentRow,
    AuditRow,
    ConsentRow,
    DependantRow,
    DocumentRow,
    OutboxRow,
    PatientRow,
    RefusedClaimRow,
    TaskRow,
)
from tests.services import files
from tests.situations.desk import MONDAY, NORA, RAVI, TOM, Chat, Frontdesk, phrases

NORAS_FACTS = ("Nora Byrne", "2 May 1984")
STRANGERS = "+353867770009"


def rows(desk: Frontdesk, query: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query).all())]


def consents(desk: Frontdesk) -> list[tuple[Any, ...]]:
    return rows(desk, select(ConsentRow.is_given, ConsentRow.channel, ConsentRow.address).order_by(ConsentRow.id))


def codes(desk: Frontdesk) -> list[tuple[str, str]]:
    """The codes that were sent: the number, and the digits."""
    found = rows(desk, select(OutboxRow.address, OutboxRow.payload).where(OutboxRow.kind == "code"))
    return [(address, re.findall(r"\b\d{6}\b", json.loads(payload)["text"])[0]) for address, payload in found]


def verified(desk: Frontdesk) -> dict[str, bool]:
    """Whether a channel vouched for each visit's contact, by patient."""
    query = select(PatientRow.name, AppointmentRow.is_contact_verified).join(
        PatientRow, PatientRow.id == AppointmentRow.patient_id
    )
    return dict(rows(desk, query.where(AppointmentRow.status == "booked")))


def book_as_nora(desk: Frontdesk, words: str = "Dr Haddad on Friday at 11:00") -> Chat:
    chat = desk.chat()
    chat.say(words, *NORAS_FACTS, NORA)
    chat.agree()
    return chat


# --- reminders ------------------------------------------------------------------------------------


def test_whoever_cancels_by_proof_and_books_again_hears_no_number_and_settles_no_reminders(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    chat.say("cancel my appointment", *NORAS_FACTS, "Thursday", "yes")
    assert chat.last.question == "after_cancel"
    chat.say("yes", "Friday at 11:00")
    chat.agree()
    assert desk.booked("Nora Byrne") == ["chen 2026-06-12 11:00"]
    chat.say("By SMS", "remind me by SMS")
    assert NORA[-4:] not in "".join(answer.told for answer in chat.answers) and consents(desk) == []


def test_whoever_only_types_a_patients_facts_is_not_asked_about_their_reminders_and_the_patient_still_is(
    desk: Frontdesk,
) -> None:
    stranger = book_as_nora(desk)
    assert desk.booked("Nora Byrne") and stranger.last.question != "reminders" and "SMS" not in stranger.last.told
    stranger.say("No")
    assert consents(desk) == []
    own = desk.chat(NORA)
    own.say("Dr Chen on Thursday at 10:00")
    assert own.agree().question == "reminders"
    own.say("yes")
    assert consents(desk) == [(True, "whatsapp", NORA)]


def test_whoever_is_new_settles_their_own_reminders_until_the_number_is_its_owners(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", "Jo Lee, 3 April 1980", STRANGERS)
    answer = chat.agree()
    assert answer.question == "reminders"
    desk.chat(STRANGERS).say("I'm new here", "Jo Lee", "3 April 1980")
    chat.say("thanks")
    late = chat.send("[late]", {"action": answer.raw["replies"][-1]["choices"][0]["value"]})
    assert consents(desk) == [] and "Find" in "".join(late.labels)


@phrases("words", ["no reminders please", "no quiero recordatorios"])
def test_reminders_agreed_to_in_a_conversation_end_there_whoever_is_known_by_then(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", "Jo Lee, 3 April 1980", STRANGERS)
    chat.agree()
    chat.tap("By SMS")
    assert consents(desk) == [(True, "sms", STRANGERS)]
    own = desk.chat(STRANGERS, now=MONDAY + timedelta(minutes=1))
    own.say("Dr Haddad on Friday at 11:00", "Jo Lee", "3 April 1980")
    own.agree()
    chat.wait(2).say("remind me by SMS")
    assert len(consents(desk)) == 1 and "Find" in chat.last.told
    chat.say(words)
    assert [given for given, _, _ in consents(desk)] == [True, False]


def test_what_a_patient_decided_since_is_not_undone_where_somebody_else_agreed_before(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", "Jo Lee, 3 April 1980", STRANGERS)
    chat.agree()
    chat.tap("By SMS")
    own = desk.chat(STRANGERS, now=MONDAY + timedelta(minutes=1))
    own.say("I'm new here", "Jo Lee", "3 April 1980", "please send me reminders here")
    assert consents(desk)[-1] == (True, "whatsapp", STRANGERS)
    chat.wait(2).say("no reminders please")
    assert consents(desk)[-1] == (True, "whatsapp", STRANGERS)


CHILD = ("Tim Brand", "3 February 2018", "Eve Brand", STRANGERS)


def test_a_new_guardian_settles_the_reminders_of_the_child_booked_for(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00 for my son", *CHILD)
    assert chat.agree().question == "reminders"
    chat.tap("By SMS")
    assert consents(desk) == [(True, "sms", STRANGERS)]
    mother = desk.chat(STRANGERS, now=MONDAY + timedelta(minutes=1))
    mother.say("Dr Chen on Friday at 11:00 for my son", *CHILD[:3])
    mother.agree()
    chat.wait(2).say("no reminders please")
    assert [given for given, _, _ in consents(desk)] == [True, False]


def test_a_new_guardian_asks_for_reminders_in_words(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00 for my son", *CHILD)
    chat.agree()
    chat.say("thanks", "remind me by SMS")
    # hers and the child's
    assert consents(desk) == [(True, "sms", STRANGERS)] * 2


def test_whoever_names_a_patient_as_a_guardian_settles_no_reminders(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00 for my son", *CHILD[:2], "Nora Byrne", NORA)
    chat.agree()
    chat.say("By SMS", "remind me by SMS", "no reminders please")
    assert desk.booked("Tim Brand") and consents(desk) == []


def test_what_is_tapped_names_no_patient(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00")
    assert chat.agree().question == "reminders"
    payloads = [payload for (payload,) in rows(desk, select(OutboxRow.payload))]
    assert payloads and not any("EP-0000" in payload for payload in payloads)


# --- a visit that changes hands --------------------------------------------------------------------


def test_a_visit_that_changes_hands_stays_one_that_nobody_vouches_for(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", "Bob Stone, 2 January 1980", STRANGERS)
    chat.agree()
    chat.say("no, it is for my wife", "Ann Stone", "3 February 1981")
    assert verified(desk) == {"Ann Stone": False}
    chat.say("book Dr Haddad on Friday at 11:00 for my wife", "Ann Stone", "3 February 1981")
    chat.agree()
    assert desk.booked("Ann Stone") == ["chen 2026-06-11 10:00"]


# --- whether somebody is a patient ------------------------------------------------------------------


def test_a_namesake_whom_somebody_registers_tells_nobody_who_is_a_patient(desk: Frontdesk) -> None:
    desk.chat(STRANGERS).say("I'm new here", *NORAS_FACTS)
    known, unknown = desk.chat(), desk.chat()
    known.say("show my appointments, I am Nora Byrne, born 2 May 1984")
    unknown.say("show my appointments, I am Pepe Gotera, born 2 May 1984")
    assert codes(desk) == []
    for words in (NORA[-4:], "9999", "123456"):
        assert known.say(words).words == unknown.say(words).words
    assert [a.words for a in known.answers] == [a.words for a in unknown.answers]
    assert [a.labels for a in known.answers] == [a.labels for a in unknown.answers]
    assert [a.question for a in known.answers] == [a.question for a in unknown.answers]
    assert [number for number, _ in codes(desk)] == [NORA]


@phrases("words", [NORA[-4:], f"it ends in {NORA[-4:]}", f"termina en {NORA[-4:]}", NORA])
def test_of_two_namesakes_the_one_whose_number_is_named_gets_the_code(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    desk.chat(STRANGERS).say("I'm new here", *NORAS_FACTS)
    chat = desk.chat()
    chat.say("show my appointments, I am Nora Byrne, born 2 May 1984", words)
    [(number, digits)] = codes(desk)
    assert number == NORA and "Mei Chen" in chat.say(digits).text


def test_whoever_joins_the_waiting_list_by_facts_alone_is_not_told_that_the_patient_waits(desk: Frontdesk) -> None:
    desk.chat(NORA).say("put me on the waiting list for Dr Chen")
    stranger = desk.chat()
    stranger.say("put me on the waiting list for Dr Haddad", *NORAS_FACTS, NORA)
    assert desk.waiting() == [("Nora Byrne", "active")]
    assert "one already" not in stranger.last.text and "+353 1" in stranger.last.text


def test_whoever_books_by_facts_alone_takes_nobody_off_the_waiting_list(desk: Frontdesk) -> None:
    own = desk.chat(NORA)
    own.say("put me on the waiting list for Dr Chen, Thursday the 11th", "no thanks")
    stranger = book_as_nora(desk, "Dr Chen on Thursday at 11:00")
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 11:00"] and desk.waiting() == [("Nora Byrne", "active")]
    stranger.say("take it back")
    assert desk.booked("Nora Byrne") == [] and desk.waiting() == [("Nora Byrne", "active")]
    assert all("waiting list" not in answer.told for answer in stranger.answers)


def test_whom_nobody_vouches_for_waits_for_nothing_that_they_could_not_book(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Haddad on Friday at 11:00", "Jo Lee, 3 April 1980", STRANGERS)
    chat.agree()
    assert len(desk.booked("Jo Lee")) == 1
    answer = chat.say("put me on the waiting list for Dr Chen")
    assert desk.waiting() == [] and "+353 1" in answer.text and answer.question is None
    # their one visit may still become an earlier one
    chat.say("put me on the waiting list for Dr Haddad, Thursday the 11th")
    assert desk.waiting() == [("Jo Lee", "active")]


# --- guessing ---------------------------------------------------------------------------------------


def guess(desk: Frontdesk, name: str, day: str, now: Any = MONDAY) -> Chat:
    chat = desk.chat(now=now)
    chat.say("cancel my appointment", name, "14 March 1990", day)
    return chat


def test_the_day_of_a_visit_cannot_be_guessed_in_ever_new_conversations(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    for day in ("June 15", "June 16", "June 17", "June 18", "June 19"):
        for name in ("Ravi Kumar", "Pepe Gotera"):
            assert "can't find" in guess(desk, name, day).last.text
    known, unknown = guess(desk, "Ravi Kumar", "Thursday"), guess(desk, "Pepe Gotera", "Thursday")
    assert known.last.question == "offer_human" and known.events.count("identity.confirmed") == 0
    assert [a.words for a in known.answers] == [a.words for a in unknown.answers]
    kept = rows(desk, select(RefusedClaimRow.digest))
    assert len(kept) == 10 and len(set(kept)) == 2 and all(re.fullmatch("[0-9a-f]{64}", digest) for (digest,) in kept)
    tomorrow = guess(desk, "Ravi Kumar", "Thursday", MONDAY + timedelta(hours=25))
    assert "identity.confirmed" in tomorrow.events


def test_who_has_the_reference_is_not_locked_out_by_those_who_guess(desk: Frontdesk) -> None:
    reference = desk.give(RAVI, "chen", "2026-06-11 10:00")
    for day in ("June 15", "June 16", "June 17", "June 18", "June 19"):
        guess(desk, "Ravi Kumar", day)
    assert guess(desk, "Ravi Kumar", "Thursday").last.question == "offer_human"
    assert "identity.confirmed" in guess(desk, "Ravi Kumar", reference).events


def test_what_was_guessed_long_ago_is_forgotten(desk: Frontdesk) -> None:
    guess(desk, "Ravi Kumar", "June 15")
    guess(desk, "Pepe Gotera", "June 15", MONDAY + timedelta(hours=25))
    assert desk._read(lambda unit: unit.connection.scalar(select(func.count()).select_from(RefusedClaimRow))) == 1


@pytest.mark.parametrize(("hours", "opens"), [(23, False), (25, True)])
def test_three_wrong_answers_lock_a_number_for_a_day_and_not_for_ever(desk: Frontdesk, hours: int, opens: bool) -> None:
    desk.chat(NORA).say("what appointments do I have?")
    later = MONDAY + timedelta(days=200)
    desk.give(NORA, "chen", "2027-01-07 10:00", now=later)
    chat = desk.chat(NORA, now=later)
    chat.say("what appointments do I have?")
    chat.tap("Find my appointments")
    for day in ("3 May 1984", "4 May 1984", "5 May 1984"):
        chat.say("Nora Byrne", day)
    assert chat.last.question == "offer_human"
    chat.wait(hours * 60).say("what appointments do I have?")
    chat.tap("Find my appointments")
    chat.say(*NORAS_FACTS)
    assert ("Mei Chen" in chat.last.text) == opens


# --- guardians --------------------------------------------------------------------------------------


def test_naming_somebody_on_file_as_a_guardian_makes_nobody_them_and_tells_them_nothing(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00 for my son", "Max Power", "3 February 2018", "Nora Byrne", NORA)
    chat.agree()
    assert desk.booked("Max Power") == ["chen 2026-06-11 10:00"]
    chat.say("book Dr Haddad on Friday at 11:00 for me")
    assert chat.last.question == "name" and desk.booked("Nora Byrne") == []
    assert rows(desk, select(DependantRow.is_vouched)) == [(False,)]
    chat.say("By SMS")
    assert consents(desk) == []
    other = desk.chat()
    other.say("cancel the appointment of Max Power", "Max Power", "3 February 2018", "Thursday", "yes")
    assert desk.booked("Max Power") == [] and desk.notices() == []


def test_two_children_of_a_guardian_in_a_browser_are_booked_with_the_guardian_told_once(desk: Frontdesk) -> None:
    heard = []
    for guardian, phone in (("Eve Brand", STRANGERS), ("Nora Byrne", NORA)):
        chat = desk.chat()
        chat.say("Dr Chen on Thursday at 10:00 for my son", "Tim Brand", "3 February 2018", guardian, phone)
        chat.agree()
        chat.say("book Dr Haddad on Friday at 11:00 for my daughter", "Zoe Brand", "3 March 2019")
        chat.agree()
        assert len(desk.booked("Tim Brand")) == len(desk.booked("Zoe Brand")) == 1
        heard.append([re.sub(r"A-\w{6}|\+353[\d ]+", "", answer.words) for answer in chat.answers])
        desk.clear()
    # whoever is on file as a guardian is told nothing else than whoever is not
    assert heard[0] == heard[1]


def test_a_guardian_first_typed_in_a_browser_is_known_from_her_own_number_with_her_child(desk: Frontdesk) -> None:
    facts = ("Tim Brand", "3 February 2018", "Eve Brand")
    browser = desk.chat()
    browser.say("Dr Chen on Thursday at 10:00 for my son", *facts, STRANGERS)
    browser.agree()
    before = desk.patients()
    own = desk.chat(STRANGERS)
    own.say("Dr Chen on Friday at 11:00 for my son", *facts)
    own.agree()
    assert desk.patients() == before and len(desk.booked("Tim Brand")) == 2
    assert rows(desk, select(PatientRow.is_contact_verified).where(PatientRow.name == "Eve Brand")) == [(True,)]
    again = desk.chat(STRANGERS)
    assert "11 June" in again.say("what appointments do I have?").told
    again.say("Dr Haddad on Monday at 11:00 for Tim")
    again.agree()
    assert len(desk.booked("Tim Brand")) == 3
    unsure = desk.chat()
    unsure.say("show my appointments, I am Tim Brand, born 3 February 2018")
    assert [number for number, _ in codes(desk)] == [STRANGERS]


def test_a_guardians_birth_date_is_not_what_a_stranger_said(desk: Frontdesk) -> None:
    browser = desk.chat()
    browser.say("Dr Chen on Thursday at 10:00 for my son", *CHILD)
    browser.agree()
    stranger = desk.chat()
    stranger.say("Dr Haddad on Friday at 11:00", "Eve Brand, 1 January 1950", STRANGERS)
    stranger.agree()
    own = desk.chat(STRANGERS)
    own.say("Dr Haddad on Monday at 11:00", "Eve Brand, 5 May 1985")
    own.agree()
    own.say("Dr Chen on Friday at 11:00 for my son", *CHILD[:2])
    own.agree()
    assert len(rows(desk, select(PatientRow.id).where(PatientRow.name == "Tim Brand"))) == 1
    born = select(PatientRow.date_of_birth).where(PatientRow.name == "Eve Brand", PatientRow.is_contact_verified)
    assert [str(day) for (day,) in rows(desk, born)] == ["1985-05-05"]
    assert len(desk.booked("Tim Brand")) == 2


# --- files ------------------------------------------------------------------------------------------


def send_file(chat: Chat, directory: Path) -> None:
    path = directory / "letter.jpg"
    path.write_bytes(files.picture())
    chat.send("[a file]", {"attachments": [{"path": str(path), "content_type": "image/jpeg"}]})


def test_files_go_into_no_chart_of_whoever_sends_them_has_not_proven_it_is_theirs(
    desk: Frontdesk, tmp_path: Path
) -> None:
    stranger = desk.chat()
    stranger.say("Dr Haddad on Friday at 11:00", *NORAS_FACTS, NORA)
    send_file(stranger, tmp_path)
    assert rows(desk, select(DocumentRow.patient_id)) == [(None,)]
    [(patient, summary)] = rows(desk, select(TaskRow.patient_id, TaskRow.summary))
    assert patient is None and "Nora Byrne" in summary and "proven" in summary
    own = desk.chat(NORA)
    own.say("Dr Chen on Thursday at 10:00")
    own.agree()
    send_file(own, tmp_path)
    [(patient,)] = rows(desk, select(DocumentRow.patient_id).order_by(DocumentRow.id.desc()).limit(1))
    assert patient is not None


# --- what the audit trail has of it -------------------------------------------------------------------


@phrases(
    ("words", "kind"),
    [
        (("cancel my appointment",), "appointments"),
        (("Dr Chen on Monday at 10:00", "cancel it"), "appointments"),
        (("how early should I come for my appointment?",), "appointments"),
        (("put me on the waiting list for Dr Chen", "am I on the waiting list?"), "waitlist"),
        (("move my appointment",), "appointments"),
    ],
)
def test_whatever_records_are_told_is_in_the_audit_trail(desk: Frontdesk, words: tuple[str, ...], kind: str) -> None:
    desk.give(NORA, "haddad", "2026-06-12 10:00")
    if words == ("cancel my appointment",):
        desk.give(NORA, "chen", "2026-06-11 10:00")
    desk.chat(NORA).say(*words)
    query = select(AuditRow.facts).where(AuditRow.action == "records.read")
    assert [facts["kind"] for (facts,) in rows(desk, query)].count(kind) >= 1


def test_what_nobody_is_told_is_not_in_it(desk: Frontdesk) -> None:
    desk.give(NORA, "haddad", "2026-06-12 10:00")
    desk.chat(TOM).say("cancel my appointment", "what are your opening hours?")
    assert rows(desk, select(AuditRow.id).where(AuditRow.action == "records.read")) == []
