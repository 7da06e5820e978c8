"""Whether reminders may be sent, and where: asked once after somebody's first booking, changed whenever they say so."""

from __future__ import annotations

from conversation.agendas import SOFT
from conversation.asking_again import AGAIN
from conversation.confirming import confirm
from conversation.extractors.entities import Intent
from conversation.extractors.moods import Mood
from conversation.extractors.permissions import find_channel
from conversation.extractors.text import fold
from conversation.household import acting_people, named_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import has_say_for, is_new_child
from conversation.state import BookingState, Offered, RemindersAsked, RemindersSettled
from conversation.turn import Desk
from hospital import appointments, consent, mailboxes, people
from hospital.consent import REMINDERS, Decision
from hospital.mailboxes import CHANNEL as MAIL
from hospital.people import Person

PUSHED = frozenset({"whatsapp", "telegram", "sms"})
"""Channels on which the desk can write first."""
QUESTION = "reminders"
_CHOICE = "reminders"
_KEPT = 8
_PLAIN = frozenset({Intent.YES, Intent.NO, Intent.THANKS, Intent.CONSENT})


def offer_reminders(desk: Desk, pen: Pen, person: Person) -> None:
    """Ask after a booking, once, whether reminders may be sent. A soft question: anything else passes over it."""
    asked = pen.state.asked_reminders
    is_asked = person.was_asked or any(each.person == person.number for each in asked)
    # a guardian is asked whether on file or not, so that the question tells nobody which of the two they are
    may_ask = has_say_for(desk, pen.state, person) or is_new_child(pen.state, person)
    if is_asked or desk.message.channel == "voice" or not may_ask:
        return
    pen.keep(asked_reminders=(*asked, RemindersAsked(turn=desk.turn_number, person=person.number))[-_KEPT:])
    pen.ask(QUESTION, _question(desk, pen, person), _options(desk, pen, person), patient=person.name)


def _question(desk: Desk, pen: Pen, person: Person) -> Say:
    is_sole = len(acting_people(desk, pen.state)) < 2 and not pen.state.is_minor
    if desk.message.channel in PUSHED:
        return Say.ASK_REMINDERS if is_sole else Say.ASK_REMINDERS_FOR
    return Say.ASK_REMINDERS_SMS if is_sole else Say.ASK_REMINDERS_SMS_FOR


def _options(desk: Desk, pen: Pen, person: Person) -> tuple[Offered, ...]:
    channel, turn = desk.message.channel, desk.turn_number
    here = [("here", Say.LABEL_YES)] if channel in PUSHED else []
    sms = [("sms", Say.LABEL_BY_SMS)] if channel != "sms" else []
    return tuple(
        # by the turn: values go where a patient's number must not
        Offered(value=f"{_CHOICE}:{turn}:{answer}", label=pen.voice.say(label), kind=_CHOICE, person=person.number)
        for answer, label in (*here, *sms, ("no", Say.LABEL_NO))
    )


def answer_about_reminders(state: BookingState, desk: Desk) -> tuple[str, str] | None:
    """The patient and the answer (`here`, `sms`, `mail`, `no`) that a message gives to the question, if it does.

    A tap counts as long as the conversation lasts, words only while it is the open question and say nothing else.
    """
    tapped = desk.message.choice
    if tapped is not None:
        kind, _, rest = tapped.partition(":")
        turn, _, answer = rest.partition(":")
        asked = next((each for each in state.asked_reminders if str(each.turn) == turn), None)
        is_ours = kind == _CHOICE and asked is not None and answer in ("here", "sms", "no")
        return (asked.person, answer) if asked is not None and is_ours else None
    if state.question != QUESTION or not state.offered:
        return None
    answers = [option.value.rpartition(":")[2] for option in state.offered]
    said = _in_words(state, desk, answers)
    return (state.offered[0].person or "", said) if said is not None else None


def _in_words(state: BookingState, desk: Desk, answers: list[str]) -> str | None:
    said, folded = desk.understanding, fold(desk.message.text).strip(" .!")
    if folded.isascii() and folded.isdigit() and 1 <= int(folded[:2]) <= len(answers):
        return answers[int(folded[:2]) - 1]
    for option, answer in zip(state.offered, answers, strict=True):
        if folded == fold(option.label):
            return answer
    facts = (said.whens, said.doctors, said.specialities, said.references, said.complaint, said.person, said.cleared)
    if (
        any(facts)
        or named_people(desk, None)
        or Mood.NODS in desk.moods
        or any(m.intent not in _PLAIN for m in said.intents if m.certainty > 0.5)
    ):
        return None
    by = find_channel(said.message)
    if said.says(Intent.NO):
        return "no"
    if by == MAIL:
        return MAIL
    if by is not None and by in answers:
        return by
    return answers[0] if said.says(Intent.YES) else None


def passed_over(state: BookingState) -> BookingState:
    """The state once the question went unanswered: whatever was said stands for itself."""
    return state.with_(question=None, offered=(), offered_before=state.offered_before)


def reminders(desk: Desk, pen: Pen) -> None:
    """Take the answer to the question, and keep it with the words that were shown."""
    answered = answer_about_reminders(pen.state, desk)
    person = people.by_number(desk.unit, answered[0]) if answered is not None else None
    if answered is None or person is None:
        return
    is_settled_here = answered[1] == "no" and person in _settled_here(desk, pen)
    if not has_say_for(desk, pen.state, person) and not is_settled_here:
        # tapped long after, when it is no longer known who writes
        _ask_whose(pen)
        return
    wording = pen.voice.say(_question(desk, pen, person), {"patient": person.name})
    labels = " / ".join(option.label for option in _options(desk, pen, person))
    if pen.state.question == QUESTION:
        pen.keep(question=None)
    shown = f"{wording} {labels}"
    # what nobody was shown is kept in the words that asked for it
    _decide(
        desk, pen, [person], answered[1], f"{shown} · {desk.message.text.strip()}" if answered[1] == MAIL else shown
    )


