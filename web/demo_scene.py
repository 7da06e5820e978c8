"""The demo's scene as its page gets it: the hospital's facts in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from conversation.phrases.voice import Voice
from hospital import phones
from hospital.demo.view import DoctorsDay, Errand, FreeTime, Leaving, Scene, Visit, Visitor
from hospital.directory import GENDERS, Doctor, Hospital
from web.words import DEMO_WORDS
from web.words.demo_page import DemoPage

FIRST_MINUTE, LAST_MINUTE = 8 * 60, 18 * 60
ADDRESSES = 2
NOON = 12


def as_json(scene: Scene, hospital: Hospital, language: str) -> dict[str, Any]:
    """The scene in a language."""
    words, voice = DEMO_WORDS[language], Voice(language)
    visits = [_visit(each, words) for day in scene.days for each in day.visits]
    times = [each["at"] for each in visits] + [_minute(each.starts_at) for day in scene.days for each in day.free]
    ends = [each["at"] + each["minutes"] for each in visits] + [at + 15 for at in times]
    return {
        "now": f"{scene.now:%H:%M}",
        "date": _capital(voice.day(scene.now.date())),
        "day": _capital(words.today if scene.day == scene.now.date() else voice.day(scene.day)),
        "now_minute": _minute(scene.now) if scene.day == scene.now.date() else None,
        "from": min([FIRST_MINUTE, *times]) // 60 * 60,
        "to": -(-max([LAST_MINUTE, *ends]) // 60) * 60,
        "doctors": [_doctors_day(day, words, language) for day in scene.days],
        "other_days": [_visit(each, words, voice.label(each.starts_at)) for each in scene.other_days],
        "around": [_visit(each, words) for each in scene.around],
        "tasks": [_errand(each, scene.now, hospital, words) for each in scene.errands],
        "tasks_more": words.tasks_more.format(count=more) if (more := scene.tasks - len(scene.errands)) else "",
        "leaving": [_leaving(each, words) for each in scene.leaving],
        "stock": words.stock.format(names=", ".join(scene.out_of_stock)) if scene.out_of_stock else "",
        "waiting": words.waiting.format(count=scene.waiting),
        "try": _things(scene, words, language),
    }


def _visit(visit: Visit, words: DemoPage, when: str | None = None) -> dict[str, Any]:
    return {
        "id": visit.id,
        "at": _minute(visit.starts_at),
        "starts": visit.starts_at.isoformat(),
        "minutes": visit.minutes,
        "time": when or f"{visit.starts_at:%H:%M}",
        "doctor": _short(visit.doctor),
        "who": visit.patient,
        "initials": "".join(part[:1] for part in visit.patient.split()[:2]),
        "status": visit.status,
        "word": words.statuses.get(visit.status, visit.status),
        "is_visitors": visit.is_visitors,
    }


def _doctors_day(day: DoctorsDay, words: DemoPage, language: str) -> dict[str, Any]:
    return {
        "code": day.doctor.code,
        "name": day.doctor.name,
        "what": day.doctor.speciality.named(language),
        "visits": [_visit(each, words) for each in day.visits],
        "free": [_free(each) for each in day.free],
    }


def _free(time: FreeTime) -> dict[str, Any]:
    return {"at": _minute(time.starts_at), "minutes": time.minutes, "time": f"{time.starts_at:%H:%M}"}


def _errand(errand: Errand, now: datetime, hospital: Hospital, words: DemoPage) -> dict[str, Any]:
    task = errand.task
    due = words.due if task.due_at >= now else words.overdue
    return {
        "reference": task.reference,
        "queue": words.queues.get(task.queue, task.queue),
        "kind": task.kind,
        "what": words.kinds.get(task.kind, task.kind),
        "summary": task.summary,
        "status": task.status,
        "owner": task.owner,
        "due": due.format(time=f"{hospital.local(task.due_at):%H:%M}"),
        "is_late": task.due_at < now,
        "can_answer": task.conversation_id is not None,
        "lines": [{"from": who, "text": text} for who, text in errand.lines],
    }


def _leaving(message: Leaving, words: DemoPage) -> dict[str, Any]:
    return {
        "id": message.id,
        "channel": words.channels.get(message.channel, message.channel),
        "to": words.to.format(address=_several(message.to, words)),
        "text": message.words,
    }


def _several(addresses: Sequence[str], words: DemoPage) -> str:
    shown = ", ".join(addresses[:ADDRESSES])
    more = len(addresses) - ADDRESSES
    return f"{shown} {words.and_more.format(count=more)}" if more > 0 else shown


# --- things to try --------------------------------------------------------------------------------


def _things(scene: Scene, words: DemoPage, language: str) -> dict[str, Any]:
    """The sentences that are typed into the phones; None where there is no free time to say them about."""
    booking, watched = [*scene.free_doctors, None, None][:2]
    people = scene.visitors
    look = [_sentence(words, words.look, scene, watched, person, language) for person in people[1:3]]
    return {
        "book": _sentence(words, words.book, scene, booking, people[0], language),
        "look": look if watched else None,
        "watched": watched.doctor.code if watched and scene.day_to_try == scene.day else None,
        "wait": _sentence(words, words.wait, scene, booking, people[1], language),
        "time": f"{_comfortable(booking.free).starts_at:%H:%M}" if booking else None,
        "take_back": words.take_back,
        "quiet_until": f"{scene.quiet_until:%H:%M}" if scene.quiet_until else None,
        "pain": words.pain,
        "person": words.person,
        "spanish": _sentence(DEMO_WORDS["es"], words.spanish, scene, booking, people[3], "es"),
    }


def _sentence(
    words: DemoPage, sentence: str, scene: Scene, day: DoctorsDay | None, person: Visitor, language: str
) -> str | None:
    if day is None:
        return None
    called, chosen = _short(day.doctor), _comfortable(day.free)
    voice = Voice(language, genders={called: day.doctor.gender} if day.doctor.gender in GENDERS else {})
    facts = {
        "doctor": called,
        "day": _day(scene.day_to_try, scene.now.date(), words, voice),
        "time": f"{chosen.starts_at:%H:%M}",
        "until": f"{chosen.ends_at:%H:%M}",
        "name": person.name,
        "born": voice.birth(person.born),
        "phone": phones.shown(person.phone),
    }
    return voice.fill(sentence, facts)


def _day(day: date, today: date, words: DemoPage, voice: Voice) -> str:
    return words.today if day == today else words.on_day.format(day=voice.day(day))


def _comfortable(free: Sequence[FreeTime]) -> FreeTime:
    """A free time that is neither the next nor the last, nor one at noon, which could be read as after midnight."""
    clear = [time for time in free if NOON not in (time.starts_at.hour, time.ends_at.hour)] or free
    return clear[len(clear) // 2]


def _short(doctor: Doctor) -> str:
    """A doctor as people say it: title and surname."""
    first, *_, last = doctor.name.split() if " " in doctor.name else (doctor.name, "")
    return f"{first} {last}".strip() if first.lower().startswith("dr") else doctor.name


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
