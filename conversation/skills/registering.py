"""Making somebody a patient who wants nothing else yet; whoever is one already hears the same words."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.patients import need_patient, settled_patient
from conversation.turn import Desk


def register(desk: Desk, pen: Pen) -> None:
    """Ask for what a new patient gives, and offer to book."""
    pen.keep(task="register", is_done=False)
    if need_patient(desk, pen):
        return
    person = settled_patient(desk, pen)
    pen.state = pen.state.without_errand().with_(question=None, patient_id=None)
    book = pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book")
    no = pen.option(pen.voice.say(Say.LABEL_NO_THANKS), "no_thanks")
    pen.ask("nothing_yet", Say.REGISTERED, (book, no), patient=person.name)
