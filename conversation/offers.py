"""What the desk offers unasked: times that came free, to those on the waiting list.

The records of it are the hospital's (`hospital.offers`); here it is put into the patient's words. It is looked after
right behind every turn that freed a time, and by a job every few seconds; doing it twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import structlog

from conversation.messages import Option, Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.services import fee_of
from conversation.unprompted import choice_value
from hospital import offers, outbox, slots, waitlist, waitlist_line
from hospital.directory import Doctor, Hospital
from hospital.directory_rows import Directory
from hospital.offers import Offer
from hospital.office import Office, Unit
from hospital.slots import NotEnsuredError
from hospital.steps import Steps
from hospital.waitlist_entries import Entry

log = structlog.get_logger("offers")
T = TypeVar("T")
KIND = "offer"
ENSURE_TRIES = 3
IN_TURN = 8
"""How many times and offers at most are looked after before a turn that freed one is answered; a job does the rest."""


class Offers:
    """Takes times that came free to those who wait for them, and ends what ran out."""

    def __init__(self, office: Office, directory: Directory) -> None:
        self._office, self._directory = office, directory
        self._due_at: datetime | None = None
        self._has_looked = False

    def run(self, is_ended: Callable[[], bool] = lambda: False) -> int:
        """Look after everything that is due by the desk's clock; how many offers were made."""
        return self.look(self._office.clock.now(), is_ended)

    def look_when_due(self, now: datetime) -> int:
        """The same at a moment of its own, where something may be due by then: no job runs by such a clock."""
        is_due = not self._has_looked or (self._due_at is not None and self._due_at <= now)
        return self.look(now) if is_due else 0

    def look_at_opened(self, opened: Sequence[int], now: datetime) -> int:
        """Offer the times that a turn freed, and a little of what else is due: whoever wrote waits for it."""
        return self.look(now, first=opened, most=IN_TURN)

    def look(
        self,
        now: datetime,
        is_ended: Callable[[], bool] = lambda: False,
        *,
        first: Sequence[int] = (),
        most: int | None = None,
    ) -> int:
        """End what ran out, offer what came free, the times `first` before others; how many offers were made.

        What fails does not keep the rest from being done. Raises the first error in the end.
        """
        with self._office.read(now) as unit:
            hospital = self._directory.standing(unit)
            lapsed = offers.lapsed(unit)[:most]
        if hospital is None:
            return 0
        with Steps(self._office, "offer_times", now, is_ended) as steps:
            steps.each(
                "expire", lapsed, lambda each: self._write(lambda unit: offers.expire(unit, hospital, each), now)
            )
            quiet_until = hospital.quiet_until(now)
            with self._office.read(now) as unit:
                openings = sorted(offers.openings(unit, quiet_until), key=lambda each: each not in first)[:most]
                over = waitlist_line.over(unit, hospital, [*first, *openings])[:most] if quiet_until is None else []
            self._end(hospital, over, now, steps)
            made = steps.each("offer", openings, lambda slot_id: self._offer(slot_id, now))
            self._plan(now, quiet_until)
            return made

    def review(self, is_ended: Callable[[], bool] = lambda: False, now: datetime | None = None) -> None:
        """Look for what no turn has noticed: times that came free as somebody joined, or that changed hours bring.

        These are offered with the next look. Entries whose visit is gone are ended.
        """
        now = now or self._office.clock.now()
        with self._office.read(now) as unit:
            hospital = self._directory.standing(unit)
            if hospital is None:
                return
            wanted = waitlist_line.days_waited_for(unit, hospital)
            gone = waitlist_line.without_visit(unit, hospital) if hospital.quiet_until(now) is None else []
        with Steps(self._office, "review_waiting_list", now, is_ended) as steps:
            self._end(hospital, gone, now, steps)
            steps.one("note", 0, lambda: self._write(offers.note_lost, now))
            steps.each("ensure", wanted, lambda days: self._make(hospital, *days, now), lambda days: days[0].id)

    def _make(self, hospital: Hospital, doctor: Doctor, first: date, end: date, now: datetime) -> None:
        with self._office.read(now) as unit:
            lacking = slots.missing(unit, hospital, [doctor], first, end)
        if lacking:
            days = lacking[0][1], lacking[-1][1]
            self._write(lambda unit: _ensure(unit, hospital, doctor, *days), now)

    def _end(self, hospital: Hospital, entries: Sequence[Entry], now: datetime, steps: Steps) -> None:
        steps.each(
            "end",
            entries,
            lambda entry: self._write(lambda unit: _end(unit, hospital, entry), now),
            lambda entry: entry.id,
        )

    def _plan(self, now: datetime, quiet_until: datetime | None) -> None:
        with self._office.read(now) as unit:
            times = [offers.next_expiry(unit), quiet_until]
        self._has_looked = True
        self._due_at = min((each for each in times if each is not None), default=None)

    def _write(self, work: Callable[[Unit], T], now: datetime) -> T:
        return self._office.write(work, now=now, actor="waitlist")

    def _offer(self, slot_id: int, now: datetime) -> bool:
        for _ in range(ENSURE_TRIES):
            with self._office.read(now) as unit:
                hospital = self._directory.current(unit)
            try:
                made = self._write(lambda unit, h=hospital: _offer_next(unit, h, slot_id), now)  # type: ignore[misc]
            except NotEnsuredError as lacking:
                self._write(
                    lambda unit, h=hospital, each=lacking: slots.ensure(  # type: ignore[misc]
                        unit, h, each.doctors, each.first, each.end
                    ),
                    now,
                )
            else:
                if made is not None:
                    log.info("offered", offer=made.id, conversation=made.entry.conversation_id)
                return made is not None
        return False


