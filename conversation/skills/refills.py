"""Having a medicine again: asked for, decided by the doctor; and what needs a visit is said so at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversation.extractors.medicines import find_controlled, find_named, names_purpose, wants_all
from conversation.extractors.refill_wishes import (
    asks_if_ready,
    asks_state,
    asks_whether_ready,
    calls_off,
    takes_back,
)
from conversation.extractors.text import fold
from conversation.household import acting_people, relatives
from conversation.output import HEARD
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import PROOF
from conversation.skills.handoff import keep_unmet
from conversation.skills.of_somebody import of_somebody
from conversation.skills.own_medicines import Medicine, meant, offer_visit, prescribed, refuse_anothers, signed
from conversation.skills.pharmacy import is_about_products, tell_products
from conversation.skills.refill_states import asked_for, lines_of, still_on_its_way, tell_standing, tell_state
from conversation.skills.whose import CONFIRM, WHICH, WHICH_ONE, Owner, answers_which, asked_words
from conversation.state import Offered
from conversation.turn import Desk
from hospital.prescriptions import refills
from hospital.prescriptions.errors import RefillStop, RefillStoppedError
from hospital.prescriptions.records import ON_HOLD
from hospital.prescriptions.refills import APPROVED, REQUESTED, Refill

SHOWN, SHOWN_ALOUD = 8, 4
"""Medicines to choose from, and aloud."""
TOLD_WHY = 3
"""Medicines of which it is told why none of them is repeated."""
_STOPS = {
    RefillStop.CONTROLLED: Say.REFILL_CONTROLLED,
    RefillStop.EXPIRED: Say.REFILL_EXPIRED,
    RefillStop.NO_RECENT_VISIT: Say.REFILL_NO_RECENT_VISIT,
    RefillStop.STOPPED: Say.REFILL_STOPPED,
    RefillStop.TO_COLLECT: Say.REFILL_TO_COLLECT,
    RefillStop.TOO_SOON: Say.REFILL_TOO_SOON,
}


def refill(desk: Desk, pen: Pen) -> None:
    """Ask for a medicine again, take that back, or tell what became of it."""
    if refuse_anothers(desk, pen, pen.state.user_input):
        return
    if _is_for_somebody_else(desk, pen) and is_about_products(desk, pen):
        # "my wife needs paracetamol" asks for nobody's record
        tell_products(desk, pen)
        return
    if _is_only_controlled(desk, pen):
        # true for everybody, so that nobody needs to prove anything for it
        keep_unmet(desk, pen, "refill")
        pen.keep(topic="pharmacy")
        pen.tell(Say.CONTROLLED_NEEDS_VISIT, named=list(find_controlled(pen.state.user_input)))
        offer_visit(pen)
        return
    words = pen.state.user_input
    is_answered = answers_which(desk, pen) and not _asks_else(words)
    before = Before(pen.state.question, pen.state.offered, is_answered)
    of_somebody("refill.request", lambda desk, pen, owner: _tell(desk, pen, owner, before))(desk, pen)


def _asks_else(words: str) -> bool:
    return asks_state(words) or calls_off(words) or asks_whether_ready(words) or asks_if_ready(words)


def _is_for_somebody_else(desk: Desk, pen: Pen) -> bool:
    """Whether something is needed, once more or not, by a relative whom the sender does not speak for."""
    person = desk.understanding.person
    if desk.message.choice is not None or pen.state.looking is not None or person is None or person.name is not None:
        return False
    own = [each for each in acting_people(desk, pen.state) if each.relation != "helped"]
    return person.relation not in (None, "self") and not relatives(own, person.relation)


@dataclass(frozen=True)
class Before:
    """What was open when the message came."""

    question: str | None
    offered: tuple[Offered, ...]
    is_answered: bool
    """Whether the message answers which one was meant."""

    def is_denied(self, pen: Pen) -> bool:
        """Whether the message says no to the one that was read back."""
        picked = pen.heard.picked
        is_no = pen.heard.answer == "no" or (picked is not None and picked.kind == "no")
        return self.is_answered and self.question == CONFIRM and is_no

    def records(self, kind: str) -> set[str | None]:
        """What choices of a kind stood for."""
        return {option.record for option in self.offered if option.kind == kind}


def _is_only_controlled(desk: Desk, pen: Pen) -> bool:
    """Whether a message asks for controlled medicines by name, and for nothing beside them."""
    words = pen.state.user_input
    if desk.message.choice is not None or asks_state(words) or calls_off(words):
        return False
    controlled = find_controlled(words)
    if pen.state.question in WHICH and any(
        name in fold(each.label) for name in controlled for each in pen.state.offered
    ):
        return False  # it is one of those on offer
    return bool(controlled) and set(find_named(words, ()).unknown) <= set(controlled)


def _tell(desk: Desk, pen: Pen, owner: Owner, before: Before) -> None:
    if refuse_anothers(desk, pen, asked_words(pen)):
        return
    is_new = before.question not in WHICH or PROOF in pen.heard.notes
    words = asked_words(pen) if is_new else pen.state.user_input
    if not before.is_answered and _is_of_before(desk, pen, owner, words):
        return
    pen.keep(refills_told=desk.turn_number)
    medicines = prescribed(signed(desk, pen, owner))
    if not medicines:
        pen.tell(Say.NO_PRESCRIPTIONS, patient=owner.person.name)
        offer_visit(pen)
        return
    chosen = _chosen(pen, medicines, before)
    if chosen and not (desk.message.choice is None and _is_named(desk, owner, medicines, words, before)):
        _ask_for(desk, pen, owner, chosen)
    else:
        _find(desk, pen, owner, medicines, words, before)


def _is_of_before(desk: Desk, pen: Pen, owner: Owner, words: str) -> bool:
    """Take back what was asked for before, or tell what became of it, where that is meant."""
    if calls_off(words) or (pen.state.refills_told and takes_back(words)):
        pen.keep(refills_told=desk.turn_number)
        _call_off(desk, pen, owner, words)
        return True
    if asks_state(words) or asks_if_ready(words) or (pen.state.refills_told and asks_whether_ready(words)):
        pen.keep(refills_told=desk.turn_number)
        if not tell_state(desk, pen, owner):
            pen.tell(Say.NO_REFILL_ASKED, patient=owner.person.name)
        return True
    return False


def _is_named(desk: Desk, owner: Owner, medicines: list[Medicine], words: str, before: Before) -> bool:
    """Whether words that may choose one of a list name it, or several, or all."""
    return before.question == WHICH_ONE and (wants_all(words) or bool(meant(desk, owner, medicines, words).sure))


def _chosen(pen: Pen, medicines: Sequence[Medicine], before: Before) -> list[Medicine]:
    """What was chosen from the list or said yes to."""
    picked = pen.heard.picked
    if before.is_answered and before.question == CONFIRM and picked is None and pen.heard.answer == "yes":
        picked = next((option for option in before.offered if option.kind == "yes"), None)
    if not before.is_answered or picked is None or picked.kind not in ("record", "yes"):
        return []
    return [each for each in medicines if each.key == picked.record]


def _find(desk: Desk, pen: Pen, owner: Owner, medicines: list[Medicine], words: str, before: Before) -> None:
    is_denied = before.is_denied(pen)
    denied = before.records("yes") if is_denied else set()
    named = meant(desk, owner, medicines, words)
    open_to_ask = [each for each in medicines if _stop_of(desk, each) is None and each.key not in denied]
    if wants_all(words) and not named.sure and open_to_ask:
        on_offer = [each for each in open_to_ask if each.key in before.records("record")]
        _ask_for(desk, pen, owner, on_offer or open_to_ask)
        return
    if named.unknown:
        pen.tell(Say.MEDICINE_NOT_FOUND, patient=owner.person.name, named=list(named.unknown))
    is_another = bool(named.unknown)
    if names_purpose(words) and not (named.sure or named.doubtful or named.unknown):
        is_another = True
        pen.tell(Say.MEDICINE_FOR_NOTHING, patient=owner.person.name)
    if named.sure:
        _ask_for(desk, pen, owner, [medicines[at] for at in named.sure], has_more=bool(named.doubtful))
    doubtful = [medicines[at] for at in named.doubtful if medicines[at].key not in denied]
    if doubtful or (open_to_ask and not named.sure):
        _ask_which(desk, pen, doubtful or open_to_ask, is_likely=bool(doubtful) or not is_another)
    elif is_denied:
        offer_visit(pen)
    elif not named.sure:
        # there is none that may be asked for: why
        _ask_for(desk, pen, owner, medicines[:TOLD_WHY])


def _ask_which(desk: Desk, pen: Pen, medicines: Sequence[Medicine], *, is_likely: bool) -> None:
    """Ask which one is meant. The only one is read back for a yes where nothing speaks against it."""
    if len(medicines) == 1 and is_likely:
        only = medicines[0]
        yes = pen.option(pen.voice.say(Say.LABEL_YES), "yes", record=only.key)
        no = pen.option(pen.voice.say(Say.LABEL_NO), "no")
        pen.ask(CONFIRM, Say.IS_IT_THIS_MEDICINE, (yes, no), medication=only.item.medication)
        return
    shown = medicines[: SHOWN_ALOUD if desk.message.channel in HEARD else SHOWN]
    options: list[Offered] = [pen.option(each.item.medication, "record", record=each.key) for each in shown]
    pen.ask(WHICH_ONE, Say.WHICH_MEDICINE, tuple(options))


# --- asking ---------------------------------------------------------------------------------------


def _ask_for(desk: Desk, pen: Pen, owner: Owner, medicines: Sequence[Medicine], *, has_more: bool = False) -> None:
    """Ask for each, and tell what comes of it; what needs a visit ends with the offer of one."""
    before = refills.of_patient(desk.unit, owner.actor, owner.person.id)
    is_stopped = False
    for each in medicines:
        is_stopped |= not _ask_for_one(desk, pen, owner, each, before)
    pen.keep(unmet=None)
    if is_stopped and not has_more:
        offer_visit(pen)


def _ask_for_one(desk: Desk, pen: Pen, owner: Owner, medicine: Medicine, before: Sequence[Refill]) -> bool:
    """Ask for one; whether it was, or stands already."""
    standing = still_on_its_way(desk, medicine, before)
    if standing is not None:
        pen.tell(Say.REFILL_STANDS, state=lines_of(desk, pen, owner, [standing])[0])
        return True
    key = f"refill-c{desk.conversation_id}-t{desk.turn_number}-{medicine.item.id}"
    whence = desk.conversation_id
    try:
        got = refills.ask(desk.unit, desk.hospital, owner.actor, medicine.item.id, key=key, conversation_id=whence)
    except RefillStoppedError as stopped:
        _tell_stop(pen, owner, medicine, stopped)
        return stopped.stop is RefillStop.TO_COLLECT  # what lies there needs no visit
    pen.happened("refill.requested", prescription_id=medicine.prescription.reference)
    say = Say.REFILL_FROM_REPEATS if got.status == APPROVED else Say.REFILL_ASKED
    facts = {"medication": got.medication, "doctor": got.decides, "reference": got.reference}
    pen.tell(say, patient=owner.person.name, **facts)
    return True


def _stop_of(desk: Desk, medicine: Medicine) -> RefillStop | None:
    return refills.stop_of(desk.unit, desk.hospital, medicine.prescription, medicine.item)


def _tell_stop(pen: Pen, owner: Owner, medicine: Medicine, stopped: RefillStoppedError) -> None:
    prescription = medicine.prescription
    say = Say.REFILL_ON_HOLD if prescription.status == ON_HOLD else _STOPS[stopped.stop]
    facts = {"medication": medicine.item.medication, "doctor": prescription.prescriber, "patient": owner.person.name}
    days = {"until": prescription.valid_until or "", "since": stopped.asked_from or ""}
    pen.tell(say, prescription=prescription.reference, **days, **facts)


# --- taking it back ------------------------------------------------------------------------------------


def _call_off(desk: Desk, pen: Pen, owner: Owner, words: str) -> None:
    """Take back what is not decided yet: what is named, else all; what is named and decided is told as it stands."""
    mine = refills.of_patient(desk.unit, owner.actor, owner.person.id)
    waiting = [each for each in mine if each.status == REQUESTED]
    medicines = prescribed(signed(desk, pen, owner))
    found = meant(desk, owner, medicines, words)
    named = [medicines[at] for at in found.sure]
    if named or found.unknown or "rf-" in words.casefold():
        asked = asked_for(mine, named, words)
        waiting = [each for each in waiting if each in asked]
        if not waiting:
            tell_standing(desk, pen, owner, asked[:1], [each.item.medication for each in named] or found.unknown)
            return
    if not waiting:
        pen.tell(Say.NO_REFILL_WAITS, patient=owner.person.name)
        return
    for each in waiting:
        refills.call_off(desk.unit, desk.hospital, owner.actor, each.reference)
        pen.tell(Say.REFILL_CALLED_OFF, medication=each.medication, reference=each.reference)
