"""English."""

from __future__ import annotations

from bots.telegram.words.said import Command, Language, Word

LANGUAGE = Language(
    name="English",
    words={
        Word.CANNOT_READ: ("I can't make use of that. I read text, photos and PDF files: please tell me in words."),
        Word.NOT_YOUR_NUMBER: (
            "That contact isn't your own, so I haven't used it. If it is the patient's number, please type it."
        ),
        Word.EDITED: "I only read a message as it was first sent. Please send the correction as a new message.",
        Word.IN_PRIVATE: "About appointments I talk in private only, so that nobody else reads it.",
        Word.EMERGENCY: "If this is an emergency, call {number} now. About appointments I talk in private only.",
        Word.EMERGENCY_NUMBER: "the emergency number",
        Word.OPEN_PRIVATE: "Write to me in private",
        Word.WHICH_LANGUAGE: "Which language shall we use?",
    },
    menu={
        Command.BOOK: "Book an appointment",
        Command.APPOINTMENTS: "My appointments",
        Command.CANCEL: "Stop, or cancel an appointment",
        Command.HUMAN: "Talk to a person",
        Command.LANGUAGE: "Change the language",
        Command.HELP: "What I can do",
    },
    says={
        Command.START: "help",
        Command.BOOK: "book an appointment",
        Command.APPOINTMENTS: "my appointments",
        Command.CANCEL: "cancel an appointment",
        Command.HUMAN: "0",
        Command.HELP: "help",
    },
    asks_for_itself="English, please",
    with_doctor="book an appointment with {name}",
    in_speciality="book an appointment in {name}",
)
