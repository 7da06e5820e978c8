"""Answers to a time that the desk offered from the waiting list: taken, turned down, or too late."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of
from conversation.skills.book import done
from conversation.skills.holding import release
from conversation.skills.pace import remind
from conversation.skills.patients import person_of
from conversation.skills.reschedule import moved_to
from conversation.state import BookingState
from conversation.turn import Desk
from hospital import appointment_changes, appointments, offers, outbox, waitlist
from hospital.appointments import Appointment
from hospital.errors import (
    BeyondHorizonError,
    NotFoundError,
    OverlapError,
    SlotTakenError,
    TooManyAppointmentsError,
    TooSoonError,
    TransitionError,
)
from hospital.offers import Offer
from hospital.ordered import OrderNeededError
from hospital.slots.openings import WAITING


def answer_offer(desk: Desk, pen: Pen) -> None:
    """Take or turn down an offered time. An errand in progress goes on where it was, a person's talk untouched."""
    asked = pen.heard.asked
    assert asked is not None and asked.asks is not None
    before = pen.state
    pauses = before.task is not None and not before.is_done
    offer = offers.lock(desk.unit, desk.hospital, int(asked.asks.partition(":")[2]))
    # one that was asked here reached the same number by another channel than the one where it was joined
    is_ours = offer is not None and (offer.entry.conversation_id == desk.conversation_id or bool(asked.id))
    outbox.settle(desk.unit, desk.conversation_id, asked.asks)
    if offer is None or not is_ours:
        pen.tell(Say.CHOICE_IS_OLD)
    elif pen.heard.asked_answer == "yes":
        ends = before.task == "book" and before.selected_doctor == offer.slot.doctor.code
        _accept(desk, pen, offer, may_ask=not desk.is_with_person and (ends or not pauses))
        if ends and pen.events:
            # the booking in progress with that doctor has come to its end with this
            return _let_go(desk, pen, before)
    else:
        _decline(desk, pen, offer)
    if pauses:
        pen.state = before.with_(last_act=pen.state.last_act, booked_here=pen.state.booked_here)
        if not desk.is_with_person:
            remind(desk, pen)
    return None


def _let_go(desk: Desk, pen: Pen, before: BookingState) -> None:
    """Let go of what the errand had held that ends here."""
    after, pen.state = pen.state, before
    release(desk, pen)
    pen.state = after


def _facts(desk: Desk, offer: Offer) -> dict[str, object]:
    at = desk.hospital.local(offer.slot.starts_at)
    return {"patient": offer.entry.patient, "doctor": offer.slot.doctor.name, "at": at}


def _accept(desk: Desk, pen: Pen, offer: Offer, *, may_ask: bool) -> None:
    """Book it, or move the visit that it replaces: judged at the turn's moment, also where the offer ran out."""
    if offer.status == "accepted":
        return _again(desk, pen, offer)
    if offer.entry.status not in WAITING:
        return _over(desk, pen, offer)
    facts = _facts(desk, offer)
    try:
        if offer.entry.wants_earlier:
            _move(desk, pen, offer)
        else:
            _book(desk, pen, offer, may_ask=may_ask)
    except (SlotTakenError, TooSoonError, BeyondHorizonError):
        offers.turned_down(desk.unit, desk.hospital, offer, status="expired")
        pen.tell(Say.OFFER_GONE, **facts)
    except OverlapError:
        offers.turned_down(desk.unit, desk.hospital, offer)
        pen.tell(Say.OFFER_OVERLAPS, patient=offer.entry.patient, at=facts["at"])
    except TooManyAppointmentsError as error:
        offers.turned_down(desk.unit, desk.hospital, offer)
        pen.tell(Say.OFFER_TOO_MANY, patient=offer.entry.patient, at=facts["at"], limit=error.limit)
    except OrderNeededError:
        offers.turned_down(desk.unit, desk.hospital, offer)
        waitlist.leave(desk.unit, desk.hospital, offer.entry)
        pen.tell(Say.CANNOT_BOOK_HERE, phone=desk.hospital.phone or "")
    except (TransitionError, NotFoundError):
        offers.turned_down(desk.unit, desk.hospital, offer)
        waitlist.leave(desk.unit, desk.hospital, offer.entry)
        pen.tell(Say.OFFER_VISIT_GONE, patient=offer.entry.patient, at=facts["at"])
    return None


