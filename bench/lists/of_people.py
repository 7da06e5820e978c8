"""Who is who, who writes, what was said, and whom they see when."""

from __future__ import annotations

from datetime import timedelta

from bench.lists.looks import Ask, Look
from bench.town.house import NOW
from hospital import (
    accounts,
    appointments,
    claims,
    confirmations,
    consent,
    documents,
    encounters,
    handles,
    inbox,
    mailboxes,
    named_helpers,
    outbox,
    people,
    registering,
    relations,
    slots,
    task_steps,
    tasks,
    threads,
    waitlist_entries,
    waitlist_line,
)
from hospital.consent import REMINDERS

TODAY = NOW.date()
ADULT = 16
_FIVE, DAYS = 5, 20


def _first_name(ask: Ask) -> str:
    return ask.subject.name.split()[0].lower()


def _search(ask: Ask, *, whole: bool) -> slots.Search:
    mine = ask.place.hospital.doctors_by_id[ask.subject.doctor_id]
    same = (each for each in ask.place.hospital.doctors.values() if each.speciality == mine.speciality)
    return slots.Search(tuple(same) if whole else (mine,), NOW, NOW + timedelta(days=DAYS))


def _slot(ask: Ask) -> slots.Slot:
    free = ask.place.free_slots
    found = slots.get(ask.unit, ask.place.hospital, free[ask.subject.id % len(free)])
    assert found is not None
    return found


def _duplicates(ask: Ask) -> object:
    return registering.likely_duplicates(ask.unit, people.of_ids(ask.unit, [ask.subject.id])[0])


def _still_open(ask: Ask) -> object:
    return outbox.still_open(ask.unit, ask.subject.channel, ask.subject.address, [1, 2, 3])


def _wednesday(ask: Ask) -> object:
    search = _search(ask, whole=True)
    return slots.nearest(ask.unit, ask.place.hospital, search, NOW + timedelta(days=2))


