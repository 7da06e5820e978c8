"""Whose record is asked for, and whether whoever writes may see it: what every skill about records begins with.

What is still to be found out is asked for, and the errand goes on by itself once it is: `Looking` in the state keeps
what was asked for, and the question that was open before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from conversation.agendas import ASIDES, SOFT, SURE
from conversation.extractors.acquaintances import answers_whose, asks_after_another, relative_spoken_of
from conversation.extractors.owners import name_of_owner
from conversation.extractors.teams import find_team
from conversation.extractors.together_asked import asks_for_all, asks_for_self_too
from conversation.household import acting_people, is_called, named_people, relatives
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import PROOF, QUESTIONS, level_of
from conversation.skills.handoff import keep_unmet
from conversation.skills.proving import need_identity, step_up
from conversation.state import Looking
from conversation.texting import CHANNEL
from conversation.turn import Desk
from hospital import access, people
from hospital.access import Actor
from hospital.names import fold_name
from hospital.people import Person

WHOSE = "whose_record"
CONFIRM, WHICH_ONE = "confirm_record", "which_record"
WHICH = frozenset({WHICH_ONE, CONFIRM})
"""Questions that a skill about records asks itself: choices of kind `record`, and a yes or no, lead back to it."""
_WORDS = 500  # characters


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record it is, and the one who asks, as far as they have proven it."""

    person: Person
    actor: Actor
    speaker: Person
    """Who has proven it: oneself, or for a child its guardian."""


Needs = str | Callable[[Desk, Pen], str]
"""The permission that a skill needs, or how it is told from what was asked for (`asked_words`)."""


def whose(desk: Desk, pen: Pen, permission: Needs, meant: str | None = None) -> Owner | None:
    """Whose record is meant, with the right to it; None where something was asked or refused instead.

    `meant` is the number of the one whose it is, where that is settled.
    """
    is_whose = pen.state.question == WHOSE
    _begin(desk, pen)
    if meant is not None:
        _keep(pen, person=meant)
    own = _own(desk, pen)
    if not own:
        if need_identity(desk, pen):
            return None
        own = _own(desk, pen)  # who writes may have stood in the message that asks
    person = _meant(desk, pen, own, is_answer=is_whose)
    if person is None:
        return None
    if person.relation == "self" and not (pen.state.looking is not None and pen.state.looking.also):
        pen.keep(own_record=person.number)
    return _right_to(desk, pen, permission, person, own)


def next_of(desk: Desk, pen: Pen, permission: Needs) -> Owner | None:
    """The next of several whose records were asked for at once; None where there is none, or something was asked."""
    looking = pen.state.looking
    if looking is None or not looking.also:
        return None
    number, *rest = looking.also
    _keep(pen, also=tuple(rest))
    pen.heard = replace(pen.heard, picked=None)  # what was chosen was the first one's
    own = _own(desk, pen)
    person = next((each for each in own if each.number == number), None)
    return _right_to(desk, pen, permission, person, own) if person is not None else None


def _right_to(desk: Desk, pen: Pen, permission: Needs, person: Person, own: list[Person]) -> Owner | None:
    _keep(pen, person=person.number)
    needed = access.matrix()[permission if isinstance(permission, str) else permission(desk, pen)].level
    speaker = _speaker(desk, pen, person, own)
    if desk.message.channel == CHANNEL and needed > 1:
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", Say.NOT_BY_SMS, (human,), phone=desk.hospital.phone or "")
        return None
    if level_of(desk, pen.state, speaker) < min(needed, 2) and step_up(desk, pen, speaker):
        return None
    return _let_in(desk, Owner(person, _actor(desk, pen, person, speaker), speaker), needed)


def _let_in(desk: Desk, owner: Owner, needed: int) -> Owner:
    if needed > 1:
        desk.opened.append(owner.person.number)
    return owner


def entitled(desk: Desk, pen: Pen, person: Person, permission: str) -> Owner | None:
    """The right to somebody's record, where it is proven already; None else, and nothing is asked."""
    own = _own(desk, pen)
    theirs = next((each for each in own if each.number == person.number), None)
    if theirs is None or desk.message.channel == CHANNEL:
        return None
    speaker = _speaker(desk, pen, theirs, own)
    needed = access.matrix()[permission].level
    if level_of(desk, pen.state, speaker) < needed:
        return None
    return _let_in(desk, Owner(theirs, _actor(desk, pen, theirs, speaker), speaker), needed)


