"""What the hospital file says: topics in its own words first, then its facts. Nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conversation.extractors.moods import Mood
from conversation.extractors.questions import Ask
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.costs import duration, insurers, preparation, services
from conversation.skills.opening import hours
from conversation.skills.whereabouts import arrival, places, room
from conversation.turn import Desk
from hospital import documents, uploads
from hospital.directory import Doctor

Answer = Callable[[Desk, Pen], bool]
"""Tells what is known; False where nothing is."""


def information(desk: Desk, pen: Pen) -> None:
    """Answer everything that the message asks about the hospital, or say who knows."""
    asked = desk.inquiry
    topic = _topic(desk, pen)
    is_day_asked = asked.asks_for(Ask.HOURS) and bool(asked.holiday or desk.understanding.whens)
    if topic and not (is_day_asked and hours(desk, pen)):
        pen.tell(Say.QUOTE, words=topic)
        return
    if topic:
        return
    told = [_ANSWERS[ask](desk, pen) for ask in asked.asks if ask in _ANSWERS]
    if not any(told):
        unknown(desk, pen)


def hours_again(desk: Desk, pen: Pen) -> None:
    """The hours of what is asked right after hours were: "what about tomorrow?"."""
    if not hours(desk, pen):
        unknown(desk, pen)


def unknown(desk: Desk, pen: Pen) -> None:
    """That the desk does not know, and who does."""
    if desk.hospital.phone:
        pen.tell(Say.NOT_KNOWN, phone=desk.hospital.phone)
    else:
        pen.tell(Say.NOT_KNOWN_NO_PHONE)


def unanswered(desk: Desk, pen: Pen) -> None:
    """A question after something that is no subject of the desk's."""
    if desk.hospital.phone:
        pen.tell(Say.CANNOT_ANSWER, phone=desk.hospital.phone)
    else:
        pen.tell(Say.STAYS_IN_ROLE)


def _topic(desk: Desk, pen: Pen) -> str | None:
    topic = desk.hospital.topics.get(desk.understanding.topic or "")
    return topic.answer.get(pen.language) or next(iter(topic.answer.values()), None) if topic else None


def _phone(desk: Desk, pen: Pen) -> bool:
    if desk.hospital.phone:
        pen.tell(Say.OUR_PHONE, phone=desk.hospital.phone)
    return bool(desk.hospital.phone)


def _emergency_number(desk: Desk, pen: Pen) -> bool:
    pen.tell(Say.EMERGENCY_CALL, number=desk.hospital.emergency_number)
    return True


def _privacy(desk: Desk, pen: Pen) -> bool:
    if desk.hospital.privacy_url:
        pen.tell(Say.PRIVACY, url=desk.hospital.privacy_url)
    return bool(desk.hospital.privacy_url)


def _bring(desk: Desk, pen: Pen) -> bool:
    """Only a topic or a service's preparation says what to bring."""
    return preparation(desk, pen) if desk.inquiry.services else False


def _files(desk: Desk, pen: Pen) -> bool:
    """Whether what was sent here has arrived. Who has looked at it is not known."""
    kept = [document.reference for document in documents.sent(desk.unit, desk.conversation_id)]
    if kept:
        pen.tell(Say.FILES_ARRIVED, references=kept, count=len(kept))
    else:
        pen.tell(Say.NO_FILE_ARRIVED)
    return True


def _sending(desk: Desk, pen: Pen) -> bool:
    """That files are sent right here, of which kinds; what came along says so already."""
    if not desk.message.attachments:
        pen.tell(Say.SEND_HERE, limit=uploads.LIMIT_MB)
    return True


