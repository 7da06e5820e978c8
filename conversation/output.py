"""The last node: facts into words and choices, and the open question into the state."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.messages import OWN_PHONE, Event, Option, Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.proofs import LASTS
from conversation.state import OPTIONS_KEPT, BookingState, Offered
from conversation.told_names import as_told
from conversation.turn import Desk, Outcome

CLAIMS = {
    Say.BOOKED: "appointment.booked",
    Say.MOVED: "appointment.rescheduled",
    Say.CANCELLED: "appointment.cancelled",
    Say.CANCELLED_ONE: "appointment.cancelled",
    Say.TAKEN_BACK: "appointment.cancelled",
    Say.WAITLIST_JOINED: "waitlist.joined",
    Say.REFILL_ASKED: "refill.requested",
    Say.REFILL_FROM_REPEATS: "refill.requested",
}
"""Sentences that claim something was done, and the event without which they must not be said."""


GOODBYES = frozenset({Say.OPTED_OUT, Say.OPTED_OUT_HERE})
"""The last that somebody gets who wants no more messages."""
HEARD = frozenset({"voice"})
"""Channels on which people hear the desk: their replies come with words for the ear beside those for the eye."""


class UnfoundedClaimError(AssertionError):
    """A sentence claims what did not happen in this turn."""


def compose(
    state: BookingState,
    desk: Desk,
    outcomes: Sequence[Outcome],
    events: Sequence[Event],
    changed: frozenset[str] = frozenset(),
) -> tuple[BookingState, list[Reply]]:
    """The state with what is now open, and the replies. `changed` are the facts that the message changed.

    Raises UnfoundedClaimError.
    """
    _check_claims(outcomes, events)
    if not outcomes:
        return state, []
    if state.told_names:
        outcomes = as_told(desk, state, outcomes)
    language = state.language or desk.hospital.languages[0]
    voice = Voice.of(desk.hospital, language, desk.now.date())
    text = _told(voice, outcomes)
    spoken = _told(voice.aloud(), outcomes) if desk.message.channel in HEARD else ""
    asking = _open_question(outcomes)
    offered = asking.options if asking else ()
    words, heard = text, spoken
    if changed and words == state.next_prompt and [bool(outcome.question) for outcome in outcomes] == [True]:
        # the same question once more: whoever said something else meanwhile must see that it was heard
        text = f"{voice.say(Say.NOTED)}\n{text}"
        spoken = f"{voice.say(Say.NOTED)} {spoken}" if spoken else ""
    if not state.is_introduced and not any(outcome.say in _URGENT for outcome in outcomes):
        text = f"{_introduction(desk, voice)}\n\n{text}"
        spoken = f"{_introduction(desk, voice.aloud())}\n{spoken}" if spoken else ""
        state = state.with_(is_introduced=True)
    if asking is not None:
        before = state.offered if state.offered and state.offered != offered else state.offered_before
        state = state.with_(
            question=asking.question,
            offered=offered[:OPTIONS_KEPT],
            offered_before=before,
            offered_at=desk.now,
            follow_up_required=True,
        )
    elif state.question is None:
        state = state.with_(offered=(), offered_before=state.offered or state.offered_before, follow_up_required=False)
    beside = tuple(option for outcome in outcomes if outcome.question is None for option in outcome.options)
    choices = tuple(_option(option, voice, desk) for option in (*offered[:OPTIONS_KEPT], *beside))
    wants = Option(voice.say(Say.LABEL_OWN_PHONE), OWN_PHONE) if asking and asking.question in _OWN_PHONE else None
    files = tuple(file for outcome in outcomes for file in outcome.files)
    is_private = bool(desk.opened)
    reply = Reply(text, choices, files, wants, spoken=spoken, is_private=is_private)
    until = desk.now + LASTS if is_private else None
    return state.with_(next_prompt=words, spoken_prompt=heard, private_until=until), [reply] if text else []


_OWN_PHONE = frozenset({"phone", "callback", "prove_name"})
"""Questions that the person's own number answers, or spares."""


def _told(voice: Voice, outcomes: Sequence[Outcome]) -> str:
    said = [voice.say(outcome.say, outcome.facts).strip() for outcome in outcomes]
    return "\n".join(dict.fromkeys(part for part in said if part))


def _option(option: Offered, voice: Voice, desk: Desk) -> Option:
    spoken = voice.label_aloud(option.label) if desk.message.channel in HEARD else ""
    return Option(option.label, option.value, spoken if spoken != option.label else "")


def _open_question(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The last thing asked, unless what it was asked for is done since."""
    for outcome in reversed(outcomes):
        if outcome.question is not None:
            return outcome
        if outcome.say in CLAIMS:
            return None
    return None


ADVICE = frozenset({
    Say.EMERGENCY, Say.CRISIS, Say.CRISIS_WITHOUT_LINE, Say.ALARM_STANDS, Say.CRISIS_STANDS,
    Say.CRISIS_STANDS_WITHOUT_LINE,
})  # fmt: skip
"""Whom to call in an emergency: it leaves for everybody, and a person is told where it does not get there."""
_URGENT = {*ADVICE, *GOODBYES, Say.OPT_OUT_HELP, Say.ASK_STOP_MESSAGES}
"""With these nobody is told who speaks: there is no time for it, or they say so themselves."""


def _introduction(desk: Desk, voice: Voice) -> str:
    hospital = desk.hospital
    privacy = voice.say(Say.PRIVACY, {"url": hospital.privacy_url}) if hospital.privacy_url else ""
    facts = {"hospital": hospital.name, "number": hospital.emergency_number, "privacy": privacy}
    return voice.say(Say.INTRODUCTION, facts)


def _check_claims(outcomes: Sequence[Outcome], events: Sequence[Event]) -> None:
    happened = {event.name for event in events}
    for outcome in outcomes:
        needed = CLAIMS.get(outcome.say)
        if needed is not None and needed not in happened:
            raise UnfoundedClaimError(outcome.say)
