"""Finding out which doctor, or at least which speciality, a visit is with."""

from __future__ import annotations

from conversation.extractors.described import sex_of, sex_spoken_of
from conversation.extractors.entities import Wish
from conversation.extractors.persons import tells_who
from conversation.extractors.specialities import has
from conversation.household import MINORS, known_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.state import Offered
from conversation.turn import Desk
from hospital import appointments, people
from hospital.directory import Doctor

SPECIALITIES_SHOWN = 8
DOCTORS_SHOWN = 5


def doctor_option(pen: Pen, desk: Desk, code: str) -> Offered:
    """A doctor to choose, with the speciality that tells namesakes apart."""
    doctor = desk.hospital.doctor(code)
    if doctor.service is not None:
        return pen.option(doctor.service.named(pen.language), "doctor", doctor=code)
    speciality = doctor.speciality.named(pen.language)
    return pen.option(f"{doctor.name}, {speciality}", "doctor", doctor=code, speciality=doctor.speciality.code)


def speciality_option(pen: Pen, desk: Desk, code: str) -> Offered:
    """A speciality to choose."""
    return pen.option(desk.hospital.specialities[code].named(pen.language), "speciality", speciality=code)


def need_doctor(desk: Desk, pen: Pen) -> bool:
    """Ask whom the visit is with when that is open. True when something was asked."""
    state = pen.state
    if state.selected_doctor is not None:
        return _is_gone(desk, pen)
    if "cleared_doctor" in pen.heard.notes and not (state.doctor_options or state.unknown_doctor):
        return _another_doctor(desk, pen)
    if Wish.USUAL_DOCTOR in desk.understanding.wishes:
        return _usual_doctor(desk, pen)
    if state.doctor_options:
        return _which_doctor(desk, pen)
    if state.unknown_doctor is not None:
        return _unknown_doctor(desk, pen)
    if state.speciality is None:
        return _which_speciality(desk, pen)
    everybody = {doctor.code for doctor in desk.hospital.doctors_of(state.speciality)}
    if everybody and everybody <= set(state.not_doctors):
        return _another_doctor(desk, pen)
    return False


def candidates(desk: Desk, pen: Pen) -> list[Doctor]:
    """The doctors who come into question, as far as it is settled; one alone is picked."""
    state = pen.state
    if state.selected_doctor is not None:
        doctor = desk.hospital.doctor(state.selected_doctor)
        if state.location is not None and not doctor.works_at(desk.hospital.locations[state.location]):
            pen.tell(Say.NOT_AT_THIS_PLACE, speciality=doctor.name, place=_place(desk, state.location))
            pen.keep(location=None)
        return [doctor]
    assert state.speciality is not None
    doctors = desk.hospital.doctors_of(state.speciality, state.location)
    if not doctors and state.location is not None:
        pen.tell(Say.NOT_AT_THIS_PLACE, speciality=_speciality(desk, pen), place=_place(desk, state.location))
        pen.keep(location=None)
        doctors = desk.hospital.doctors_of(state.speciality)
    doctors = _of_gender(pen, [doctor for doctor in doctors if doctor.code not in state.not_doctors] or doctors)
    if len(doctors) == 1:
        pen.change(selected_doctor=doctors[0].code)
        pen.infer("picked")
    pen.keep(available_doctors=tuple(doctor.code for doctor in doctors)[:20])
    return doctors


def _speciality(desk: Desk, pen: Pen) -> str:
    return desk.hospital.specialities[pen.state.speciality or ""].named(pen.language)


def _place(desk: Desk, code: str) -> str:
    return desk.hospital.locations[code].name


def _of_gender(pen: Pen, doctors: list[Doctor]) -> list[Doctor]:
    wanted = pen.state.doctor_gender
    if wanted is None or not doctors:
        return doctors
    fitting = [doctor for doctor in doctors if doctor.gender == wanted]
    if fitting:
        return fitting
    recorded = any(doctor.gender for doctor in doctors)
    pen.tell(Say.GENDER_NOT_HERE if recorded else Say.GENDER_NOT_RECORDED)
    pen.keep(doctor_gender=None)
    return doctors


def _is_gone(desk: Desk, pen: Pen) -> bool:
    doctor = desk.hospital.doctor(pen.state.selected_doctor or "")
    if doctor.is_active:
        return False
    pen.tell(Say.DOCTOR_INACTIVE, doctor=doctor.name)
    pen.change(selected_doctor=None)
    return False


