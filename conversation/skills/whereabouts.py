"""Where the hospital is, where a doctor sees patients, and where and when to come for a visit."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.visits import visible
from conversation.turn import Desk
from hospital.appointments import Appointment
from hospital.directory import Doctor, Location


def places(desk: Desk, pen: Pen) -> bool:
    """The address of the site named, the place of one's visit where that is meant, else every site."""
    hospital, site = desk.hospital, desk.understanding.place
    if site is None and _doctors(desk):
        return room(desk, pen)
    if site is None and desk.inquiry.is_own and (visit := _next_visit(desk, pen)) is not None:
        return _of_visit(desk, pen, visit)
    if site is None and desk.inquiry.is_own and pen.state.selected_doctor is not None:
        return _of_doctor(desk, pen, hospital.doctor(pen.state.selected_doctor))
    asked = [hospital.locations[site]] if site else list(hospital.locations.values())
    told = [_address(place) for place in asked if place.address or place.city]
    if told:
        pen.tell(Say.ADDRESSES, places="; ".join(told))
    return bool(told)


def where_we_are(desk: Desk, pen: Pen) -> None:
    """Whoever wants a doctor in a town where the hospital has no site hears where it has one."""
    places(desk, pen)


def room(desk: Desk, pen: Pen) -> bool:
    """The room and site of the doctor asked about, or of one's visit."""
    doctors = _doctors(desk)
    if not doctors:
        visit = _next_visit(desk, pen)
        if visit is not None:
            return _of_visit(desk, pen, visit)
        if pen.state.selected_doctor is None:
            return False
        doctors = [desk.hospital.doctor(pen.state.selected_doctor)]
    told = [_of_doctor(desk, pen, doctor) for doctor in doctors[:3]]
    return any(told)


def arrival(desk: Desk, pen: Pen) -> bool:
    """When to come for one's visit: its time; how long before only a topic of the hospital's says."""
    visit = _next_visit(desk, pen)
    if visit is None:
        return False
    desk.note_read("appointments", visit.reference)
    pen.tell(Say.COME_AT, at=desk.hospital.local(visit.starts_at), doctor=visit.doctor.name)
    if desk.hospital.phone:
        pen.tell(Say.NOT_KNOWN_EARLIER, phone=desk.hospital.phone)
    return True


def _next_visit(desk: Desk, pen: Pen) -> Appointment | None:
    """The visit last booked here, else the only coming one of the sender's."""
    visits = visible(desk, pen, "list")
    act = pen.state.last_act
    own = next((visit for visit in visits if act is not None and visit.reference == act.reference), None)
    return own or (visits[0] if len(visits) == 1 else None)


def _of_visit(desk: Desk, pen: Pen, visit: Appointment) -> bool:
    place = _where(pen, visit.location, visit.doctor.room)
    if place:
        at = desk.hospital.local(visit.starts_at)
        desk.note_read("appointments", visit.reference)
        pen.tell(Say.VISIT_PLACE, doctor=visit.doctor.name, at=at, place=place)
    return bool(place)


def _of_doctor(desk: Desk, pen: Pen, doctor: Doctor) -> bool:
    by_id = desk.hospital.locations_by_id
    sites = dict.fromkeys(hours.location_id for hours in doctor.hours if hours.location_id in by_id)
    if len(sites) > 1:
        told = "; ".join(_address(by_id[site]) for site in sites if site is not None)
        told = f"{told}. {pen.voice.say(Say.ROOM, {'room': doctor.room})}".removesuffix(".") if doctor.room else told
    else:
        told = _where(pen, next((by_id[site] for site in sites if site is not None), doctor.location), doctor.room)
    if told:
        pen.tell(Say.DOCTOR_PLACE, doctor=doctor.name, place=told)
    return bool(told)


def _where(pen: Pen, place: Location | None, room_number: str | None) -> str:
    parts = [_address(place)] if place else []
    parts += [pen.voice.say(Say.ROOM, {"room": room_number}).rstrip(".")] if room_number else []
    return ". ".join(parts)


def _address(place: Location) -> str:
    return ", ".join(part for part in (place.name, place.address, place.city) if part)


def _doctors(desk: Desk) -> list[Doctor]:
    codes = [code for mention in desk.understanding.doctors if not mention.rejected for code in mention.codes]
    return [desk.hospital.doctor(code) for code in dict.fromkeys(codes)]
