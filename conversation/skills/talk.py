"""Small talk, help, and what the desk will not do: answered in a sentence, the errand left where it is."""

from __future__ import annotations

from conversation.extractors.language import is_elsewhere
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import GRAMMARS
from conversation.turn import Desk


def greeting(desk: Desk, pen: Pen) -> None:
    """A greeting and nothing else."""
    pen.tell(Say.GREETING if pen.state.question is None else Say.GREETING_SHORT, hospital=desk.hospital.name)


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
    if said.language in desk.hospital.languages and not is_elsewhere(said.message):
        pen.keep(language=desk.understanding.language)
        pen.tell(Say.LANGUAGE_CHANGED)
    else:
        names = [_language_name(code) for code in desk.hospital.languages]
        pen.tell(Say.LANGUAGES, languages=names)


def _language_name(code: str) -> str:
    return GRAMMARS[code].name if code in GRAMMARS else code


def smalltalk(desk: Desk, pen: Pen) -> None:
    """A friendly word, and back to what the desk is for."""
    pen.tell(Say.SMALLTALK)


def medical_advice(desk: Desk, pen: Pen) -> None:
    """No diagnosis, no drug, no dose: that is for clinicians."""
    pen.tell(Say.NO_MEDICAL_ADVICE, number=desk.hospital.emergency_number)


def others_data(desk: Desk, pen: Pen) -> None:
    """Nobody else's data; not even whether there is any."""
    pen.tell(Say.NO_OTHERS_DATA)


def injection(desk: Desk, pen: Pen) -> None:
    """Attempts to instruct the software are talk like any other."""
    pen.tell(Say.STAYS_IN_ROLE)


def not_here_yet(desk: Desk, pen: Pen) -> None:
    """Errands that the desk does not do itself: a person does."""
    options = (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),)
    if pen.state.question is None:
        pen.ask("offer_human", Say.NOT_HERE_YET, options, phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.NOT_HERE_YET, phone=desk.hospital.phone or "")
