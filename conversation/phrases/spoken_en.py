"""What the desk says otherwise in English when it is heard and not read: nothing to tap, to write or to look at."""

from __future__ import annotations

from conversation.phrases.ear import DOLLARS, FRANCS, PESOS, SHILLINGS, Coin, Ear
from conversation.phrases.say import Say

EAR = Ear(
    numbers=(
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        *(f"{ten}{one}" for ten in ("twenty", "thirty", "forty", "fifty") for one in (
            "", " one", " two", " three", " four", " five", " six", " seven", " eight", " nine")),
    ),
    days=(
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
        "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
        "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
    ),
    day="{weekday} the {day} of {month}",
    parts=((0, "at night"), (5, "in the morning"), (12, "in the afternoon"), (18, "in the evening")),
    noon="twelve noon",
    midnight="midnight",
    nought="oh",
    and_minutes=" ",
    half="",
    hour_one="one",
    coins={
        "EUR": Coin("euro", "euros", "cent", "cents"),
        "GBP": Coin("pound", "pounds", "penny", "pence"), "INR": Coin("rupee", "rupees", "paisa", "paise"),
        **dict.fromkeys(DOLLARS, Coin("dollar", "dollars", "cent", "cents")),
        **dict.fromkeys(PESOS, Coin("peso", "pesos", "centavo", "centavos")),
        **dict.fromkeys(FRANCS, Coin("franc", "francs", "centime", "centimes")),
        **dict.fromkeys(SHILLINGS, Coin("shilling", "shillings", "cent", "cents")),
        "ZAR": Coin("rand", "rand", "cent", "cents"), "NGN": Coin("naira", "naira", "kobo", "kobo"),
        "BRL": Coin("real", "reais", "centavo", "centavos"), "JPY": Coin("yen", "yen", "sen", "sen"),
        "PEN": Coin("sol", "soles", "cent", "cents"), "PKR": Coin("rupee", "rupees", "paisa", "paise"),
    },
    with_cents="{whole} and {cents}",
    plus="plus",
    hours="from {first} to {last}",
)  # fmt: skip

