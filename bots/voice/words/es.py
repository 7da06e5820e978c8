"""The phone's own sentences in Spanish."""

from bots.voice.words import Word

WORDS: dict[Word, str] = {
    Word.OPTION: "{label}: pulse {digit}.",
    Word.OPTION_HASH: "{label}: pulse {digit} y la tecla almohadilla.",
    Word.MORE: "Para más opciones, pulse 9.",
    Word.NO_MORE: "Esas eran todas.",
    Word.KEY_BIRTH_DAY_FIRST: "También puede marcarla: dos cifras para el día, dos para el mes y cuatro para el año.",
    Word.KEY_BIRTH_MONTH_FIRST: "También puede marcarla: dos cifras para el mes, dos para el día y cuatro para el año.",
    Word.KEY_CODE: "Puede marcarlo.",
    Word.KEY_NUMBER: "También puede marcarlo, y después la tecla almohadilla.",
    Word.KEY_DAY_DAY_FIRST: "También puede marcarlo: dos cifras para el día, dos para el mes y la almohadilla.",
    Word.KEY_DAY_MONTH_FIRST: "También puede marcarlo: dos cifras para el mes, dos para el día y la almohadilla.",
    Word.I_HEARD: "{day}.",
    Word.SAY_AGAIN: "Perdone, no le he oído bien. Repítalo, por favor.",
    Word.NOT_AN_OPTION: "Esa tecla no corresponde a nada.",
    Word.ANYTHING_ELSE: "¿Desea algo más?",
    Word.SLOWER: "De acuerdo, más despacio.",
    Word.STILL_THERE: "¿Sigue ahí?",
    Word.CANNOT_HEAR: "No le oigo. Pulse 0 para hablar con una persona.",
    Word.GOODBYE: "Adiós, que esté bien.",
    Word.CALL_AGAIN: "No le oigo, así que termino aquí la llamada. No se pierde nada; vuelva a llamar. Adiós.",
    Word.ONE_MOMENT: "Un momento, por favor.",
    Word.PUTTING_THROUGH: "Un momento, le paso.",
    Word.NOBODY_ANSWERED: "Lo siento, nadie ha podido atender la llamada.",
    Word.AWAY: (
        "Lo siento, nuestro sistema no responde en este momento y no se ha cambiado nada. Llame a nuestra recepción al "
        "{phone}. En una emergencia, llame al {number}."
    ),
    Word.AWAY_NO_PHONE: (
        "Lo siento, nuestro sistema no responde en este momento y no se ha cambiado nada. Vuelva a llamar en unos "
        "minutos. En una emergencia, llame al número de emergencias."
    ),
    Word.TOO_LONG: "Lo siento, eso ha tardado demasiado.",
    Word.THIS_LANGUAGE: "Para español, pulse 9.",
    Word.LANGUAGE_PLEASE: "En español, por favor.",
}
NOTHING_MORE = frozenset({"no", "nada", "adios", "todo", "listo"})
AROUND_IT = frozenset(
    "no nada mas gracias muchas adios eso es todo por ahora ya esta listo hasta luego vale buenos dias".split()
)
PRESSES = frozenset(
    "pulse pulso pulsa pulsar presione presiono presionar aprieto apriete apretar oprimo oprima oprimir marco marque "
    "marcar tecla".split()
)
AROUND_A_KEY = frozenset("yo quiero el la un numero tecla opcion boton por favor si vale ya he".split())
KEYS = {
    "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
    "ocho": "8", "nueve": "9", "asterisco": "*", "estrella": "*",
}  # fmt: skip
"""A key that is said rather than pressed: "pulse uno"."""
COMMANDS: dict[str, frozenset[str]] = {
    "repeat": frozenset(
        {
            "repita", "repite", "repita por favor", "puede repetir", "puede repetirlo", "me lo repite", "otra vez",
            "otra vez por favor", "repitalo", "repitalo por favor", "como dice", "como ha dicho", "que ha dicho",
            "no le he oido", "perdon",
        }
    ),
    "slower": frozenset(
        {
            "mas despacio", "mas despacio por favor", "mas lento", "mas lento por favor", "hable mas despacio",
            "puede hablar mas despacio", "no tan rapido", "despacio", "despacio por favor", "va muy rapido",
        }
    ),
    "later": frozenset({"mas tarde", "mas tarde por favor", "un poco mas tarde", "algo mas tarde", "luego"}),
    "more": frozenset({"mas", "mas opciones", "mas por favor", "siguiente", "otras opciones", "que mas"}),
}  # fmt: skip
