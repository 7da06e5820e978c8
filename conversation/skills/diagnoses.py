"""What a doctor found, and the plan of treatment: not shown in a chat, whoever asks. What works instead is said.

The matrix of rights asks for the portal's sign-in; a link or a file stands for documents, and these are none.
"""

from __future__ import annotations

from conversation.agendas import SURE
from conversation.extractors.acquaintances import asks_after_another
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.handoff import keep_unmet
from conversation.skills.own_medicines import offer_visit
from conversation.turn import Desk


def diagnoses(desk: Desk, pen: Pen) -> None:
    """A diagnosis or a plan is asked for; not even whether there is one is told."""
    if asks_after_another(desk.understanding):
        pen.tell(Say.NO_OTHERS_DATA)
        return
    keep_unmet(desk, pen, "diagnoses")
    if desk.papers.portal_url and desk.message.channel != "voice":
        pen.tell(Say.DIAGNOSES_AT_PORTAL, link=desk.papers.portal_url)
    else:
        pen.tell(Say.NO_DIAGNOSES_HERE)
    if len([each for each in desk.understanding.intents if each.certainty >= SURE]) == 1:
        offer_visit(pen)
