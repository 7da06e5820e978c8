"""Confirming visits by e-mail, with an invitation for the calendar, to patients who chose to read of them there.

Day, doctor and place; never the speciality, the reason or anything else that tells of an illness.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from conversation.messages import CalendarEntry, Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital import confirmations, inbox, outbox, threads
from hospital.confirmations import Confirmation
from hospital.directory import Hospital
from hospital.mailboxes import CHANNEL
from hospital.office import Unit

KIND = "confirmation"


def confirm(unit: Unit, hospital: Hospital, references: Sequence[str], *, is_news: bool = True) -> None:
    """Write to the patients of these visits, in the transaction that booked, moved or cancelled them.

    Where it `is_news` that they stand, what was booked and since changed is told as moved.
    """
    if not references:
        return
    for each in confirmations.of(unit, hospital, list(dict.fromkeys(references))):
        key = inbox.key(f"mail-{each.visit.reference}-{each.sequence}")
        if each.visit.starts_at <= unit.now or outbox.is_told(unit, key):
            continue
        language = each.language if each.language in hospital.languages else hospital.languages[0]
        reply = _words(unit, hospital, each, language, is_moved=is_news and each.sequence > 0)
        message = outbox.Outgoing(
            key,
            threads.find_or_open(unit, CHANNEL, each.address),
            CHANNEL,
            each.address,
            KIND,
            json.dumps({**reply.as_json(), "language": language}, ensure_ascii=False),
            use_until=each.visit.starts_at,
            patient_id=each.visit.patient_id,
        )
        outbox.put(unit, [message], handed_over=False)


def _words(unit: Unit, hospital: Hospital, told: Confirmation, language: str, *, is_moved: bool) -> Reply:
    voice = Voice.of(hospital, language, hospital.local(unit.now).date())
    visit, is_cancelled = told.visit, told.visit.status == "cancelled"
    site, room = visit.location, visit.doctor.room
    place = [(Say.PLACE, {"place": site.name})] if site is not None else []
    place += [(Say.ROOM, {"room": room})] if room else []
    facts = {
        "patient": visit.patient,
        "doctor": visit.doctor.name,
        "at": hospital.local(visit.starts_at),
        "reference": visit.reference,
    }
    where = {"place": voice.say_all(place, before=" ") if place else ""}
    house = {"hospital": hospital.name}
    subject = voice.say(Say.MAIL_SUBJECT_VISIT, house)
    if is_cancelled:
        words, title = voice.say(Say.MAIL_CANCELLED, facts), voice.say(Say.MAIL_SUBJECT_CANCELLED, house)
    elif is_moved:
        words, title = voice.say(Say.MAIL_MOVED, {**facts, **where}), voice.say(Say.MAIL_SUBJECT_MOVED, house)
    else:
        words, title = voice.say(Say.MAIL_VISIT, {**facts, **where}), subject
    entry = CalendarEntry(
        uid=told.uid,
        sequence=told.sequence,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        summary=subject,
        place=", ".join(filter(None, (site.name, site.address))) if site is not None else "",
        is_cancelled=is_cancelled,
    )
    return Reply(words, subject=title, visit=entry)
