"""Small talk, help, and what the desk will not do: answered in a sentence, the errand left where it is."""

from __future__ import annotations

from dataclasses import replace

from conversation.agendas import ASIDES, SOFT
from conversation.extractors.language import is_elsewhere
from conversation.extractors.teams import find_team
from conversation.extractors.verdicts import asks_grave_verdict
from conversation.household import known_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import GRAMMARS, Voice
from conversation.relabelling import in_language
from conversation.skills.asking_doctors import ask_doctor
from conversation.skills.directory import introduce
from conversation.skills.handoff import keep_unmet
from conversation.turn import Desk
from hospital import people


def greeting(desk: Desk, pen: Pen) -> None:
    """A greeting and nothing else."""
    if pen.state.question is None:
        introduce(desk, pen)
    else:
        pen.tell(Say.GREETING_SHORT)


def condole(desk: Desk, pen: Pen) -> None:
    """A kind word for a loss that is told beside an errand."""
    pen.tell(Say.SORRY_FOR_LOSS)


def glad(desk: Desk, pen: Pen) -> None:
    """A kind word for a trouble that has gone; and how to leave the booking for which it was told, if it goes on."""
    pen.tell(Say.GLAD_TO_HEAR)
    if pen.state.task == "book" and not pen.state.is_done:
        pen.tell(Say.IF_NO_LONGER_NEEDED)


def thanks(desk: Desk, pen: Pen) -> None:
    """A thank-you."""
    pen.tell(Say.WELCOME)


def goodbye(desk: Desk, pen: Pen) -> None:
    """A farewell, or "no thanks" to whatever was asked last."""
    pen.keep(question=None)
    pen.tell(Say.GOODBYE)


def help_(desk: Desk, pen: Pen) -> None:
    """What the desk can do."""
    options = (
        pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
        pen.option(pen.voice.say(Say.LABEL_MY_APPOINTMENTS), "my_appointments"),
        pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
    )
    if pen.state.question is None:
        pen.ask("help", Say.HELP, options, phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.HELP, phone=desk.hospital.phone or "")


def bot_identity(desk: Desk, pen: Pen) -> None:
    """Whether one talks to a machine: yes."""
    pen.tell(Say.BOT_IDENTITY, hospital=desk.hospital.name)


def change_language(desk: Desk, pen: Pen) -> None:
    """The language was changed, or is not one of the hospital's."""
    said = desk.understanding
    is_new = said.language_asked or said.language != desk.context.language
    if is_new and said.language in desk.hospital.languages and not is_elsewhere(said.message):
        pen.state = in_language(pen.state, desk.hospital, said.language, desk.now.date())
        own = [person for person in known_people(desk) if person.relation == "self"]
        if len(own) == 1:
            # what is written to them unasked comes in this language too
            people.speak(desk.unit, own, said.language)
        pen.tell(Say.LANGUAGE_CHANGED)
        if pen.state.question in {None, *SOFT} and (pen.state.task is None or pen.state.is_done):
            pen.tell(Say.WHAT_NOW)
    else:
        # each by the name that its own speakers look for
        pen.tell(Say.LANGUAGES, languages=[GRAMMARS[code].name for code in desk.hospital.languages if code in GRAMMARS])


def smalltalk(desk: Desk, pen: Pen) -> None:
    """A friendly word, and back to what the desk is for."""
    pen.tell(Say.SMALLTALK)


def off_topic(desk: Desk, pen: Pen) -> None:
    """The world at large is no subject of the desk's."""
    pen.tell(Say.OFF_TOPIC)


def medical_advice(desk: Desk, pen: Pen) -> None:
    """No diagnosis, no drug, no dose, not even a hint: that is for clinicians. A booking is a yes away."""
    state = pen.state
    told = pen.voice.say(Say.NO_MEDICAL_ADVICE, {"number": desk.hospital.emergency_number})
    is_free = state.task is None or state.is_done
    if told in state.next_prompt or pen.voice.say(Say.NOT_EVEN_A_HINT) in state.next_prompt:
        # asked once more: a person, rather than the same words
        if asks_grave_verdict(desk.understanding.message) and known_people(desk):
            ask_doctor(desk, pen)
            return
        pen.tell(Say.NOT_EVEN_A_HINT)
        if is_free:
            human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
            pen.ask("offer_human", Say.SHALL_A_COLLEAGUE, (human,))
        return
    pen.tell(Say.QUOTE, words=told)
    if state.question in (None, "nothing_yet", "help") and is_free:
        book = pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book")
        pen.ask("nothing_yet", Say.SHALL_I_BOOK, (book,))


def foreign(desk: Desk, pen: Pen) -> None:
    """Words in a language that the desk does not speak: which it speaks, and a person. Nothing is read into them."""
    if desk.understanding.doctors:
        pen.tell(Say.UNDERSTOOD_PARTLY, languages=_spoken(desk, pen.voice))
        return
    # whoever writes in a third language may read any of ours
    voices = [replace(pen.voice, language=code) for code in desk.hospital.languages if code in GRAMMARS]
    told = [voice.say(Say.ONLY_THESE_LANGUAGES, {"languages": _spoken(desk, voice)}) for voice in voices]
    words = "\n".join(told)
    if pen.state.question is None:
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", Say.QUOTE, (human,), words=words)
    else:
        pen.tell(Say.QUOTE, words=words)


def _spoken(desk: Desk, voice: Voice) -> list[str]:
    """The desk's languages, as one of them calls them."""
    return [voice.grammar.tongues.get(code, code) for code in desk.hospital.languages]


def others_data(desk: Desk, pen: Pen) -> None:
    """Nobody else's data; not even whether there is any."""
    pen.tell(Say.NO_OTHERS_DATA)


def injection(desk: Desk, pen: Pen) -> None:
    """Attempts to instruct the software are talk like any other."""
    pen.tell(Say.STAYS_IN_ROLE)


def not_here_yet(desk: Desk, pen: Pen) -> None:
    """Errands that the desk does not do itself: a person does."""
    options = (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),)
    pen.keep(topic=find_team(desk.understanding.message))
    asked = (mention.intent for mention in desk.understanding.intents)
    keep_unmet(desk, pen, next((each.value for each in asked if ASIDES.get(each) == "not_here_yet"), "other"))
    if pen.state.question is None:
        pen.ask("offer_human", Say.NOT_HERE_YET, options, phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.NOT_HERE_YET, phone=desk.hospital.phone or "")