def goes_on(desk: Desk, pen: Pen) -> bool:
    """Whether the message only answers what the running skill about records asked before."""
    looking = pen.state.looking
    return looking is not None and looking.skill == pen.skill and _is_answer(desk, pen)


def asked_words(pen: Pen) -> str:
    """The words that asked for it: the message's own, or those that a proof came in between of."""
    return pen.state.looking.words if pen.state.looking is not None else pen.state.user_input


def answers_which(desk: Desk, pen: Pen) -> bool:
    """Whether the message answers which one was meant, rather than asking anew."""
    return pen.state.question in WHICH and PROOF not in pen.heard.notes and _is_answer(desk, pen)


def _begin(desk: Desk, pen: Pen) -> None:
    looking, state = pen.state.looking, pen.state
    if goes_on(desk, pen):
        if state.question in {WHOSE, *WHICH}:
            pen.keep(question=None, offered=())
        return
    open_question = state.question if state.question not in {None, WHOSE, *SOFT, *QUESTIONS, *WHICH} else None
    if open_question is None and looking is not None and state.question in {WHOSE, *QUESTIONS, *WHICH}:
        # asked for something else meanwhile: what was open before stays what is come back to
        open_question, offered = looking.back, looking.back_offered
    else:
        offered = state.offered if open_question is not None else ()
    if state.question in {WHOSE, *WHICH}:
        # nobody is left to hear the answer to it
        pen.keep(question=None, offered=())
    # whoever would rather talk to a person need not say it all again
    wish = next((m.intent.value for m in desk.understanding.intents if ASIDES.get(m.intent) == pen.skill), "other")
    keep_unmet(desk, pen, wish)
    pen.keep(topic=find_team(desk.understanding.message))
    words = state.user_input[:_WORDS]
    pen.keep(looking=Looking(skill=pen.skill, words=words, back=open_question, back_offered=offered))


def _is_answer(desk: Desk, pen: Pen) -> bool:
    """Whether the message answers what was asked since, rather than asking anew: an identity just proven counts."""
    if PROOF in pen.heard.notes:
        return True
    if pen.state.question not in {WHOSE, *WHICH, *QUESTIONS}:
        return False  # something else is open: a yes or a no is about that
    picked = pen.heard.picked
    if picked is not None:
        return picked.kind in ("whose", "record", "yes", "no", "resend_code")
    is_all = asks_for_all(desk.understanding, is_answer=True)
    if pen.state.question == WHOSE and (is_all or not desk.understanding.intents):
        return True
    if pen.state.question in WHICH and not any(each.certainty >= SURE for each in desk.understanding.intents):
        return True
    return pen.heard.answer is not None


def _keep(pen: Pen, **facts: object) -> None:
    if pen.state.looking is not None:
        pen.keep(looking=pen.state.looking.model_copy(update=facts))


# --- whose ----------------------------------------------------------------------------------------


def _own(desk: Desk, pen: Pen) -> list[Person]:
    """Those whose records the sender may see at all: themselves and children, not whom they only help."""
    return [person for person in acting_people(desk, pen.state) if person.relation != "helped"]


def _meant(desk: Desk, pen: Pen, own: list[Person], *, is_answer: bool) -> Person | None:
    """The one whose records are meant; None where it was asked, or is nobody whom the sender speaks for."""
    looking, picked = pen.state.looking, pen.heard.picked
    if desk.message.choice is None and asks_for_all(desk.understanding, is_answer=is_answer, of=len(own)):
        picked = None  # "both" is not the second one
    chosen = picked.person if picked is not None and picked.kind == "whose" else looking.person if looking else None
    settled = next((person for person in own if person.number == chosen), None)
    if settled is not None:
        return settled
    meant = _spoken_of(desk, pen, own, is_answer=is_answer)
    together = _together(desk, pen, own, meant, is_answer=is_answer)
    if together:
        _keep(pen, also=tuple(each.number for each in together[1:]))
        return together[0]
    if meant == own:
        # nobody is spoken of: it is that of whoever asked for their own last, as long as their proof stands
        meant = [each for each in own if _is_proven_own(desk, pen, each)] or own
    if not meant:
        pen.keep(looking=None)
        pen.tell(Say.RECORDS_OF_YOURS_ONLY if own or not _names_another(desk) else Say.NO_OTHERS_DATA, **_phone(desk))
        return None
    if len(meant) > 1:
        options = tuple(pen.option(person.name, "whose", person=person.number) for person in meant)
        pen.ask(WHOSE, Say.WHOSE_RECORD, options)
        return None
    return meant[0]


