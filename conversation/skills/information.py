"""What the hospital file says: topics in its own words, prices, the rules for cancelling. Nothing is made up."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.turn import Desk
from hospital.directory import Doctor


def information(desk: Desk, pen: Pen) -> None:
    """Answer a topic of the hospital's, or say where to ask."""
    topic = desk.hospital.topics.get(desk.understanding.topic or "")
    words = topic.answer.get(pen.language) or next(iter(topic.answer.values()), None) if topic else None
    if words:
        pen.tell(Say.QUOTE, words=words)
        return
    where = [
        f"{place.name}, {', '.join(part for part in (place.address, place.city) if part)}"
        for place in desk.hospital.locations.values()
        if place.address or place.city
    ]
    if where:
        pen.tell(Say.WHERE_WE_ARE, places="; ".join(where), phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.NOT_KNOWN, phone=desk.hospital.phone or "")


def price(desk: Desk, pen: Pen) -> None:
    """The fee of the doctor talked about, or the range of a speciality; otherwise that it is not known here."""
    hospital, doctors = desk.hospital, _priced(desk, pen)
    if len(doctors) == 1 and doctors[0].fee is not None:
        pen.tell(Say.PRICE, doctor=doctors[0].name, fee=doctors[0].fee)
        return
    fees = sorted({doctor.fee for doctor in doctors if doctor.fee is not None})
    if not fees:
        pen.tell(Say.PRICE_UNKNOWN, phone=hospital.phone or "")
    elif fees[0] == fees[-1]:
        pen.tell(Say.PRICE_OF_VISIT, fee=fees[0])
    else:
        pen.tell(Say.PRICE_RANGE, low=fees[0], high=fees[-1])


def _priced(desk: Desk, pen: Pen) -> list[Doctor]:
    """The doctors whose price is asked for: those named, else those talked about, else all."""
    said, state, hospital = desk.understanding, pen.state, desk.hospital
    named = [code for mention in said.doctors if not mention.rejected for code in mention.codes]
    if named:
        return [hospital.doctor(code) for code in dict.fromkeys(named)]
    fields = [mention.code for mention in said.specialities if not mention.rejected]
    if fields:
        return hospital.doctors_of(fields[-1])
    if state.selected_doctor is not None:
        return [hospital.doctor(state.selected_doctor)]
    return hospital.doctors_of(state.speciality) if state.speciality else list(hospital.doctors.values())


def policy(desk: Desk, pen: Pen) -> None:
    """What cancelling costs. Asking is not cancelling."""
    pen.keep(terms_told=pen.state.question == "confirm_cancel")
    rules = desk.hospital.booking
    if rules.cancellation_fee:
        pen.tell(Say.POLICY_FEE, hours=rules.cancellation_notice_hours, fee=rules.cancellation_fee)
    else:
        pen.tell(Say.POLICY_FREE, hours=rules.cancellation_notice_hours)
