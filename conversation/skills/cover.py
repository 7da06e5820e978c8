"""What somebody's insurance pays, what is left of its year, and what something would cost them: never a promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from conversation.extractors.own_cover import Term, asks_own_cover, terms_asked
from conversation.extractors.questions import find_question
from conversation.extractors.text import Message
from conversation.household import acting_people
from conversation.pen import Pen
from conversation.phrases import estimates as told
from conversation.phrases.say import Say
from conversation.skills.of_somebody import of_somebody
from conversation.skills.talk import not_here_yet
from conversation.skills.whose import Owner, asked_words, goes_on
from conversation.turn import Desk
from hospital.directory import ServiceName
from hospital.insurance import coverages, estimates, ledger
from hospital.insurance.coverages import ACTIVE, DRAFT, Coverage
from hospital.insurance.estimates import Kind, Wanted
from hospital.names import fold_name

SHOWN = 3
"""Policies, and things priced, in one answer."""
NOTHING = Decimal(0)


def cover(desk: Desk, pen: Pen) -> None:
    """What one's own policy pays; claims, cards and the like are for people."""
    if goes_on(desk, pen) or asks_own_cover(desk.understanding.message):
        _of_own(desk, pen)
    else:
        not_here_yet(desk, pen)


def is_wanted(desk: Desk, pen: Pen, *, for_oneself: bool) -> bool:
    """Whether a question after a price is after one's own part of it, of somebody who can be known here."""
    if goes_on(desk, pen):
        return True
    if asks_own_cover(desk.understanding.message):
        return True
    is_known = any(person.relation != "helped" for person in acting_people(desk, pen.state))
    return for_oneself and is_known and bool(_things(desk, pen, desk.message.text))


def _needs(desk: Desk, pen: Pen) -> str:
    return "estimate.read" if _things(desk, pen, asked_words(pen)) else "coverage.read"


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    things = _things(desk, pen, asked_words(pen))
    if things:
        _tell_estimates(desk, pen, owner, things)
    else:
        _tell_policies(desk, pen, owner)


_of_own = of_somebody(_needs, _tell)
estimate = _of_own
"""What something named would cost somebody."""


# --- estimates ------------------------------------------------------------------------------------


def _things(desk: Desk, pen: Pen, words: str) -> list[Wanted]:
    """The services named, else the visit to a doctor named or talked about."""
    hospital, message = desk.hospital, Message.read(words)
    question = find_question(message, desk.context)
    services = [Wanted(Kind.SERVICE, code) for code in question.services if code in hospital.services]
    if services or question.names_procedure:
        return services[:SHOWN]
    said = set(fold_name(words).split())
    doctors = [
        each.code for each in hospital.doctors.values() if each.is_active and fold_name(each.name).split()[-1] in said
    ]
    last = pen.state.selected_doctor
    if not doctors and last is not None and said & _VISITS:
        doctors = [last]
    return [Wanted(Kind.VISIT, code) for code in doctors[:SHOWN]]


_VISITS = frozenset("visit appointment consultation it this that visita cita consulta esto eso".split())


def _tell_estimates(desk: Desk, pen: Pen, owner: Owner, things: Sequence[Wanted]) -> None:
    for each in things:
        found = estimates.estimate_of(desk.unit, desk.hospital, owner.actor, owner.person.id, [each], _day(desk))
        what = ServiceName(found.lines[0].description)
        pen.tell(Say.ESTIMATE_OF, what=what, words=told.words(pen.voice, found))


def _day(desk: Desk) -> date:
    """The day that is named, where it is to come; else today."""
    today = desk.now.date()
    days = (when.dates.first for when in desk.understanding.whens if when.dates and not when.rejected)
    return max(today, next((day for day in days if day is not None), today))


# --- policies -------------------------------------------------------------------------------------


def _tell_policies(desk: Desk, pen: Pen, owner: Owner) -> None:
    today = desk.now.date()
    every = coverages.of_patient(desk.unit, owner.actor, owner.person.id)
    held = [each for each in every if each.holds_on(today)]
    active = [each for each in held if each.status == ACTIVE]
    for policy in active[:SHOWN]:
        _tell_policy(desk, pen, owner, policy, today.year)
    if active:
        pen.tell(Say.COVER_NO_PROMISE)
    elif any(each.status == DRAFT for each in held):
        pen.tell(Say.COVER_UNCHECKED, patient=owner.person.name)
    else:
        pen.tell(Say.COVER_NONE, patient=owner.person.name, phone=desk.hospital.phone or "")


def _tell_policy(desk: Desk, pen: Pen, owner: Owner, policy: Coverage, year: int) -> None:
    terms, used = policy.terms, ledger.used(desk.unit, (policy.id, year))
    facts = {"patient": owner.person.name, "insurer": policy.insurer, "plan": policy.plan}
    pen.tell(Say.COVER, **facts, percent=terms.covers_percent)
    asked = terms_asked(Message.read(asked_words(pen)))
    if terms.deductible:
        left = max(NOTHING, terms.deductible - used.deductible)
        pen.tell(Say.COVER_DEDUCTIBLE, amount=terms.deductible, left=left)
    elif Term.DEDUCTIBLE in asked:
        pen.tell(Say.COVER_NO_DEDUCTIBLE)
    if terms.copay:
        pen.tell(Say.COVER_COPAY, amount=terms.copay)
    elif Term.COPAY in asked:
        pen.tell(Say.COVER_NO_COPAY)
    if terms.annual_limit is not None:
        pen.tell(Say.COVER_LIMIT, amount=terms.annual_limit, left=max(NOTHING, terms.annual_limit - used.paid))
    elif Term.LIMIT in asked:
        pen.tell(Say.COVER_NO_LIMIT)
    sites = [desk.hospital.locations[code].name for code in terms.locations if code in desk.hospital.locations]
    if sites:
        pen.tell(Say.COVER_SITES, places=sorted(sites))
    if terms.needs_authorisation or any(each.needs_authorisation for each in terms.by_category.values()):
        pen.tell(Say.COVER_ASKED_FIRST)
    if policy.ends_on is not None:
        pen.tell(Say.COVER_UNTIL, day=policy.ends_on)