PEOPLE = (
    Look("people: by number", "", lambda a: people.by_number(a.unit, a.subject.number)),
    Look("people: by name", "", lambda a: people.matching(a.unit, a.subject.name, None)),
    Look("people: by name and birth date", "", lambda a: people.matching(a.unit, a.subject.name, a.subject.born)),
    Look("people: by name and phone", "", lambda a: people.matching(a.unit, a.subject.name, None, a.subject.phone)),
    Look("people: by phone", "", lambda a: people.of_phone(a.unit, a.subject.phone)),
    Look("people: reached by a phone", "", lambda a: people.reached_by(a.unit, a.subject.phone)),
    Look("people: by birth date and first name", "", lambda a: people.born_on(a.unit, a.subject.born, _first_name(a))),
    Look("people: who may be the same", "", _duplicates),
    Look("people: behind a number", "", lambda a: people.behind(a.unit, "whatsapp", a.subject.phone, TODAY, ADULT)),
    Look("people: numbers of a patient", "", lambda a: people.contacts(a.unit, a.subject.id, TODAY, ADULT)),
    Look("people: guardians", "", lambda a: people.guardians(a.unit, a.subject.id)),
    Look("people: helpers", "", lambda a: named_helpers.of(a.unit, [a.subject.id])),
    Look("people: e-mail of a patient", "", lambda a: mailboxes.on_file(a.unit, a.subject.id)),
    Look("people: whether an e-mail is on file", "", lambda a: mailboxes.is_on_file(a.unit, a.subject.mail)),
    Look("people: an account's number", "", lambda a: accounts.phone_of(a.unit, "telegram", f"tg-{a.subject.id}")),
    Look("people: whether a number wants none", "", lambda a: handles.is_opted_out(a.unit, "sms", a.subject.phone)),
    Look("people: claims refused of late", "", lambda a: claims.is_exhausted(a.unit, a.subject.name, a.subject.born)),
    Look("consent: the last decision", "", lambda a: consent.latest(a.unit, a.subject.id, REMINDERS)),
    Look(
        "consent: where a number may be written to",
        "",
        lambda a: consent.agreed_address(a.unit, "sms", a.subject.phone),
    ),
    Look(
        "consent: where an e-mail may be written to",
        "",
        lambda a: consent.agreed_address(a.unit, "mail", a.subject.mail),
    ),
    Look(
        "rights: whether a doctor treats a patient",
        "",
        lambda a: relations.treats(a.unit, a.subject.id, doctor_id=a.subject.doctor_id),
    ),
    Look(
        "rights: whether a nurse treats a patient",
        "",
        lambda a: relations.treats(a.unit, a.subject.id, staff_id=a.place.staff["nurse"].staff_id),
    ),
)
TALK = (
    Look("talk: a conversation on both sides", "", lambda a: outbox.dialogue(a.unit, a.subject.conversation_id)),
    Look("talk: what was written unasked", "", lambda a: outbox.unprompted(a.unit, a.subject.conversation_id)),
    Look(
        "talk: unasked lately",
        "",
        lambda a: outbox.unasked_lately(a.unit, a.subject.channel, a.subject.address, timedelta(days=1)),
    ),
    Look("talk: answered last", "", lambda a: inbox.answered_last(a.unit, a.subject.conversation_id, 10)),
    Look(
        "talk: answered since",
        "",
        lambda a: inbox.answered_since(a.unit, a.subject.conversation_id, NOW - timedelta(days=1)),
    ),
    Look("talk: questions still open", "", _still_open),
    Look("talk: taking back what waits", "system", lambda a: outbox.withdraw_all(a.unit, a.subject.conversation_id)),
    Look("talk: the last hand-over", "", lambda a: task_steps.latest_hand_over(a.unit, a.subject.conversation_id)),
    Look(
        "talk: elsewhere",
        "",
        lambda a: threads.elsewhere(a.unit, a.subject.conversation_id, "voice", [a.subject.phone]),
    ),
    Look(
        "talk: the latest calls",
        "",
        lambda a: threads.latest_calls(a.unit, "CA", NOW - timedelta(days=1), apart_from=1),
    ),
    Look("talk: files sent", "", lambda a: documents.sent(a.unit, a.subject.conversation_id)),
    Look("talk: a conversation's open task", "", lambda a: tasks.open_of(a.unit, a.subject.conversation_id, "handoff")),
)
VISITS = (
    Look("visits: to come", "", lambda a: appointments.upcoming(a.unit, a.place.hospital, [a.subject.id])),
    Look("visits: past", "", lambda a: appointments.past(a.unit, a.place.hospital, [a.subject.id])),
    Look(
        "visits: by reference",
        "",
        lambda a: appointments.by_references(a.unit, a.place.hospital, [a.subject.kept["visit"]]),
    ),
    Look(
        "visits: to confirm by mail",
        "",
        lambda a: confirmations.of(a.unit, a.place.hospital, [a.subject.kept["visit"]]),
    ),
    Look("encounters: of a patient", "", lambda a: encounters.of_patient(a.unit, a.subject.id)),
    Look("encounters: of a visit", "", lambda a: encounters.of_appointment(a.unit, a.subject.ids["visit"])),
    Look("times: next of a doctor", "", lambda a: slots.find(a.unit, a.place.hospital, _search(a, whole=False), _FIVE)),
    Look(
        "times: next of a speciality", "", lambda a: slots.find(a.unit, a.place.hospital, _search(a, whole=True), _FIVE)
    ),
    Look("times: nearest to a moment", "", _wednesday),
    Look(
        "waiting list: of a patient",
        "",
        lambda a: waitlist_entries.waiting(a.unit, a.place.hospital, [a.subject.id], a.subject.conversation_id),
    ),
    Look("waiting list: in line for a time", "", lambda a: waitlist_line.in_line(a.unit, a.place.hospital, _slot(a))),
)