def _offer_next(unit: Unit, hospital: Hospital, slot_id: int) -> Offer | None:
    made = offers.offer_next(unit, hospital, slot_id)
    if made is not None:
        words = offered_words(unit.now, hospital, made)
        _put(unit, hospital, made.entry, f"offer-{made.id}", words, made.asks, made.expires_at)
    return made


def _end(unit: Unit, hospital: Hospital, entry: Entry) -> None:
    has_visit_left = entry.visit_at is not None and entry.visit_at > unit.now
    if not waitlist.end(unit, hospital, entry) or (entry.wants_earlier and not has_visit_left):
        return
    voice = _voice(unit.now, hospital, entry)
    facts = {"patient": entry.patient, "doctor": whom(voice, entry), "until": hospital.local(entry.latest)}
    _put(unit, hospital, entry, f"waitlist-end-{entry.id}", Reply(voice.say(Say.WAITLIST_ENDED, facts)))


def _put(
    unit: Unit,
    hospital: Hospital,
    entry: Entry,
    key: str,
    words: Reply,
    asks: str | None = None,
    until: datetime | None = None,
) -> None:
    if entry.channel is None or entry.address is None:
        return
    payload = json.dumps({**words.as_json(), "language": _language(hospital, entry)}, ensure_ascii=False)
    whose = entry.conversation_id, entry.channel, entry.address
    message = outbox.Outgoing(key, *whose, KIND, payload, asks=asks, use_until=until, patient_id=entry.patient_id)
    outbox.put(unit, [message], handed_over=False)


def _ensure(unit: Unit, hospital: Hospital, doctor: Doctor, first: date, last: date) -> None:
    slots.ensure(unit, hospital, [doctor], first, last + timedelta(days=1))


# --- its words ------------------------------------------------------------------------------------


def offered_words(now: datetime, hospital: Hospital, offer: Offer) -> Reply:
    """The offer in the patient's words. It may stand on a locked screen: a speciality only where they wait for it."""
    entry, slot = offer.entry, offer.slot
    voice = _voice(now, hospital, entry)
    site = hospital.locations_by_id.get(slot.location_id or 0)
    until = hospital.local(offer.expires_at)
    facts = {
        "patient": entry.patient,
        "doctor": slot.doctor.name,
        "at": hospital.local(slot.starts_at),
        "place": f" {voice.say(Say.PLACE, {'place': site.name}).strip()}" if site is not None else "",
        "fee": f" {voice.say(fee_of(slot.doctor), {'fee': slot.doctor.fee}).strip()}" if slot.doctor.fee else "",
        "until": until.time() if until.date() == hospital.local(now).date() else until,
    }
    if entry.speciality is not None:
        facts["doctor"] = f"{slot.doctor.name} ({slot.doctor.speciality.named(voice.language)})"
    say = Say.OFFER_TIME
    if entry.visit_at is not None:
        say, facts["old"] = Say.OFFER_EARLIER, hospital.local(entry.visit_at)
    options = (
        Option(voice.say(Say.LABEL_TAKE_IT), choice_value(offer.asks, "yes")),
        Option(voice.say(Say.LABEL_NO_THANKS), choice_value(offer.asks, "no")),
    )
    return Reply(voice.say(say, facts), options)


def whom(voice: Voice, entry: Entry) -> str:
    """Whom somebody waits for, in words."""
    if entry.doctor is not None:
        return entry.doctor.name
    assert entry.speciality is not None
    return voice.say(Say.OUR_DOCTORS, {"speciality": entry.speciality.named(voice.language)})


def _voice(now: datetime, hospital: Hospital, entry: Entry) -> Voice:
    return Voice.of(hospital, _language(hospital, entry), hospital.local(now).date())


def _language(hospital: Hospital, entry: Entry) -> str:
    return entry.language if entry.language in hospital.languages else hospital.languages[0]
