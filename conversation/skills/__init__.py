"""What the desk can do, by name: a new skill is a function here and its phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conversation.pen import Pen
from conversation.skills import information, pace, talk
from conversation.skills.cancel import after_cancel, cancel, cancel_scope, stop
from conversation.skills.directory import directory, invite
from conversation.skills.emergency import emergency
from conversation.skills.handoff import handoff
from conversation.skills.my_appointments import my_appointments
from conversation.skills.reschedule import reschedule
from conversation.skills.swapping import book_or_move
from conversation.skills.take_back import take_back
from conversation.skills.waitlist import join_waitlist
from conversation.turn import Desk

Skill = Callable[[Desk, Pen], None]

SKILLS: Mapping[str, Skill] = {
    "handle_booking": book_or_move,
    "reschedule": reschedule,
    "cancel": cancel,
    "cancel_scope": cancel_scope,
    "after_cancel": after_cancel,
    "stop": stop,
    "take_back": take_back,
    "my_appointments": my_appointments,
    "waitlist": join_waitlist,
    "emergency": emergency,
    "handoff": handoff,
    "information": information.information,
    "price": information.price,
    "policy": information.policy,
    "directory": directory,
    "invite": invite,
    "greeting": talk.greeting,
    "thanks": talk.thanks,
    "goodbye": talk.goodbye,
    "help": talk.help_,
    "bot_identity": talk.bot_identity,
    "change_language": talk.change_language,
    "smalltalk": talk.smalltalk,
    "medical_advice": talk.medical_advice,
    "others_data": talk.others_data,
    "injection": talk.injection,
    "not_here_yet": talk.not_here_yet,
    "remind": pace.remind,
    "repeat": pace.repeat,
    "reprompt": pace.reprompt,
    "stale_choice": pace.stale_choice,
    "moment": pace.moment,
    "resume": pace.resume,
    "status": pace.status,
    "why": pace.why,
    "refuse": pace.refuse,
    "again": pace.again,
    "clarify": pace.clarify,
    "clarified": pace.clarified,
    "offered_help": pace.offered_help,
}
