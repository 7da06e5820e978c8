"""What a message answers: a choice, a yes or no, a refusal of what is on offer."""

from __future__ import annotations

from dataclasses import replace

from conversation.agendas import ERRANDS, SURE
from conversation.correcting import hear_correction, is_then
from conversation.extractors.entities import Intent, Understanding
from conversation.extractors.moods import Mood
from conversation.extractors.text import fold
from conversation.state import BookingState, Offered
from conversation.turn import Desk, Heard
from conversation.wishing import GUESSED


def hear(state: BookingState, desk: Desk) -> Heard:
    """What the message answers: a choice, a yes or no, a refusal of what is on offer."""
    understanding = desk.understanding
    if desk.message.choice is not None:
        return _hear_tap(state, desk.message.choice)
    answer = _hear_answer(state, desk)
    if state.question == "confirm_cancel" and answer == "no" and not understanding.says(Intent.RESCHEDULE):
        # "no, keep that one" takes none of the ways on
        understanding = replace(understanding, chosen=None)
    notes = {m.intent.value for m in understanding.intents if m.intent in (Intent.MORE, Intent.NONE_FIT)}
    picked, turned_down = _hear_choice(state, understanding)
    if picked is None or picked.kind in ("yes", "no", "person"):
        corrected, others = hear_correction(state, desk)
        if corrected is not None or others:
            picked, turned_down = corrected, others
    only_thanks = Mood.NODS in desk.moods and understanding.says(Intent.THANKS)
    if picked is not None and (asks_for_else(picked, understanding) or (only_thanks and picked.kind == "human")):
        picked, answer = None, None
    if understanding.chosen is not None and understanding.chosen.beyond:
        notes.add("beyond")
    if picked is None and answer == "yes" and not turned_down:
        picked = _only_one(state)
    if picked is not None and picked.kind in ("yes", "no"):
        return Heard(answer=picked.kind, picked=picked, notes=frozenset(notes))  # type: ignore[arg-type]
    notes |= _asks_by_choosing(picked)
    return Heard(answer=answer, picked=picked, turned_down=turned_down, notes=frozenset(notes))  # type: ignore[arg-type]


def _hear_answer(state: BookingState, desk: Desk) -> str | None:
    """The yes, no or maybe of a message, as what is asked makes it one."""
    understanding, moods = desk.understanding, desk.moods
    answers = (m.intent.value for m in understanding.intents if m.intent in (Intent.YES, Intent.NO, Intent.MAYBE))
    answer = next(answers, None)
    if Mood.SUPPOSES in moods:
        answer = None  # the "si" of "¿y si llego tarde?"
    if answer == "yes" and Mood.WAVERS in moods and state.question in ("confirm", "confirm_cancel"):
        answer = "maybe"
    if Mood.NOT_CANCEL in moods and state.question == "confirm_cancel":
        answer = "no"
    if answer is None and state.question == "confirm_cancel" and _orders_cancel(understanding):
        answer = "yes"
    return answer


def _only_one(state: BookingState) -> Offered | None:
    """What a yes takes: the only thing on offer, unless the yes answers a read-back."""
    real = [option for option in state.offered if option.kind in ("slot", "doctor", "speciality", "person", "visit")]
    return real[0] if len(real) == 1 and state.question not in ("confirm", "confirm_cancel") else None


_STANDS_FOR: dict[str, frozenset[Intent]] = {
    "human": frozenset({Intent.HANDOFF, Intent.CALLBACK, Intent.COMPLAINT}),
    "start_book": frozenset({Intent.BOOK, Intent.FIND_DOCTOR}),
    "my_appointments": frozenset({Intent.APPOINTMENTS}),
    "find_mine": frozenset({Intent.APPOINTMENTS}),
}
"""What the ways on that are shown beside an answer stand for."""


def asks_for_else(picked: Offered, understanding: Understanding) -> bool:
    """Whether words that fit a way on ask for another errand: "cancel that visit" takes no "Talk to a person"."""
    own = _STANDS_FOR.get(picked.kind)
    if own is None or fold(picked.label) == understanding.message.folded.strip(" .!?"):
        return False
    asked = {m.intent for m in understanding.intents if m.certainty >= SURE and m.intent in ERRANDS}
    return bool(asked) and not asked & own


def _orders_cancel(understanding: Understanding) -> bool:
    """ "Cancel it", to "shall I cancel it?"; with a day or a doctor it may mean another visit."""
    points = understanding.whens or understanding.doctors or understanding.references or understanding.person
    orders = any(m.intent is Intent.CANCEL and m.certainty > GUESSED for m in understanding.intents)
    return orders and not points and not understanding.says(Intent.POLICY)


def _hear_tap(state: BookingState, value: str) -> Heard:
    for option in state.offered:
        if option.value == value:
            answer = option.kind if option.kind in ("yes", "no") else None
            return Heard(answer=answer, picked=option, notes=_asks_by_choosing(option))  # type: ignore[arg-type]
    for option in state.offered_before:
        # an older list of times or doctors still says what is meant; an older yes or no does not
        if option.value == value and option.kind in ("slot", "doctor", "speciality"):
            return Heard(picked=option)
    return Heard(is_stale=True)


def _asks_by_choosing(picked: Offered | None) -> frozenset[str]:
    """What a choice asks for, tapped or by its number: others than those on show."""
    return frozenset({"more"} if picked is not None and picked.kind == "more" else ())


def _hear_choice(state: BookingState, understanding: Understanding) -> tuple[Offered | None, tuple[Offered, ...]]:
    chosen = understanding.chosen
    if chosen is None:
        return None, ()
    by_value = {option.value: option for option in state.offered}
    turned_down = tuple(by_value[value] for value in chosen.rejected if value in by_value)
    taken = [by_value[value] for value in chosen.values if value in by_value]
    taken = [option for option in taken if is_then(option, understanding)]
    return (taken[0] if taken else None), turned_down