def _which_doctor(desk: Desk, pen: Pen) -> bool:
    state = pen.state
    if pen.state.question == "doctor" and _turns_all_down(pen):
        pen.keep(not_doctors=tuple(dict.fromkeys((*state.not_doctors, *state.doctor_options))), doctor_options=())
        return _unknown_doctor(desk, pen) if state.unknown_doctor is not None else _another_doctor(desk, pen)
    options = tuple(doctor_option(pen, desk, code) for code in state.doctor_options[:DOCTORS_SHOWN])
    if state.unknown_doctor is not None:
        names = [desk.hospital.doctor(code).name for code in state.doctor_options[:DOCTORS_SHOWN]]
        pen.ask(
            "doctor",
            Say.DID_YOU_MEAN,
            options,
            said=state.unknown_doctor,
            doctors=pen.voice.one_of(names),
        )
    else:
        labels = [option.label for option in options]
        are_tests = any(code in desk.hospital.timetables for code in state.doctor_options)
        say = Say.WHICH_SERVICE if are_tests else Say.WHICH_DOCTOR
        pen.ask("doctor", say, options, doctors=pen.voice.one_of(labels))
    return True


def _turns_all_down(pen: Pen) -> bool:
    """Whether everybody on offer is turned down, and nobody else named."""
    says_no = pen.heard.answer == "no" or "none_fit" in pen.heard.notes
    return says_no and not {"doctor_options", "unknown_doctor"} & pen.heard.changed


def _another_doctor(desk: Desk, pen: Pen) -> bool:
    """The doctor was turned down without naming another: offer colleagues, else the specialities."""
    before = {option.doctor for option in pen.state.offered if option.doctor}
    same = desk.hospital.doctors_of(pen.state.speciality) if pen.state.speciality else []
    before |= set(pen.state.not_doctors)
    colleagues = [doctor for doctor in same if doctor.code not in before][:DOCTORS_SHOWN]
    if colleagues:
        options = tuple(doctor_option(pen, desk, doctor.code) for doctor in colleagues)
    else:
        options = _speciality_options(desk, pen)
    pen.ask("doctor", Say.AGAIN_DOCTOR, options)
    return True


def _unknown_doctor(desk: Desk, pen: Pen) -> bool:
    state = pen.state
    said = state.unknown_doctor or ""
    pen.keep(unknown_doctor=None)
    if state.speciality is not None:
        doctors = desk.hospital.doctors_of(state.speciality)[:DOCTORS_SHOWN]
        options = tuple(doctor_option(pen, desk, doctor.code) for doctor in doctors)
        pen.ask("doctor", Say.UNKNOWN_DOCTOR_COLLEAGUES, options, said=said, speciality=_speciality(desk, pen))
        return True
    options = _speciality_options(desk, pen)
    pen.ask("speciality", Say.UNKNOWN_DOCTOR, options, said=said)
    return True


def _speciality_options(desk: Desk, pen: Pen) -> tuple[Offered, ...]:
    codes = [code for code in desk.hospital.specialities if desk.hospital.doctors_of(code)]
    return tuple(speciality_option(pen, desk, code) for code in codes[:SPECIALITIES_SHOWN])


def _which_speciality(desk: Desk, pen: Pen) -> bool:
    lacking = desk.understanding.lacking
    if lacking and not any(mention.rejected for mention in lacking):
        pen.tell(Say.NO_SUCH_SPECIALITY, said=lacking[-1].span.words)
        return _ask_reason(desk, pen, is_settled=_default(desk) is not None, is_stuck=True)
    if (child := _for_children(desk, pen)) is not None:
        pen.change(speciality=child)
        return False
    only = [code for code in desk.hospital.specialities if desk.hospital.doctors_of(code)]
    if len(only) == 1 and pen.state.diagnosis_condition is None and not pen.state.not_doctors:
        pen.change(speciality=only[0])  # a hospital of one speciality need not ask which
        return False
    if pen.state.speciality_options and (pen.heard.answer == "no" or "none_fit" in pen.heard.notes):
        pen.keep(speciality_options=())
    state = pen.state
    if state.speciality_options:
        options = tuple(speciality_option(pen, desk, code) for code in state.speciality_options)
        names = pen.voice.one_of([option.label for option in options])
        pen.ask("speciality", Say.WHICH_SPECIALITY, options, specialities=names)
        return True
    is_unsure = state.question == "reason" and pen.heard.answer in ("no", "maybe")
    in_vain = not state.reason_skipped and _asked_in_vain(desk, pen)
    if in_vain:
        # a reason in words that no lexicon knows is still a reason
        pen.keep(diagnosis_condition=desk.message.text.strip()[:500])
    default = _default(desk)
    if default is not None and _only_says_no(desk, pen) and not _is_eased(pen):
        return _ease_reason(desk, pen, default)
    if default is not None and (pen.state.diagnosis_condition or state.reason_skipped or is_unsure):
        pen.change(speciality=default)
        pen.keep(reason_skipped=pen.state.reason_skipped or _only_says_no(desk, pen))
        is_told = pen.state.diagnosis_condition is not None
        pen.tell(Say.DEFAULT_SPECIALITY if is_told else Say.DEFAULT_UNTOLD, speciality=_speciality(desk, pen))
        return False
    return _ask_reason(desk, pen, is_settled=default is not None, is_stuck=is_unsure or in_vain)