def languages(desk: Desk, pen: Pen) -> bool:
    """What the doctors asked about speak, or who speaks a language."""
    asked, hospital = desk.inquiry, desk.hospital
    tongues = pen.voice.grammar.tongues
    named = _named_doctors(desk) or _spoken_of(desk, pen)
    if named:
        for doctor in named:
            spoken = [tongues.get(code, code) for code in doctor.languages]
            if spoken:
                pen.tell(Say.SPEAKS, doctor=doctor.name, languages=spoken)
            else:
                pen.tell(Say.SPEAKS_UNKNOWN, doctor=doctor.name)
        return True
    fields = {mention.code for mention in desk.understanding.specialities if not mention.rejected}
    doctors = [d for d in hospital.doctors.values() if d.is_active and (not fields or d.speciality.code in fields)]
    if asked.tongue is not None:
        speakers = [doctor for doctor in doctors if asked.tongue in doctor.languages]
        language = tongues.get(asked.tongue, asked.tongue)
        if speakers:
            lines = pen.voice.lines([f"{d.name}, {d.speciality.named(pen.language)}" for d in speakers[:_SHOWN]])
            pen.tell(Say.WHO_SPEAKS, language=language, doctors=lines)
        else:
            pen.tell(Say.NOBODY_SPEAKS, language=language)
        return True
    here = [tongues.get(code, code) for code in hospital.languages]
    spoken = list(dict.fromkeys(tongues.get(code, code) for doctor in doctors for code in doctor.languages))
    pen.tell(Say.LANGUAGES, languages=here)
    if spoken:
        pen.tell(Say.DOCTORS_SPEAK, languages=spoken)
    return True


_SHOWN = 12


def _named_doctors(desk: Desk) -> list[Doctor]:
    codes = [code for mention in desk.understanding.doctors if not mention.rejected for code in mention.codes]
    return [desk.hospital.doctor(code) for code in dict.fromkeys(codes)]


def _spoken_of(desk: Desk, pen: Pen) -> list[Doctor]:
    """The doctor talked about, where one is meant without a name: "does she speak French?"."""
    state = pen.state
    last = state.selected_doctor or (state.last_act.doctor if state.last_act else None)
    is_meant = last is not None and last in desk.hospital.doctors and desk.inquiry.is_one
    return [desk.hospital.doctor(last)] if last is not None and is_meant else []


def genders(desk: Desk, pen: Pen) -> bool:
    """Whether the doctors asked about are women or men, as the file has it."""
    fields = [mention.code for mention in desk.understanding.specialities if not mention.rejected]
    of_fields = [doctor for code in fields for doctor in desk.hospital.doctors_of(code)][:_SHOWN]
    named = _named_doctors(desk) or of_fields or _spoken_of(desk, pen)
    for doctor in named:
        known = {"female": Say.IS_WOMAN, "male": Say.IS_MAN}
        pen.tell(known.get(doctor.gender or "", Say.GENDER_UNKNOWN), doctor=doctor.name)
    return bool(named)


_ANSWERS: Mapping[Ask, Answer] = {
    Ask.HOURS: hours,
    Ask.PLACE: places,
    Ask.ROOM: room,
    Ask.ARRIVE: arrival,
    Ask.PHONE: _phone,
    Ask.EMERGENCY_NUMBER: _emergency_number,
    Ask.PRIVACY: _privacy,
    Ask.BRING: _bring,
    Ask.PREPARE: preparation,
    Ask.LANGUAGES: languages,
    Ask.INSURERS: insurers,
    Ask.SERVICES: services,
    Ask.GENDER: genders,
    Ask.DURATION: duration,
    Ask.FILE: _files,
    Ask.SEND: _sending,
}


def policy(desk: Desk, pen: Pen) -> None:
    """What cancelling costs, or what to do when one is late. Asking is not cancelling."""
    if Mood.LATE in desk.moods and Mood.SUPPOSES in desk.moods and desk.hospital.phone:
        pen.tell(Say.IF_LATE, phone=desk.hospital.phone)
        return
    pen.keep(terms_told=pen.state.question == "confirm_cancel")
    rules = desk.hospital.booking
    if rules.cancellation_fee:
        pen.tell(Say.POLICY_FEE, hours=rules.cancellation_notice_hours, fee=rules.cancellation_fee)
    else:
        pen.tell(Say.POLICY_FREE, hours=rules.cancellation_notice_hours)
