"""Tests and treatments that are done on a doctor's order: booked for whoever has proven to have one.

Whether somebody has an order is told to themselves alone, or to the guardian of a child, and proven before anything is
looked up: everybody else hears the same, that a doctor orders it.
"""

from __future__ import annotations

from conversation.household import acting_people, is_called, relatives
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.holding import release
from conversation.skills.whose import Owner, entitled, whose
from conversation.state import Offered
from conversation.turn import Desk
from hospital.directory import Service
from hospital.orders import booking
from hospital.people import Person

PERMISSION = "order.read"


def service_of(desk: Desk, pen: Pen) -> Service | None:
    """The test or the treatment that is being booked."""
    found = desk.hospital.schedule_of(pen.state.selected_doctor or "")
    return found.service if found is not None else None


def need_order(desk: Desk, pen: Pen) -> bool:
    """See to the order that a service is done on, where it is. True when something was asked or refused."""
    service = service_of(desk, pen)
    if service is None or not service.needs_order:
        return False
    owner = _owner(desk, pen, service)
    if owner is None:
        return True
    pen.keep(patient_id=owner.person.number)
    if booking.may_book(desk.unit, owner.actor, owner.person.id, service):
        return False
    no_order(desk, pen, service, owner)
    return True


def _owner(desk: Desk, pen: Pen, service: Service) -> Owner | None:
    """Whose order it would be, once it is proven who asks; None where that was asked or refused."""
    own = [person for person in acting_people(desk, pen.state) if person.relation != "helped"]
    meant = _meant(pen, own)
    only = meant[0] if len(meant) == 1 else None
    if only is not None and (owner := entitled(desk, pen, only, PERMISSION)) is not None:
        return owner
    if pen.state.looking is None or pen.state.looking.skill != pen.skill:
        pen.tell(Say.ORDER_FIRST, service=service.named(pen.language))
    if own and not meant:
        _refuse(desk, pen)
        return None
    found = whose(desk, pen, PERMISSION, meant=only.number if only is not None else None)
    if found is not None:
        pen.keep(looking=None)
    elif not any(outcome.question for outcome in pen.outcomes):
        _refuse(desk, pen, is_told=True)
    return found


def _meant(pen: Pen, own: list[Person]) -> list[Person]:
    """Those of the sender's own for whom it may be, by what was said."""
    state = pen.state
    if state.patient_id is not None:
        return [person for person in own if person.number == state.patient_id]
    if state.patient_name is not None:
        return [person for person in own if is_called(person.name, state.patient_name)]
    if state.for_relation not in (None, "chosen"):
        return relatives(own, state.for_relation)
    return own


def _ways(pen: Pen) -> tuple[Offered, ...]:
    return (
        pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
        pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
    )


def _refuse(desk: Desk, pen: Pen, *, is_told: bool = False) -> None:
    """It is for somebody whose orders are not the sender's to hear of: nothing is looked up."""
    _leave(desk, pen)
    say = Say.NOTHING if is_told else Say.RECORDS_OF_YOURS_ONLY
    pen.ask("nothing_yet", say, _ways(pen), phone=desk.hospital.phone or "")


def no_order(desk: Desk, pen: Pen, service: Service, owner: Owner) -> None:
    """Tell whose order it would be that none waits to be booked: it is booked already, or there is none."""
    visit = booking.booked(desk.unit, desk.hospital, owner.actor, owner.person.id, service)
    _leave(desk, pen)
    if visit is not None:
        at = desk.hospital.local(visit.starts_at)
        pen.tell(Say.IS_BOOKED, doctor=visit.doctor.name, at=at, reference=visit.reference)
        return
    facts = {"service": service.named(pen.language), "patient": owner.person.name}
    pen.ask("nothing_yet", Say.NO_ORDER, _ways(pen), **facts)


def _leave(desk: Desk, pen: Pen) -> None:
    release(desk, pen)
    pen.state = pen.state.without_errand().with_(question=None, looking=None)
