"""The pages in Spanish."""

from web.words.page import Page

PAGE = Page(
    skip="Ir a la conversación",
    emergency="¿Una emergencia? No espere al chat.",
    emergency_call="Llame al {number}",
    demo="Este hospital es inventado, para hacer pruebas: no escriba nada real sobre usted.",
    by="Frontdesk, la recepción del hospital por chat",
    welcome_title="¿En qué podemos ayudarle?",
    welcome_lead=(
        "Dígalo con sus propias palabras. Nuestro asistente encuentra al médico adecuado y una hora libre, y se la "
        "reserva, de día y de noche."
    ),
    start_chat="Escríbanos",
    try_saying="Por ejemplo",
    examples=("Necesito un cardiólogo el lunes", "Me duele la rodilla al andar", "¿Dónde puedo aparcar?"),
    can_title="Lo que puede hacer aquí",
    can=(
        (
            "Pedir una cita",
            "Por médico, por especialidad o por lo que le pasa. ¿Nada le va bien? Espere a que se libre una hora.",
        ),
        (
            "Cambiar o anular",
            "Lo que reservó aquí; otra, con nombre, nacimiento y su día. Un error se deshace.",
        ),
        ("Preguntar", "Precios, cómo llegar, horarios: con las palabras del propio hospital."),
        ("Hablar con una persona", "Envíe 0 en el chat: la recepción le contesta allí."),
    ),
    call_us="O llame al {phone}",
    privacy="Cómo tratamos sus datos",
    stands="Hoy funciona el chat. El portal del paciente y las páginas internas del hospital están en construcción.",
    portal_link="Portal del paciente",
    admin_link="Administración",
    chat_title="Chat",
    chat_subtitle="Asistente automático",
    chat_hello=(
        "Hola, le atiende {hospital:el}. ¿Qué podemos hacer por usted? Dígalo con sus palabras o empiece por aquí:"
    ),
    log_label="Conversación",
    field_label="Su mensaje",
    field_hint="Escriba un mensaje",
    send="Enviar",
    new_chat="Chat nuevo",
    new_chat_sure="¿Empezar una conversación nueva? Esta dejará de verse aquí.",
    new_chat_yes="Empezar de nuevo",
    new_chat_no="Seguir con esta",
    choices_label="Opciones",
    you="Usted",
    desk="Recepción",
    writing="La recepción está escribiendo",
    offline="Sin conexión. Lo que escriba se guarda aquí y se envía en cuanto vuelva.",
    online="La conexión ha vuelto.",
    busy="Ahora mismo hay mucho movimiento. Su mensaje está guardado y se enviará en un momento.",
    not_sent="No enviado.",
    too_long="Es demasiado largo para un solo mensaje. Envíelo en partes más cortas.",
    no_cookies=(
        "Este navegador no guarda cookies y la recepción no puede recordar lo que escribe. Permítalas en esta página."
    ),
    no_script="El chat necesita JavaScript. Permítalo en esta página.",
    language_to="Español",
    language_ask="En español, por favor.",
    attach="Adjuntar una foto o un PDF",
    drop_here="Suelte aquí fotos o archivos PDF",
    upload_sending="Enviando {file}",
    upload_cancel="Cancelar {file}",
    upload_cancelled="No enviado: cancelado.",
    upload_failed="No enviado.",
    upload_again="Intentarlo de nuevo",
    upload_unreadable="No enviado: este archivo ya no se puede leer. Elíjalo de nuevo, por favor.",
    to_call=("al", "el"),
    close_chat="Cerrar el chat",
    embed_open="Escríbanos",
    embed_close="Cerrar el chat",
    embed_title="El chat del hospital",
    portal_title="El portal del paciente está en construcción",
    portal_text=(
        "Aquí podrá entrar para ver sus citas, facturas e informes. Esta versión todavía no lo tiene.",
        "Lo que funciona hoy: el chat reserva citas y las cambia o anula.",
    ),
    admin_title="Las páginas de administración están en construcción",
    admin_text=(
        "Aquí la administración del hospital cuidará de médicos, horarios y cifras. Esta versión todavía no las tiene.",
        "Lo que funciona hoy: un fichero de hospital cargado con «run.py load FICHERO» cambia médicos, horarios e "
        "información; «run.py check» prueba cada parte; /metrics tiene las cifras.",
    ),
    to_chat="Ir al chat",
    to_start="Ir a la primera página",
    not_found_title="Aquí no hay nada",
    not_found="Esta página no existe. Quizá la dirección está incompleta.",
    not_built="Esta versión de la recepción todavía no tiene esta parte.",
    wrong_method="Esta dirección no admite peticiones de ese tipo.",
    away_title="Un momento, por favor",
    away="Ahora mismo no podemos consultar nuestros registros. Inténtelo de nuevo en breve.",
    failed_title="Algo ha fallado por nuestra parte",
    failed="Lo hemos anotado. Inténtelo de nuevo; si se repite, mencione la referencia {reference}.",
)
