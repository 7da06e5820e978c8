"""What leads to which skill: by what was said, by what was chosen, by what is open."""

from __future__ import annotations

from conversation.extractors.entities import Intent

SURE = 0.6
"""Intents less certain than this are taken for what they say only when nothing is open."""


EXPLICIT = 0.8
"""A booking asked for in so many words, as against words that only may mean one ("make it Thursday")."""


ASIDES: dict[Intent, str] = {
    Intent.STATUS: "status",
    Intent.WHY: "why",
    Intent.HELP: "help",
    Intent.REPEAT: "repeat",
    Intent.MOMENT: "moment",
    Intent.BOT_IDENTITY: "bot_identity",
    Intent.CHANGE_LANGUAGE: "change_language",
    Intent.SMALLTALK: "smalltalk",
    Intent.INFORMATION: "information",
    Intent.PRICE: "price",
    Intent.POLICY: "policy",
    Intent.MEDICAL_ADVICE: "medical_advice",
    Intent.OTHERS_DATA: "others_data",
    Intent.INJECTION: "injection",
    Intent.INSULT: "anger",
    Intent.PRESCRIPTIONS: "prescriptions",
    Intent.REFILL: "refill",
    Intent.REPORTS: "reports",
    Intent.BILLING: "bills",
    Intent.INSURANCE: "cover",
    Intent.PHARMACY: "pharmacy",
    Intent.CONSENT: "not_here_yet",
    Intent.DIAGNOSES: "diagnoses",
    Intent.APPOINTMENTS: "my_appointments",
    Intent.HANDOFF: "handoff",
    Intent.CALLBACK: "handoff",
    Intent.COMPLAINT: "complaint",
    Intent.UNDO: "take_back",
    Intent.REFUSE: "refuse",
}
"""Errands that leave the one in progress where it is."""


ERRANDS = ASIDES.keys() | {
    Intent.BOOK,
    Intent.FIND_DOCTOR,
    Intent.RESCHEDULE,
    Intent.CANCEL,
    Intent.WAITLIST,
    Intent.REGISTER,
    Intent.STOP,
}
"""What may be asked for: with one of these in the words a yes is no mere yes."""


COURTESIES: dict[Intent, str] = {
    Intent.GREETING: "greeting",
    Intent.THANKS: "thanks",
    Intent.GOODBYE: "goodbye",
}
"""Answered only when nothing else was said."""


PICKS: dict[str, str] = {
    "human": "handoff",
    "refill": "refill",
    "bill": "bills",
    "leave_list": "leave_waitlist",
    "rather_wait": "stay_on_list",
    "stop": "stop",
    "resume": "resume",
    "status": "status",
    "my_appointments": "my_appointments",
    "help": "help",
    "no_thanks": "goodbye",
    "find_mine": "find_mine",
    "helped_person": "helper",
}
"""Choices that lead to a skill of their own, whatever is open."""


SOFT = frozenset({"help", "offer_human", "nothing_yet", "clarify", "after_cancel"})
"""Questions that may go unanswered."""


OF_THEIR_OWN = frozenset({"cancel_scope", "offer_waitlist", "offer_human", "after_cancel", "clarify"})
"""Questions whose yes or no is not the errand's."""


TASKS: dict[str, str] = {
    "book": "handle_booking", "reschedule": "reschedule", "cancel": "cancel", "register": "register",
}  # fmt: skip


BOOKING_FACTS = frozenset(
    "patient_name date_of_birth speciality selected_doctor doctor_options unknown_doctor wanted location "
    "diagnosis_condition any_doctor doctor_gender".split()
)


ANSWERED = frozenset({"price", "policy", "information", "directory", "doctor_hours"})


ABOUT_OTHERS = frozenset({Intent.OTHERS_DATA, Intent.COMPLAINT, Intent.INJECTION})


ORDERS = frozenset({Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST})
