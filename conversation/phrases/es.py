"""The desk's words in Spanish."""

from __future__ import annotations

from conversation.phrases.grammar import Articles, Grammar, MoneyStyle
from conversation.phrases.say import Say

_BEFORE = "{symbol}{amount}"
_PESOS = MoneyStyle(_BEFORE, ".", "$", ",")
_PESOS_OF_THE_SOUTH = MoneyStyle(_BEFORE, ",", "$", ".")
_MONEY = {
    **dict.fromkeys(("USD", "MXN", "DOP", "CUP"), _PESOS),
    **dict.fromkeys(("CLP", "COP", "ARS", "UYU"), _PESOS_OF_THE_SOUTH),
    "PEN": MoneyStyle(_BEFORE, ".", "S/ ", ","),
    "BOB": MoneyStyle(_BEFORE, ",", "Bs ", "."),
    "PYG": MoneyStyle(_BEFORE, ",", "₲ ", "."),
    "VES": MoneyStyle(_BEFORE, ",", "Bs. ", "."),
    "CRC": MoneyStyle(_BEFORE, ",", "₡", "."),
    "GTQ": MoneyStyle(_BEFORE, ".", "Q", ","),
    "HNL": MoneyStyle(_BEFORE, ".", "L ", ","),
    "NIO": MoneyStyle(_BEFORE, ".", "C$", ","),
    "PAB": MoneyStyle(_BEFORE, ".", "B/. ", ","),
    "GBP": MoneyStyle("{amount} {symbol}", ",", "£", "."),
}

GRAMMAR = Grammar(
    name="español",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
        "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    weekly=("los lunes", "los martes", "los miércoles", "los jueves", "los viernes", "los sábados", "los domingos"),
    day="{weekday} {day} de {month}",
    with_year="{day} de {year}",
    moment="{day} a las {time}",
    and_="y",
    or_="o",
    money="{amount} {symbol}",
    decimal_mark=",",
    and_before=r"h?[ií](?![eéa])",
    and_there="e",
    or_before=r"h?[oó]",
    or_there="u",
    relations={
        "child": "su hijo o hija", "son": "su hijo", "daughter": "su hija", "mother": "su madre",
        "father": "su padre", "wife": "su esposa", "husband": "su esposo", "partner": "su pareja",
        "other": "la persona", "self": "usted", "chosen": "la otra persona",
    },
    channels={
        "webchat": "en nuestra web", "whatsapp": "por WhatsApp", "sms": "por SMS", "telegram": "por Telegram",
        "voice": "por teléfono", "terminal": "aquí",
    },
    tongues={
        "en": "inglés", "es": "español", "fr": "francés", "de": "alemán", "it": "italiano", "pt": "portugués",
        "ca": "catalán", "eu": "vasco", "gl": "gallego", "ga": "irlandés", "pl": "polaco", "ro": "rumano",
        "uk": "ucraniano", "ru": "ruso", "ar": "árabe", "he": "hebreo", "hi": "hindi", "ur": "urdu",
        "bn": "bengalí", "pa": "panyabí", "ta": "tamil", "te": "telugu", "gu": "guyaratí", "ml": "malayalam",
        "zh": "chino", "ja": "japonés", "ko": "coreano", "vi": "vietnamita", "tl": "tagalo", "tr": "turco",
        "fa": "persa", "nl": "neerlandés", "sv": "sueco", "da": "danés", "no": "noruego", "fi": "finés",
        "el": "griego", "bg": "búlgaro", "hu": "húngaro", "cs": "checo", "sw": "suajili", "yo": "yoruba",
        "ig": "igbo", "ha": "hausa", "am": "amárico", "so": "somalí", "mi": "maorí", "qu": "quechua",
        "nah": "náhuatl",
    },
    of_services=(
        ("con {doctor:el}, {speciality}", "{doctor}"),
        ("{doctor}, {speciality}", "{doctor}"),
        ("{at}, con {doctor:el}", "{at}, {doctor}"),
        (", con {doctor:el}", ""),
        ("con {doctor:el}", "para {doctor}"),
        ("con {doctor}", "para {doctor}"),
        ("{doctor:de}", "para {doctor}"),
        ("{doctor:el} no pasa consulta", "no hay horas para {doctor}"),
        ("{doctor} ya no pasa consulta aquí", "{doctor} ya no se puede reservar aquí"),
        ("La consulta para {doctor} cuesta", "{doctor}:"),
    ),
    range="de {first} a {last}",
    units={
        "tablet": "por comprimido", "capsule": "por cápsula", "suppository": "por supositorio", "sachet": "por sobre",
        "patch": "por parche", "injection": "por inyección", "ampoule": "por ampolla", "lozenge": "por pastilla",
        "pack": "por envase", "piece": "por unidad",
    },
    articles=Articles(
        of_day="el",
        of_hours="las",
        of_one="la",
        of_gender={"female": "la", "male": "el"},
        of_names=(
            (r"(?:dra\b|doctora\b|cl[ií]nica|policl[ií]nica|fundaci[oó]n|maternidad|sede|unidad|torre|planta)\b", "la"),
            (
                r"(?:hospital|sanatorio|centro|instituto|policl[ií]nico|consultorio|ambulatorio|complejo|edificio"
                r"|pabell[oó]n|campus)\b",
                "el",
            ),
        ),
        together={"de el": "del", "a el": "al"},
        feminine_title=(r"dr\b\.?|doctor\b", "Dra."),
    ),
    money_of=_MONEY,
)  # fmt: skip

