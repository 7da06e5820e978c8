"""What the desk can do, by name: a new skill is a function here and its phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conversation.pen import Pen
from conversation.skills import calls, costs, cover, information, pace, pharmacy, prices, resuming, talk
from conversation.skills.asking_doctors import ask_doctor
from conversation.skills.bills import bills
from conversation.skills.cancel import after_cancel, cancel, cancel_scope, stop
from conversation.skills.diagnoses import diagnoses
from conversation.skills.directory import directory, invite
from conversation.skills.doctor_hours import doctor_hours
from conversation.skills.documents import documents
from conversation.skills.emergency import alarm_beside, alarm_left, alarm_over, alarm_stands, emergency
from conversation.skills.exchanging import exchange_patient
from conversation.skills.handoff import anger, complaint, distress, handoff
from conversation.skills.hearing import quote_heard
from conversation.skills.my_appointments import my_appointments
from conversation.skills.offered_times import answer_offer
from conversation.skills.opting_out import opting_out, stop_messages, wrote_after_stop
from conversation.skills.permissions import helper, permission
from conversation.skills.prescriptions import prescriptions
from conversation.skills.proving import find_mine, forget_account, own_contact, prove
from conversation.skills.read_backs import no_visits_day
from conversation.skills.referring import reference
from conversation.skills.refills import refill
from conversation.skills.registering import register
from conversation.skills.reminders import reminders
from conversation.skills.reports import reports
from conversation.skills.reschedule import reschedule
from conversation.skills.swapping import book_or_move
from conversation.skills.take_back import take_back
from conversation.skills.waitlist import join_waitlist
from conversation.skills.waitlist_places import explain_waitlist, leave_waitlist, stay_on_list, waitlist_status
from conversation.skills.ways import listen, ways
from conversation.skills.whereabouts import where_we_are
from conversation.turn import Desk

Skill = Callable[[Desk, Pen], None]

SKILLS: Mapping[str, Skill] = {
    "handle_booking": book_or_move,
    "reschedule": reschedule,
    "doctor_hours": doctor_hours,
    "no_visits_day": no_visits_day,
    "cancel": cancel,
    "cancel_scope": cancel_scope,
    "after_cancel": after_cancel,
    "stop": stop,
    "take_back": take_back,
    "my_appointments": my_appointments,
    "find_mine": find_mine,
    "bills": bills,
    "prescriptions": prescriptions,
    "refill": refill,
    "reference": reference,
    "diagnoses": diagnoses,
    "reports": reports,
    "ask_doctor": ask_doctor,
    "prove": prove,
    "own_contact": own_contact,
    "forget_account": forget_account,
    "reminders": reminders,
    "permission": permission,
    "helper": helper,
    "register": register,
    "exchange_patient": exchange_patient,
    "waitlist": join_waitlist,
    "documents": documents,
    "heard": quote_heard,
    "opting_out": opting_out,
    "stop_messages": stop_messages,
    "wrote_after_stop": wrote_after_stop,
    "explain_waitlist": explain_waitlist,
    "leave_waitlist": leave_waitlist,
    "stay_on_list": stay_on_list,
    "waitlist_status": waitlist_status,
    "answer_offer": answer_offer,
    "emergency": emergency,
    "alarm_stands": alarm_stands,
    "alarm_over": alarm_over,
    "alarm_beside": alarm_beside,
    "alarm_left": alarm_left,
    "handoff": handoff,
    "distress": distress,
    "complaint": complaint,
    "anger": anger,
    "listen": listen,
    "ways": ways,
    "call_began": calls.call_began,
    "call_silent": calls.call_silent,
    "hung_up": calls.hung_up,
    "read_back": calls.read_back,
    "go_on_from_last_call": calls.go_on_from_last_call,
    "information": information.information,
    "hours_again": information.hours_again,
    "unanswered": pharmacy.unless_products(information.unanswered),
    "price": prices.price,
    "cover": cover.cover,
    "pharmacy": pharmacy.pharmacy,
    "service_wanted": costs.service_wanted,
    "policy": information.policy,
    "directory": directory,
    "invite": invite,
    "condole": talk.condole,
    "where_we_are": where_we_are,
    "glad": talk.glad,
    "greeting": talk.greeting,
    "thanks": talk.thanks,
    "goodbye": talk.goodbye,
    "help": talk.help_,
    "bot_identity": talk.bot_identity,
    "change_language": talk.change_language,
    "smalltalk": talk.smalltalk,
    "off_topic": pharmacy.unless_products(talk.off_topic),
    "medical_advice": talk.medical_advice,
    "others_data": talk.others_data,
    "injection": talk.injection,
    "foreign": talk.foreign,
    "not_here_yet": talk.not_here_yet,
    "remind": pace.remind,
    "repeat": pace.repeat,
    "reprompt": pharmacy.unless_products(pace.reprompt),
    "stale_choice": pace.stale_choice,
    "moment": pace.moment,
    "resume": resuming.resume,
    "taken_up": resuming.taken_up,
    "status": pace.status,
    "why": pace.why,
    "refuse": pace.refuse,
    "again": pace.again,
    "clarify": pace.clarify,
    "clarified": pace.clarified,
    "offered_help": pace.offered_help,
}
