"""Who works here and what they are called: answered from the directory. Asking books nothing."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.entities import Wish
from conversation.extractors.moods import Mood
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.turn import Desk
from hospital.directory import Doctor

SHOWN = 8


def directory(desk: Desk, pen: Pen) -> None:
    """The doctors or specialities asked about."""
    said = desk.understanding
    lacking = [mention for mention in said.lacking if not mention.rejected]
    unknown = [mention for mention in said.doctors if not mention.codes]
    for span in (*(each.span for each in lacking[-1:]), *(each.span for each in unknown[-1:])):
        pen.tell(Say.NO_SUCH_SPECIALITY, said=span.words)
    doctors = _narrowed(desk, pen, _asked_about(desk, pen))
    if doctors and len(doctors) <= SHOWN and Mood.ASKS_FIELDS not in desk.moods and not (lacking or unknown):
        _tell(pen, doctors)
        return
    fields = dict.fromkeys(doctor.speciality.named(pen.language) for doctor in doctors or _everybody(desk))
    pen.tell(Say.OUR_SPECIALITIES, specialities=pen.voice.all_of(list(fields)))


def introduce(desk: Desk, pen: Pen) -> None:
    """Who this is."""
    words, facts = greeting(desk, pen)
    pen.tell(words, **facts)


def greeting(desk: Desk, pen: Pen) -> tuple[Say, dict[str, str]]:
    """The words that say who this is, with a speciality of the hospital's for an example, rather not a general one."""
    fields = [doctor.speciality for doctor in desk.hospital.doctors.values() if doctor.is_active]
    example = min(fields, key=lambda field: field.is_default, default=None)
    if example is None:
        return Say.GREETING_PLAIN, {"hospital": desk.hospital.name}
    return Say.GREETING, {"hospital": desk.hospital.name, "speciality": example.named(pen.language)}


def invite(desk: Desk, pen: Pen) -> None:
    """After an answer that asked for no booking: a booking is a tap away."""
    book = pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book")
    pen.ask("nothing_yet", Say.NOTHING, (book,))


def _tell(pen: Pen, doctors: Sequence[Doctor]) -> None:
    lines = [f"{doctor.name}, {doctor.speciality.named(pen.language)}" for doctor in doctors]
    pen.tell(Say.WHO_IS_WHO, doctors=pen.voice.lines(lines))


def _narrowed(desk: Desk, pen: Pen, doctors: list[Doctor]) -> list[Doctor]:
    """Those at the site and of the gender asked about; all of them, and that there are none, where none is such."""
    said = desk.understanding
    site = desk.hospital.locations.get(said.place or "")
    wanted = next((gender for wish, gender in _GENDERS.items() if wish in said.wishes), None)
    if wanted is not None and not any(doctor.gender for doctor in doctors):
        pen.tell(Say.GENDER_NOT_RECORDED)
        wanted = None
    fitting = [
        doctor
        for doctor in doctors
        if (site is None or doctor.works_at(site)) and (wanted is None or doctor.gender == wanted)
    ]
    if not fitting and doctors:
        pen.tell(Say.NONE_SUCH)
        pen.keep(doctor_gender=None)
    return fitting or doctors


_GENDERS = {Wish.FEMALE_DOCTOR: "female", Wish.MALE_DOCTOR: "male"}


def _asked_about(desk: Desk, pen: Pen) -> list[Doctor]:
    """Those named, of the speciality named, or spoken of before; else everybody."""
    said, state, hospital = desk.understanding, pen.state, desk.hospital
    named = [code for mention in said.doctors for code in mention.codes]
    if named:
        return [hospital.doctor(code) for code in dict.fromkeys(named)]
    fields = [mention.code for mention in said.specialities if not mention.rejected]
    if fields:
        return [doctor for code in dict.fromkeys(fields) for doctor in hospital.doctors_of(code)]
    if said.complaint is not None and said.complaint.specialities:
        return [doctor for code in said.complaint.likely for doctor in hospital.doctors_of(code)]
    last = state.selected_doctor or (state.last_act.doctor if state.last_act else None)
    if Mood.ASKS_THE_NAME in desk.moods and last is not None and last in hospital.doctors:
        return [hospital.doctor(last)]
    return _everybody(desk)


def _everybody(desk: Desk) -> list[Doctor]:
    return [doctor for code in desk.hospital.specialities for doctor in desk.hospital.doctors_of(code)]
