"""The run of the conversation itself: asking again, waiting, resuming, telling what is known and why it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta

from conversation.alarms import names_the_person
from conversation.asking_again import AGAIN
from conversation.output import HEARD
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import Told, Voice
from conversation.skills.book import handle_booking
from conversation.skills.cancel import cancel
from conversation.skills.cancel import stop as stop_errand
from conversation.skills.directory import introduce
from conversation.skills.handoff import handoff, keep_unmet
from conversation.skills.holding import held_until, is_held
from conversation.skills.patients import name_in_vain, patient_of
from conversation.skills.registering import register
from conversation.skills.reschedule import reschedule
from conversation.skills.waitlist import join_waitlist
from conversation.state import Task, Wanted
from conversation.turn import Desk, Heard
from hospital import appointments, slots

MISSES_BEFORE_HUMAN = 2
READ_BACKS = frozenset({"confirm", "confirm_cancel"})
"""Questions behind what is about to be done."""
WHY = {
    "name": Say.WHY_NAME,
    "date_of_birth": Say.WHY_BIRTH,
    "phone": Say.WHY_PHONE,
    "reason": Say.WHY_REASON,
    "who": Say.WHY_WHO,
    "guardian_name": Say.WHY_NAME,
    **dict.fromkeys(("prove_name", "prove_birth", "prove_code"), Say.WHY_PROOF),
}
ERRANDS: Mapping[Task, Callable[[Desk, Pen], None]] = {
    "book": handle_booking,
    "reschedule": reschedule,
    "cancel": cancel,
    "register": register,
}


def remind(desk: Desk, pen: Pen) -> None:
    """Come back to the open question, with what is on offer."""
    question = pen.state.question
    if question is None:
        return
    if question in READ_BACKS and pen.state.task and desk.message.channel in HEARD:
        # nobody can look it up: it is heard again before anything is done
        pen.heard = Heard()
        ERRANDS[pen.state.task](desk, pen)
        return
    if question == "slot" and pen.state.task and any(o.starts_at and o.starts_at < desk.now for o in pen.state.offered):
        # the list is out of date: offer what there is now
        pen.keep(offered=(), selected_slot=None)
        ERRANDS[pen.state.task](desk, pen)
        return
    pen.ask(question, AGAIN.get(question, Say.AGAIN_ANY), pen.state.offered)


def repeat(desk: Desk, pen: Pen) -> None:
    """Say the last thing once more."""
    until = pen.state.private_until
    if pen.state.next_prompt and (until is None or desk.now <= until):
        if until is not None:
            desk.opened.append(pen.state.own_id or "")
        heard = pen.state.spoken_prompt or pen.state.next_prompt
        pen.tell(Say.QUOTE, words=Told.of(pen.state.next_prompt, lambda _: heard))
        if pen.state.question is not None:
            pen.ask(pen.state.question, Say.NOTHING, pen.state.offered)
    else:
        introduce(desk, pen)


def reprompt(desk: Desk, pen: Pen) -> None:
    """Nothing was understood: ask the open question more simply; the second time, offer a person."""
    state = pen.state
    if any(not each.is_delivered for each in desk.asked):
        # "any news?": what the desk had to say goes with this answer, and is one
        return None
    if desk.understanding.empty and state.question is not None:
        return remind(desk, pen)
    if _names_the_person(desk, pen):
        return handoff(desk, pen)
    keep_unmet(desk, pen)
    pen.keep(misses=state.misses + 1)
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    in_vain = state.task in ("book", "register") and name_in_vain(pen)
    if pen.state.misses >= MISSES_BEFORE_HUMAN or in_vain:
        # whatever was open before must be asked anew: a later "yes" answers this
        pen.ask("offer_human", Say.OFFER_HUMAN, (human,), phone=desk.hospital.phone or "")
    elif "beyond" in pen.heard.notes:
        pen.ask(state.question or "help", Say.NOT_ON_THE_LIST, state.offered)
    elif pen.heard.answer == "yes" and state.question in _OF_SEVERAL:
        pen.ask(state.question, Say.WHICH_ONE, state.offered)
    elif state.question is not None:
        pen.tell(Say.SORRY)
        remind(desk, pen)
    else:
        options = (
            pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
            pen.option(pen.voice.say(Say.LABEL_MY_APPOINTMENTS), "my_appointments"),
            human,
        )
        pen.ask("help", Say.NOT_UNDERSTOOD, options)
    return None


def _names_the_person(desk: Desk, pen: Pen) -> bool:
    """ "I want a person", where one is on offer: the word that the choice ends with is said."""
    return any(option.kind == "human" for option in pen.state.offered) and names_the_person(pen.state, desk)


_OF_SEVERAL = frozenset({"slot", "doctor", "speciality", "who", "visit"})
"""Questions to which a yes is understood, and chooses nothing."""


def stale_choice(desk: Desk, pen: Pen) -> None:
    """A tap on something that is no longer on offer."""
    pen.tell(Say.CHOICE_IS_OLD)
    if pen.state.question is not None:
        remind(desk, pen)


def moment(desk: Desk, pen: Pen) -> None:
    """ "One moment please": wait, and keep the time held once longer."""
    held = pen.state.held
    if held is not None and is_held(desk, pen) and not held.is_prolonged:
        until = held_until(desk)
        doctor = desk.hospital.doctor(held.doctor)
        if slots.prolong(desk.unit, doctor, held.starts_at, desk.conversation_id, until):
            pen.keep(held=held.model_copy(update={"until": until, "is_prolonged": True}))
    if pen.state.question is None:
        pen.tell(Say.TAKE_YOUR_TIME)
    elif desk.message.channel in HEARD and any(option.kind in ("yes", "no") for option in pen.state.offered):
        # a yes and a no are heard behind what they answer
        pen.tell(Say.TAKE_YOUR_TIME)
        remind(desk, pen)
    else:
        pen.ask(pen.state.question, Say.TAKE_YOUR_TIME, pen.state.offered)


def status(desk: Desk, pen: Pen) -> None:
    """What the desk has understood so far."""
    known = known_so_far(desk, pen)
    if not known:
        pen.tell(Say.KNOWN_NOTHING)
    else:
        pen.tell(Say.KNOWN_DONE if pen.state.is_done else Say.KNOWN, facts=known)
    if pen.state.question is not None:
        remind(desk, pen)


def known_so_far(desk: Desk, pen: Pen) -> str:
    """What the desk has understood of the errand, a line each; nothing where it has nothing."""
    known = [pen.voice.say(key, facts) for key, facts in (*_known_patient(desk, pen), *_known_visit(desk, pen))]
    return pen.voice.lines(known)


Known = Iterator[tuple[Say, dict[str, object]]]


def _known_patient(desk: Desk, pen: Pen) -> Known:
    state = pen.state
    person = patient_of(desk, pen)
    name = state.patient_name or (person.name if person else None)
    is_relative = state.for_relation not in (None, "self", "chosen")
    relation = pen.voice.grammar.relations.get(state.for_relation or "") if is_relative else None
    if name or relation:
        told = f"{name} ({relation})" if name and relation else name or relation
        yield Say.KNOWN_PATIENT, {"name": told}
    if state.date_of_birth:
        yield Say.KNOWN_BIRTH, {"day": pen.voice.birth(state.date_of_birth)}
    if state.phone:
        yield Say.KNOWN_PHONE, {"phone": state.phone}
    if state.diagnosis_condition:
        yield Say.KNOWN_REASON, {"reason": state.diagnosis_condition}


def _known_visit(desk: Desk, pen: Pen) -> Known:
    state, hospital = pen.state, desk.hospital
    if state.selected_doctor:
        doctor = hospital.doctor(state.selected_doctor)
        yield Say.KNOWN_DOCTOR, {"doctor": doctor.name, "speciality": doctor.speciality.named(pen.language)}
    else:
        yield from _known_wishes(desk, pen)
    if state.location:
        yield Say.KNOWN_PLACE, {"place": hospital.locations[state.location].name}
    if state.selected_slot:
        yield Say.KNOWN_TIME, {"at": hospital.local(state.selected_slot)}
        return
    if wish := _wish(pen.voice, state.wanted):
        yield Say.KNOWN_WISH, {"wish": wish}
    if state.soonest:
        yield Say.KNOWN_SOONEST, {}


def _known_wishes(desk: Desk, pen: Pen) -> Known:
    """What is known of the doctor while none is settled."""
    state = pen.state
    if state.speciality:
        yield Say.KNOWN_SPECIALITY, {"speciality": desk.hospital.specialities[state.speciality].named(pen.language)}
    if state.doctor_gender:
        yield Say.KNOWN_FEMALE if state.doctor_gender == "female" else Say.KNOWN_MALE, {}
    elif state.any_doctor:
        yield Say.KNOWN_ANY_DOCTOR, {}


def _wish(voice: Voice, wanted: Wanted | None) -> str:
    """The wish for a time as it stands: its day or days, its hour or hours."""
    if wanted is None:
        return ""
    told = []
    if wanted.day:
        told.append(voice.tell(wanted.day))
    else:
        last = wanted.end_day - timedelta(days=1) if wanted.end_day else None
        told += _stretch(voice, wanted.first_day, last)
    told += _stretch(voice, wanted.first_time, None if wanted.is_exact else wanted.end_time)
    return Told.of(" ".join(told), lambda other: _wish(other, wanted))


def _stretch(voice: Voice, first: date | time | None, last: date | time | None) -> list[str]:
    if first is not None and last is not None:
        return [f"{voice.tell(first)} – {voice.tell(last)}"]
    if last is not None:
        return [voice.say(Say.KNOWN_ENDS, {"end": last})]
    return [voice.tell(first)] if first is not None else []


def why(desk: Desk, pen: Pen) -> None:
    """The reason for the open question; `remind` asks it again."""
    pen.tell(WHY.get(pen.state.question or "", Say.WHY_ANY))


def refuse(desk: Desk, pen: Pen) -> None:
    """Somebody will not say what is needed: what cannot be done without it, and a person instead."""
    state = pen.state
    if state.question == "reason":
        pen.keep(reason_skipped=True)
        handle_booking(desk, pen)
        return
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    stop = pen.option(pen.voice.say(Say.LABEL_STOP), "stop")
    is_needed = state.question in ("name", "date_of_birth", "phone", "who", "guardian_name")
    if is_needed and any(option.kind == "stop" for option in state.offered):
        # what was said once is not said again: the errand rests, and a person can take it up
        stop_errand(desk, pen)
        go_on = pen.option(pen.voice.say(Say.LABEL_GO_ON_AFTER_ALL), "resume")
        pen.ask("help", Say.A_PERSON_CAN, (human, go_on), phone=desk.hospital.phone or "")
        return
    say = Say.CANNOT_WITHOUT if is_needed else Say.FINE_WITHOUT
    kept = () if is_needed else tuple(each for each in state.offered if each.kind not in ("human", "stop"))
    pen.ask(state.question or "offer_human", say, (*kept, human, stop), phone=desk.hospital.phone or "")


def again(desk: Desk, pen: Pen) -> None:
    """A yes after everything is done gets the same confirmation."""
    act = pen.state.last_act
    if act is None:
        pen.tell(Say.ALL_RIGHT)
        return
    visit = appointments.get(desk.unit, desk.hospital, act.reference)
    say = Say.IS_BOOKED if visit.status in appointments.OPEN else Say.IS_CANCELLED
    pen.tell(say, doctor=visit.doctor.name, at=desk.hospital.local(visit.starts_at), reference=act.reference)


def clarify(desk: Desk, pen: Pen) -> None:
    """A lone word that may mean several things: ask, with the likeliest as choices."""
    options = (
        pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
        pen.option(pen.voice.say(Say.LABEL_MY_APPOINTMENTS), "my_appointments"),
        pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
    )
    pen.keep(misses=pen.state.misses + 1)
    if pen.state.misses >= MISSES_BEFORE_HUMAN:
        pen.ask("offer_human", Say.OFFER_HUMAN, options[-1:], phone=desk.hospital.phone or "")
    else:
        pen.ask("clarify", Say.CLARIFY, options, words=desk.message.text.strip()[:40])


def clarified(desk: Desk, pen: Pen) -> None:
    """An answer to a clarification that chose nothing."""
    pen.keep(question=None)
    reprompt(desk, pen)


def offered_help(desk: Desk, pen: Pen) -> None:
    """A plain yes or no to the waiting list or to a person."""
    if pen.heard.answer == "yes":
        (join_waitlist if pen.state.question == "offer_waitlist" else handoff)(desk, pen)
        return
    task = pen.state.task
    if pen.state.question == "offer_human" and task is not None and not pen.state.is_done:
        pen.keep(question=None, misses=0)
        ERRANDS[task](desk, pen)
        return
    pen.tell(Say.ALL_RIGHT)
    pen.state = pen.state.without_errand().with_(question=None)
