"""What visits, tests and other services cost, how to prepare for them, and which insurers are on the list."""

from __future__ import annotations

from conversation.extractors.services import asks_what_to_book, asks_whether_ordered
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.services import told_of
from conversation.turn import Desk
from hospital.directory import Doctor, Service, ServiceName


def price(desk: Desk, pen: Pen) -> None:
    """The price of the service asked about, else the doctor's fee or a speciality's range; else that it is unknown."""
    named = _services_named(desk) or _spoken_of(desk, pen)
    for service in named:
        pen.tell(Say.SERVICE_PRICE, service=ServiceName(service.name), price=service.price, paid=paid(desk, pen))
    if named:
        return
    doctors = [] if desk.inquiry.names_procedure else _priced(desk, pen)
    if len(doctors) == 1 and doctors[0].fee is not None:
        pen.tell(Say.PRICE, doctor=doctors[0].name, fee=doctors[0].fee, paid=paid(desk, pen))
        return
    fees = sorted({doctor.fee for doctor in doctors if doctor.fee is not None})
    if not fees:
        _price_unknown(desk, pen)
    elif fees[0] == fees[-1]:
        pen.tell(Say.PRICE_OF_VISIT, fee=fees[0], paid=paid(desk, pen))
    else:
        pen.tell(Say.PRICE_RANGE, low=fees[0], high=fees[-1], paid=paid(desk, pen))


def paid(desk: Desk, pen: Pen) -> str:
    """When a visit is paid, as a clause behind its price."""
    return pen.voice.say(_PAID[desk.hospital.billing.pay])


_PAID = {"before": Say.PAID_BEFORE, "at_desk": Say.PAID_AT_DESK, "after": Say.PAID_AFTER}


def _price_unknown(desk: Desk, pen: Pen) -> None:
    if desk.hospital.phone:
        pen.tell(Say.PRICE_UNKNOWN, phone=desk.hospital.phone)
    else:
        pen.tell(Say.NOT_KNOWN_NO_PHONE)


def _priced(desk: Desk, pen: Pen) -> list[Doctor]:
    """The doctors whose price is asked for: those named, else those talked about, else all."""
    said, state, hospital = desk.understanding, pen.state, desk.hospital
    named = [code for mention in said.doctors if not mention.rejected for code in mention.codes]
    if named:
        return [hospital.doctor(code) for code in dict.fromkeys(named)]
    fields = [mention.code for mention in said.specialities if not mention.rejected]
    if fields:
        return hospital.doctors_of(fields[-1])
    last = state.selected_doctor or (state.last_act.doctor if state.last_act and state.task is None else None)
    if last is not None:
        return [hospital.doctor(last)]
    if state.speciality:
        return hospital.doctors_of(state.speciality)
    return [doctor for doctor in hospital.doctors.values() if doctor.is_active]


def services(desk: Desk, pen: Pen) -> bool:
    """Whether a test is done here; without one named, which are."""
    is_list = desk.inquiry.is_which and not desk.inquiry.services
    named = [] if is_list else _services_named(desk)
    asks_order = asks_whether_ordered(desk.understanding.message)
    for service in named:
        if not asks_order:
            pen.tell(Say.SERVICE_HERE, service=ServiceName(service.name), price=service.price)
        if service.needs_order:
            pen.tell(Say.SERVICE_NEEDS_ORDER)
        elif asks_order:
            pen.tell(Say.SERVICE_NEEDS_NO_ORDER, service=ServiceName(service.name))
    if named or (desk.inquiry.names_procedure and not desk.inquiry.is_which):
        return bool(named)
    every = list(desk.hospital.services.values())
    if not every or len(every) > _LISTED or not desk.inquiry.is_which:
        return False
    bookable = [service for service in every if desk.hospital.bookable(service.code) is not None]
    if bookable and asks_what_to_book(desk.understanding.message):
        _tell_bookable(pen, bookable)
    else:
        pen.tell(Say.SERVICES_ARE, services=[service.named(pen.language) for service in every])
    return True


