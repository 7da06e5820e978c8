"""The desk's words in Spanish."""

from __future__ import annotations

from conversation.phrases.grammar import Grammar
from conversation.phrases.say import Say

GRAMMAR = Grammar(
    name="español",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
        "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
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
        "father": "su padre", "wife": "su mujer", "husband": "su marido", "partner": "su pareja",
        "other": "la persona",
    },
)  # fmt: skip

WORDS: dict[Say, str] = {
    Say.INTRODUCTION: (
        "Soy el asistente automático de {hospital}. En una emergencia llame al {number}. Envíe 0 para hablar con "
        "una persona.{privacy}"
    ),
    Say.PRIVACY: " Cómo tratamos sus datos: {url}",
    Say.APOLOGY: (
        "Lo sentimos, algo ha fallado por nuestra parte; no se ha cambiado nada. Inténtelo de nuevo o llámenos "
        "indicando la referencia {reference}."
    ),
    Say.KEPT_FOR_LATER: (
        "He recibido su mensaje, pero ahora mismo no puedo consultar nuestros datos. No se pierde: le contesto en "
        "cuanto pueda. Vuelva a preguntar en un momento; en una emergencia llame al número de emergencias."
    ),
    Say.NOTHING: "",
    Say.QUOTE: "{words}",
    Say.GREETING: (
        "Hola, le atiende {hospital}. ¿En qué puedo ayudarle? Por ejemplo: «necesito un cardiólogo el lunes» o "
        "«cambiar mi cita»."
    ),
    Say.GREETING_SHORT: "¡Hola!",
    Say.WELCOME: "De nada.",
    Say.GOODBYE: "De acuerdo. Adiós y cuídese.",
    Say.ALL_RIGHT: "De acuerdo.",
    Say.SMALLTALK: "Gracias por preguntar. Lo mío son las citas: reservarlas, cambiarlas y cancelarlas.",
    Say.STAYS_IN_ROLE: "Con eso no puedo ayudarle. Me ocupo de las citas y de preguntas sobre el hospital.",
    Say.BOT_IDENTITY: "Soy el asistente automático de {hospital}, no una persona. Envíe 0 y le atenderá un compañero.",
    Say.LANGUAGE_CHANGED: "Claro, seguimos en español.",
    Say.LANGUAGES: "Hablo {languages}.",
    Say.HELP: (
        "Dígamelo con sus palabras. Puedo reservar, cambiar y cancelar citas y decirle cuáles tiene. «Deshacer» "
        "anula el último paso, «¿qué tiene hasta ahora?» le dice lo que he anotado y 0 le pasa con una persona. "
        "También puede llamar al {phone}."
    ),
    Say.NO_MEDICAL_ADVICE: (
        "No puedo aconsejar sobre enfermedades, medicamentos ni dosis. Un médico o farmacéutico sí; si empeora con "
        "rapidez llame al {number}. ¿Le busco una cita?"
    ),
    Say.NO_OTHERS_DATA: "No puedo dar información sobre otras personas.",
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
    Say.AGAIN_REASON: "¿Cuál es el motivo de la visita, o qué especialidad?",
    Say.AGAIN_DOCTOR: "¿Qué médico prefiere?",
    Say.OUR_CLOCK: "Todas las horas son las de aquí ({zone}); ahora son las {now}.",
    Say.WEEKDAY_DIFFERS: (
        "Ese día de la semana y esa fecha no coinciden hasta el {other}; la próxima fecha así es el {day}."
    ),
    Say.NOTED: "Anotado, gracias.",
    Say.AGAIN_SLOT: "¿Qué hora le va bien?",
    Say.AGAIN_WHO: "¿Para quién es la visita?",
    Say.AGAIN_CONFIRM: "¿Lo reservo? Sí o no.",
    Say.AGAIN_CONFIRM_CANCEL: "¿La cancelo? Sí o no.",
    Say.AGAIN_VISIT: "¿A qué cita se refiere?",
    Say.WHY_NAME: "Para que la cita quede a nombre de la persona correcta.",
    Say.WHY_BIRTH: "Varias personas pueden llamarse igual; la fecha de nacimiento asegura que es su historia.",
    Say.WHY_PHONE: "Para poder avisarle si el médico se retrasa o cambia la hora.",
    Say.WHY_REASON: "Así sé qué especialidad puede ayudarle; también puede omitirlo.",
    Say.WHY_WHO: "Varias personas usan este número y la visita debe ir a nombre correcto.",
    Say.WHY_ANY: "Solo pregunto lo necesario para la cita.",
    Say.CANNOT_WITHOUT: (
        "No pasa nada, pero sin ese dato no puedo reservar. Un compañero puede ayudarle en el {phone} o aquí; o lo "
        "dejamos."
    ),
    Say.FINE_WITHOUT: "No pasa nada. ¿Cómo quiere seguir?",
    Say.STOPPED: "De acuerdo, lo dejo. Diga «continuar» si quiere seguir más tarde.",
    Say.RESUMED: "Seguimos donde estábamos.",
    Say.NOTHING_TO_RESUME: "No hay nada pendiente. ¿En qué puedo ayudarle?",
    Say.KNOWN: "Hasta ahora tengo:\n{facts}",
    Say.KNOWN_DONE: "Esto está reservado:\n{facts}",
    Say.KNOWN_NOTHING: "Nada todavía. ¿En qué puedo ayudarle?",
    Say.KNOWN_PATIENT: "para {name}",
    Say.KNOWN_BIRTH: "fecha de nacimiento {day}",
    Say.KNOWN_PHONE: "teléfono {phone}",
    Say.KNOWN_REASON: "motivo: {reason}",
    Say.KNOWN_DOCTOR: "con {doctor}, {speciality}",
    Say.KNOWN_SPECIALITY: "especialidad: {speciality}",
    Say.KNOWN_TIME: "el {at}",
    Say.KNOWN_WISH: "preferencia: {wish}",
    Say.KNOWN_PLACE: "en {place}",
    Say.KNOWN_FEMALE: "con una doctora",
    Say.KNOWN_MALE: "con un doctor",
    Say.KNOWN_ANY_DOCTOR: "con cualquier médico",
    Say.KNOWN_SOONEST: "lo antes posible",
    Say.KNOWN_ENDS: "hasta {end}",
    Say.ASK_REASON: "¿Cuál es el motivo de la visita? Puede decirme una molestia, una especialidad o un médico.",
    Say.WHICH_OF_OURS: "¿Cuál de nuestras especialidades prefiere?",
    Say.WHICH_SPECIALITY: "Puede ser para {specialities}. ¿Cuál prefiere?",
    Say.DEFAULT_SPECIALITY: "{speciality} es un buen comienzo para eso.",
    Say.WHICH_DOCTOR: "¿A qué médico se refiere: {doctors}?",
    Say.DID_YOU_MEAN: "No conozco a {said}. ¿Se refiere a {doctors}?",
    Say.UNKNOWN_DOCTOR: "Aquí no hay nadie llamado {said}. ¿Qué especialidad prefiere?",
    Say.UNKNOWN_DOCTOR_COLLEAGUES: "Aquí no hay nadie llamado {said}. En {speciality} le pueden atender:",
    Say.DOCTOR_INACTIVE: "{doctor} ya no pasa consulta aquí.",
    Say.NO_SUCH_SPECIALITY: "Aquí no tenemos {said}.",
    Say.NO_DOCTORS: "Ahora mismo no hay consulta de {speciality}.",
    Say.NOT_AT_THIS_PLACE: "En {place} no hay {speciality}; he buscado en los demás centros.",
    Say.GENDER_NOT_HERE: "En esta especialidad no hay nadie así; estos son sus médicos.",
    Say.GENDER_NOT_RECORDED: "No consta si el médico es mujer u hombre, así que no puedo elegir por eso.",
    Say.USUAL_DOCTOR_UNKNOWN: "Solo puedo consultarlo con un número que conozcamos. ¿Qué médico es?",
    Say.USUAL_DOCTOR_NONE: "No encuentro visitas anteriores. ¿Qué médico o especialidad prefiere?",
    Say.OUR_SPECIALITIES: "Nuestras especialidades: {specialities}.",
    Say.WHO_IS_WHO: "Aquí pueden atenderle:\n{doctors}",
    Say.OUR_DOCTORS: "nuestros médicos de {speciality}",
    Say.TIMES_OF_DOCTOR: "{doctor}, {speciality}: estas son las próximas horas libres.{fee} ¿Cuál le va bien?",
    Say.TIMES_OF_SEVERAL: "En {speciality} estas son las próximas horas libres.{fee} ¿Cuál le va bien?",
    Say.TIMES_THAT_DAY: "{doctor}, {speciality}, tiene libre ese día ({day}).{fee} ¿Qué hora le va bien?",
    Say.TIMES_THAT_DAY_SEVERAL: "En {speciality} estas horas están libres el {day}.{fee} ¿Cuál le va bien?",
    Say.WHO_THEN: "El {at} hay varios médicos libres. ¿Con quién prefiere?",
    Say.NEAREST_TIMES: "Las horas libres más cercanas:",
    Say.NEXT_TIMES: "Las próximas horas libres:",
    Say.EARLIER_TIMES: "Antes hay:",
    Say.LATER_TIMES: "Además hay:",
    Say.NOTHING_EARLIER: "No hay nada antes.",
    Say.WHICH_OF_THESE: "Estas están libres. ¿Cuál prefiere?",
    Say.TOO_SOON: "El {at} es demasiado pronto: damos citas desde {opens}.",
    Say.NO_MORE_THAT_DAY: "El {day} ya no hay más horas.",
    Say.NO_MORE_AT_THAT_HOUR: "El {day} ya no hay más horas así.",
    Say.NO_MORE_THEN: "Entonces ya no hay más horas así.",
    Say.ALL_TIMES_SHOWN: (
        "Esas son todas las horas libres con {doctor} en los próximos {days} días. ¿Le apunto en la lista de espera?"
    ),
    Say.WAIT_FOR_EARLIER: "Entonces no hay nada libre con {doctor}. ¿Le apunto en la lista de espera?",
    Say.NOT_FREE_THEN: "El {at} no está libre con {doctor}.",
    Say.DAY_IS_FULL: "El {day} está completo con {doctor}.",
    Say.NOTHING_THEN: "Entonces no hay nada libre con {doctor}.",
    Say.DAY_HAS_PASSED: "El {day} ya ha pasado.",
    Say.TIME_HAS_PASSED: "El {at} ya ha pasado.",
    Say.BEYOND_HORIZON: "El {day} queda demasiado lejos: damos citas con un máximo de {days} días de antelación.",
    Say.CLOSED_HOLIDAY: "El {day} está cerrado ({name}).",
    Say.CLOSED_THAT_DAY: "El {day} está cerrado.",
    Say.DOCTOR_AWAY: "El {day} {doctor} no está; vuelve el {back}.",
    Say.DOCTOR_AWAY_THEN: "{doctor} no está esos días; vuelve el {back}.",
    Say.OUTSIDE_HOURS: "{doctor}: las citas son entre las {opens} y las {closes}.",
    Say.DOCTOR_NOT_THAT_DAY: "El {day} {doctor} no pasa consulta.",
    Say.COLLEAGUES_THAT_DAY: "El {day} le puede atender {doctors}.",
    Say.JUST_TAKEN: "Lo siento, el {at} acaba de ocuparse.",
    Say.OTHER_ZONE: (
        "Todas nuestras horas son las del hospital ({zone}), donde ahora son las {now}. ¿Qué hora de allí le va bien?"
    ),
    Say.WHICH_DAY_SUITS: "¿Qué día y hora le vendrían bien? También puedo apuntarle en la lista de espera.",
    Say.NOTHING_SUITED: "Siento que nada le encaje. No hay nada reservado. Escriba cuando quiera o llame al {phone}.",
    Say.NOTHING_FREE: "No hay nada libre con {doctor} en los próximos {days} días. ¿Le apunto en la lista de espera?",
    Say.FOR_WHOM: "¿Para quién es la visita?",
    Say.ASK_NAME: "¿Cuál es su nombre completo?",
    Say.ASK_NAME_OF: "¿Cuál es el nombre completo de {relation}?",
    Say.ASK_FULL_NAME: "¿Y los apellidos de {name}? Envíe el nombre completo, por favor.",
    Say.ASK_BIRTH: "¿Y su fecha de nacimiento?",
    Say.ASK_BIRTH_OF: "¿Y la fecha de nacimiento de {name}?",
    Say.ASK_PHONE: "¿En qué teléfono podemos localizarle?",
    Say.ONE_AT_A_TIME: "De una en una: primero esta visita, y luego me dice la otra.",
    Say.NO_SUCH_DAY: "«{day}» no existe.",
    Say.CONFIRM_BOOKING: "{doctor}, {speciality}, {at}, para {patient}.{fee}{phone} ¿Lo reservo?",
    Say.FEES: " Las visitas cuestan de {low} a {high}.",
    Say.FEE: " La visita cuesta {fee}.",
    Say.YOUR_PHONE: " Su teléfono: {phone}.",
    Say.PLACE: "{place}.",
    Say.ROOM: "Consulta {room}.",
    Say.WHAT_TO_CHANGE: "¿Qué cambio? Dígame otro día, otra hora u otro médico.",
    Say.BOOKED: (
        "Reservado: {doctor}, {speciality}, {at}, para {patient}.{place} Referencia {reference}. Escriba "
        "«deshacer» para anularlo o «cambiarla» cuando quiera."
    ),
    Say.IS_BOOKED: "Está reservado: {doctor}, {at}. Referencia {reference}.",
    Say.IS_CANCELLED: "Está cancelado: {doctor}, {at}.",
    Say.OVERLAPS: "A esa hora {patient} ya tiene visita con {doctor} ({at}). ¿Otra hora, o cambio aquella visita?",
    Say.CANNOT_BOOK_THEN: "No puedo reservar esa hora para esta persona. ¿Qué otra hora le va bien?",
    Say.TOO_MANY: "El máximo por persona es {limit}, y ya está completo. Cancele una antes, o le ayuda un compañero.",
    Say.WHICH_VISIT_TO_MOVE: "¿Qué cita quiere cambiar?",
    Say.MOVING: "Cambiamos la visita de {patient} con {doctor} del {at}; sigue en pie hasta reservar la nueva hora.",
    Say.CONFIRM_MOVE: "¿Cambio la visita de {patient} del {old} al {at} con {doctor}?",
    Say.MOVED: (
        "Cambiado: {doctor}, {speciality}, {at} en lugar del {old}, para {patient}.{place} Referencia {reference}. "
        "«Deshacer» lo anula."
    ),
    Say.OLD_TIME_STANDS: "Su visita con {doctor} del {at} sigue en pie.",
    Say.WHICH_VISIT_TO_CANCEL: "¿Qué cita quiere cancelar?",
    Say.WHICH_VISIT_REALLY: "Para asegurarme: ¿cuál cancelo? Todavía no he cancelado nada.",
    Say.CONFIRM_CANCEL: "¿Cancelo la visita de {patient} con {doctor} del {at}? No tiene coste.",
    Say.CONFIRM_LATE_CANCEL: (
        "La visita de {patient} con {doctor} es el {at}. Cancelar con menos de {hours} horas cuesta {fee}; "
        "cambiarla es gratis. ¿La cancelo?"
    ),
    Say.CONFIRM_SHORT_CANCEL: (
        "La visita de {patient} con {doctor} es el {at}, en menos de {hours} horas. Cancelar ahora es tarde, pero "
        "no cuesta nada. ¿La cancelo?"
    ),
    Say.KEPT: "De acuerdo, su cita sigue en pie.",
    Say.CANCELLED: "Cancelada: la visita de {patient} con {doctor} del {at}. ¿Quiere otra hora?",
    Say.CANCELLED_ONE: "Cancelada: la visita de {patient} con {doctor} del {at}.",
    Say.ONE_BY_ONE: "Una tras otra, para no cancelar nada por error.",
    Say.CANNOT_CHANGE: "Esa cita ya no se puede cambiar aquí.",
    Say.WHAT_TO_CANCEL: "¿Dejamos esta reserva, o cancelo una cita que ya tiene? Todavía no he cancelado nada.",
    Say.TAKEN_BACK: "Deshecho: la visita con {doctor} del {at} queda cancelada.",
    Say.NOTHING_TO_TAKE_BACK: "No hay nada que deshacer.",
    Say.CANNOT_TAKE_BACK: "Lo siento, eso ya no se puede deshacer.",
    Say.NO_VISITS: "No encuentro ninguna cita pendiente.",
    Say.NO_VISITS_HERE: (
        "En esta conversación no se ha reservado nada. Para cambiar o cancelar otra cita, dígamelo y le pediré lo "
        "necesario."
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
    Say.PROVE_VISIT: "¿Y el día de la cita, o su referencia?",
    Say.PROOF_FAILED: "No encuentro una cita así. Compruébelo y envíe de nuevo el nombre completo.",
    Say.PROOF_LOCKED: "Aquí no puedo seguir buscando. Un compañero de recepción puede ayudarle.",
    Say.NOTICE_CANCELLED: "{hospital}: {whose} del {at} se ha cancelado. Si no era lo que quería, llame al {phone}.",
    Say.NOTICE_MOVED: "{hospital}: {whose} del {old} pasa al {at}. Si no era lo que quería, llame al {phone}.",
    Say.NOTICE_STANDS: "{hospital}: {whose} del {at} sigue en pie. Si no era lo que quería, llame al {phone}.",
    Say.NOTICE_YOURS: "su cita",
    Say.NOTICE_OF: "la cita de {patient}",
    Say.WAITLIST_JOINED: (
        "{patient} está en la lista de espera de {doctor}, hasta el {until}. Escribiremos en cuanto quede una hora "
        "libre."
    ),
    Say.EMERGENCY: (
        "Llame ahora al {number} o vaya a urgencias. Puede ser una emergencia y un chat no ayuda con la rapidez "
        "necesaria. He dejado un aviso al personal de {hospital}, pero no espere."
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
    Say.HANDED_OVER: "Se lo he pasado a recepción. Referencia {reference}. Si no puede esperar, llame al {phone}.",
    Say.HANDED_OVER_CLOSED: "Recepción está cerrada y abre el {at}; se lo he dejado anotado. Referencia {reference}.",
    Say.CALLBACK: "Le llamamos al {phone} antes del {at}. Referencia {reference}.",
    Say.CALLBACK_WITHOUT_NUMBER: "¿A qué número le llamamos?",
    Say.WHERE_WE_ARE: "De eso no estoy seguro. Nos encuentra aquí: {places}. Teléfono: {phone}.",
    Say.NOT_KNOWN: "Eso no lo sé; recepción sí: {phone}.",
    Say.PRICE: "La visita con {doctor} cuesta {fee}.",
    Say.PRICE_OF_VISIT: "La visita cuesta {fee}.",
    Say.PRICE_RANGE: "Las visitas cuestan entre {low} y {high}, según el médico.",
    Say.PRICE_UNKNOWN: "No tengo precio para eso; recepción sí: {phone}.",
    Say.POLICY_FEE: "Cancelar es gratis hasta {hours} horas antes; después cuesta {fee}. Cambiar siempre es gratis.",
    Say.POLICY_FREE: "Cancelar no cuesta nada. Avísenos al menos {hours} horas antes, por favor.",
    Say.LABEL_YES: "Sí",
    Say.LABEL_NO: "No",
    Say.LABEL_YES_CANCEL: "Sí, cancelarla",
    Say.LABEL_NO_KEEP: "No, mantenerla",
    Say.LABEL_MOVE_INSTEAD: "Mejor cambiarla",
    Say.LABEL_MOVE_OTHER: "Cambiar la otra visita",
    Say.LABEL_MORE_TIMES: "Otras horas",
    Say.LABEL_STOP: "Dejarlo",
    Say.LABEL_STOP_BOOKING: "Dejar esta reserva",
    Say.LABEL_CANCEL_VISIT: "Cancelar {at}, {doctor}",
    Say.LABEL_HUMAN: "Hablar con una persona",
    Say.LABEL_WAITLIST: "Lista de espera",
    Say.LABEL_BOOK: "Pedir cita",
    Say.LABEL_BOOK_ANOTHER: "Reservar otra hora",
    Say.LABEL_NO_THANKS: "No, gracias",
    Say.LABEL_MY_APPOINTMENTS: "Mis citas",
    Say.LABEL_NOT_SURE: "No estoy seguro",
    Say.LABEL_SOMEONE_ELSE: "Otra persona",
}