def _for_children(desk: Desk, pen: Pen) -> str | None:
    """The children's speciality, for a child of whom nothing else is known."""
    state = pen.state
    if not (state.is_minor or state.for_relation in MINORS) or state.diagnosis_condition or state.speciality_options:
        return None
    codes = has(desk.context.roster).get("paediatrics", ())
    return next((code for code in codes if desk.hospital.doctors_of(code)), None)


def _default(desk: Desk) -> str | None:
    """The speciality for whatever fits nowhere else."""
    return next((each.code for each in desk.hospital.specialities.values() if each.is_default), None)


def _ask_reason(desk: Desk, pen: Pen, *, is_settled: bool, is_stuck: bool) -> bool:
    """Ask for the reason, with a way out: "not sure" where one speciality is for everything, else a person."""
    options = _speciality_options(desk, pen)
    if is_settled:
        options = (*options, pen.option(pen.voice.say(Say.LABEL_NOT_SURE), "skip"))
    elif is_stuck or pen.state.diagnosis_condition is not None or pen.state.reason_skipped:
        options = (*options, pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"))
    is_first = pen.state.diagnosis_condition is None and not pen.state.reason_skipped
    if not is_first or is_stuck:
        pen.ask("reason", Say.WHICH_OF_OURS, options)
        return True
    pen.ask("reason", Say.ASK_REASON, (*options, pen.option(pen.voice.say(Say.LABEL_SKIP), "skip")))
    return True


def _only_says_no(desk: Desk, pen: Pen) -> bool:
    """Whether a bare no answers what the visit is for: it declines to say, or is no answer at all."""
    is_bare = pen.heard.answer == "no" and not pen.heard.changed and desk.message.choice is None
    return pen.state.question == "reason" and is_bare and not pen.state.reason_skipped


def _ease_reason(desk: Desk, pen: Pen, default: str) -> bool:
    """Ask once more, gently: nobody has to say why they come. The next no leaves it out, as "skip" does."""
    options = (*_speciality_options(desk, pen), pen.option(pen.voice.say(Say.LABEL_SKIP), "skip"))
    pen.ask("reason", Say.REASON_NEED_NOT, options, speciality=desk.hospital.specialities[default].named(pen.language))
    return True


def _is_eased(pen: Pen) -> bool:
    """Whether leaving the reason out is all that is offered beside the specialities: it was asked for before."""
    return sum(option.kind == "skip" for option in pen.state.offered) == 1


def _asked_in_vain(desk: Desk, pen: Pen) -> bool:
    """Whether the reason was asked and answered in words, with nothing recognised in them."""
    said_something = len(desk.understanding.message.tokens) >= 2 and not (
        pen.heard.changed or pen.heard.answer or pen.heard.notes
    )
    return pen.state.question == "reason" and said_something and not tells_who(desk.understanding.message)


def _usual_doctor(desk: Desk, pen: Pen) -> bool:
    known = known_people(desk)
    number = pen.state.patient_id
    whose = [person for person in known if (person.number == number if number else person.relation == "self")]
    if not whose:
        pen.ask("doctor", Say.USUAL_DOCTOR_UNKNOWN, _speciality_options(desk, pen))
        return True
    visits = appointments.past(desk.unit, desk.hospital, people.ids(whose))
    works_here = {doctor.code for doctor in desk.context.roster.doctors}
    seen = [code for code in dict.fromkeys(visit.doctor.code for visit in visits) if code in works_here]
    seen = _narrowed(desk, pen, seen)
    if not seen:
        pen.ask("doctor", Say.USUAL_DOCTOR_NONE, _speciality_options(desk, pen))
        return True
    if len(seen) > 1:
        options = tuple(doctor_option(pen, desk, code) for code in seen[:DOCTORS_SHOWN])
        labels = [option.label for option in options]
        pen.ask("doctor", Say.WHICH_DOCTOR, options, doctors=pen.voice.one_of(labels))
        return True
    doctor = desk.hospital.doctor(seen[0])
    pen.change(speciality=doctor.speciality.code)
    pen.change(selected_doctor=doctor.code)
    pen.infer("picked")
    return False


def _narrowed(desk: Desk, pen: Pen, seen: list[str]) -> list[str]:
    """Of the doctors whom a patient saw, those of the speciality and the sex that are spoken of."""
    sex = sex_spoken_of(desk.understanding.message)
    of_roster = {doctor.code: doctor for doctor in desk.context.roster.doctors}
    if pen.state.speciality is not None:
        fitting = [code for code in seen if of_roster[code].speciality == pen.state.speciality]
        seen = fitting if fitting or desk.understanding.specialities else seen
    return seen if sex is None else [code for code in seen if sex_of(of_roster[code]) in (sex, None)]