WORDS: dict[Say, str] = {
    Say.INTRODUCTION: (
        "Soy el asistente automático {hospital:de}. En una emergencia llame al {number}. Envíe 0 para hablar con una "
        "persona.{privacy}"
    ),
    Say.PRIVACY: " Cómo tratamos sus datos: {url}",
    Say.APOLOGY: (
        "Lo sentimos, algo ha fallado por nuestra parte; no se ha cambiado nada. Inténtelo de nuevo o llámenos "
        "indicando la referencia {reference}."
    ),
    Say.PAUSED: (
        "Me llegan de usted mensajes que parecen respuestas automáticas y dejo de contestarlos. Escriba otra cosa y "
        "vuelvo a atenderle. En una urgencia llame al {number}."
    ),
    Say.PAUSED_MANY: (
        "Me llegan de usted más mensajes de los que puedo contestar y por ahora dejo de hacerlo. Cuando lleve diez "
        "minutos sin enviar nada, escríbame y le contesto. En una urgencia llame al {number}."
    ),
    Say.KEPT_FOR_LATER: (
        "He recibido su mensaje, pero ahora mismo no puedo consultar nuestros datos. No se pierde: le contesto en "
        "cuanto pueda. Vuelva a preguntar en un momento; en una emergencia llame al número de emergencias."
    ),
    Say.NOTHING: "",
    Say.QUOTE: "{words}",
    Say.GREETING: (
        "Hola, le atiende {hospital:el}. ¿En qué puedo ayudarle? Por ejemplo: «una cita de {speciality} el lunes» o "
        "«cambiar mi cita»."
    ),
    Say.GREETING_PLAIN: "Hola, le atiende {hospital:el}. ¿En qué puedo ayudarle?",
    Say.GREETING_SHORT: "¡Hola!",
    Say.SORRY_FOR_LOSS: "Siento su pérdida.",
    Say.GLAD_TO_HEAR: "Me alegro.",
    Say.IF_NO_LONGER_NEEDED: "Si ya no necesita la cita, diga «dejarlo».",
    Say.WELCOME: "De nada.",
    Say.GOODBYE: "De acuerdo. Adiós y cuídese.",
    Say.ALL_RIGHT: "De acuerdo.",
    Say.SMALLTALK: "De eso no entiendo, lo siento. Lo mío son las citas: reservarlas, cambiarlas y cancelarlas.",
    Say.STAYS_IN_ROLE: "Con eso no puedo ayudarle. Me ocupo de las citas y de preguntas sobre el hospital.",
    Say.BOT_IDENTITY: "Soy el asistente automático {hospital:de}, no una persona. Envíe 0 y le atenderá un compañero.",
    Say.LANGUAGE_CHANGED: "Claro, seguimos en español.",
    Say.LANGUAGES: "Hablo {languages}.",
    Say.HELP: (
        "Dígamelo con sus palabras. Puedo reservar, cambiar y cancelar citas y decirle cuáles tiene. «Deshacer» "
        "anula el último paso, «¿qué tiene hasta ahora?» le dice lo que he anotado y 0 le pasa con una persona. "
        "También puede llamar al {phone}."
    ),
    Say.NO_MEDICAL_ADVICE: (
        "No puedo aconsejar sobre enfermedades, medicamentos ni dosis. Un médico o farmacéutico sí; si empeora con "
        "rapidez llame al {number}."
    ),
    Say.NO_OTHERS_DATA: "En este chat no puedo dar información sobre otras personas, pregunte quien pregunte.",
    Say.NOT_HERE_YET: (
        "Eso todavía no puedo hacerlo aquí. Un compañero de recepción sí, también por teléfono en el {phone}."
    ),
    Say.SORRY: "Perdone, no le he entendido.",
    Say.NOT_UNDERSTOOD: "Perdone, no le he entendido. Puedo ayudarle con citas, por ejemplo.",
    Say.OFFER_HUMAN: (
        "Lo siento, sigo sin entenderle. ¿Quiere que le atienda un compañero? También puede llamar al {phone}."
    ),
    Say.NOT_ON_THE_LIST: "Esa opción no está en la lista. ¿Cuál de estas?",
    Say.CHOICE_IS_OLD: "Esa opción ya no es válida.",
    Say.TAKE_YOUR_TIME: "Claro, tómese su tiempo.",
    Say.CLARIFY: "«{words}»: ¿qué desea hacer?",
    Say.AGAIN_ANY: "¿Qué prefiere?",
    Say.AGAIN_NAME: "¿Cuál es el nombre completo del paciente?",
    Say.AGAIN_BIRTH: "¿Cuál es la fecha de nacimiento? Por ejemplo, 14 de marzo de 1990.",
    Say.AGAIN_PHONE: "¿En qué teléfono podemos localizarle?",
    Say.AGAIN_REASON: "¿Cuál es el motivo de la consulta, o qué especialidad necesita?",
    Say.AGAIN_DOCTOR: "¿Qué médico prefiere?",
    Say.OUR_CLOCK: "Todas las horas son las de aquí ({zone}); ahora son las {now}.",
    Say.WEEKDAY_DIFFERS: (
        "Ese día de la semana y esa fecha no coinciden hasta el {day}; la próxima fecha así es el {other}."
    ),
    Say.NOTED: "Anotado, gracias.",
    Say.AGAIN_SLOT: "¿Qué hora le va bien?",
    Say.WHICH_ONE: "¿Cuál prefiere?",
    Say.AGAIN_WHO: "¿Para quién es la cita?",
    Say.AGAIN_CONFIRM: "¿Reservo la cita? Sí o no.",
    Say.AGAIN_CONFIRM_CANCEL: "¿La cancelo? Sí o no.",
    Say.AGAIN_VISIT: "¿A qué cita se refiere?",
    Say.WHY_NAME: "Para que la cita quede a nombre de la persona correcta.",
    Say.WHY_BIRTH: "Varias personas pueden llamarse igual; la fecha de nacimiento asegura que es su historia.",
    Say.WHY_PHONE: "Para poder avisarle si el médico se retrasa o cambia la hora.",
    Say.WHY_REASON: "Así sé qué especialidad puede ayudarle; también puede omitirlo.",
    Say.WHY_WHO: "Varias personas usan este número y la cita debe quedar a nombre de la persona correcta.",
    Say.WHY_ANY: "Solo pregunto lo necesario para la cita.",
    Say.CANNOT_WITHOUT: (
        "No pasa nada, pero sin ese dato no puedo reservar. Un compañero puede ayudarle en el {phone} o aquí; o lo "
        "dejamos."
    ),
    Say.A_PERSON_CAN: "Una persona puede hacerlo con usted: envíe 0 o llame al {phone}.",
    Say.FINE_WITHOUT: "No pasa nada. ¿Cómo quiere seguir?",
    Say.STOPPED: "De acuerdo, lo dejo. Diga «continuar» si quiere seguir más tarde.",
    Say.RESUMED: "Seguimos donde estábamos.",
    Say.TAKEN_UP: "Seguimos con lo que empezó {channel}:\n{facts}",
    Say.NOTHING_TO_RESUME: "No hay nada pendiente. ¿En qué puedo ayudarle?",
    Say.KNOWN: "Hasta ahora tengo:\n{facts}",
    Say.KNOWN_DONE: "Ya está reservado:\n{facts}",
    Say.KNOWN_NOTHING: "Nada todavía. ¿En qué puedo ayudarle?",
    Say.KNOWN_PATIENT: "para {name}",
    Say.KNOWN_BIRTH: "fecha de nacimiento {day}",
    Say.KNOWN_PHONE: "teléfono {phone}",
    Say.KNOWN_REASON: "motivo: {reason}",
    Say.KNOWN_DOCTOR: "con {doctor:el}, {speciality}",
    Say.KNOWN_SPECIALITY: "especialidad: {speciality}",
    Say.KNOWN_TIME: "el {at}",
    Say.KNOWN_WISH: "preferencia: {wish}",
    Say.KNOWN_PLACE: "en {place:el}",
    Say.KNOWN_FEMALE: "con una doctora",
    Say.KNOWN_MALE: "con un doctor",
    Say.KNOWN_ANY_DOCTOR: "con cualquier médico",
    Say.KNOWN_SOONEST: "lo antes posible",
    Say.KNOWN_ENDS: "hasta {end}",
    Say.ASK_REASON: "¿Cuál es el motivo de la consulta? Puede decirme una molestia, una especialidad o un médico.",
    Say.REASON_NEED_NOT: (
        "No hace falta que diga el motivo: basta una especialidad o un médico. Con «omitir» empezamos por {speciality}."
    ),
    Say.WHICH_OF_OURS: "¿Cuál de nuestras especialidades prefiere?",
    Say.WHICH_SPECIALITY: "Puede ser para {specialities}. ¿Cuál prefiere?",
    Say.DEFAULT_UNTOLD: "{speciality} es un buen comienzo.",
    Say.DEFAULT_SPECIALITY: "Para eso, {speciality} es un buen comienzo.",
    Say.WHICH_DOCTOR: "¿A qué médico se refiere: {doctors}?",
    Say.WHICH_SERVICE: "¿A cuál se refiere: {doctors}?",
    Say.ORDER_FIRST: (
        "{service} se hace con la orden de un médico. Si aún no se la ha pedido ninguno, primero hace falta una "
        "consulta."
    ),
    Say.NO_ORDER: (
        "No encuentro ninguna orden de {patient} pendiente de cita: {service}. Un médico puede pedirla en una "
        "consulta, o alguien de recepción lo mira con usted."
    ),
    Say.PREPARATION: "{words}",
    Say.DID_YOU_MEAN: "No conozco a nadie llamado {said}. ¿Quería decir {doctors}?",
    Say.UNKNOWN_DOCTOR: "Aquí no hay nadie llamado {said}. ¿Qué especialidad prefiere?",
    Say.UNKNOWN_DOCTOR_COLLEAGUES: "Aquí no hay nadie llamado {said}. En {speciality} le pueden atender:",
    Say.DOCTOR_INACTIVE: "{doctor} ya no pasa consulta aquí.",
    Say.NO_SUCH_SPECIALITY: "Aquí no tenemos {said}.",
    Say.NO_DOCTORS: "Ahora mismo no hay consulta de {speciality}.",
    Say.NOT_AT_THIS_PLACE: "En {place:el} no hay {speciality}; he buscado en los demás centros.",
    Say.GENDER_NOT_HERE: "En esta especialidad no hay nadie así; estos son sus médicos.",
    Say.NONE_SUCH: "No tenemos a nadie así.",
    Say.GENDER_NOT_RECORDED: "No consta si el médico es mujer u hombre, así que no puedo elegir por eso.",
    Say.USUAL_DOCTOR_UNKNOWN: "Solo puedo consultarlo con un número que conozcamos. ¿Qué médico es?",
    Say.USUAL_DOCTOR_NONE: "No encuentro citas anteriores. ¿Qué médico o especialidad prefiere?",
    Say.OUR_SPECIALITIES: "Nuestras especialidades: {specialities}.",
    Say.WHO_IS_WHO: "Aquí pueden atenderle:\n{doctors}",
    Say.OUR_DOCTORS: "nuestros médicos de {speciality}",
    Say.TIMES_OF_DOCTOR: "{doctor}, {speciality}: estas son las próximas horas libres.{fee} ¿Cuál le va bien?",
    Say.TIMES_OF_SEVERAL: "En {speciality} estas son las próximas horas libres.{fee} ¿Cuál le va bien?",
    Say.TIMES_THAT_DAY: "{doctor}, {speciality}: estas horas están libres {day:el}.{fee} ¿Cuál le va bien?",
    Say.TIMES_THAT_DAY_SEVERAL: "En {speciality} estas horas están libres {day:el}.{fee} ¿Cuál le va bien?",
    Say.WHO_THEN: "El {at} hay varios médicos libres. ¿Con quién prefiere?",
    Say.NEAREST_TIMES: "Las horas libres más cercanas:",
    Say.NEXT_TIMES: "Las próximas horas libres:",
    Say.EARLIER_TIMES: "Antes hay:",
    Say.LATER_TIMES: "Además hay:",
    Say.NOTHING_EARLIER: "No hay nada antes.",
    Say.WHICH_OF_THESE: "Estas están libres. ¿Cuál prefiere?",
    Say.TOO_SOON: "El {at} es demasiado pronto: damos citas a partir {opens:de}.",
    Say.NO_MORE_THAT_DAY: "El {day} ya no hay más horas.",
    Say.NO_MORE_AT_THAT_HOUR: "El {day} ya no hay más horas así.",
    Say.NO_MORE_THEN: "Entonces ya no hay más horas así.",
    Say.ALL_TIMES_SHOWN: (
        "Esas son todas las horas libres con {doctor:el} en los próximos {days} días. ¿Le apunto en la lista de espera?"
    ),
    Say.WAIT_FOR_EARLIER: "Entonces no hay nada libre con {doctor:el}. ¿Le apunto en la lista de espera?",
    Say.NOT_FREE_THEN: "El {at} no está libre con {doctor:el}.",
    Say.TOO_LATE_FOR_DAY: ("Para el {day} ya es tarde con {doctor:el}: sus horas han pasado o están demasiado cerca."),
    Say.DAY_IS_FULL: "El {day} está completo con {doctor:el}.",
    Say.NOTHING_THEN: "Entonces no hay nada libre con {doctor:el}.",
    Say.DAY_HAS_PASSED: "El {day} ya ha pasado.",
    Say.TIME_HAS_PASSED: "El {at} ya ha pasado.",
    Say.BEYOND_HORIZON: "El {day} queda demasiado lejos: damos citas con un máximo de {days} días de antelación.",
    Say.CLOSED_HOLIDAY: "El {day} estamos cerrados ({name}).",
    Say.CLOSED_THAT_DAY: "El {day} estamos cerrados.",
    Say.DOCTOR_AWAY: "El {day} {doctor:el} no está; vuelve el {back}.",
    Say.DOCTOR_AWAY_THEN: "{doctor} no está esos días; vuelve el {back}.",
    Say.OUTSIDE_HOURS: "Las citas con {doctor:el} son entre las {opens} y las {closes}.",
    Say.OUTSIDE_HOURS_THAT_DAY: "El {day} las citas con {doctor:el} son entre las {opens} y las {closes}.",
    Say.DOCTOR_NOT_THAT_DAY: "El {day} {doctor:el} no pasa consulta.",
    Say.COLLEAGUES_THAT_DAY: "El {day} hay consulta con {doctors}.",
    Say.JUST_TAKEN: "Lo siento, la hora del {at} acaba de ocuparse.",
    Say.OTHER_ZONE: (
        "Todas nuestras horas son las del hospital ({zone}), donde ahora son las {now}. ¿Qué hora de allí le va bien?"
    ),
    Say.WHICH_DAY_SUITS: "¿Qué día y hora le vendrían bien? También puedo apuntarle en la lista de espera.",
    Say.NOTHING_SUITED: "Siento que nada le encaje. No hay nada reservado. Escriba cuando quiera o llame al {phone}.",
    Say.NOTHING_FREE: (
        "No hay nada libre con {doctor:el} en los próximos {days} días. ¿Le apunto en la lista de espera?"
    ),
    Say.FOR_WHOM: "¿Para quién es la cita?",
    Say.ASK_NAME: "¿Cuál es su nombre completo?",
    Say.ASK_NAME_OF: "¿Cuál es el nombre completo de {relation}?",
    Say.ASK_FULL_NAME: "¿Y los apellidos de {name}? Envíe el nombre completo, por favor.",
    Say.ASK_BIRTH: "¿Y su fecha de nacimiento?",
    Say.ASK_BIRTH_OF: "¿Y la fecha de nacimiento de {name}?",
    Say.ASK_PHONE: "¿En qué teléfono podemos localizarle?",
    Say.ONE_AT_A_TIME: "Vamos de una en una: primero esta cita y luego me dice la otra.",
    Say.NO_SUCH_DAY: "«{day}» no existe.",
    Say.BORN_ON: "nacimiento: {day}",
    Say.IN_CARE_OF: "a cargo de {guardian}",
    Say.NO_VISITS_DAY: (
        "El {day} ya pasó y no puede ser el día de la cita. Si es la fecha de nacimiento, diga «nacimiento» delante."
    ),
    Say.CONFIRM_BOOKING: "{doctor}, {speciality}, {at}, para {patient}.{fee}{phone} ¿Reservo la cita?",
    Say.FEES: " Las consultas cuestan de {low} a {high}.",
    Say.FEE: " La consulta cuesta {fee}.",
    Say.FEE_OF_SERVICE: " Cuesta {fee}.",
    Say.FEE_PAID: " La consulta cuesta {fee}{paid}.",
    Say.FEE_OF_SERVICE_PAID: " Cuesta {fee}{paid}.",
    Say.PAID_BEFORE: ", a pagar antes de la visita",
    Say.PAID_AT_DESK: ", a pagar en recepción",
    Say.PAID_AFTER: "; la factura llega después",
    Say.FEE_TAKEN_BACK: "El cargo por anular tarde queda sin efecto.",
    Say.FEE_WITH_BILLING: (
        "El cargo por anular tarde ya está en una factura; hemos pedido a facturación que lo revise."
    ),
    Say.BILL_LATE_CANCEL: "Anulación fuera de plazo ({what})",
    Say.YOUR_PHONE: " Su teléfono: {phone}.",
    Say.PLACE: "{place}.",
    Say.ROOM: "Consulta {room}.",
    Say.WHAT_TO_CHANGE: "¿Qué cambio? Dígame otro día, otra hora u otro médico.",
    Say.BOOKED: (
        "Reservado: {doctor}, {speciality}, {at}, para {patient}.{place} Referencia {reference}. Escriba «deshacer» "
        "para anular la cita o «cambiarla» cuando quiera."
    ),
    Say.IS_BOOKED: "Está reservado: {doctor}, {at}. Referencia {reference}.",
    Say.IS_CANCELLED: "Está cancelado: {doctor}, {at}.",
    Say.OVERLAPS: "A esa hora {patient} ya tiene cita con {doctor:el} ({at}). ¿Otra hora, o cambio aquella cita?",
    Say.CANNOT_BOOK_THEN: "No puedo reservar esa hora para esta persona. ¿Qué otra hora le va bien?",
    Say.CANNOT_BOOK_HERE: (
        "Esta cita no puedo reservarla desde aquí. Un compañero de recepción sí, también por teléfono en el {phone}."
    ),
    Say.OTHER_TIME_NOTED: "De acuerdo: {doctor}, {at}.",
    Say.THE_OTHER_NEXT: "Vamos una por una: primero esta y después la otra ({at}).",
    Say.ANOTHERS_NEXT: "Vamos una por una: primero esta y después la cita para {whom}.",
    Say.THIS_NEXT: "Vamos una por una: primero esto y después {what}.",
    Say.NOW_THIS: "Ahora, {what}.",
    Say.NOW_THE_OTHER: "Ahora, la cita para {whom}.",
    Say.ONE_UNPROVEN: (
        "Mientras no se haya comprobado quién es usted, solo puedo reservarle una cita a la vez, y esa ya está "
        "reservada. Para más, le ayuda un compañero, también por teléfono en el {phone}."
    ),
    Say.TOO_MANY: (
        "Sería una de más: por persona puede haber {limit} pendiente a la vez. Puedo cambiar o cancelar lo que ya "
        "está reservado, o le ayuda un compañero."
    ),
    Say.WHICH_VISIT_TO_MOVE: "¿Qué cita quiere cambiar?",
    Say.MOVING: "Cambiamos la cita de {patient} con {doctor:el} del {at}; sigue en pie hasta reservar la nueva hora.",
    Say.CONFIRM_MOVE: "¿Cambio la cita de {patient} del {old} al {at} con {doctor:el}?",
    Say.MOVED: (
        "Cambiado: {doctor}, {speciality}, {at} en lugar del {old}, para {patient}.{place} Referencia {reference}. "
        "Escriba «deshacer» para volver a lo de antes."
    ),
    Say.OLD_TIME_STANDS: "Su cita con {doctor:el} del {at} sigue en pie.",
    Say.WHICH_VISIT_TO_CANCEL: "¿Qué cita quiere cancelar?",
    Say.WHICH_VISIT_REALLY: "Para asegurarme: ¿cuál cancelo? Todavía no he cancelado nada.",
    Say.CONFIRM_CANCEL: "¿Cancelo la cita de {patient} con {doctor:el} del {at}? No cuesta nada.",
    Say.CONFIRM_LATE_CANCEL: (
        "La cita de {patient} con {doctor:el} es el {at}. Cancelar con menos de {hours} horas de antelación cuesta "
        "{fee}; cambiarla es gratis. ¿La cancelo?"
    ),
    Say.CONFIRM_SHORT_CANCEL: (
        "La cita de {patient} con {doctor:el} es el {at}, en menos de {hours} horas. Cancelar ahora es tarde, pero "
        "no cuesta nada. ¿La cancelo?"
    ),
    Say.KEPT: "De acuerdo, su cita sigue en pie.",
    Say.CANCELLED: "Cancelada: la cita de {patient} con {doctor:el} del {at}. ¿Quiere otra hora?",
    Say.CANCELLED_ONE: "Cancelada: la cita de {patient} con {doctor:el} del {at}.",
    Say.ONE_BY_ONE: "Una tras otra, para no cancelar nada por error.",
    Say.CANNOT_CHANGE: "Esa cita ya no se puede cambiar aquí.",
    Say.WHAT_TO_CANCEL: "¿Dejamos esta reserva, o cancelo una cita que ya tiene? Todavía no he cancelado nada.",
    Say.TAKEN_BACK: "Deshecho: la cita con {doctor:el} del {at} queda cancelada.",
    Say.NOTHING_TO_TAKE_BACK: "No hay nada que deshacer.",
    Say.CANNOT_TAKE_BACK: "Lo siento, eso ya no se puede deshacer.",
    Say.NO_VISITS: "No encuentro ninguna cita pendiente.",
    Say.NO_VISITS_HERE: (
        "En esta conversación no se ha reservado nada. Puedo encontrar sus citas cuando sepa quién es; para cambiar "
        "o cancelar una, dígamelo y le pediré lo necesario."
    ),
    Say.YOUR_VISITS: "Citas pendientes:\n{visits}",
    Say.VISIT_LINE: "{at}, {doctor}, referencia {reference}",
    Say.VISIT_NOT_FOUND: "No encuentro una cita así a su nombre.",
    Say.MAY_NOT_CANCEL_FOR: (
        "Desde su número no puedo cancelar por {patient}. Puede hacerlo esa persona o nuestra recepción: {phone}."
    ),
    Say.MAY_NOT_MOVE_FOR: (
        "Desde su número no puedo cambiar citas de {patient}. Puede hacerlo esa persona o nuestra recepción: {phone}."
    ),
    Say.PROVE_NAME: "Para encontrar la cita necesito tres datos. Primero, ¿el nombre completo del paciente?",
    Say.PROVE_BIRTH: "¿Y la fecha de nacimiento?",
    Say.PROVE_OWN_BIRTH: "Para que nadie más lo lea, dígame la fecha de nacimiento de {name}.",
    Say.PROVE_WHO_TO_SEE: "Para que nadie más lo vea necesito saber quién es. ¿Cuál es su nombre completo?",
    Say.NOTHING_OWED: "{patient} no tiene facturas pendientes.",
    Say.BILL_LINE: "{number} del {day}: {owed}",
    Say.OWED: "Pendiente de pago de {patient}, {total} en total:\n{bills}",
    Say.NO_PRESCRIPTIONS: "No veo aquí ninguna receta vigente de {patient}.",
    Say.PRESCRIPTIONS: "Lo recetado a {patient}, tal como lo firmó el médico:\n{prescriptions}",
    Say.PRESCRIPTION: "{reference}, {doctor}, {signed}: {items}",
    Say.PRESCRIPTION_ON_HOLD: "{reference}, {doctor}, {signed}, en pausa por ahora: {items}",
    Say.PRESCRIPTION_GIVEN_OUT: "{reference}, {doctor}, {signed}, ya entregada por completo: {items}",
    Say.REPEATS_LEFT: "{medication}: {how}, repeticiones que quedan: {repeats}",
    Say.NO_REPEATS_LEFT: "{medication}: {how}, no quedan repeticiones",
    Say.PRESCRIPTIONS_MORE: "Y {more} más; eso se lo dice recepción: {phone}.",
    Say.ONLY_AS_WRITTEN: "Solo leo lo que está escrito; si tiene dudas, pregunte a su médico o a su farmacéutico.",
    Say.PRESCRIPTION_ON_PAPER: "El papel no puedo enviarlo por aquí; recepción se lo imprime: {phone}.",
    Say.PRESCRIPTION_OFFER: "Diga «receta en PDF» y se la envío.",
    Say.PRESCRIPTION_PAPERS_MORE: "Hay más: {others}. Pida una por su medicina.",
    Say.PRESCRIPTIONS_ALTERED: (
        "Algo en {references} no está como lo firmó el médico, así que no puedo leérselo. Un médico lo revisa; "
        "mientras tanto le ayuda recepción: {phone}."
    ),
    Say.PRESCRIPTIONS_NEXT: "¿Necesita de nuevo alguno?",
    Say.MEDICINE_NOT_FOUND: "No encuentro {named} entre lo recetado aquí a {patient}.",
    Say.MEDICINE_FOR_NOTHING: "No sé cuál de los medicamentos de {patient} es para eso.",
    Say.IS_IT_THIS_MEDICINE: "¿Se refiere a {medication}?",
    Say.WHICH_MEDICINE: "¿Cuál necesita de nuevo?",
    Say.AGAIN_WHICH_RECORD: "¿Cuál?",
    Say.CONTROLLED_NEEDS_VISIT: (
        "No puedo pedir {named} por aquí: un medicamento controlado nunca se repite sin ver al médico."
    ),
    Say.REFILL_CONTROLLED: "{medication} es un medicamento controlado: nunca se repite sin ver al médico.",
    Say.REFILL_EXPIRED: (
        "La receta de {medication} caducó el {until}; {doctor:el} tiene que ver a {patient} antes de repetirla."
    ),
    Say.REFILL_NO_RECENT_VISIT: (
        "{medication} no se puede repetir sin una visita: nadie de ese servicio ha visto a {patient} en el último año."
    ),
    Say.REFILL_STOPPED: (
        "El médico suspendió {medication}, así que no se repite. Si le extraña, consúltelo con {doctor:el}."
    ),
    Say.REFILL_ON_HOLD: (
        "El médico puso en pausa {medication}, así que por ahora no se repite. Si le extraña, consúltelo con "
        "{doctor:el}."
    ),
    Say.REFILL_TO_COLLECT: (
        "{medication} para {patient} sigue por recoger: la farmacia lo da con la receta {prescription}, no hace falta "
        "pedir nada nuevo."
    ),
    Say.REFILL_TOO_SOON: (
        "A {patient} todavía le queda {medication} para un tiempo, así que es pronto para repetirlo: pídamelo desde el "
        "{since}. Si se acaba antes, una persona de recepción o {doctor:el} pueden ayudarle."
    ),
    Say.REFILL_ASKED: (
        "He pedido {medication} para {patient}. Decide {doctor:el}, y le avisaré. Referencia {reference}."
    ),
    Say.REFILL_FROM_REPEATS: (
        "{medication} para {patient}: quedaba una repetición en la receta, así que la farmacia lo prepara. Referencia "
        "{reference}."
    ),
    Say.REFILL_STANDS: "Eso ya estaba pedido. {state}.",
    Say.REFILL_STATES: "Lo que se ha pedido de nuevo para {patient}:\n{states}",
    Say.REFILL_STATE_REQUESTED: "{medication} ({reference}), pedido el {asked}: {doctor:el} aún no ha decidido",
    Say.REFILL_STATE_APPROVED: "{medication} ({reference}): aprobado el {decided}, la farmacia lo prepara",
    Say.REFILL_STATE_READY: "{medication} ({reference}): listo para recoger hasta el {until}",
    Say.REFILL_STATE_COLLECTED: "{medication} ({reference}): recogido el {decided}",
    Say.REFILL_STATE_REFUSED: "{medication} ({reference}): esta vez no se aprobó. El motivo: {reason}",
    Say.REFILL_STATE_CALLED_OFF: "{medication} ({reference}): retirado",
    Say.REFERENCE_UNKNOWN: (
        "No encuentro nada con la referencia {reference} que pueda decirle aquí. Un compañero de recepción puede "
        "mirarlo, también por teléfono en el {phone}."
    ),
    Say.REQUEST_WAITS: "Su petición {reference} espera a alguien de nuestro personal, que la atiende antes de {at}.",
    Say.REQUEST_TAKEN: "Alguien de nuestro personal se está ocupando de su petición {reference}.",
    Say.REQUEST_OVER: "Su petición {reference} está cerrada.",
    Say.PAYMENT_IS: "{reference} es un pago de {amount} que llegó el {day}. Gracias.",
    Say.PRESCRIPTION_VALID: "{reference} es válida hasta el {until}.",
    Say.PRESCRIPTION_OVER: "La receta {reference} ya no está vigente: con ella no se entrega nada.",
    Say.GIVEN_COLLECTED: "{medicines} ({reference}): recogido el {day}",
    Say.AT_THE_PHARMACY: "En la farmacia para {patient}:\n{states}",
    Say.GIVEN_READY: "{medicines} ({reference}): listo para recoger hasta el {until}",
    Say.GIVEN_BEING_PREPARED: "{medicines} ({reference}): se está preparando",
    Say.NO_REFILL_OF: "No encuentro ninguna petición de {named} para {patient}.",
    Say.REFILL_NOT_TAKEN_BACK: "Eso ya no se puede retirar aquí:\n{states}",
    Say.NO_REFILL_ASKED: "Últimamente no se ha pedido nada de nuevo para {patient}.",
    Say.NO_REFILL_WAITS: "De lo pedido de nuevo para {patient}, nada espera ya una decisión.",
    Say.REFILL_CALLED_OFF: "{medication} ({reference}) ya no está pedido.",
    Say.NOTICE_REFILL_APPROVED: ("{hospital}: su solicitud {reference} se aprobó. La farmacia la prepara."),
    Say.NOTICE_REFILL_REFUSED: (
        "{hospital}: su solicitud {reference} no se aprobó esta vez. Pregúnteme “¿qué pasó con mi "
        "receta?” y le digo por qué."
    ),
    Say.NOTICE_REFILL_READY: (
        "{hospital}: su solicitud {reference} está lista para recoger: {place}, hasta el {until}."
    ),
    Say.NOTICE_READY: "{hospital}: {reference} está listo para recoger: {place}, hasta el {until}.",
    Say.NOTICE_READY_FOR: "{hospital}: {reference} de {patient} está listo para recoger: {place}, hasta el {until}.",
    Say.NO_DIAGNOSES_HERE: (
        "Los diagnósticos y los planes de tratamiento no los doy por aquí, para que nadie más se entere. Su médico "
        "los repasa con usted en la visita; si prefiere que le llamen, escriba «llámenme»."
    ),
    Say.DIAGNOSES_AT_PORTAL: (
        "Los diagnósticos y los planes de tratamiento no los doy por aquí, para que nadie más se entere. Puede leer "
        "los suyos aquí, después de identificarse: {link}. Su médico los repasa con usted en la visita; si prefiere "
        "que le llamen, escriba «llámenme»."
    ),
    Say.BILLS_MORE: "Y {count} más.",
    Say.NO_BILLS: "No hay ninguna factura de {patient}.",
    Say.LAST_BILL_OPEN: "La última factura de {patient}, {number} del {day}, es de {due}; quedan por pagar {owed}.",
    Say.LAST_BILL_PAID: "La última factura de {patient}, {number} del {day}, fue de {due}; no queda nada por pagar.",
    Say.BILL_FOR_A_PERSON: (
        "Puedo decirle lo que debe y qué hay en una factura. Para lo demás le ayuda un compañero de facturación, "
        "también por teléfono en el {phone}."
    ),
    Say.BILL_ON_PAPER: (
        "Aquí no puedo enviarle el papel. Recepción le da la factura, el recibo o un extracto: {phone}."
    ),
    Say.NO_PAYMENTS: (
        "No encuentro ningún pago de {patient}, así que no hay recibo. La factura sí puedo enviársela: diga «factura "
        "en PDF»."
    ),
    Say.NO_CREDIT_NOTES: "No se anuló ninguna factura de {patient}, así que no hay factura rectificativa.",
    Say.RECEIPT_LINE: "{reference}, {amount}, {day}",
    Say.RECEIPTS_MORE: "Hay otros; diga «recibo» con el número del que quiere:\n{receipts}",
    Say.PAPER_AT_DESK: "Ese papel no puedo dárselo aquí. Recepción le ayuda, también por teléfono en el {phone}.",
    Say.WHICH_BILL: "¿Qué factura?",
    Say.BILL_LINES: "Factura {number} del {day}:\n{lines}",
    Say.BILL_LINES_MORE: "y {count} más",
    Say.BILL_ITEM: "{what}: {amount}",
    Say.BILL_ITEM_INSURED: "{what}: {amount}, su parte {due}",
    Say.BILL_SUMS: "En total {total}; por pagar {owed}.",
    Say.BILL_SUMS_INSURED: "En total {total}: su seguro {insurer}, usted {due}; le queda por pagar {owed}.",
    Say.BILL_ASKED_ABOUT: (
        "He pasado su pregunta a facturación, referencia {reference}. La mira una persona; hasta entonces no se "
        "decide nada."
    ),
    Say.BILLS_ALL: "Las facturas de {patient}:\n{bills}",
    Say.BILLS_ALL_OWED: "Pendiente de pago de {patient}: {total} en total.",
    Say.BILL_LINE_OPEN: "{number} del {day}: {due}, quedan por pagar {owed}",
    Say.BILL_LINE_PAID: "{number} del {day}: {due}, pagada",
    Say.BILL_LINE_CANCELLED: "{number} del {day}: anulada, no hay nada que pagar",
    Say.PAYMENTS: "Lo que ha llegado por {patient}:\n{payments}",
    Say.PAYMENT_LINE: "{amount} el {day} por la factura {number}, recibo {reference}",
    Say.PAYMENT_ARRIVED: (
        "El último pago por {patient} ha llegado: {amount} el {day} por la factura {number}, recibo {reference}."
    ),
    Say.PAYMENT_NOT_YET: (
        "Por el enlace de la factura {number}, {amount}, no ha llegado nada todavía; está abierto hasta {until:el}."
    ),
    Say.PAYMENT_LOOKED_FOR: (
        "Si aun así está pagado, un compañero de facturación averigua dónde está el dinero, también por teléfono en el "
        "{phone}."
    ),
    Say.NO_PAYMENT: "No ha llegado ningún pago por {patient}.",
    Say.PAY_EACH: "Son {count} facturas, {total} en total. Cada una tiene su enlace y se paga por separado.",
    Say.PAY_LINK: "Puede pagar la factura {number}, {amount}, en esta página hasta {until:el}: {url}",
    Say.PAY_LINK_COMES: "Pido el enlace para pagar la factura {number}, {amount}. Llega aquí enseguida.",
    Say.PAY_LINK_SOON: (
        "La página de la factura {number}, {amount}, ya se pidió en otra conversación y se está creando. Pregúnteme "
        "en un minuto y le doy el enlace aquí también."
    ),
    Say.PAY_LINK_LATE: (
        "El servicio de pagos no responde ahora, así que el enlace de la factura {number}, {amount}, tarda más. Llega "
        "aquí en cuanto responda; también puede pagar en recepción, {phone}."
    ),
    Say.PAID: "Ha llegado su pago de {amount} por la factura {number}, gracias. Recibo {reference}.",
    Say.PAID_WITH_RECEIPT: (
        "Ha llegado su pago de {amount} por la factura {number}, gracias. Recibo {reference}; diga «recibo» y se lo "
        "envío en PDF."
    ),
    Say.PAY_ONLINE: "Las facturas se pueden pagar por internet: pídame pagar una y le envío un enlace.",
    Say.PAY_AT_DESK: "Puede pagar en recepción, que también le dice con qué y en cuántas partes: {phone}.",
    Say.COVER: "{patient} tiene seguro con {insurer}, plan {plan}, que paga el {percent} % de lo que cubre.",
    Say.COVER_DEDUCTIBLE: "De los {amount} que paga usted primero cada año quedan {left}.",
    Say.COVER_COPAY: "De cada consulta paga usted {amount}.",
    Say.COVER_NO_DEDUCTIBLE: "No hay nada que pague usted primero cada año.",
    Say.COVER_NO_COPAY: "No hay ninguna cantidad fija por consulta que pague usted.",
    Say.COVER_NO_LIMIT: "Lo que paga al año no tiene límite que nos conste.",
    Say.COVER_LIMIT: "De los {amount} que paga como máximo al año quedan {left}.",
    Say.COVER_SITES: "Solo paga aquí: {places}.",
    Say.COVER_ASKED_FIRST: "Algunos servicios tiene que autorizarlos antes.",
    Say.COVER_UNTIL: "Vale hasta {day:el}.",
    Say.COVER_NO_PROMISE: (
        "Es lo que nos consta, no una promesa de la aseguradora. Dígame una prueba o un médico y calculo su parte."
    ),
    Say.COVER_UNCHECKED: "El seguro de {patient} aún no está comprobado, así que no puedo decir qué paga.",
    Say.COVER_NONE: "No nos consta ningún seguro de {patient}. Recepción lo apunta: {phone}.",
    Say.PRODUCT_IN: "{product}: hay existencias, {price} {unit}.",
    Say.PRODUCT_LOW: "{product}: hay existencias, pero quedan pocas, {price} {unit}.",
    Say.PRODUCT_OUT: "{product}: agotado en este momento, {price} {unit}.",
    Say.PRODUCT_ON_PRESCRIPTION: "Solo con receta.",
    Say.PRODUCT_FREE: "No hace falta receta.",
    Say.PRODUCTS_MORE: "Hay más; dígame uno y le doy su precio.",
    Say.PRODUCT_UNKNOWN: "No encuentro {said} en la lista de la farmacia. Recepción puede preguntar allí: {phone}.",
    Say.PRODUCT_WHICH: "¿Qué producto busca? Puedo decirle si nuestra farmacia lo tiene y cuánto cuesta.",
    Say.PRODUCT_NOT_KEPT: "No puedo hacer que se lo guarden; recepción puede preguntar en la farmacia: {phone}.",
    Say.PHARMACY_AT: "Nuestra farmacia está aquí: {place}.",
    Say.REPORTS_NONE: (
        "No encuentro ninguna prueba ni ningún informe de {patient}. Si debería haberlo, llame al {phone}."
    ),
    Say.REPORTS_NONE_SUCH: "No encuentro ninguno así de {patient}.",
    Say.REPORTS_OF: "Así va lo de {patient}:\n{reports}",
    Say.REPORTS_MORE: "Y {count} más: pregúnteme por cada uno por su nombre.",
    Say.REPORTS_ASK_FOR_ONE: "Pregúnteme por los demás por su nombre.",
    Say.REPORT_ORDERED: "{name}: pedida el {at}, todavía sin hacer",
    Say.REPORT_DONE: "{name}: en preparación desde el {at}",
    Say.REPORT_WITH_DOCTOR: "{name}: en revisión por {doctor:el} desde el {at}",
    Say.REPORT_READY: "{name}: disponible desde el {at}",
    Say.REPORT_AFTER_DOCTOR: (
        "Un resultado se puede obtener cuando el médico lo ha revisado; hasta entonces no hay más que decir."
    ),
    Say.REPORT_AT_PORTAL: "Lo que está disponible puede leerlo aquí, después de identificarse: {link}",
    Say.REPORT_AT_DESK: (
        "Lo que está disponible puede recogerlo en recepción con un documento que muestre quién es, o llamar al "
        "{phone}."
    ),
    Say.REPORT_AT_DESK_ALONE: (
        "Lo que está disponible puede recogerlo en recepción con un documento que muestre quién es."
    ),
    Say.REPORT_FILES: "Aquí lo tiene: {name}.",
    Say.REPORT_FILES_LEFT: (
        "Hay más que no puedo enviar por aquí (imágenes o archivos grandes: {count}); {doctor:el} se lo puede enseñar "
        "en una visita."
    ),
    Say.REPORT_LINKS: "Aquí lo tiene: {name}. Se abre con este enlace, durante {minutes} minutos:\n{links}",
    Say.DOCTOR_WRITES: "{doctor} escribe al respecto ({name}): “{words}”",
    Say.NOTICE_RESULT: (
        "{hospital}: hay algo nuevo de su médico para usted. Escríbanos “mis resultados” para obtenerlo; comprobaremos "
        "que es usted."
    ),
    Say.NOTICE_RESULT_FOR: (
        "{hospital}: hay algo nuevo del médico para {patient}. Escríbanos “mis resultados” para obtenerlo; "
        "comprobaremos quién lo pide."
    ),
    Say.DOCTOR_CALLS: (
        "Su pregunta ha llegado {doctor:a}: le llamarán al {phone} antes del {at}. Referencia {reference}. Si empeora "
        "rápidamente, llame al {number}."
    ),
    Say.DOCTOR_CALLS_STILL: (
        "Su pregunta ya está con {doctor:el}, referencia {reference}: la llamada al {phone} llegará antes del {at}. Si "
        "empeora rápidamente, llame al {number}."
    ),
    Say.DOCTOR_IS_ASKED: (
        "Su pregunta está con {doctor:el}, referencia {reference}: tendrá noticias antes del {at}. Si empeora "
        "rápidamente, llame al {number}."
    ),
    Say.ONE_OF_OUR_DOCTORS: "uno de nuestros médicos",
    Say.NOTE_ASKS_RESULT: "pregunta qué significa un resultado: “{words}”",
    Say.WHOSE_RECORD: "¿De quién?",
    Say.RECORDS_OF_YOURS_ONLY: (
        "Solo puedo mostrarle lo suyo y lo de los menores por los que usted responde. Para otras personas, "
        "recepción le ayuda: {phone}."
    ),
    Say.NOT_BY_SMS: (
        "Por SMS no puedo asegurarme de que es usted. Escríbame por otro canal, o un compañero de recepción le "
        "ayuda, también por teléfono en el {phone}."
    ),
    Say.PROVE_VISIT: "¿Y el día de la cita, o su referencia?",
    Say.PROOF_FAILED: "No encuentro una cita así. Compruébelo y envíe de nuevo el nombre completo.",
    Say.PROOF_TO_PERSON: "Así no la encuentro. Un compañero de recepción puede buscarla con usted.",
    Say.PROOF_LOCKED: "Aquí no puedo seguir buscando. Un compañero de recepción puede ayudarle.",
    Say.PROVE_WHO_TO_GO_ON: "Para seguir donde estaba necesito saber quién es. ¿Cuál es su nombre completo?",
    Say.PROVE_WHO: "Para encontrar sus citas necesito saber quién es. ¿Cuál es su nombre completo?",
    Say.PROOF_WRONG: "Eso no coincide con lo que tenemos.",
    Say.PROOF_NOT_HERE: (
        "Aquí no puedo asegurarme de que es usted. Un compañero de recepción sí, también por teléfono en el {phone}."
    ),
    Say.CODE_SENT: (
        "Si está en nuestros datos, le llegará un código por SMS a su número; vale 10 minutos. Si no llega, dígame "
        "las cuatro últimas cifras de ese número, o envíe 0 y le atiende una persona."
    ),
    Say.CODE_TEXT: (
        "{hospital}: su código es {code}. Vale 10 minutos. No se lo diga a nadie que le llame; si no lo ha pedido, "
        "ignore este mensaje."
    ),
    Say.ASK_CODE: "¿Cuál es el código de seis cifras?",
    Say.ACCOUNT_LINKED: "Este chat ya le reconoce por ese número. Escriba “desvincular” para deshacerlo.",
    Say.ACCOUNT_FORGOTTEN: "Este chat ya no está vinculado con su número.",
    Say.ACCOUNT_UNKNOWN: "Este chat no está vinculado con ningún número.",
    Say.NO_MORE_CODES: "Ahora no puedo enviar más códigos. Espere un cuarto de hora, o le ayuda un compañero.",
    Say.WHY_PROOF: "Para que nadie más que usted vea o cambie lo suyo.",
    Say.ASK_REMINDERS: "¿Puedo enviarle recordatorios por aquí?",
    Say.ASK_REMINDERS_SMS: "¿Puedo enviarle recordatorios por SMS?",
    Say.ASK_REMINDERS_FOR: "¿Puedo enviar por aquí recordatorios para {patient}?",
    Say.ASK_REMINDERS_SMS_FOR: "¿Puedo enviar por SMS recordatorios para {patient}?",
    Say.REMINDERS_HERE: "Gracias, los recordatorios llegarán por aquí. «Sin recordatorios» los detiene cuando quiera.",
    Say.REMINDERS_SMS: (
        "Gracias, los recordatorios llegarán por SMS al {phone}. «Sin recordatorios» los detiene cuando quiera."
    ),
    Say.REMINDERS_MAIL: (
        "Gracias, los recordatorios llegarán por correo a la dirección que tenemos. «Sin recordatorios» los detiene "
        "cuando quiera."
    ),
    Say.REMINDERS_NO_MAIL: (
        "No tenemos ninguna dirección de correo suya; en recepción la apuntan. Mientras tanto puedo recordárselo por "
        "SMS."
    ),
    Say.REMINDERS_NONE: "De acuerdo, sin recordatorios. «Quiero recordatorios» los activa de nuevo.",
    Say.AGAIN_REMINDERS: "¿Puedo enviarle recordatorios?",
    Say.WHOSE_REMINDERS: "Para cambiarlo necesito saber quién es. ¿Le busco en nuestros datos?",
    Say.CONFIRM_HELPER: (
        "Entonces {name} ({phone}) podrá pedir y cambiar citas de {patient}, y no verá nada más. ¿Lo anoto?"
    ),
    Say.CONFIRM_NO_HELPER: "Entonces {name} ya no podrá pedir ni cambiar citas de {patient}. ¿Lo anoto?",
    Say.HELPER_PHONE: "¿Desde qué número de teléfono escribe {name}?",
    Say.HELPER_ADDED: (
        "Anotado: {name} puede pedir y cambiar citas de {patient} desde el {phone}. «{name} ya no puede reservar por "
        "mí» lo termina cuando quiera."
    ),
    Say.HELPER_REMOVED: "Anotado: {name} ya no puede pedir ni cambiar citas de {patient}.",
    Say.HELPER_UNKNOWN: "Nadie con ese nombre puede pedir citas por usted.",
    Say.HELPER_NOT_ADDED: "De acuerdo, no he cambiado nada.",
    Say.WHOSE_HELPER: "¿Para quién puede pedir citas {name}?",
    Say.CONSENT_PATH_CHILD: (
        "Desde aquí no puedo mostrar ni cambiar nada más de {patient}; puede hacerlo su madre, su padre o recepción: "
        "{phone}."
    ),
    Say.CONSENT_PATH: (
        "Desde aquí no puedo mostrar ni cambiar nada más de {patient}. Si {patient} escribe «dejen que … reserve por "
        "mí» con el nombre de usted desde su propio teléfono, usted podrá pedir y cambiar sus citas; o pregunte en "
        "recepción: {phone}."
    ),
    Say.PRIVACY_ANSWER: (
        "Guardamos lo necesario para sus citas y lo que usted escribe aquí. He pasado su petición a quienes responden "
        "de ello; referencia {reference}.{privacy}"
    ),
    Say.REGISTERED: "Gracias, {patient}, no necesito nada más. ¿Quiere pedir una cita?",
    Say.ASK_GUARDIAN: "¿Y su propio nombre completo? En la cita de un menor consta su padre, madre o tutor.",
    Say.EXCHANGED: "Cambiado, ya no es para {old}.",
    Say.NOTICE_CANCELLED: "{hospital}: {whose} del {at} se ha cancelado. Si no era lo que quería, llame al {phone}.",
    Say.NOTICE_MOVED: "{hospital}: {whose} del {old} pasa al {at}. Si no era lo que quería, llame al {phone}.",
    Say.NOTICE_STANDS: "{hospital}: {whose} del {at} sigue en pie. Si no era lo que quería, llame al {phone}.",
    Say.NOTICE_YOURS: "su cita",
    Say.NOTICE_OF: "la cita de {patient}",
    Say.MAIL_SUBJECT: "Un mensaje de {hospital}",
    Say.MAIL_SUBJECT_ALERT: "{hospital}: alguien espera",
    Say.MAIL_SUBJECT_VISIT: "Su cita en {hospital}",
    Say.MAIL_SUBJECT_MOVED: "Su cita en {hospital} ha cambiado",
    Say.MAIL_SUBJECT_CANCELLED: "Su cita en {hospital} se ha cancelado",
    Say.MAIL_VISIT: "Cita reservada para {patient}: {doctor}, {at}.{place} Referencia {reference}.",
    Say.MAIL_MOVED: "Cita cambiada para {patient}: ahora {doctor}, {at}.{place} Referencia {reference}.",
    Say.MAIL_CANCELLED: "Cita cancelada para {patient}: {doctor}, {at}. Referencia {reference}.",
    Say.MAIL_CHOICES: "Puede responder: {answers}.",
    Say.MAIL_ANSWERED: ("Para responder o cambiar algo, escriba donde nos escribió antes, o responda a este correo."),
    Say.MAIL_UNREAD: (
        "Para responder o cambiar algo, escriba donde nos escribió antes: nadie lee los correos a esta dirección."
    ),
    Say.MAIL_CALL: "Por teléfono nos encuentra en el {phone}.",
    Say.MAIL_STOP: "«Sin recordatorios», escrito allí, detiene estos correos.",
    Say.WAITLIST_JOINED: (
        "{patient} está en la lista de espera {doctor:de}: {bounds}. Escribiré aquí en cuanto quede una hora libre. "
        "Para salir de ella, basta con decirlo."
    ),
    Say.WAITLIST_FOR_EARLIER: "La cita del {at} sigue en pie; solo cambia si acepta una hora anterior.",
    Say.WAITLIST_FREE_NOW: "Estas ya están libres. ¿Quiere una de ellas o prefiere esperar?",
    Say.WAITLIST_HOW: (
        "Cuando queda libre una hora, se la ofrezco a quien más tiempo lleva esperando y se la guardo {minutes} "
        "minutos. Cuánto tardará no lo puedo saber."
    ),
    Say.WAITLIST_STAYS: "De acuerdo. {patient} sigue en la lista de espera.",
    Say.WAITLIST_NOT_HERE: "Desde aquí no puedo apuntarlo en la lista de espera. En recepción sí: {phone}.",
    Say.WAITLIST_ENDED: (
        "{patient}: hasta el {until} no quedó libre ninguna hora con {doctor:el}, así que termina el puesto en la "
        "lista de espera. Escriba si quiere esperar más tiempo."
    ),
    Say.WAITLIST_LEFT: "Hecho. {patient} ya no está en la lista de espera {doctor:de}.",
    Say.WAITLIST_SERVED: "Con esto, {patient} ya no está en la lista de espera {doctor:de}.",
    Say.WAITLIST_RESTORED: "{patient} vuelve a estar en la lista de espera {doctor:de}.",
    Say.WAITLIST_WHICH_TO_LEAVE: "¿Qué puesto de la lista de espera?",
    Say.WAITLIST_WHICH_VISIT: "¿Qué cita quiere adelantar?",
    Say.WAITLIST_STANDING: "En la lista de espera:\n{lines}",
    Say.WAITLIST_LINE: "{patient}, {doctor}: {bounds}",
    Say.WAITLIST_LINE_OFFERED: "{patient}, {doctor}: {bounds} (ahora hay una hora ofrecida)",
    Say.WAITLIST_NOT_ON_IT: "Desde este chat no hay nadie en la lista de espera.",
    Say.BOUND_FROM: "desde el {day}",
    Say.BOUND_UNTIL: "hasta el {day}",
    Say.BOUND_BETWEEN: "entre las {first} y las {end}",
    Say.BOUND_AFTER: "a partir de las {first}",
    Say.BOUND_BEFORE: "antes de las {end}",
    Say.BOUND_NOT_ON: "salvo {days}",
    Say.BOUND_ONLY_ON: "solo {days}",
    Say.BOUND_PLACE: "en {place:el}",
    Say.OFFER_TIME: (
        "{patient}: ha quedado libre una hora con {doctor:el}: {at}.{place}{fee} Se la guardo hasta {until:el}. ¿La "
        "quiere?"
    ),
    Say.OFFER_EARLIER: (
        "{patient}: ha quedado libre una hora anterior con {doctor:el}: {at}, en lugar del {old}.{place}{fee} Se la "
        "guardo hasta {until:el}. ¿La quiere?"
    ),
    Say.OFFER_GONE: (
        "Lo siento, la hora con {doctor:el} ({at}) ya es de otra persona. {patient} sigue en la lista de espera; "
        "escribiré cuando quede libre la próxima."
    ),
    Say.OFFER_OVER: "Ya no le guardo la hora con {doctor:el} ({at}).",
    Say.OFFER_DECLINED: "De acuerdo, la hora del {at} pasa al siguiente. {patient} sigue en la lista de espera.",
    Say.OFFER_OVERLAPS: (
        "{patient} tiene otra cita a esa hora, así que no he reservado nada y la hora del {at} pasa al siguiente. "
        "{patient} sigue en la lista de espera."
    ),
    Say.OFFER_TOO_MANY: (
        "{patient} tiene {limit} citas pendientes, el máximo por persona, así que no he reservado nada y la hora del "
        "{at} pasa al siguiente."
    ),
    Say.OFFER_VISIT_GONE: (
        "La cita que iba a pasar al {at} ya no existe, así que no he cambiado nada. {patient} ya no está en la lista "
        "de espera."
    ),
    Say.EMERGENCY: (
        "Llame ahora al {number} o vaya a urgencias. Puede ser una emergencia y un chat no ayuda con la rapidez "
        "necesaria. He dejado un aviso al personal {hospital:de}, pero no espere."
    ),
    Say.EMERGENCY_ALONE: (
        "Llame ahora al {number} o vaya a urgencias. Puede ser una emergencia y un chat no ayuda con la rapidez "
        "necesaria."
    ),
    Say.EMERGENCY_NUMBER: "número local de emergencias",
    Say.CRISIS: (
        "Si está en peligro ahora, llame al {number}. Puede hablar con alguien a cualquier hora en el {crisis}. "
        "Siento que se sienta así; no tiene por qué estar a solas con ello. También he dejado un aviso a las "
        "personas de aquí."
    ),
    Say.CRISIS_WITHOUT_LINE: (
        "Si está en peligro ahora, llame al {number}.{crisis} Siento que se sienta así; no tiene por qué estar a "
        "solas con ello. También he dejado un aviso a las personas de aquí."
    ),
    Say.ALARM_STANDS: (
        "Llame ahora al {number} y no espere una respuesta aquí. He dejado un aviso al personal {hospital:de}. Envíe 0 "
        "y aviso también a una persona."
    ),
    Say.CRISIS_STANDS: (
        "Puede hablar con alguien ahora, a cualquier hora, en el {crisis}. Si está en peligro, llame al {number}. He "
        "dejado un aviso a las personas de aquí, y yo sigo aquí."
    ),
    Say.CRISIS_STANDS_WITHOUT_LINE: (
        "Si está en peligro, llame ahora al {number}. He dejado un aviso a las personas de aquí, y yo sigo aquí."
    ),
    Say.ALARM_PERSON: "¿Quiere que avise a una persona para que hable con usted?",
    Say.ALARM_WAITS: "La persona a la que he avisado responde aquí.",
    Say.ALARM_OVER: "Me alegro. Si vuelve a empeorar, llame enseguida al {number}.",
    Say.CRISIS_OVER: (
        "Gracias por decírmelo. Si vuelve, hay alguien a cualquier hora en el {crisis}; si está en peligro, llame al "
        "{number}."
    ),
    Say.ALARM_LEFT: "Si sigue siendo una emergencia, llame antes al {number}.",
    Say.HANDED_OVER_URGENT: (
        "He pedido a las personas de guardia que le respondan aquí enseguida. No las espere. Referencia {reference}."
    ),
    Say.CALLBACK_URGENT: (
        "He pedido a las personas de guardia que le llamen enseguida al {phone}. No espere su llamada. Referencia "
        "{reference}."
    ),
    Say.HANDED_OVER: (
        "He avisado a {team}; le responden aquí, normalmente en {minutes} minutos. Referencia {reference}."
    ),
    Say.HANDED_OVER_CLOSED: (
        "Se lo he dejado a {team}; ahora no hay nadie y le responden aquí a partir del {at}. Referencia {reference}."
    ),
    Say.CALL_IF_URGENT: "Si no puede esperar, llame al {phone}.",
    Say.TEAM_DESK: "recepción",
    Say.TEAM_BILLING: "facturación",
    Say.TEAM_PHARMACY: "farmacia",
    Say.DISTRESS: (
        "Lo siento, eso suena muy duro. No tiene por qué resolverlo a solas: le atenderá una persona. Si en algún "
        "momento corre peligro, llame al {number}."
    ),
    Say.CALM: "Siento que esto le resulte tan molesto. Sigo con mucho gusto, o puede ayudarle una persona.",
    Say.STAYS_CALM: "Lo siento. Aquí sigo, cuando quiera continuar.",
    Say.COMPLAINT: (
        "Lo siento mucho, y gracias por decírnoslo. Lo he pasado a quien corresponde; le responden antes del {at}. "
        "Referencia {reference}."
    ),
    Say.COMPLAINT_NOTED: "Lo siento. Lo he añadido a su queja {reference}.",
    Say.GOES_ON: "Con mucho gusto: he retirado su petición {reference} y seguimos aquí.",
    Say.GOES_ON_CLAIMED: "Con mucho gusto, seguimos aquí. Quien tiene su petición {reference} ya lo sabe.",
    Say.HERE_AGAIN: "Aquí estoy.",
    Say.WHAT_NOW: "¿En qué puedo ayudarle?",
    Say.BACK_AFTER_PERSON: "Soy de nuevo el asistente automático; aquí estoy por si necesita algo más.",
    Say.DELAYED: (
        "Lo siento, todavía no ha quedado nadie libre. He avisado a la persona responsable; su petición {reference} no "
        "se ha perdido."
    ),
    Say.WAYS: "Siento que todavía no le haya respondido nadie (referencia {reference}). ¿Cómo quiere seguir?",
    Say.KEEPS_WAITING: "Gracias. Su petición {reference} sigue en pie; le responderán aquí.",
    Say.ALERT_UNREACHED: (
        "Urgencia {reference} (cola: {queue}): nuestro consejo no ha llegado a quien ha escrito. Llámenle ya; el "
        "teléfono está en la tarea."
    ),
    Say.ALERT_UNANSWERED: (
        "Urgencia {reference} (cola: {queue}): por un fallo no se atendió y quien avisó solo recibió el número de "
        "emergencias. Ocúpense ya."
    ),
    Say.ALERT_CRITICAL: (
        "Resultado de riesgo {reference} (cola: {queue}), aquí desde el {at}: nadie lo ha confirmado. Véalo ahora y "
        "confirme que lo sabe."
    ),
    Say.ALERT_LEAD: "Nadie ha tomado {reference} (cola: {queue}) desde el {at}. Alguien espera: ocúpense, por favor.",
    Say.CALLBACK: "Le llamamos al {phone} antes del {at}. Referencia {reference}.",
    Say.CALLBACK_BETWEEN: "Le llamamos al {phone} el {day}, entre las {begin} y las {end}. Referencia {reference}.",
    Say.CLOSED_AT_THAT_TIME: "A esa hora recepción está cerrada.",
    Say.CALLBACK_WITHOUT_NUMBER: "¿A qué número le llamamos?",
    Say.CALL_TEXTED: (
        "No le oigo, así que termino aquí la llamada. No se pierde nada: le he enviado un mensaje de texto a este "
        "número y puede seguir allí. Adiós."
    ),
    Say.CALL_LATER: "No le oigo, así que termino aquí la llamada. No se pierde nada; vuelva a llamar. Adiós.",
    Say.CALL_TEXT: (
        "{hospital}: la llamada terminó antes de acabar. Para seguir, responda a este mensaje o llámenos al {phone}."
    ),
    Say.CALL_CUT_OFF: "Si antes se cortó la llamada, diga continuar.",
    Say.CALL_WHOSE: "Para seguir donde estábamos: ¿cuál es la fecha de nacimiento del paciente?",
    Say.CALL_WHOSE_NAME: "Para seguir donde estábamos: ¿cuál es el nombre completo del paciente?",
    Say.CALL_NOT_FOUND: "No encuentro nada con que seguir. ¿En qué puedo ayudarle?",
    Say.FILES_ARRIVED: (
        "Sí, ha llegado: {references}. Recepción lo sabe; si el médico ya lo ha mirado no lo puedo ver."
    ),
    Say.NO_FILE_ARRIVED: "En esta conversación no ha llegado ningún archivo. Puede enviar aquí una foto o un PDF.",
    Say.SEND_HERE: (
        "Sí, envíelo aquí como foto o PDF, de hasta {limit} MB. Lo guardo para el médico y aviso a recepción."
    ),
    Say.FILE_KEPT: (
        "Gracias. He guardado su archivo para el médico y he avisado a recepción; yo no leo archivos. Referencia "
        "{reference}."
    ),
    Say.FILES_KEPT: (
        "Gracias. He guardado sus {count} archivos para el médico y he avisado a recepción; yo no leo archivos. "
        "Referencias {references}."
    ),
    Say.FILE_UNNAMED: "Ese archivo",
    Say.FILE_MISSING: "{file} no ha llegado entero. Envíelo otra vez, por favor.",
    Say.FILE_EMPTY: "{file} está vacío. Compruebe si es el que quería enviar.",
    Say.FILE_TOO_LARGE: "{file} es demasiado grande: puedo guardar fotos y archivos PDF de hasta {limit} MB.",
    Say.FILE_TOO_MANY_PIXELS: (
        "{file} tiene más píxeles de los que puedo guardar. Sirve una foto normal de la hoja o un PDF de hasta {limit} "
        "MB."
    ),
    Say.FILE_UNKNOWN_KIND: (
        "{file} es de un tipo que no puedo guardar. Sirven fotos (JPEG, PNG, WebP, GIF o AVIF) y archivos PDF de hasta "
        "{limit} MB."
    ),
    Say.FILE_BROKEN: (
        "{file} no se puede abrir: está dañado o no está entero. Envíelo otra vez, por favor, o una foto de la hoja."
    ),
    Say.FILE_LOCKED: (
        "{file} pide una contraseña, así que aquí nadie podría abrirlo. Envíelo sin ella, por favor, o una foto de la "
        "hoja."
    ),
    Say.FILE_TOO_MANY_PAGES: "{file} tiene más páginas de las que puedo guardar. Envíe solo las que importan.",
    Say.FILE_TOO_HEAVY: (
        "{file} cuesta demasiado de abrir y no puedo guardarlo. Sirve una foto normal de la hoja o un PDF más sencillo."
    ),
    Say.FILE_TOO_MANY: "No puedo guardar {file}: es lo máximo que admito de una conversación en un día.",
    Say.FILE_NO_ROOM: "Ahora mismo no puedo guardar archivos, tampoco {file}. Inténtelo más tarde, por favor.",
    Say.VOICE_UNHEARD: "Aquí no puedo escuchar notas de voz. Escríbalo, por favor, o envíe 0 para hablar con alguien.",
    Say.VOICE_UNCLEAR: "No he entendido su nota de voz. Dígalo otra vez, por favor, o escríbalo.",
    Say.MORE_CHOICES: "Para ver otras, envíe «más».",
    Say.I_HEARD: "He oído: «{words}»",
    Say.OPTED_OUT: (
        "{hospital}: ya no recibirá más mensajes nuestros aquí. No se ha anulado ninguna cita. Envíe START para volver "
        "a recibirlos o llame al {phone}."
    ),
    Say.OPTED_OUT_HERE: (
        "{hospital}: ya no recibirá más mensajes nuestros aquí. No se ha anulado ninguna cita. Envíe START para volver "
        "a recibirlos."
    ),
    Say.OPTED_IN: "{hospital}: vuelve a recibir nuestros mensajes aquí. ¿En qué puedo ayudarle?",
    Say.ASK_STOP_MESSAGES: (
        "¿Dejo de enviarle aquí todos los mensajes {hospital:de}, también recordatorios y respuestas? Con ello no se "
        "anula ninguna cita."
    ),
    Say.MESSAGES_GO_ON: "De acuerdo, seguirá recibiendo nuestros mensajes.",
    Say.OPT_OUT_HELP: (
        "{hospital}, asistente automático: escriba lo que necesita, por ejemplo pedir, cambiar o anular una cita, o "
        "envíe 0 para hablar con alguien. Envíe STOP para no recibir más mensajes. En una emergencia llame al {number}."
    ),
    Say.NOTE_STOPPED: (
        "{channel} {phone}: ha escrito «{word}» y ya no recibe mensajes ahí. No se ha anulado ninguna cita. Pregunte "
        "por otra vía si quiere anular alguna."
    ),
    Say.NOTE_WROTE_AFTER_STOP: (
        "{channel} {phone}: ha vuelto a escribir después de pedir que no se le enviaran mensajes ahí, y no recibe "
        "respuesta. Llame."
    ),
    Say.NOTE_UNREACHED: (
        "{patient}, {phone}: ha escrito por una urgencia ({channel}) y no le ha llegado nuestro consejo. Llámele ya."
    ),
    Say.NOTE_NOBODY_KNOWN: "alguien sin ficha",
    Say.FILE_OTHER_WAY: "También puede enseñarlo en recepción o llamar al {phone}.",
    Say.FILE_OTHER_WAY_DESK: "También puede enseñarlo en recepción.",
    Say.NOT_KNOWN: "Eso no lo sé; recepción sí: {phone}.",
    Say.NOT_KNOWN_NO_PHONE: "Eso no lo sé. Envíe 0 y le responde un compañero.",
    Say.CANNOT_ANSWER: (
        "A eso no puedo responder; me ocupo de las citas y de preguntas sobre el hospital. Recepción: {phone}."
    ),
    Say.OUR_PHONE: "Nuestro teléfono es el {phone}.",
    Say.ASK_THE_DESK: "Recepción puede decirle más: {phone}.",
    Say.EMERGENCY_CALL: "En una emergencia llame al {number}.",
    Say.ADDRESSES: "Nos encuentra aquí: {places}.",
    Say.DOCTOR_PLACE: "{doctor}: {place}.",
    Say.VISIT_PLACE: "Su cita con {doctor:el} del {at}: {place}.",
    Say.COME_AT: "Su cita con {doctor:el} es el {at}.",
    Say.NOT_KNOWN_EARLIER: "Si hay que llegar antes no lo sé; recepción sí: {phone}.",
    Say.DOCTOR_HOURS: "Horario {doctor:de}: {hours}.",
    Say.NO_DOCTOR_HOURS: "Ahora no hay horario de consulta {doctor:de}.",
    Say.DOCTOR_OFF: "Estará fuera desde el {begin} hasta el {back}.",
    Say.OPEN_HOURS: "Recepción abre {hours}.",
    Say.OPEN_THAT_DAY: "El {day} recepción abre {hours}.",
    Say.OPEN_NOW: "Sí, recepción está abierta ahora, hasta las {until}.",
    Say.CLOSED_NOW: "Recepción está cerrada ahora; abre el {opens}.",
    Say.HOLIDAYS_KNOWN: "Sé de estos días de cierre: {days}.",
    Say.SPEAKS: "{doctor} habla {languages}.",
    Say.IS_WOMAN: "{doctor} es mujer.",
    Say.IS_MAN: "{doctor} es hombre.",
    Say.GENDER_UNKNOWN: "No consta si {doctor} es mujer u hombre.",
    Say.SPEAKS_UNKNOWN: "No consta qué idiomas habla {doctor}.",
    Say.WHO_SPEAKS: "Hablan {language}:\n{doctors}",
    Say.NOBODY_SPEAKS: "No consta ningún médico que hable {language}.",
    Say.DOCTORS_SPEAK: "Nuestros médicos hablan {languages}.",
    Say.SERVICE_PRICE: "{service}: {price}{paid}.",
    Say.SERVICE_HERE: "Sí, lo hacemos: {service}, {price}.",
    Say.SERVICE_NEEDS_ORDER: "Hace falta la orden de un médico.",
    Say.SERVICES_ARE: "Hacemos: {services}.",
    Say.SERVICE_LASTS: "{service}: unos {minutes} minutos.",
    Say.SERVICE_NEEDS_NO_ORDER: "Para {service} no hace falta la orden de un médico.",
    Say.SERVICES_BOOKABLE: "Aquí puede reservar: {services}.",
    Say.SERVICES_ON_ORDER: "Con la orden de su médico, aquí puede reservar: {services}.",
    Say.DESK_BOOKS_TESTS: "Se lo reserva recepción: {phone}.",
    Say.LASTS: "La consulta dura {minutes} minutos.",
    Say.LASTS_BETWEEN: "Las consultas duran de {least} a {most} minutos, según el médico.",
    Say.PREPARE: "{service}: {words}",
    Say.PREPARE_UNKNOWN: "No consta cómo prepararse para {service}; pregunte en recepción, por favor.",
    Say.INSURER_LISTED: "{insurer} está en nuestra lista.",
    Say.INSURER_PLANS: "Planes: {plans}.",
    Say.PLAN_ONLY_AT: "{plan} (solo en {places})",
    Say.INSURERS: "Trabajamos con {insurers}.",
    Say.INSURER_NOT_LISTED: "Esa aseguradora no está en mi lista. Trabajamos con {insurers}.",
    Say.ONLY_THESE_LANGUAGES: "Solo hablo {languages}. Envíe 0 y le ayuda un compañero.",
    Say.UNDERSTOOD_PARTLY: "Solo he entendido una parte; hablo {languages}.",
    Say.NOT_EVEN_A_HINT: "De eso no puedo decir nada aquí, ni siquiera sí o no; un médico sí.",
    Say.SHALL_A_COLLEAGUE: "¿Quiere que le responda un compañero?",
    Say.OFF_TOPIC: "Con eso no puedo ayudarle; me ocupo de las citas y de preguntas sobre el hospital.",
    Say.SHALL_I_BOOK: "¿Le busco una cita?",
    Say.PRICE: "La consulta con {doctor:el} cuesta {fee}{paid}.",
    Say.PRICE_OF_VISIT: "La consulta cuesta {fee}{paid}.",
    Say.PRICE_RANGE: "Las consultas cuestan entre {low} y {high}, según el médico{paid}.",
    Say.PRICE_UNKNOWN: "No tengo precio para eso; recepción sí: {phone}.",
    Say.ESTIMATE: "Precio {total}, su seguro unos {insurer}, usted unos {patient}.",
    Say.ESTIMATE_OF: "{what}: {words}",
    Say.ESTIMATE_PRICE: "Precio {total}.",
    Say.ESTIMATE_NO_PROMISE: "Es una estimación, no una promesa.",
    Say.ESTIMATE_NO_PRICE: "No tengo precio para {things}, así que no puedo decirle el coste total.",
    Say.ESTIMATE_NO_COVERAGE: "No nos consta ningún seguro suyo para ese día.",
    Say.ESTIMATE_CANNOT_TELL: "No podemos decirle cuánto paga su seguro: {reasons}.",
    Say.ESTIMATE_UNCHECKED: "su póliza aún no está comprobada",
    Say.ESTIMATE_TO_BE_ASKED: "su aseguradora tiene que autorizarlo antes",
    Say.ESTIMATE_SITES: "su seguro no paga en todos los centros",
    Say.ESTIMATE_DEDUCTIBLE: "{amount} de su parte es lo que paga usted cada año antes que su seguro.",
    Say.ESTIMATE_OVER_LIMIT: "{amount} pasa de lo que su seguro paga al año.",
    Say.ESTIMATE_NOT_COVERED: "Su seguro no cubre {amount} del precio.",
    Say.ESTIMATE_UNTIL: "Esto es lo que sabemos hoy; después {day:de} vuelva a preguntar.",
    Say.POLICY_FEE: "Cancelar es gratis hasta {hours} horas antes; después cuesta {fee}. Cambiar siempre es gratis.",
    Say.IF_LATE: (
        "Si va a llegar tarde, llame a recepción al {phone}: ellos saben si aún le pueden atender. O le cambio la "
        "cita a otra hora, solo dígamelo."
    ),
    Say.POLICY_FREE: "Cancelar no cuesta nada. Avísenos al menos {hours} horas antes, por favor.",
    Say.LABEL_YES: "Sí",
    Say.LABEL_NO: "No",
    Say.LABEL_YES_CANCEL: "Sí, cancelarla",
    Say.LABEL_NO_KEEP: "No, mantenerla",
    Say.LABEL_MOVE_INSTEAD: "Mejor cambiarla",
    Say.LABEL_MOVE_OTHER: "Cambiar la otra cita",
    Say.LABEL_MORE_TIMES: "Otras horas",
    Say.LABEL_OWN_PHONE: "Compartir mi número",
    Say.LABEL_STOP: "Dejarlo",
    Say.LABEL_STOP_BOOKING: "Dejar esta reserva",
    Say.LABEL_CANCEL_VISIT: "Cancelar: {at}, {doctor}",
    Say.LABEL_HUMAN: "Hablar con una persona",
    Say.LABEL_GO_ON: "Seguir con el asistente",
    Say.LABEL_GO_ON_AFTER_ALL: "Seguir de todos modos",
    Say.LABEL_KEEP_WAITING: "Seguir esperando",
    Say.LABEL_CALL_ME: "Llámenme",
    Say.LABEL_WAITLIST: "Lista de espera",
    Say.LABEL_LEAVE_LIST: "Salir de la lista",
    Say.LABEL_LEAVE_ALL: "Todos",
    Say.LABEL_ONLY_THE_LIST: "Prefiero esperar",
    Say.LABEL_TAKE_IT: "Sí, me la quedo",
    Say.LABEL_BOOK: "Pedir cita",
    Say.LABEL_BOOK_ANOTHER: "Reservar otra hora",
    Say.LABEL_NO_THANKS: "No, gracias",
    Say.LABEL_MY_APPOINTMENTS: "Mis citas",
    Say.LABEL_REFILL: "Pedir uno de nuevo",
    Say.LABEL_PAY_BILL: "Pagar la factura",
    Say.LABEL_ON_BILL: "¿Qué incluye la factura?",
    Say.LABEL_BILL_PDF: "Factura en PDF",
    Say.BILL_NEXT: "¿Qué desea hacer?",
    Say.LABEL_SKIP: "Omitir",
    Say.LABEL_NOT_SURE: "No lo sé",
    Say.LABEL_SOMEONE_ELSE: "Otra persona",
    Say.LABEL_FIND_MINE: "Buscar mis citas",
    Say.LABEL_NEW_CODE: "Enviar otro código",
    Say.LABEL_BY_SMS: "Por SMS",
    Say.NOTE_DUPLICATE: (
        "nueva ficha: {new} · puede ser la misma persona que {others} (misma fecha de nacimiento, nombre que encaja)"
    ),
    Say.NOTE_NO_ERRAND: "sin gestión todavía",
    Say.NOTE_BOOK: "pedir cita",
    Say.NOTE_RESCHEDULE: "cambiar cita",
    Say.NOTE_CANCEL: "cancelar cita",
    Say.NOTE_REGISTER: "darse de alta",
    Say.NOTE_ASKED: "ha pedido: {words}",
    Say.NOTE_NO_NUMBER: "sin teléfono",
    Say.NOTE_UNANSWERED: "Un mensaje quedó sin respuesta; a quien escribió se le dio la referencia {reference}",
    Say.NOTE_UNANSWERED_URGENT: (
        "{phone}: ha escrito por una urgencia ({channel}); por un fallo solo le dimos el número de emergencias. Lea lo "
        "que escribió y llámele ya. Referencia {reference}"
    ),
    Say.NOTE_UNHEARD: "Los avisos no llegaron a nadie; siguen sin tomar: {references}",
    Say.NOTE_PUT_ASIDE: "Un mensaje ni siquiera se pudo anotar; `queue dead` lo tiene como {reference}",
    Say.NOTE_CALL: "llamar de {start} a {end}",
    Say.NOTE_PRIVACY: "pregunta por sus datos: {words}",
    Say.NOTE_FILES: "archivos: {references}",
    Say.NOTE_OF_PATIENT: "en la ficha de {patient} ({number})",
    Say.NOTE_UNPROVEN: "a nombre de {patient} ({number}), sin comprobar: no están en la ficha de nadie",
    Say.NOTE_CALL_INSTEAD: "prefiere que le llamen",
    Say.NOTE_SPOKE: "se le pasó por teléfono y fue atendido",
    Say.NOTE_ALARM: "EMERGENCIA avisada a las {at}: “{words}”",
    Say.NOTE_ALARM_CRISIS: "EMERGENCIA, puede hacerse daño, avisada a las {at}: “{words}”",
    Say.NOTE_WANTS: "quiere {what}: “{words}”",
    Say.NOTE_UNCLEAR: "no se ha entendido: “{words}”",
    Say.NOTE_FOR_PRESCRIPTIONS: "sus recetas",
    Say.NOTE_FOR_REFILL: "renovar una receta",
    Say.NOTE_FOR_DIAGNOSES: "su diagnóstico o su plan",
    Say.NOTE_FOR_REPORTS: "resultados",
    Say.NOTE_FOR_BILLING: "que se mire una factura",
    Say.NOTE_FOR_INSURANCE: "que se mire su seguro",
    Say.NOTE_FOR_PHARMACY: "la farmacia",
    Say.NOTE_FOR_CONSENT: "que se mire un consentimiento o sus datos",
    Say.NOTE_FOR_OTHER: "otra cosa",
    Say.NOTE_WENT_ON: "ha seguido con el asistente",
}