WORDS: dict[Say, str] = {
    Say.DOCTOR_WRITES: "{doctor} says about it, {name}: {words}",
    Say.INTRODUCTION: (
        "This is the automatic assistant of {hospital}. In an emergency, hang up and call {number}. For a person, "
        "press 0 at any time."
    ),
    Say.GREETING: "How can I help you? You can say, for example: an appointment in {speciality} on Monday.",
    Say.GREETING_PLAIN: "How can I help you?",
    Say.GREETING_SHORT: "Hello.",
    Say.KEPT_FOR_LATER: "I'm sorry, I can't look into our books this minute.",
    Say.BOT_IDENTITY: "I'm the automatic assistant of {hospital}, not a person. Press 0 and I put you through.",
    Say.HELP: (
        "Tell me in your own words. I can book, move and cancel appointments and list yours. Say take it back to undo "
        "the last step. Press star and I repeat, say slower and I speak more slowly, press 0 for a person."
    ),
    Say.NO_OTHERS_DATA: "I can't give out anything about other people on the phone, whoever asks.",
    Say.NOT_HERE_YET: "I can't do that here yet. A colleague at the front desk can; press 0 for one.",
    Say.OFFER_HUMAN: "I'm sorry, I still don't understand.",
    Say.CLARIFY: "You said: {words}. What would you like to do?",
    Say.AGAIN_BIRTH: "What is the date of birth?",
    Say.CANNOT_WITHOUT: "That's fine, but I can't book without it. Press 0 for a colleague, or we stop here.",
    Say.A_PERSON_CAN: "A colleague can do it with you: press 0.",
    Say.STOPPED: "All right, I've stopped. Say continue if you'd like to go on later.",
    Say.TAKEN_UP: "Let's go on with what you began {channel}: {facts}.",
    Say.KNOWN: "So far I have: {facts}.",
    Say.KNOWN_DONE: "This is booked: {facts}.",
    Say.ASK_REASON: "What is the visit for? You can name a complaint, a speciality or a doctor.",
    Say.REASON_NEED_NOT: (
        "You need not say why you come: a speciality or a doctor will do. Say skip, and we start at {speciality}."
    ),
    Say.IF_NO_LONGER_NEEDED: "If you no longer need the visit, say leave it.",
    Say.UNKNOWN_DOCTOR_COLLEAGUES: "We have no {said} here. In {speciality} you can see these doctors.",
    Say.WHO_IS_WHO: "You can see here: {doctors}.",
    Say.NOTHING_SUITED: "I'm sorry that nothing suited. Nothing is booked. Call again any time.",
    Say.ASK_FULL_NAME: "And the family name of {name}? Please say the full name, or spell it.",
    Say.NO_VISITS_DAY: (
        "{day} is over, so it is no day for a visit. If it is the date of birth, say date of birth before it."
    ),
    Say.CONFIRM_BOOKING: "{doctor}, {speciality}, on {at}, for {patient}.{fee}{phone} Shall I book it?",
    Say.BOOKED: (
        "It is booked: {doctor}, {speciality}, on {at}, for {patient}.{place} The reference is {reference}. To undo "
        "it, say take it back."
    ),
    Say.IS_BOOKED: "It is booked: {doctor}, on {at}. The reference is {reference}.",
    Say.CONFIRM_MOVE: "{patient}'s visit on {old} would move to {at}, with {doctor}. Shall I move it?",
    Say.MOVED: (
        "It is moved: {doctor}, {speciality}, on {at} instead of {old}, for {patient}.{place} The reference is "
        "{reference}. To undo it, say take it back."
    ),
    Say.CONFIRM_CANCEL: "{patient}'s visit with {doctor} on {at}. Cancelling is free of charge. Shall I cancel it?",
    Say.CONFIRM_LATE_CANCEL: (
        "{patient}'s visit with {doctor} is on {at}. Cancelling less than {hours} hours before costs {fee}; moving "
        "it is free. Shall I cancel it?"
    ),
    Say.CONFIRM_SHORT_CANCEL: (
        "{patient}'s visit with {doctor} is on {at}, in less than {hours} hours. Cancelling is late but costs "
        "nothing. Shall I cancel it?"
    ),
    Say.NO_VISITS_HERE: "Nothing was booked in this call. I can find your appointments when I know who you are.",
    Say.YOUR_VISITS: "These are your coming appointments. {visits}.",
    Say.VISIT_LINE: "{at}, with {doctor}, reference {reference}",
    Say.PROOF_FAILED: "I can't find an appointment like that. Please say the full name again, or spell it.",
    Say.NOT_BY_SMS: "I can't make sure here that it's you. A colleague at the front desk can; press 0.",
    Say.PROOF_NOT_HERE: "I can't make sure here that it's you. A colleague at the front desk can; press 0.",
    Say.CODE_SENT: (
        "If we have you on file, a code is on its way to your number by text message, valid for 10 minutes. If none "
        "comes, tell me the last four digits of that number, or press 0 for a person."
    ),
    Say.REMINDERS_HERE: "Thank you, I'll send reminders.",
    Say.REMINDERS_SMS: "Thank you, reminders come by text message to {phone}.",
    Say.REMINDERS_MAIL: "Thank you, reminders come by e-mail to the address on file.",
    Say.REMINDERS_NONE: "All right, no reminders.",
    Say.ASK_REMINDERS: "May I send reminders?",
    Say.ASK_REMINDERS_FOR: "May I send reminders for {patient}?",
    Say.ASK_REMINDERS_SMS: "May I send reminders by text message?",
    Say.ASK_REMINDERS_SMS_FOR: "May I send reminders for {patient} by text message?",
    Say.HELPER_PHONE: "Which phone number does {name} use?",
    Say.HELPER_ADDED: "Noted: {name} may book and move appointments for {patient} from {phone}.",
    Say.CONSENT_PATH: (
        "I can show or change nothing else of {patient}'s from here. They can allow it from their own phone, or our "
        "front desk helps you."
    ),
    Say.CONSENT_PATH_CHILD: (
        "I can show or change nothing else of {patient}'s from here; a parent or our front desk can."
    ),
    Say.PRIVACY_ANSWER: (
        "We keep what your appointments need, and what you say here. I've passed your request to the people who answer "
        "for it. The reference is {reference}."
    ),
    Say.WAITLIST_JOINED: (
        "{patient} is on the waiting list for {doctor}: {bounds}. We let you know as soon as a time comes free. To "
        "come off it, just say so."
    ),
    Say.WAITLIST_ENDED: (
        "{patient}: no time with {doctor} came free until {until}, so the place on the waiting list has ended. Tell "
        "me if you'd like to wait longer."
    ),
    Say.WAITLIST_STANDING: "On the waiting list: {lines}.",
    Say.WAITLIST_NOT_ON_IT: "There is nobody on the waiting list from this call.",
    Say.OFFER_GONE: (
        "I'm sorry, {at} with {doctor} has gone to somebody else by now. {patient} stays on the waiting list, and we "
        "let you know when the next time comes free."
    ),
    Say.EMERGENCY: (
        "Hang up and call {number} now, or go to the nearest emergency department. This may be an emergency, and I "
        "can't help fast enough. I've left an alert for {hospital}'s staff, but don't wait for them. Call {number}."
    ),
    Say.EMERGENCY_ALONE: (
        "Hang up and call {number} now, or go to the nearest emergency department. This may be an emergency, and I "
        "can't help fast enough. Call {number}."
    ),
    Say.ALARM_STANDS: (
        "Hang up and call {number} now; don't wait for us. I've left an alert for {hospital}'s staff. Call {number}."
    ),
    Say.HANDED_OVER_URGENT: "",
    Say.CALLBACK_URGENT: (
        "I've asked the people on call to ring you on {phone} at once. Don't wait for their call. The reference is "
        "{reference}."
    ),
    Say.HANDED_OVER: "I've noted your request for {team}.",
    Say.HANDED_OVER_CLOSED: "{team} is closed now and opens on {at}.",
    Say.CALL_IF_URGENT: "",
    Say.CALLBACK: "We call you back on {phone}, by {at}. The reference is {reference}.",
    Say.CALLBACK_BETWEEN: (
        "We call you on {phone}, on {day}, between {begin} and {end}. The reference is {reference}."
    ),
    Say.KEEPS_WAITING: "Thank you. Your request {reference} stays where it is.",
    Say.NO_FILE_ARRIVED: "No file has arrived in this call.",
    Say.SEND_HERE: "Files can't be sent in a call. You can show it at our front desk.",
    Say.FILE_OTHER_WAY: "You can show it at our front desk.",
    Say.NOT_KNOWN: "I don't know that; our front desk does. Press 0 for a colleague.",
    Say.NOT_KNOWN_NO_PHONE: "I don't know that. Press 0 and a colleague answers.",
    Say.CANNOT_ANSWER: "I can't answer that; I look after appointments and questions about the hospital.",
    Say.ASK_THE_DESK: "Our front desk can tell you more; press 0 for a colleague.",
    Say.PRICE_UNKNOWN: "I have no price for that; our front desk does. Press 0 for a colleague.",
    Say.PRESCRIPTIONS_ALTERED: (
        "One prescription does not read as the doctor signed it, so I can't tell you what it says. A doctor looks at "
        "it; press 0 for a colleague."
    ),
    Say.BILL_ON_PAPER: "Our front desk gives you the bill or a receipt on paper; press 0 for a colleague.",
    Say.PAY_AT_DESK: "You can pay at our front desk; press 0 for a colleague.",
    Say.COVER_NONE: "We have no insurance of {patient} on file. Our front desk takes it down; press 0 for a colleague.",
    Say.PRODUCT_UNKNOWN: "I don't find {said} on our pharmacy's list. Press 0 and a colleague can ask there.",
    Say.PRODUCT_NOT_KEPT: "I can't have it kept for you. Press 0 and a colleague can ask the pharmacy.",
    Say.DESK_BOOKS_TESTS: "Our front desk books it for you; press 0 for a colleague.",
    Say.WHO_SPEAKS: "These doctors speak {language}: {doctors}.",
    Say.ONLY_THESE_LANGUAGES: "I only speak {languages}. Press 0 and a colleague helps you.",
    Say.NO_DIAGNOSES_HERE: (
        "I don't give out diagnoses or treatment plans on the phone, so that nobody else learns of them. Your doctor "
        "goes through them with you at a visit; press 0 for a colleague."
    ),
    Say.DIAGNOSES_AT_PORTAL: (
        "I don't give out diagnoses or treatment plans on the phone, so that nobody else learns of them. Your doctor "
        "goes through them with you at a visit; press 0 for a colleague."
    ),
    Say.LABEL_NEW_CODE: "A new code",
    Say.LABEL_BY_SMS: "By text message",
}
"""A sentence that stands here is said on the phone; any other is said as it is written."""
