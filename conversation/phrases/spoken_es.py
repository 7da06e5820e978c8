"""What the desk says otherwise in Spanish when it is heard and not read."""

from __future__ import annotations

from conversation.phrases.ear import DOLLARS, FRANCS, PESOS, SHILLINGS, Coin, Ear
from conversation.phrases.say import Say

_UNITS = ("", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_TWENTIES = (
    "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
    "veintiocho", "veintinueve",
)  # fmt: skip
_NUMBERS = (
    "cero", *_UNITS[1:], "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", *_TWENTIES,
    *(f"{ten} y {unit}" if unit else ten for ten in ("treinta", "cuarenta", "cincuenta") for unit in _UNITS),
)  # fmt: skip

EAR = Ear(
    numbers=_NUMBERS,
    days=("uno", *_NUMBERS[2:32]),
    day="{weekday} {day} de {month}",
    parts=((0, "de la madrugada"), (6, "de la mañana"), (12, "de la tarde"), (20, "de la noche")),
    noon="doce del mediodía",
    midnight="doce de la noche",
    nought="",
    and_minutes=" y ",
    half="media",
    hour_one="una",
    coins={
        "EUR": Coin("euro", "euros", "céntimo", "céntimos"),
        "GBP": Coin("libra", "libras", "penique", "peniques"), "INR": Coin("rupia", "rupias", "paisa", "paisas"),
        **dict.fromkeys(DOLLARS, Coin("dólar", "dólares", "centavo", "centavos")),
        **dict.fromkeys(PESOS, Coin("peso", "pesos", "centavo", "centavos")),
        **dict.fromkeys(FRANCS, Coin("franco", "francos", "céntimo", "céntimos")),
        **dict.fromkeys(SHILLINGS, Coin("chelín", "chelines", "centavo", "centavos")),
        "ZAR": Coin("rand", "rands", "centavo", "centavos"), "NGN": Coin("naira", "nairas", "kobo", "kobos"),
        "BRL": Coin("real", "reales", "centavo", "centavos"), "JPY": Coin("yen", "yenes", "sen", "senes"),
        "PEN": Coin("sol", "soles", "céntimo", "céntimos"), "PKR": Coin("rupia", "rupias", "paisa", "paisas"),
    },
    with_cents="{whole} con {cents}",
    plus="más",
    hours="de {first:el} a {last:el}",
)  # fmt: skip

WORDS: dict[Say, str] = {
    Say.DOCTOR_WRITES: "{doctor} dice al respecto, {name}: {words}",
    Say.INTRODUCTION: (
        "Le habla el asistente automático {hospital:de}. En una emergencia, cuelgue y llame al {number}. Para hablar "
        "con una persona, pulse 0 en cualquier momento."
    ),
    Say.GREETING: "¿En qué puedo ayudarle? Puede decir, por ejemplo: una cita de {speciality} el lunes.",
    Say.GREETING_PLAIN: "¿En qué puedo ayudarle?",
    Say.GREETING_SHORT: "Hola.",
    Say.KEPT_FOR_LATER: "Lo siento, en este momento no puedo consultar nuestra agenda.",
    Say.BOT_IDENTITY: "Soy el asistente automático {hospital:de}, no una persona. Pulse 0 y le paso con alguien.",
    Say.HELP: (
        "Dígamelo con sus palabras. Puedo reservar, cambiar y cancelar citas y decirle cuáles tiene. Diga deshacer "
        "para anular el último paso. Pulse asterisco y repito, diga más despacio y hablo más lento, pulse 0 para "
        "hablar con una persona."
    ),
    Say.NO_OTHERS_DATA: "Por teléfono no puedo dar información sobre otras personas, pregunte quien pregunte.",
    Say.NOT_HERE_YET: "Eso todavía no puedo hacerlo aquí. Un compañero de recepción sí; pulse 0.",
    Say.OFFER_HUMAN: "Lo siento, sigo sin entenderle.",
    Say.CLARIFY: "Ha dicho: {words}. ¿Qué desea hacer?",
    Say.AGAIN_BIRTH: "¿Cuál es la fecha de nacimiento?",
    Say.CANNOT_WITHOUT: "De acuerdo, pero sin eso no puedo reservar. Pulse 0 para un compañero, o lo dejamos aquí.",
    Say.A_PERSON_CAN: "Un compañero puede hacerlo con usted: pulse 0.",
    Say.REASON_NEED_NOT: (
        "No hace falta que diga el motivo: basta una especialidad o un médico. Diga omitir y empezamos por "
        "{speciality}."
    ),
    Say.IF_NO_LONGER_NEEDED: "Si ya no necesita la cita, diga dejarlo.",
    Say.STOPPED: "De acuerdo, lo dejo aquí. Diga continuar si quiere seguir más tarde.",
    Say.TAKEN_UP: "Seguimos con lo que empezó {channel}: {facts}.",
    Say.KNOWN: "Hasta ahora tengo: {facts}.",
    Say.KNOWN_DONE: "Esto está reservado: {facts}.",
    Say.UNKNOWN_DOCTOR_COLLEAGUES: "Aquí no tenemos a {said}. En {speciality} puede ver a estos médicos.",
    Say.WHO_IS_WHO: "Aquí puede ver a {doctors}.",
    Say.NO_SUCH_DAY: "{day} no existe.",
    Say.NOTHING_SUITED: "Siento que nada le viniera bien. No hay nada reservado. Llame cuando quiera.",
    Say.ASK_FULL_NAME: "¿Y los apellidos de {name}? Diga el nombre completo o deletréelo.",
    Say.NO_VISITS_DAY: (
        "El {day} ya pasó y no puede ser el día de la cita. Si es la fecha de nacimiento, diga fecha de nacimiento "
        "delante."
    ),
    Say.CONFIRM_BOOKING: "{doctor}, {speciality}, el {at}, para {patient}.{fee}{phone} ¿Reservo la cita?",
    Say.BOOKED: (
        "Queda reservado: {doctor}, {speciality}, el {at}, para {patient}.{place} La referencia es {reference}. Para "
        "anularlo, diga deshacer."
    ),
    Say.IS_BOOKED: "Está reservado: {doctor}, el {at}. La referencia es {reference}.",
    Say.CONFIRM_MOVE: "La cita de {patient} del {old} pasaría al {at}, con {doctor:el}. ¿La cambio?",
    Say.MOVED: (
        "Queda cambiado: {doctor}, {speciality}, el {at} en lugar del {old}, para {patient}.{place} La referencia es "
        "{reference}. Para volver a lo de antes, diga deshacer."
    ),
    Say.CONFIRM_CANCEL: "La cita de {patient} con {doctor:el} del {at}. Cancelarla no cuesta nada. ¿La cancelo?",
    Say.NO_VISITS_HERE: "En esta llamada no se ha reservado nada. Puedo buscar sus citas cuando sepa quién es.",
    Say.YOUR_VISITS: "Estas son sus citas pendientes. {visits}.",
    Say.VISIT_LINE: "{at}, con {doctor:el}, referencia {reference}",
    Say.PROOF_FAILED: "No encuentro una cita así. Diga de nuevo el nombre completo o deletréelo.",
    Say.NOT_BY_SMS: "Aquí no puedo asegurarme de que es usted. Un compañero de recepción sí; pulse 0.",
    Say.PROOF_NOT_HERE: "Aquí no puedo asegurarme de que es usted. Un compañero de recepción sí; pulse 0.",
    Say.CODE_SENT: (
        "Si está en nuestros datos, le llegará un código por mensaje de texto a su número; vale 10 minutos. Si no "
        "llega, dígame las cuatro últimas cifras de ese número, o pulse 0 y le atiende una persona."
    ),
    Say.REMINDERS_HERE: "Gracias, le enviaré recordatorios.",
    Say.REMINDERS_SMS: "Gracias, los recordatorios le llegarán por mensaje de texto al {phone}.",
    Say.REMINDERS_MAIL: "Gracias, los recordatorios le llegarán por correo electrónico a la dirección que tenemos.",
    Say.REMINDERS_NONE: "De acuerdo, sin recordatorios.",
    Say.ASK_REMINDERS: "¿Puedo enviarle recordatorios?",
    Say.ASK_REMINDERS_FOR: "¿Puedo enviar recordatorios de {patient}?",
    Say.ASK_REMINDERS_SMS: "¿Puedo enviarle recordatorios por mensaje de texto?",
    Say.ASK_REMINDERS_SMS_FOR: "¿Puedo enviar recordatorios de {patient} por mensaje de texto?",
    Say.HELPER_PHONE: "¿Qué número de teléfono usa {name}?",
    Say.HELPER_ADDED: "Anotado: {name} puede pedir y cambiar citas de {patient} desde el {phone}.",
    Say.CONSENT_PATH: (
        "Desde aquí no puedo decir ni cambiar nada más de {patient}. Puede permitirlo desde su propio teléfono, o le "
        "ayuda nuestra recepción."
    ),
    Say.CONSENT_PATH_CHILD: (
        "Desde aquí no puedo decir ni cambiar nada más de {patient}; su madre, su padre o nuestra recepción sí."
    ),
    Say.PRIVACY_ANSWER: (
        "Guardamos lo que sus citas necesitan y lo que dice aquí. He pasado su solicitud a quienes responden de ello. "
        "La referencia es {reference}."
    ),
    Say.WAITLIST_JOINED: (
        "{patient} está en la lista de espera para {doctor}: {bounds}. Le avisamos en cuanto quede libre una hora. "
        "Para salir de ella, dígalo."
    ),
    Say.WAITLIST_ENDED: (
        "{patient}: no quedó libre ninguna hora con {doctor} hasta el {until}, así que el lugar en la lista de espera "
        "ha terminado. Dígame si quiere esperar más."
    ),
    Say.WAITLIST_STANDING: "En la lista de espera: {lines}.",
    Say.WAITLIST_NOT_ON_IT: "Desde esta llamada no hay nadie en la lista de espera.",
    Say.OFFER_GONE: (
        "Lo siento, la hora del {at} con {doctor:el} ya es de otra persona. {patient} sigue en la lista de espera y "
        "le avisamos cuando quede libre la siguiente."
    ),
    Say.EMERGENCY: (
        "Cuelgue y llame ahora al {number}, o vaya a las urgencias más cercanas. Puede ser una emergencia y yo no "
        "puedo ayudar lo bastante rápido. He avisado al personal {hospital:de}, pero no espere. Llame al {number}."
    ),
    Say.EMERGENCY_ALONE: (
        "Cuelgue y llame ahora al {number}, o vaya a las urgencias más cercanas. Puede ser una emergencia y yo no "
        "puedo ayudar lo bastante rápido. Llame al {number}."
    ),
    Say.ALARM_STANDS: (
        "Cuelgue y llame ahora al {number}, y no nos espere. He avisado al personal {hospital:de}. Llame al {number}."
    ),
    Say.HANDED_OVER_URGENT: "",
    Say.CALLBACK_URGENT: (
        "He pedido a las personas de guardia que le llamen enseguida al {phone}. No espere su llamada. La referencia "
        "es {reference}."
    ),
    Say.HANDED_OVER: "He anotado su solicitud para {team}.",
    Say.HANDED_OVER_CLOSED: "Ahora no hay nadie en {team}; abre el {at}.",
    Say.CALL_IF_URGENT: "",
    Say.CALLBACK: "Le llamamos al {phone}, antes del {at}. La referencia es {reference}.",
    Say.CALLBACK_BETWEEN: (
        "Le llamamos al {phone}, el {day}, entre {begin:el} y {end:el}. La referencia es {reference}."
    ),
    Say.KEEPS_WAITING: "Gracias. Su solicitud {reference} sigue en marcha.",
    Say.NO_FILE_ARRIVED: "En esta llamada no ha llegado ningún archivo.",
    Say.SEND_HERE: "En una llamada no se pueden enviar archivos. Puede enseñarlo en nuestra recepción.",
    Say.FILE_OTHER_WAY: "Puede enseñarlo en nuestra recepción.",
    Say.NOT_KNOWN: "Eso no lo sé; nuestra recepción sí. Pulse 0 para un compañero.",
    Say.NOT_KNOWN_NO_PHONE: "Eso no lo sé. Pulse 0 y le atiende un compañero.",
    Say.CANNOT_ANSWER: "A eso no puedo responder; me ocupo de las citas y de preguntas sobre el hospital.",
    Say.ASK_THE_DESK: "Recepción puede decirle más; pulse 0 para un compañero.",
    Say.PRICE_UNKNOWN: "No tengo el precio de eso; recepción sí. Pulse 0 para un compañero.",
    Say.PRESCRIPTIONS_ALTERED: (
        "Una receta no dice lo que el médico firmó, así que no puedo leérsela. Un médico la revisa; pulse 0 para un "
        "compañero."
    ),
    Say.BILL_ON_PAPER: "Recepción le da la factura o un recibo en papel; pulse 0 para un compañero.",
    Say.PAY_AT_DESK: "Puede pagar en recepción; pulse 0 para un compañero.",
    Say.COVER_NONE: "No nos consta ningún seguro de {patient}. Recepción lo apunta; pulse 0 para un compañero.",
    Say.PRODUCT_UNKNOWN: "No encuentro {said} en la lista de la farmacia. Pulse 0 y un compañero puede preguntar allí.",
    Say.PRODUCT_NOT_KEPT: "No puedo hacer que se lo guarden. Pulse 0 y un compañero puede preguntar en la farmacia.",
    Say.DESK_BOOKS_TESTS: "Recepción se lo reserva; pulse 0 para un compañero.",
    Say.WHO_SPEAKS: "Estos médicos hablan {language}: {doctors}.",
    Say.ONLY_THESE_LANGUAGES: "Solo hablo {languages}. Pulse 0 y le ayuda un compañero.",
    Say.NO_DIAGNOSES_HERE: (
        "Los diagnósticos y los planes de tratamiento no los doy por teléfono, para que nadie más se entere. Su médico "
        "los repasa con usted en la visita; pulse 0 para hablar con un compañero."
    ),
    Say.DIAGNOSES_AT_PORTAL: (
        "Los diagnósticos y los planes de tratamiento no los doy por teléfono, para que nadie más se entere. Su médico "
        "los repasa con usted en la visita; pulse 0 para hablar con un compañero."
    ),
    Say.LABEL_NEW_CODE: "Un código nuevo",
    Say.LABEL_BY_SMS: "Por mensaje de texto",
}
"""A sentence that stands here is said on the phone; any other is said as it is written."""