def _book(desk: Desk, pen: Pen, offer: Offer, *, may_ask: bool) -> None:
    person = person_of(desk, offer.entry.patient_number)
    assert person is not None
    request = appointments.Request(
        request_key=f"offer-{offer.id}",
        patient_id=offer.entry.patient_id,
        doctor=offer.slot.doctor,
        starts_at=offer.slot.starts_at,
        channel=desk.message.channel,
        conversation_id=desk.conversation_id,
        holder=desk.conversation_id,
        is_contact_verified=level_of(desk, pen.state, person) >= 1,
        is_offered=True,
    )
    booked = appointments.book(desk.unit, desk.hospital, request)
    offers.accepted(desk.unit, desk.hospital, offer)
    pen.state = _fresh(pen.state, booked)
    done(desk, pen, booked, person, may_ask=may_ask, ended=(offer.entry,))


def _move(desk: Desk, pen: Pen, offer: Offer) -> None:
    assert offer.entry.visit is not None
    before = appointments.get(desk.unit, desk.hospital, offer.entry.visit)
    moved = appointment_changes.reschedule(
        desk.unit,
        desk.hospital,
        offer.entry.visit,
        offer.slot.doctor,
        offer.slot.starts_at,
        holder=desk.conversation_id,
    )
    offers.accepted(desk.unit, desk.hospital, offer)
    pen.state = _fresh(pen.state, moved).with_(task="reschedule")
    moved_to(desk, pen, before, moved, ended=(offer.entry,))


def _fresh(state: BookingState, visit: Appointment) -> BookingState:
    """The state of an errand that ends with this visit."""
    return state.without_errand().with_(
        task="book",
        speciality=visit.doctor.speciality.code,
        selected_doctor=visit.doctor.code,
        patient_id=visit.patient_number,
        held=None,
    )


def _again(desk: Desk, pen: Pen, offer: Offer) -> None:
    """A second yes: the visit that the first one made, if it still stands."""
    visit = appointments.made_by(desk.unit, desk.hospital, f"offer-{offer.id}", offer.entry.visit)
    if visit is None or visit.status != "booked" or visit.starts_at != offer.slot.starts_at:
        return _over(desk, pen, offer)
    at = desk.hospital.local(visit.starts_at)
    pen.tell(Say.IS_BOOKED, doctor=visit.doctor.name, at=at, reference=visit.reference)
    return None


def _over(desk: Desk, pen: Pen, offer: Offer) -> None:
    facts = _facts(desk, offer)
    pen.tell(Say.OFFER_OVER, doctor=facts["doctor"], at=facts["at"])


def _decline(desk: Desk, pen: Pen, offer: Offer) -> None:
    if offer.status == "accepted" or offer.entry.status not in WAITING:
        return _over(desk, pen, offer) if offer.status != "accepted" else _again(desk, pen, offer)
    offers.turned_down(desk.unit, desk.hospital, offer)
    facts = {"patient": offer.entry.patient, "at": _facts(desk, offer)["at"]}
    if desk.is_with_person:
        pen.tell(Say.OFFER_DECLINED, **facts)
        return None
    target = offer.entry.doctor.code if offer.entry.doctor else None
    speciality = offer.entry.speciality.code if offer.entry.speciality else None
    leave = pen.option(
        pen.voice.say(Say.LABEL_LEAVE_LIST),
        "leave_list",
        person=offer.entry.patient_number,
        doctor=target,
        speciality=speciality,
    )
    pen.ask("nothing_yet", Say.OFFER_DECLINED, (leave,), **facts)
    return None