def _is_proven_own(desk: Desk, pen: Pen, person: Person) -> bool:
    return person.number == pen.state.own_record and level_of(desk, pen.state, person) >= 2


def _spoken_of(desk: Desk, pen: Pen, own: list[Person], *, is_answer: bool) -> list[Person]:
    """Those of their own that a message speaks of; all where it speaks of nobody."""
    if PROOF in pen.heard.notes:
        return own  # who writes was told as an answer, not as whose it is
    named = named_people(desk, "who" if is_answer else None)
    if named:
        numbers = {person.number for person in named}
        return [person for person in own if person.number in numbers]
    said = desk.understanding.person
    told = answers_whose(desk.understanding) if is_answer else None
    relation = told or relative_spoken_of(desk.understanding) or (said.relation if said is not None else None)
    if relation is not None and (relation != "self" or said is None or said.name is None):
        return relatives(own, relation)
    owner = _named_owner(desk)
    if owner is None and not asks_after_another(desk.understanding):
        return own
    name = owner or (said.name if said is not None else None)
    return [person for person in own if name is not None and is_called(person.name, name)]


def _together(desk: Desk, pen: Pen, own: list[Person], meant: list[Person], *, is_answer: bool) -> list[Person]:
    """Several of their own whom a message asks about at once, themselves first; none where it is one, or left open."""
    said = desk.understanding
    if PROOF in pen.heard.notes or len(own) < 2:
        return []
    if asks_for_all(said, is_answer=is_answer, of=len(own)):
        return sorted(own, key=lambda each: each.relation != "self")
    if not meant or len(meant) == len(own) > 2:
        return []
    first_names = {person.number: fold_name(person.name).split()[0] for person in own}
    others = [person for person in own if person.relation != "self" and _is_named(desk, person, first_names)]
    others = others or [person for person in meant if person.relation != "self" and len(meant) == 1]
    selves = [person for person in own if person.relation == "self"]
    if others and len(selves) == 1 and asks_for_self_too(said, frozenset(first_names[each.number] for each in others)):
        return [*selves, *others]
    is_named_alone = len(set(first_names.values())) == len(own)
    return others if len(others) > 1 and is_named_alone else []


def _is_named(desk: Desk, person: Person, first_names: dict[str, str]) -> bool:
    """Whether somebody's first name stands in the message."""
    name = first_names[person.number]
    return any(fold_name(token.text.removesuffix("'s")) == name for token in desk.understanding.message.tokens)


def _names_another(desk: Desk) -> bool:
    said = desk.understanding
    is_owned = relative_spoken_of(said) is not None or _named_owner(desk) is not None
    return is_owned or asks_after_another(said)


def _named_owner(desk: Desk) -> str | None:
    """Whoever is named as the one whose it is; an insurer that pays is nobody."""
    owner = name_of_owner(desk.understanding)
    insurers = {word for each in desk.hospital.insurers.values() for word in fold_name(each.name).split()}
    return owner if owner is not None and not set(fold_name(owner).split()) <= insurers else None


def _phone(desk: Desk) -> dict[str, str]:
    return {"phone": desk.hospital.phone or ""}


# --- the right to it ------------------------------------------------------------------------------


def _speaker(desk: Desk, pen: Pen, person: Person, own: list[Person]) -> Person:
    """Who has to prove who they are: oneself, or for a child its guardian who writes."""
    if person.relation != "dependant" or level_of(desk, pen.state, person) >= 2:
        return person
    guardians = {guardian.number for guardian in people.guardians(desk.unit, person.id)}
    theirs = [each for each in own if each.number in guardians and each.relation == "self"]
    return max(theirs, key=lambda each: level_of(desk, pen.state, each), default=person)


def _actor(desk: Desk, pen: Pen, person: Person, speaker: Person) -> Actor:
    level = level_of(desk, pen.state, speaker)
    is_proxy = person.relation == "dependant"
    signature = f"conversation:{desk.conversation_id}"
    return access.of_patient(person.id, level=level, is_proxy=is_proxy, signature=signature)
