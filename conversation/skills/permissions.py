"""What somebody allows or forbids in words: reminders, another person who books for them, and what is kept of them."""

from __future__ import annotations

from conversation.household import acting_people, is_called
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.proving import is_identified, need_identity
from conversation.skills.reminders import change_reminders
from conversation.state import Helping, Offered
from conversation.turn import Desk
from hospital import consent, named_helpers, people, phones, tasks
from hospital.consent import HELPER, Decision
from hospital.named_helpers import Helper
from hospital.people import Person

MAY = ("book", "move")
"""What a helper may do."""


def permission(desk: Desk, pen: Pen) -> None:
    """Take up what the message allows or forbids."""
    said = desk.permission
    match said.kind if said is not None else None:
        case "reminders_on" | "reminders_off":
            change_reminders(desk, pen)
        case "helper_on" | "helper_off":
            _begin(desk, pen)
        case "privacy":
            privacy(desk, pen)
        case _:
            helper(desk, pen)


def _begin(desk: Desk, pen: Pen) -> None:
    said, person = desk.permission, desk.understanding.person
    assert said is not None and said.name is not None
    phone = phones.normalise(person.phone, desk.hospital) if person is not None and person.phone else None
    pen.keep(helping=Helping(patient="", name=said.name, phone=phone, is_allowed=said.kind == "helper_on"))
    helper(desk, pen)


def helper(desk: Desk, pen: Pen) -> None:
    """Go on with letting somebody act for a patient, or ending it, as far as what was said allows."""
    helping = pen.state.helping
    if helping is None:
        return None
    pen.skill = "helper"
    person = desk.understanding.person
    if pen.state.question == "helper_phone" and person is not None and person.phone:
        helping = helping.model_copy(update={"phone": phones.normalise(person.phone, desk.hospital)})
    if pen.heard.picked is not None and pen.heard.picked.kind == "helped_person":
        helping = helping.model_copy(update={"patient": pen.heard.picked.person or ""})
    pen.keep(helping=helping)
    # a browser that only booked something says nothing of who sits there
    if not is_identified(desk, pen) and need_identity(desk, pen):
        return None
    whose = _patient(desk, pen, helping)
    if whose is None:
        return None
    helping = helping.model_copy(update={"patient": whose.number})
    pen.keep(helping=helping)
    if pen.state.question == "confirm_helper" and pen.heard.answer in ("yes", "no"):
        return _settle(desk, pen, helping, whose)
    if helping.is_allowed:
        _confirm_adding(pen, helping, whose)
    else:
        _confirm_removing(desk, pen, helping, whose)
    return None


def _patient(desk: Desk, pen: Pen, helping: Helping) -> Person | None:
    """The adult who lets somebody act for them; None when it was asked who, or there is none."""
    own = [each for each in acting_people(desk, pen.state) if each.relation == "self" and _is_of_age(desk, each)]
    chosen = [person for person in own if person.number == helping.patient]
    if chosen or len(own) == 1:
        return (chosen or own)[0]
    if not own:
        pen.keep(helping=None)
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", Say.PROOF_NOT_HERE, (human,), phone=desk.hospital.phone or "")
        return None
    options = tuple(pen.option(person.name, "helped_person", person=person.number) for person in own)
    pen.ask("whose_helper", Say.WHOSE_HELPER, options, name=helping.name)
    return None


def _is_of_age(desk: Desk, person: Person) -> bool:
    """For a child its guardians speak, and nobody whom it names, be the code of a guardian typed in its name."""
    born, today = person.date_of_birth, desk.now.date()
    return born is None or people.age_on(born, today) >= desk.hospital.booking.guardian_until_age


def _confirm_adding(pen: Pen, helping: Helping, whose: Person) -> None:
    if helping.phone is None:
        pen.ask("helper_phone", Say.HELPER_PHONE, name=helping.name)
        return
    pen.ask(
        "confirm_helper",
        Say.CONFIRM_HELPER,
        _yes_no(pen),
        name=helping.name,
        phone=helping.phone,
        patient=whose.name,
    )


def _confirm_removing(desk: Desk, pen: Pen, helping: Helping, whose: Person) -> None:
    found = [each for _, each in named_helpers.of(desk.unit, [whose.id]) if is_called(each.name, helping.name)]
    if not found:
        pen.keep(helping=None)
        pen.tell(Say.HELPER_UNKNOWN)
        return
    pen.keep(helping=helping.model_copy(update={"name": found[0].name, "phone": found[0].phone}))
    pen.ask("confirm_helper", Say.CONFIRM_NO_HELPER, _yes_no(pen), name=found[0].name, patient=whose.name)


def _yes_no(pen: Pen) -> tuple[Offered, ...]:
    return (pen.option(pen.voice.say(Say.LABEL_YES), "yes"), pen.option(pen.voice.say(Say.LABEL_NO), "no"))


def _settle(desk: Desk, pen: Pen, helping: Helping, whose: Person) -> None:
    pen.keep(helping=None, question=None)
    if pen.heard.answer == "no" or helping.phone is None:
        pen.tell(Say.HELPER_NOT_ADDED)
        return
    facts = {"name": helping.name, "phone": helping.phone, "patient": whose.name}
    shown = pen.voice.say(Say.CONFIRM_HELPER if helping.is_allowed else Say.CONFIRM_NO_HELPER, facts)
    if helping.is_allowed:
        named_helpers.add(desk.unit, whose.id, Helper(helping.name, helping.phone), MAY)
    else:
        named_helpers.remove(desk.unit, whose.id, helping.phone)
    decision = Decision(whose.id, HELPER, shown, helping.is_allowed, desk.message.channel, helping.phone)
    consent.record(desk.unit, desk.conversation_id, [decision])
    pen.tell(Say.HELPER_ADDED if helping.is_allowed else Say.HELPER_REMOVED, **facts)


def privacy(desk: Desk, pen: Pen) -> None:
    """What is kept about somebody, or its removal: a person answers, within the time that a task has."""
    whose = [person for person in acting_people(desk, pen.state) if person.relation == "self"]
    task = tasks.create(
        desk.unit,
        desk.hospital,
        tasks.NewTask(
            request_key=f"privacy-c{desk.conversation_id}-t{desk.turn_number}",
            queue="desk",
            kind="privacy",
            summary=pen.note(Say.NOTE_PRIVACY, words=desk.message.text.strip()[:200]),
            conversation_id=desk.conversation_id,
            patient_id=whose[0].id if len(whose) == 1 else None,
        ),
    )
    url = desk.hospital.privacy_url
    more = pen.voice.say(Say.PRIVACY, {"url": url}) if url else ""
    pen.tell(Say.PRIVACY_ANSWER, reference=task.reference, privacy=more)