def change_reminders(desk: Desk, pen: Pen) -> None:
    """ "No reminders please", "remind me by SMS": at any time, for everybody the sender speaks for."""
    permission = desk.permission
    if permission is None:
        return
    is_off = permission.kind == "reminders_off"
    whose = [each for each in acting_people(desk, pen.state) if each.relation != "helped"] or _new_here(desk, pen)
    if is_off:
        have = {each.number for each in whose}
        whose += [each for each in _settled_here(desk, pen) if each.number not in have]
    if not whose:
        _ask_whose(pen)
        return
    answer = "no" if is_off else _channel_wished(desk, permission.by)
    _decide(desk, pen, whose, answer, desk.message.text.strip())


def _new_here(desk: Desk, pen: Pen) -> list[Person]:
    """Whoever writes, as a patient or as a guardian, and their children, all of them made known here."""
    state = pen.state
    numbers = dict.fromkeys((state.own_id, state.guardian_id, *state.registered_here))
    found = [people.by_number(desk.unit, number) for number in numbers if number is not None]
    own = (state.own_id, state.guardian_id)
    meant = [each for each in found if each is not None and (each.number in own or each.phone is None)]
    return [each for each in meant if has_say_for(desk, state, each)]


def _settled_here(desk: Desk, pen: Pen) -> list[Person]:
    """Those for whom this very conversation agreed, while nothing else was decided since.

    Taking that back asks for less than agreeing did: it may be that only their own number speaks for them by now.
    """
    settled = {each.person: each.at for each in pen.state.settled_reminders}
    found = [people.by_number(desk.unit, number) for number in settled]
    return [
        each
        for each in found
        if each is not None and consent.stands_since(desk.unit, each.id, REMINDERS, settled[each.number])
    ]


def _ask_whose(pen: Pen) -> None:
    find = pen.option(pen.voice.say(Say.LABEL_FIND_MINE), "find_mine")
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    if pen.state.question is None or pen.state.question in SOFT:
        pen.ask("nothing_yet", Say.WHOSE_REMINDERS, (find, human))
    else:
        pen.tell(Say.WHOSE_REMINDERS)
        pen.ask(pen.state.question, AGAIN.get(pen.state.question, Say.AGAIN_ANY), pen.state.offered)


def _channel_wished(desk: Desk, by: str | None) -> str:
    if by == MAIL:
        return MAIL
    return "here" if desk.message.channel in PUSHED and by != "sms" else "sms"


def _decide(desk: Desk, pen: Pen, whose: list[Person], answer: str, wording: str) -> None:
    if answer == MAIL:
        _decide_for_mail(desk, pen, whose, wording)
        return
    here = desk.vouched_phone or desk.message.conversation
    channel = "sms" if answer == "sms" else desk.message.channel
    decisions = []
    phone = None
    for person in whose:
        number = _sms_number(desk, pen, person) if answer == "sms" else None
        phone = phone or number
        address = number if answer == "sms" else here
        decisions.append(Decision(person.id, REMINDERS, wording, answer != "no", channel, address))
    consent.record(desk.unit, desk.conversation_id, decisions)
    _keep_settled(desk, pen, whose, is_given=answer != "no")
    desk.handles.clear()
    say = {"here": Say.REMINDERS_HERE, "sms": Say.REMINDERS_SMS, "no": Say.REMINDERS_NONE}[answer]
    pen.tell(say, phone=phone or "")


def _decide_for_mail(desk: Desk, pen: Pen, whose: list[Person], wording: str) -> None:
    """Write by e-mail from now on to those who have an address on file, and confirm there what they have booked."""
    own = mailboxes.of(desk.unit, people.ids(acting_people(desk, pen.state)))
    reached: list[Person] = []
    decisions = []
    for person in whose:
        known = mailboxes.on_file(desk.unit, person.id)
        # of two parents, the one who writes
        address = next((each for each in known if each in own), known[0] if known else None)
        if address is not None:
            reached.append(person)
            decisions.append(Decision(person.id, REMINDERS, wording, True, MAIL, address))
    if not decisions:
        pen.tell(Say.REMINDERS_NO_MAIL)
        return
    consent.record(desk.unit, desk.conversation_id, decisions)
    _keep_settled(desk, pen, reached, is_given=True)
    desk.handles.clear()
    pen.tell(Say.REMINDERS_MAIL)
    visits = appointments.upcoming(desk.unit, desk.hospital, people.ids(reached))
    confirm(desk.unit, desk.hospital, [visit.reference for visit in visits], is_news=False)


def _keep_settled(desk: Desk, pen: Pen, whose: list[Person], *, is_given: bool) -> None:
    """Remember what was agreed to here."""
    numbers = {each.number for each in whose}
    others = [each for each in pen.state.settled_reminders if each.person not in numbers]
    settled = [RemindersSettled(person=number, at=desk.now) for number in sorted(numbers)] if is_given else []
    pen.keep(settled_reminders=(*others, *settled)[-_KEPT:])


def _sms_number(desk: Desk, pen: Pen, person: Person) -> str | None:
    age = desk.hospital.booking.guardian_until_age
    phones = [each.phone for each in people.contacts(desk.unit, person.id, desk.now.date(), age)]
    if desk.vouched_phone in phones or not phones:
        # of two parents, the one who writes
        return desk.vouched_phone or pen.state.phone
    return phones[0]
