"""Spanish."""

from __future__ import annotations

from bots.telegram.words.said import Command, Language, Word

LANGUAGE = Language(
    name="Español",
    words={
        Word.CANNOT_READ: ("Eso no lo puedo usar. Leo texto, fotos y archivos PDF: dígamelo con palabras, por favor."),
        Word.NOT_YOUR_NUMBER: (
            "Ese contacto no es el suyo, así que no lo he usado. Si es el número del paciente, escríbalo, por favor."
        ),
        Word.EDITED: "Solo leo los mensajes tal como llegan. Envíe la corrección en un mensaje nuevo, por favor.",
        Word.IN_PRIVATE: "De citas solo hablo en privado, para que nadie más lo lea.",
        Word.EMERGENCY: "Puede ser una urgencia. Si lo es, llame ya al {number}. De citas solo hablo en privado.",
        Word.EMERGENCY_NUMBER: "número de emergencias",
        Word.OPEN_PRIVATE: "Escribirme en privado",
        Word.WHICH_LANGUAGE: "¿En qué idioma seguimos?",
    },
    menu={
        Command.BOOK: "Pedir cita",
        Command.APPOINTMENTS: "Mis citas",
        Command.CANCEL: "Dejarlo, o cancelar una cita",
        Command.HUMAN: "Hablar con una persona",
        Command.LANGUAGE: "Cambiar de idioma",
        Command.HELP: "Qué puedo hacer",
    },
    says={
        Command.START: "ayuda",
        Command.BOOK: "pedir cita",
        Command.APPOINTMENTS: "mis citas",
        Command.CANCEL: "cancelar una cita",
        Command.HUMAN: "0",
        Command.HELP: "ayuda",
    },
    asks_for_itself="español, por favor",
    with_doctor="pedir cita con {name}",
    in_speciality="pedir cita de {name}",
)