def _tell_bookable(pen: Pen, services: list[Service]) -> None:
    """What can be booked here: by anybody, and on a doctor's order."""
    freely = [service.named(pen.language) for service in services if not service.needs_order]
    on_order = [service.named(pen.language) for service in services if service.needs_order]
    if freely:
        pen.tell(Say.SERVICES_BOOKABLE, services=freely)
    if on_order:
        pen.tell(Say.SERVICES_ON_ORDER, services=on_order)


_LISTED = 20


def service_wanted(desk: Desk, pen: Pen) -> None:
    """A test asked for: what is known of it, and who books it."""
    for service in _services_named(desk):
        pen.tell(Say.SERVICE_PRICE, service=ServiceName(service.name), price=service.price, paid=paid(desk, pen))
        if service.needs_order:
            pen.tell(Say.SERVICE_NEEDS_ORDER)
    preparation(desk, pen, quietly=True)
    if desk.hospital.phone:
        pen.tell(Say.DESK_BOOKS_TESTS, phone=desk.hospital.phone)
    if pen.state.question is None:
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", Say.NOTHING, (human,))


def duration(desk: Desk, pen: Pen) -> bool:
    """How long a test takes, or a visit with the doctors talked about, by their schedules."""
    if named := [each for code in desk.service.codes if (each := desk.hospital.bookable(code)) is not None]:
        for each in named:
            longest = max(hours.slot_minutes for hours in each.hours)
            pen.tell(Say.SERVICE_LASTS, service=each.name, minutes=longest)
        return True
    doctors = _priced(desk, pen)
    minutes = sorted({hours.slot_minutes for doctor in doctors for hours in doctor.hours})
    if not minutes:
        return False
    if len(minutes) == 1:
        pen.tell(Say.LASTS, minutes=minutes[0])
    else:
        pen.tell(Say.LASTS_BETWEEN, least=minutes[0], most=minutes[-1])
    return True


def preparation(desk: Desk, pen: Pen, *, quietly: bool = False) -> bool:
    """How to prepare for the services named; `quietly` where nobody asked, so that nothing unknown is told."""
    named = _services_named(desk) or _spoken_of(desk, pen)
    for service in named:
        words = service.prepared(pen.language)
        if words:
            pen.tell(Say.PREPARE, service=ServiceName(service.name), words=words)
        elif not quietly:
            pen.tell(Say.PREPARE_UNKNOWN, service=ServiceName(service.name))
    return bool(named)


def _services_named(desk: Desk) -> list[Service]:
    codes = desk.inquiry.services or desk.service.codes
    return [desk.hospital.services[code] for code in codes if code in desk.hospital.services]


def _spoken_of(desk: Desk, pen: Pen) -> list[Service]:
    """The service being booked, or booked last, where the message names nobody and nothing else."""
    said, state = desk.understanding, pen.state
    told, act = told_of(state, desk), state.last_act
    last = state.selected_doctor or told or (act.doctor if act else None)
    if last is None or said.doctors or said.specialities or desk.inquiry.names_procedure:
        return []
    found = desk.hospital.schedule_of(last)
    return [found.service] if found is not None and found.service is not None else []


def insurers(desk: Desk, pen: Pen) -> bool:
    """Whether the insurer named is on the list, and the plan at the site; without one named, who is."""
    hospital, asked = desk.hospital, desk.inquiry
    if not hospital.insurers:
        return False
    for code in asked.insurers:
        insurer = hospital.insurers[code]
        plans = [plan for plan in insurer.plans if plan.code in asked.plans] or list(insurer.plans)
        pen.tell(Say.INSURER_LISTED, insurer=insurer.name)
        if plans:
            pen.tell(Say.INSURER_PLANS, plans=[_plan(desk, pen, plan.name, plan.locations) for plan in plans])
    if not asked.insurers:
        names = [insurer.name for insurer in hospital.insurers.values()]
        pen.tell(Say.INSURERS if asked.is_which else Say.INSURER_NOT_LISTED, insurers=names)
        if hospital.phone and not asked.is_which:
            pen.tell(Say.ASK_THE_DESK, phone=hospital.phone)
    return True


def _plan(desk: Desk, pen: Pen, name: str, sites: tuple[str, ...]) -> str:
    where = [desk.hospital.locations[code].name for code in sites if code in desk.hospital.locations]
    return pen.voice.say(Say.PLAN_ONLY_AT, {"plan": name, "places": where}) if where else name
