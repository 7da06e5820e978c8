"""A reference and nothing else: what stands under it, for whoever may know; else that nothing is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conversation.extractors.reference_codes import find_bare_reference, kind_of
from conversation.extractors.text import Message
from conversation.household import acting_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.itemising import itemise
from conversation.skills.my_appointments import my_appointments
from conversation.skills.of_somebody import of_somebody
from conversation.skills.own_medicines import is_free
from conversation.skills.paid import own_payments
from conversation.skills.prescriptions import tell_one
from conversation.skills.refill_states import tell_given, tell_refill
from conversation.skills.visits import visible
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital import documents, tasks
from hospital.billing import records
from hospital.tasks import UnknownTaskError


def reference(desk: Desk, pen: Pen) -> None:
    """Tell what stands under the reference that was written."""
    kind = kind_of(_named(pen))
    if kind in _OF_RECORDS:
        _of_record(desk, pen)
    elif not _OF_ANYBODY.get(kind, _nothing)(desk, pen):
        _unknown(desk, pen)


def _named(pen: Pen) -> str:
    looking = pen.state.looking
    is_kept = looking is None or looking.skill == pen.skill
    words = asked_words(pen) if is_kept else pen.state.user_input  # what another errand was asked in names nothing here
    return find_bare_reference(Message.read(words)) or ""


def _unknown(desk: Desk, pen: Pen) -> None:
    """The same words whether there is such a thing of somebody else's or none at all."""
    options = (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),)
    facts = {"reference": _named(pen), "phone": desk.hospital.phone or ""}
    if pen.state.question is None and is_free(pen):
        pen.ask("offer_human", Say.REFERENCE_UNKNOWN, options, **facts)
    else:
        pen.tell(Say.REFERENCE_UNKNOWN, **facts)


# --- what needs no proof --------------------------------------------------------------------------


def _nothing(desk: Desk, pen: Pen) -> bool:
    return False


def _visit(desk: Desk, pen: Pen) -> bool:
    """One of the visits that this conversation may see; where it may see none, how to find one's own."""
    mine = visible(desk, pen, "list")
    if not any(visit.reference == _named(pen) for visit in mine) and (mine or acting_people(desk, pen.state)):
        return False
    my_appointments(desk, pen)
    return True


def _request(desk: Desk, pen: Pen) -> bool:
    """Something that this conversation asked the staff for."""
    try:
        task = tasks.get(desk.unit, _named(pen))
    except UnknownTaskError:
        return False
    if task.conversation_id != desk.conversation_id:
        return False
    is_open = task.status in tasks.OPEN
    say = Say.REQUEST_WAITS if task.owner is None else Say.REQUEST_TAKEN
    due = desk.hospital.local(task.due_at)
    pen.tell(say if is_open else Say.REQUEST_OVER, reference=task.reference, at=due)
    return True


def _file(desk: Desk, pen: Pen) -> bool:
    """A file that was sent here."""
    kept = [each.reference for each in documents.sent(desk.unit, desk.conversation_id)]
    if _named(pen) not in kept:
        return False
    pen.tell(Say.FILES_ARRIVED, references=[_named(pen)], count=1)
    return True


_OF_ANYBODY: Mapping[str, Callable[[Desk, Pen], bool]] = {"A": _visit, "H": _request, "D": _file}

# --- somebody's records ---------------------------------------------------------------------------


def _bill(desk: Desk, pen: Pen, owner: Owner) -> bool:
    every = records.amounts(desk.unit, owner.actor, owner.person.id)
    if not any(_named(pen) in (each.number, each.reference) for each in every):
        return False
    pen.keep(bills_told=desk.turn_number)
    itemise(desk, pen, owner)
    return True


def _payment(desk: Desk, pen: Pen, owner: Owner) -> bool:
    found = next((each for each in own_payments(desk, owner) if each.reference == _named(pen)), None)
    if found is None:
        return False
    day = desk.hospital.local(found.received_at).date()
    pen.tell(Say.PAYMENT_IS, reference=found.reference, amount=found.amount, day=day)
    return True


def _prescription(desk: Desk, pen: Pen, owner: Owner) -> bool:
    return tell_one(desk, pen, owner, _named(pen))


def _refill(desk: Desk, pen: Pen, owner: Owner) -> bool:
    return tell_refill(desk, pen, owner, _named(pen))


def _given(desk: Desk, pen: Pen, owner: Owner) -> bool:
    return tell_given(desk, pen, owner, _named(pen))


_OF_RECORDS: Mapping[str, tuple[str, Callable[[Desk, Pen, Owner], bool]]] = {
    "RF": ("refill.read", _refill),
    "RX": ("prescription.read", _prescription),
    "DS": ("dispense.read", _given),
    "INV": ("invoice.read", _bill),
    "B": ("invoice.read", _bill),
    "PY": ("payment.read", _payment),
}
"""What is kept under which letters, and the right that it takes to hear of it."""


def _needs(desk: Desk, pen: Pen) -> str:
    return _OF_RECORDS[kind_of(_named(pen))][0]


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    if not _OF_RECORDS[kind_of(_named(pen))][1](desk, pen, owner):
        _unknown(desk, pen)


_of_record = of_somebody(_needs, _tell)
