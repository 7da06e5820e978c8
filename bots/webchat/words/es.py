"""The web chat's own sentences in Spanish."""

from bots.webchat.words import Word

WORDS: dict[Word, str] = {
    Word.TOO_FAST: "Ha escrito mucho de una vez. Espere un momento antes de volver a escribir.",
    Word.BUSY: "Ahora mismo nos escribe mucha gente. Inténtelo de nuevo en unos segundos.",
    Word.TOO_LONG: "El mensaje es demasiado largo para el chat. Envíelo en partes más cortas.",
    Word.NOT_UNDERSTOOD: "El mensaje no ha llegado entero. Envíelo de nuevo, por favor.",
    Word.OTHER_SITE: "Escríbanos desde nuestra propia página, por favor.",
    Word.AWAY: "Ahora mismo no podemos consultarlo. Inténtelo de nuevo dentro de un momento.",
    Word.FILE_TOO_LARGE: "Ese archivo es demasiado grande para el chat. Sirven fotos y archivos PDF de hasta 10 MB.",
    Word.NO_LONGER_SHOWN: "Esto trataba de sus datos y ya no se muestra aquí. Pregúnteme de nuevo para tenerlo.",
    Word.FILE_CUT_OFF: "El archivo no ha llegado entero. Envíelo de nuevo, por favor.",
}
