"""The desk's words in English."""

from __future__ import annotations

from conversation.phrases.grammar import Grammar, MoneyStyle
from conversation.phrases.say import Say

_SIGNS = {
    "USD": "$", "GBP": "£", "EUR": "€", "CAD": "$", "AUD": "$", "NZD": "$", "SGD": "$", "HKD": "HK$", "JMD": "J$",
    "TTD": "TT$", "BBD": "BBD $", "BSD": "B$", "BZD": "BZ$", "GYD": "G$", "XCD": "EC$", "FJD": "FJ$", "ZAR": "R",
    "NGN": "₦", "GHS": "GH₵", "KES": "KSh ", "UGX": "USh ", "TZS": "TSh ", "BWP": "P", "NAD": "N$", "ZMW": "K",
    "PHP": "₱", "PKR": "Rs ", "CLP": "CLP $", "COP": "COP $", "ARS": "ARS $", "UYU": "UYU $", "MXN": "MXN $",
    "DOP": "RD$", "CUP": "CUP $", "PEN": "S/ ", "BOB": "Bs ", "PYG": "₲ ", "VES": "Bs. ", "CRC": "₡", "GTQ": "Q",
    "HNL": "L ", "NIO": "C$", "PAB": "B/. ",
}  # fmt: skip
"""How amounts of these are marked in English."""

GRAMMAR = Grammar(
    name="English",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
    weekly=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    day="{weekday} {day} {month}",
    with_year="{day} {year}",
    moment="{day} at {time}",
    and_="and",
    or_="or",
    money="{symbol}{amount}",
    money_of={code: MoneyStyle("{symbol}{amount}", ".", symbol, ",") for code, symbol in _SIGNS.items()},
    decimal_mark=".",
    relations={
        "child": "your child", "son": "your son", "daughter": "your daughter", "mother": "your mother",
        "father": "your father", "wife": "your wife", "husband": "your husband", "partner": "your partner",
        "other": "the patient", "self": "you", "chosen": "the other person",
    },
    channels={
        "webchat": "on our website", "whatsapp": "on WhatsApp", "sms": "by SMS", "telegram": "on Telegram",
        "voice": "on the phone", "terminal": "here",
    },
    tongues={
        "en": "English", "es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese",
        "ca": "Catalan", "eu": "Basque", "gl": "Galician", "ga": "Irish", "pl": "Polish", "ro": "Romanian",
        "uk": "Ukrainian", "ru": "Russian", "ar": "Arabic", "he": "Hebrew", "hi": "Hindi", "ur": "Urdu",
        "bn": "Bengali", "pa": "Punjabi", "ta": "Tamil", "te": "Telugu", "gu": "Gujarati", "ml": "Malayalam",
        "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "vi": "Vietnamese", "tl": "Tagalog", "tr": "Turkish",
        "fa": "Persian", "nl": "Dutch", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish",
        "el": "Greek", "bg": "Bulgarian", "hu": "Hungarian", "cs": "Czech", "sw": "Swahili", "yo": "Yoruba",
        "ig": "Igbo", "ha": "Hausa", "am": "Amharic", "so": "Somali", "mi": "Māori", "qu": "Quechua",
        "nah": "Nahuatl",
    },
    of_services=(
        ("with {doctor}, {speciality}", "{doctor}"),
        ("{doctor}, {speciality}, is free then", "{doctor}: these times are free"),
        ("{doctor}, {speciality}", "{doctor}"),
        ("already sees {doctor}", "already has a time for {doctor}"),
        ("{at}, with {doctor}", "{at}, {doctor}"),
        (", with {doctor}", ""),
        ("with {doctor}", "for {doctor}"),
        ("{doctor} no longer takes appointments here", "{doctor} can no longer be booked here"),
        ("A visit to {doctor} costs", "{doctor}:"),
        ("{doctor} sees patients", "{doctor}:"),
    ),
    range="{first}–{last}",
    units={
        "tablet": "per tablet", "capsule": "per capsule", "suppository": "per suppository", "sachet": "per sachet",
        "patch": "per patch", "injection": "per injection", "ampoule": "per ampoule", "lozenge": "per lozenge",
        "pack": "per pack", "piece": "each",
    },
)  # fmt: skip

WORDS: dict[Say, str] = {
    Say.INTRODUCTION: (
        "I'm the automatic assistant of {hospital}. In an emergency call {number}. Send 0 for a person.{privacy}"
    ),
    Say.PRIVACY: " How we treat your data: {url}",
    Say.APOLOGY: (
        "Sorry, something went wrong on our side; nothing was changed. Please try again, or call us and name "
        "reference {reference}."
    ),
    Say.PAUSED: (
        "I keep getting messages from you that look like automatic replies, so I stop answering them. Write something "
        "else and I am here again. In an emergency call {number}."
    ),
    Say.PAUSED_MANY: (
        "I get more messages from you than I can answer, so I stop for now. Write again once you have sent nothing for "
        "ten minutes, and I answer. In an emergency call {number}."
    ),
    Say.KEPT_FOR_LATER: (
        "I have your message, but can't look into our books this minute. It isn't lost: I answer as soon as I can. "
        "Please ask again shortly; in an emergency call the emergency number."
    ),
    Say.NOTHING: "",
    Say.QUOTE: "{words}",
    Say.GREETING: (
        "Hello, this is {hospital}. How can I help you? For example: “an appointment in {speciality} on Monday” or "
        "“move my appointment”."
    ),
    Say.GREETING_PLAIN: "Hello, this is {hospital}. How can I help you?",
    Say.GREETING_SHORT: "Hello!",
    Say.SORRY_FOR_LOSS: "I'm sorry for your loss.",
    Say.GLAD_TO_HEAR: "Good to hear.",
    Say.IF_NO_LONGER_NEEDED: "If you no longer need the visit, say “leave it”.",
    Say.WELCOME: "You're welcome.",
    Say.GOODBYE: "All right. Goodbye, and take care.",
    Say.ALL_RIGHT: "All right.",
    Say.SMALLTALK: "That's beyond me, I'm afraid. I'm best at appointments: booking, moving and cancelling them.",
    Say.STAYS_IN_ROLE: "I can't help with that. I look after appointments and questions about the hospital.",
    Say.BOT_IDENTITY: "I'm the automatic assistant of {hospital}, not a person. Send 0 and a colleague takes over.",
    Say.LANGUAGE_CHANGED: "Of course, in English then.",
    Say.LANGUAGES: "I speak {languages}.",
    Say.HELP: (
        "Tell me in your own words. I can book, move and cancel appointments and list yours. “Take it back” undoes "
        "the last step, “what have you got so far?” tells what I noted, 0 brings a person. You can also call "
        "{phone}."
    ),
    Say.NO_MEDICAL_ADVICE: (
        "I can't advise on illnesses, medicines or doses. A doctor or pharmacist can; if it gets worse quickly "
        "call {number}."
    ),
    Say.NO_OTHERS_DATA: "I can't give out anything about other people in this chat, whoever asks.",
    Say.NOT_HERE_YET: "I can't do that here yet. A colleague at the front desk can, also by phone on {phone}.",
    Say.SORRY: "Sorry, I didn't get that.",
    Say.NOT_UNDERSTOOD: "Sorry, I didn't get that. I can help with appointments, for example.",
    Say.OFFER_HUMAN: "I'm sorry, I still don't understand. Shall a colleague take over? You can also call {phone}.",
    Say.NOT_ON_THE_LIST: "That one isn't on the list. Which of these?",
    Say.CHOICE_IS_OLD: "That choice is out of date.",
    Say.TAKE_YOUR_TIME: "Of course, take your time.",
    Say.CLARIFY: "“{words}”: what would you like to do?",
    Say.AGAIN_ANY: "Which would you like?",
    Say.AGAIN_NAME: "What is the patient's full name?",
    Say.AGAIN_BIRTH: "What is the date of birth? For example 14 March 1990.",
    Say.AGAIN_PHONE: "Which phone number can we reach you on?",
    Say.AGAIN_REASON: "What is the visit for, or which speciality?",
    Say.AGAIN_DOCTOR: "Which doctor would you like?",
    Say.OUR_CLOCK: "All times are by our clock here ({zone}); it is now {now}.",
    Say.WEEKDAY_DIFFERS: "That day of the week and that date only meet on {day}; the next such date is {other}.",
    Say.NOTED: "Noted, thank you.",
    Say.AGAIN_SLOT: "Which time suits you?",
    Say.WHICH_ONE: "Which one would you like?",
    Say.AGAIN_WHO: "Who is the visit for?",
    Say.AGAIN_CONFIRM: "Shall I book it? Yes or no.",
    Say.AGAIN_CONFIRM_CANCEL: "Shall I cancel it? Yes or no.",
    Say.AGAIN_VISIT: "Which appointment do you mean?",
    Say.WHY_NAME: "So that the appointment is in the right person's name.",
    Say.WHY_BIRTH: "Several people can share a name; the date of birth makes sure that it's your record.",
    Say.WHY_PHONE: "So that we can reach you if the doctor is late or the time changes.",
    Say.WHY_REASON: "It tells which speciality can help; you may also skip it.",
    Say.WHY_WHO: "Several people use this number, and the visit must be in the right name.",
    Say.WHY_ANY: "I only ask for what the appointment needs.",
    Say.CANNOT_WITHOUT: (
        "That's fine, but I can't book without it. A colleague can help you on {phone} or here; or we stop."
    ),
    Say.A_PERSON_CAN: "A colleague can do it with you: send 0, or call {phone}.",
    Say.FINE_WITHOUT: "That's fine. How shall we go on?",
    Say.STOPPED: "All right, I've stopped. Say “continue” if you'd like to go on later.",
    Say.RESUMED: "Let's go on where we were.",
    Say.TAKEN_UP: "Let's go on with what you began {channel}:\n{facts}",
    Say.NOTHING_TO_RESUME: "There is nothing to go on with. How can I help you?",
    Say.KNOWN: "So far I have:\n{facts}",
    Say.KNOWN_DONE: "This is booked:\n{facts}",
    Say.KNOWN_NOTHING: "Nothing yet. How can I help you?",
    Say.KNOWN_PATIENT: "for {name}",
    Say.KNOWN_BIRTH: "date of birth {day}",
    Say.KNOWN_PHONE: "phone {phone}",
    Say.KNOWN_REASON: "reason: {reason}",
    Say.KNOWN_DOCTOR: "with {doctor}, {speciality}",
    Say.KNOWN_SPECIALITY: "speciality: {speciality}",
    Say.KNOWN_TIME: "on {at}",
    Say.KNOWN_WISH: "wished for: {wish}",
    Say.KNOWN_PLACE: "at {place}",
    Say.KNOWN_FEMALE: "with a woman",
    Say.KNOWN_MALE: "with a man",
    Say.KNOWN_ANY_DOCTOR: "with any doctor",
    Say.KNOWN_SOONEST: "as soon as possible",
    Say.KNOWN_ENDS: "until {end}",
    Say.ASK_REASON: "What is the visit for? You can name a complaint, a speciality or a doctor.",
    Say.REASON_NEED_NOT: (
        "You need not say why you come: a speciality or a doctor will do. With “skip” we start at {speciality}."
    ),
    Say.WHICH_OF_OURS: "Which of our specialities would you like?",
    Say.WHICH_SPECIALITY: "That could be for {specialities}. Which would you like?",
    Say.DEFAULT_UNTOLD: "{speciality} is a good place to start.",
    Say.DEFAULT_SPECIALITY: "{speciality} is a good place to start with that.",
    Say.WHICH_DOCTOR: "Which doctor do you mean: {doctors}?",
    Say.WHICH_SERVICE: "Which one do you mean: {doctors}?",
    Say.ORDER_FIRST: (
        "{service} is done on a doctor's order. If nobody has ordered it for you yet, a visit to a doctor comes first."
    ),
    Say.NO_ORDER: (
        "I find no order for {patient} that waits to be booked: {service}. A doctor can order it at a visit, or a "
        "colleague at the front desk looks into it with you."
    ),
    Say.PREPARATION: "{words}",
    Say.DID_YOU_MEAN: "I don't know {said}. Do you mean {doctors}?",
    Say.UNKNOWN_DOCTOR: "We have no {said} here. Which speciality would you like?",
    Say.UNKNOWN_DOCTOR_COLLEAGUES: "We have no {said} here. In {speciality} you can see:",
    Say.DOCTOR_INACTIVE: "{doctor} no longer takes appointments here.",
    Say.NO_SUCH_SPECIALITY: "We have no {said} here.",
    Say.NO_DOCTORS: "Nobody takes appointments in {speciality} at the moment.",
    Say.NOT_AT_THIS_PLACE: "{speciality} isn't at {place}; I looked at our other sites.",
    Say.GENDER_NOT_HERE: "There is no such doctor in this speciality; these are its doctors.",
    Say.NONE_SUCH: "We have no such doctor.",
    Say.GENDER_NOT_RECORDED: "We don't record whether a doctor is a woman or a man, so I can't choose by that.",
    Say.USUAL_DOCTOR_UNKNOWN: "I can look that up only for a number we know. Which doctor is it?",
    Say.USUAL_DOCTOR_NONE: "I find no earlier visit here. Which doctor or speciality would you like?",
    Say.OUR_SPECIALITIES: "Our specialities: {specialities}.",
    Say.WHO_IS_WHO: "You can see here:\n{doctors}",
    Say.OUR_DOCTORS: "our doctors in {speciality}",
    Say.TIMES_OF_DOCTOR: "{doctor}, {speciality}: these are the next free times.{fee} Which suits you?",
    Say.TIMES_OF_SEVERAL: "In {speciality} these times are free next.{fee} Which suits you?",
    Say.TIMES_THAT_DAY: "{doctor}, {speciality}, is free then ({day}).{fee} Which time suits you?",
    Say.TIMES_THAT_DAY_SEVERAL: "In {speciality} these times are free on {day}.{fee} Which suits you?",
    Say.WHO_THEN: "Several doctors are free on {at}. Whom would you like?",
    Say.NEAREST_TIMES: "The nearest free times:",
    Say.NEXT_TIMES: "The next free times:",
    Say.EARLIER_TIMES: "Earlier there is:",
    Say.LATER_TIMES: "Further there is:",
    Say.NOTHING_EARLIER: "There is nothing earlier.",
    Say.WHICH_OF_THESE: "These are free. Which would you like?",
    Say.TOO_SOON: "{at} is too soon: we take bookings from {opens} on.",
    Say.NO_MORE_THAT_DAY: "There are no more times on {day}.",
    Say.NO_MORE_AT_THAT_HOUR: "There are no more such times on {day}.",
    Say.NO_MORE_THEN: "There are no more such times then.",
    Say.ALL_TIMES_SHOWN: (
        "Those were all the free times with {doctor} in the next {days} days. Shall I put you on the waiting list?"
    ),
    Say.WAIT_FOR_EARLIER: "Then there is nothing free with {doctor}. Shall I put you on the waiting list for it?",
    Say.NOT_FREE_THEN: "{at} isn't free with {doctor}.",
    Say.TOO_LATE_FOR_DAY: "It is too late to book {doctor} for {day}: its times are over or too near.",
    Say.DAY_IS_FULL: "{day} is full with {doctor}.",
    Say.NOTHING_THEN: "Then there is nothing free with {doctor}.",
    Say.DAY_HAS_PASSED: "{day} has passed.",
    Say.TIME_HAS_PASSED: "{at} has passed.",
    Say.BEYOND_HORIZON: "{day} is too far ahead: we take bookings up to {days} days ahead.",
    Say.CLOSED_HOLIDAY: "On {day} we are closed ({name}).",
    Say.CLOSED_THAT_DAY: "On {day} we are closed.",
    Say.DOCTOR_AWAY: "{doctor} is away on {day}, back on {back}.",
    Say.DOCTOR_AWAY_THEN: "{doctor} is away then, back on {back}.",
    Say.OUTSIDE_HOURS: "Appointments with {doctor} are between {opens} and {closes}.",
    Say.OUTSIDE_HOURS_THAT_DAY: "On {day} appointments with {doctor} are between {opens} and {closes}.",
    Say.DOCTOR_NOT_THAT_DAY: "There are no appointments with {doctor} on {day}.",
    Say.COLLEAGUES_THAT_DAY: "On {day} you could see {doctors} instead.",
    Say.JUST_TAKEN: "I'm sorry, {at} was just taken.",
    Say.OTHER_ZONE: (
        "All our times are those of the hospital ({zone}), where it is {now} now. Which time there suits you?"
    ),
    Say.WHICH_DAY_SUITS: "Which day and time would suit you? I can also put you on the waiting list.",
    Say.NOTHING_SUITED: "I'm sorry that nothing suited. Nothing is booked. Write again any time, or call {phone}.",
    Say.NOTHING_FREE: (
        "There is nothing free with {doctor} in the next {days} days. Shall I put you on the waiting list?"
    ),
    Say.FOR_WHOM: "Who is the visit for?",
    Say.ASK_NAME: "What is your full name?",
    Say.ASK_NAME_OF: "What is the full name of {relation}?",
    Say.ASK_FULL_NAME: "And the family name of {name}? Please send the full name.",
    Say.ASK_BIRTH: "And your date of birth?",
    Say.ASK_BIRTH_OF: "And the date of birth of {name}?",
    Say.ASK_PHONE: "Which phone number can we reach you on?",
    Say.ONE_AT_A_TIME: "One visit at a time: first this one, then tell me about the other.",
    Say.NO_SUCH_DAY: "There is no {day}.",
    Say.BORN_ON: "born {day}",
    Say.IN_CARE_OF: "in the care of {guardian}",
    Say.NO_VISITS_DAY: (
        "{day} is over, so it is no day for a visit. If it is the date of birth, say “born on” before it."
    ),
    Say.CONFIRM_BOOKING: "{doctor}, {speciality}, {at}, for {patient}.{fee}{phone} Shall I book it?",
    Say.FEES: " Visits cost {low} to {high}.",
    Say.FEE: " The visit costs {fee}.",
    Say.FEE_OF_SERVICE: " It costs {fee}.",
    Say.FEE_PAID: " The visit costs {fee}{paid}.",
    Say.FEE_OF_SERVICE_PAID: " It costs {fee}{paid}.",
    Say.PAID_BEFORE: ", paid before the visit",
    Say.PAID_AT_DESK: ", paid at our desk",
    Say.PAID_AFTER: ", and the bill comes afterwards",
    Say.FEE_TAKEN_BACK: "The fee for cancelling late is taken back.",
    Say.FEE_WITH_BILLING: (
        "The fee for cancelling late is on a bill already; our billing team has been asked to look at it."
    ),
    Say.BILL_LATE_CANCEL: "Late cancellation ({what})",
    Say.YOUR_PHONE: " Your phone: {phone}.",
    Say.PLACE: "{place}.",
    Say.ROOM: "Room {room}.",
    Say.WHAT_TO_CHANGE: "What should I change? Tell me another day, time or doctor.",
    Say.BOOKED: (
        "Booked: {doctor}, {speciality}, {at}, for {patient}.{place} Reference {reference}. Write “take it back” "
        "to undo, or “move it” any time."
    ),
    Say.IS_BOOKED: "It is booked: {doctor}, {at}. Reference {reference}.",
    Say.IS_CANCELLED: "It is cancelled: {doctor}, {at}.",
    Say.OVERLAPS: "At that time {patient} already sees {doctor} ({at}). Another time, or shall I move that visit?",
    Say.CANNOT_BOOK_THEN: "I can't book that time for this person. Which other time suits?",
    Say.CANNOT_BOOK_HERE: (
        "I can't book this visit from here. A colleague at the front desk can, also by phone on {phone}."
    ),
    Say.OTHER_TIME_NOTED: "All right: {doctor}, {at}.",
    Say.THE_OTHER_NEXT: "One after the other: first this one, then the other ({at}).",
    Say.ANOTHERS_NEXT: "One after the other: first this one, then the visit for {whom}.",
    Say.THIS_NEXT: "One after the other: first this one, then {what}.",
    Say.NOW_THIS: "Now {what}.",
    Say.NOW_THE_OTHER: "Now the visit for {whom}.",
    Say.ONE_UNPROVEN: (
        "One visit at a time is what I may book while nobody has confirmed who you are, and that one is booked. For "
        "more, a colleague helps you, also by phone on {phone}."
    ),
    Say.TOO_MANY: (
        "That would be one too many: {limit} open at a time is the most for one person here. I can move or cancel "
        "what is booked, or a colleague helps you."
    ),
    Say.WHICH_VISIT_TO_MOVE: "Which appointment would you like to move?",
    Say.MOVING: "Moving {patient}'s visit with {doctor} on {at}; it stands until the new time is booked.",
    Say.CONFIRM_MOVE: "Move {patient}'s visit from {old} to {at} with {doctor}?",
    Say.MOVED: (
        "Moved: {doctor}, {speciality}, {at} instead of {old}, for {patient}.{place} Reference {reference}. “Take "
        "it back” undoes it."
    ),
    Say.OLD_TIME_STANDS: "Your visit with {doctor} on {at} stands.",
    Say.WHICH_VISIT_TO_CANCEL: "Which appointment would you like to cancel?",
    Say.WHICH_VISIT_REALLY: "To be sure: which one shall I cancel? Nothing is cancelled yet.",
    Say.CONFIRM_CANCEL: "Cancel {patient}'s visit with {doctor} on {at}? It is free of charge.",
    Say.CONFIRM_LATE_CANCEL: (
        "{patient}'s visit with {doctor} is on {at}. Cancelling less than {hours} hours before costs {fee}; moving "
        "it is free. Cancel it?"
    ),
    Say.CONFIRM_SHORT_CANCEL: (
        "{patient}'s visit with {doctor} is on {at}, in less than {hours} hours. Cancelling is late but costs "
        "nothing. Cancel it?"
    ),
    Say.KEPT: "All right, your appointment stands.",
    Say.CANCELLED: "Cancelled: {patient}'s visit with {doctor} on {at}. Would you like another time instead?",
    Say.CANCELLED_ONE: "Cancelled: {patient}'s visit with {doctor} on {at}.",
    Say.ONE_BY_ONE: "One after the other, so that nothing goes by mistake.",
    Say.CANNOT_CHANGE: "That appointment can no longer be changed here.",
    Say.WHAT_TO_CANCEL: "Stop this booking, or cancel an appointment you have? Nothing is cancelled yet.",
    Say.TAKEN_BACK: "Taken back: the visit with {doctor} on {at} is cancelled.",
    Say.NOTHING_TO_TAKE_BACK: "There is nothing to take back.",
    Say.CANNOT_TAKE_BACK: "I'm sorry, that can't be taken back any more.",
    Say.NO_VISITS: "I find no coming appointment.",
    Say.NO_VISITS_HERE: (
        "Nothing was booked in this conversation. I can find your appointments when I know who you are; to move or "
        "cancel one, tell me so and I'll ask for what I need."
    ),
    Say.YOUR_VISITS: "Coming appointments:\n{visits}",
    Say.VISIT_LINE: "{at}, {doctor}, reference {reference}",
    Say.VISIT_NOT_FOUND: "I can't find an appointment like that for you.",
    Say.MAY_NOT_CANCEL_FOR: (
        "From your number I can't cancel for {patient}. They can do it themselves, or our front desk: {phone}."
    ),
    Say.MAY_NOT_MOVE_FOR: (
        "From your number I can't move a visit of {patient}. They can do it themselves, or our front desk: {phone}."
    ),
    Say.PROVE_NAME: "To find the appointment I need three things. First, the patient's full name?",
    Say.PROVE_BIRTH: "And the date of birth?",
    Say.PROVE_OWN_BIRTH: "So that nobody else reads it, please tell me {name}'s date of birth.",
    Say.PROVE_WHO_TO_SEE: "So that nobody else sees it I need to know who you are. What is your full name?",
    Say.NOTHING_OWED: "{patient} has no unpaid bills.",
    Say.BILL_LINE: "{number} of {day}: {owed}",
    Say.OWED: "Still to be paid by {patient}, {total} in all:\n{bills}",
    Say.NO_PRESCRIPTIONS: "I see no prescription for {patient} here that still stands.",
    Say.PRESCRIPTIONS: "What is prescribed for {patient}, as the doctor signed it:\n{prescriptions}",
    Say.PRESCRIPTION: "{reference}, {doctor}, {signed}: {items}",
    Say.PRESCRIPTION_ON_HOLD: "{reference}, {doctor}, {signed}, paused for now: {items}",
    Say.PRESCRIPTION_GIVEN_OUT: "{reference}, {doctor}, {signed}, all of it given out: {items}",
    Say.REPEATS_LEFT: "{medication}: {how}, repeats left: {repeats}",
    Say.NO_REPEATS_LEFT: "{medication}: {how}, no repeats left",
    Say.PRESCRIPTIONS_MORE: "And {more} more; the front desk tells you those: {phone}.",
    Say.ONLY_AS_WRITTEN: "I only read out what is written; for questions about it ask your doctor or pharmacist.",
    Say.PRESCRIPTION_ON_PAPER: "The paper itself I can't send here; the front desk prints it: {phone}.",
    Say.PRESCRIPTION_OFFER: "Say “prescription PDF” for the paper.",
    Say.PRESCRIPTION_PAPERS_MORE: "There is more: {others}. Ask for one by its medicine.",
    Say.PRESCRIPTIONS_ALTERED: (
        "Something about {references} is not as the doctor signed it, so I can't read it out. A doctor looks at it; "
        "our front desk helps meanwhile: {phone}."
    ),
    Say.PRESCRIPTIONS_NEXT: "Do you need one of them again?",
    Say.MEDICINE_NOT_FOUND: "I don't find {named} among what was prescribed for {patient} here.",
    Say.MEDICINE_FOR_NOTHING: "I can't tell which of {patient}'s medicines is for that.",
    Say.IS_IT_THIS_MEDICINE: "Do you mean {medication}?",
    Say.WHICH_MEDICINE: "Which one do you need again?",
    Say.AGAIN_WHICH_RECORD: "Which one?",
    Say.CONTROLLED_NEEDS_VISIT: (
        "I can't ask for {named} here: a controlled medicine is never repeated without seeing the doctor."
    ),
    Say.REFILL_CONTROLLED: "{medication} is a controlled medicine: it is never repeated without seeing the doctor.",
    Say.REFILL_EXPIRED: (
        "The prescription for {medication} ran out on {until}. {doctor} has to see {patient} before it can be repeated."
    ),
    Say.REFILL_NO_RECENT_VISIT: (
        "{medication} can't be repeated without a visit: nobody in that department has seen {patient} in the last year."
    ),
    Say.REFILL_STOPPED: (
        "{medication} was stopped by the doctor, so it isn't repeated. If that surprises you, please talk to {doctor}."
    ),
    Say.REFILL_ON_HOLD: (
        "{medication} was paused by the doctor, so it isn't repeated for now. If that surprises you, please talk to "
        "{doctor}."
    ),
    Say.REFILL_TO_COLLECT: (
        "{medication} for {patient} is still there to collect: the pharmacy gives it on prescription {prescription}, "
        "nothing new has to be asked for."
    ),
    Say.REFILL_TOO_SOON: (
        "{patient} still has {medication} for a while, so it's too soon to repeat it: ask me again from {since}. If "
        "it's gone before that, a person at our desk or {doctor} can help."
    ),
    Say.REFILL_ASKED: (
        "I've asked for {medication} for {patient}. {doctor} decides, and I'll let you know. Reference {reference}."
    ),
    Say.REFILL_FROM_REPEATS: (
        "{medication} for {patient}: a repeat was left on the prescription, so the pharmacy prepares it. Reference "
        "{reference}."
    ),
    Say.REFILL_STANDS: "That was asked for before. {state}.",
    Say.REFILL_STATES: "What was asked for again for {patient}:\n{states}",
    Say.REFILL_STATE_REQUESTED: "{medication} ({reference}), asked for on {asked}: {doctor} has not decided yet",
    Say.REFILL_STATE_APPROVED: "{medication} ({reference}): approved on {decided}, the pharmacy prepares it",
    Say.REFILL_STATE_READY: "{medication} ({reference}): ready to collect until {until}",
    Say.REFILL_STATE_COLLECTED: "{medication} ({reference}): collected on {decided}",
    Say.REFILL_STATE_REFUSED: "{medication} ({reference}): not approved this time. The reason: {reason}",
    Say.REFILL_STATE_CALLED_OFF: "{medication} ({reference}): called off",
    Say.REFERENCE_UNKNOWN: (
        "I find nothing under {reference} that I could tell here. A colleague at the front desk can look, also by "
        "phone on {phone}."
    ),
    Say.REQUEST_WAITS: "Your request {reference} waits for somebody of our staff, who sees to it by {at}.",
    Say.REQUEST_TAKEN: "Somebody of our staff has your request {reference} in hand.",
    Say.REQUEST_OVER: "Your request {reference} is closed.",
    Say.PAYMENT_IS: "{reference} is a payment of {amount}, which came in on {day}. Thank you.",
    Say.PRESCRIPTION_VALID: "{reference} is valid until {until}.",
    Say.PRESCRIPTION_OVER: "Prescription {reference} no longer stands: nothing is given on it.",
    Say.GIVEN_COLLECTED: "{medicines} ({reference}): collected on {day}",
    Say.AT_THE_PHARMACY: "At the pharmacy for {patient}:\n{states}",
    Say.GIVEN_READY: "{medicines} ({reference}): ready to collect until {until}",
    Say.GIVEN_BEING_PREPARED: "{medicines} ({reference}): being prepared",
    Say.NO_REFILL_OF: "I find no request for {named} for {patient}.",
    Say.REFILL_NOT_TAKEN_BACK: "That can no longer be taken back here:\n{states}",
    Say.NO_REFILL_ASKED: "Nothing was asked for again for {patient} lately.",
    Say.NO_REFILL_WAITS: "Nothing that was asked for again for {patient} still waits for a decision.",
    Say.REFILL_CALLED_OFF: "{medication} ({reference}) is no longer asked for.",
    Say.NOTICE_REFILL_APPROVED: "{hospital}: your request {reference} was approved. The pharmacy prepares it.",
    Say.NOTICE_REFILL_REFUSED: (
        "{hospital}: your request {reference} was not approved this time. Ask me “what happened with my "
        "refill?” and I'll tell you why."
    ),
    Say.NOTICE_REFILL_READY: "{hospital}: your request {reference} is ready to collect: {place}, until {until}.",
    Say.NOTICE_READY: "{hospital}: {reference} is ready for you to collect: {place}, until {until}.",
    Say.NOTICE_READY_FOR: "{hospital}: {reference} for {patient} is ready to collect: {place}, until {until}.",
    Say.NO_DIAGNOSES_HERE: (
        "I don't give out diagnoses or treatment plans here, so that nobody else learns of them. Your doctor goes "
        "through them with you at a visit; if you'd rather be called about it, write “call me”."
    ),
    Say.DIAGNOSES_AT_PORTAL: (
        "I don't give out diagnoses or treatment plans here, so that nobody else learns of them. You can read yours "
        "here, once you have signed in: {link}. Your doctor goes through them with you at a visit; if you'd rather be "
        "called about it, write “call me”."
    ),
    Say.BILLS_MORE: "And {count} more.",
    Say.NO_BILLS: "There is no bill of {patient}.",
    Say.LAST_BILL_OPEN: "The last bill of {patient}, {number} of {day}, is {due}; {owed} of it is still to be paid.",
    Say.LAST_BILL_PAID: "The last bill of {patient}, {number} of {day}, was {due}; all of it is paid.",
    Say.BILL_FOR_A_PERSON: (
        "I can tell you what you owe and what is on a bill. For anything else a colleague of billing helps, also by "
        "phone on {phone}."
    ),
    Say.BILL_ON_PAPER: (
        "I can't send you the paper here. Our front desk gives you the bill, the receipt or a statement: {phone}."
    ),
    Say.NO_PAYMENTS: (
        "I find no payment by {patient}, so there is no receipt. The bill itself I can send: say “invoice PDF”."
    ),
    Say.NO_CREDIT_NOTES: "No bill of {patient} was cancelled, so there is no credit note.",
    Say.RECEIPT_LINE: "{reference}, {amount}, {day}",
    Say.RECEIPTS_MORE: "There are others; say “receipt” with the number of the one you mean:\n{receipts}",
    Say.PAPER_AT_DESK: "That paper I can't give you here. Our front desk helps, also by phone on {phone}.",
    Say.WHICH_BILL: "Which bill?",
    Say.BILL_LINES: "Bill {number} of {day}:\n{lines}",
    Say.BILL_LINES_MORE: "and {count} more",
    Say.BILL_ITEM: "{what}: {amount}",
    Say.BILL_ITEM_INSURED: "{what}: {amount}, your part {due}",
    Say.BILL_SUMS: "In all {total}; still to be paid {owed}.",
    Say.BILL_SUMS_INSURED: "In all {total}: your insurance {insurer}, you {due}; still to be paid by you {owed}.",
    Say.BILL_ASKED_ABOUT: (
        "I've passed your question on to billing, reference {reference}. A person looks into it; until then nothing "
        "is decided."
    ),
    Say.BILLS_ALL: "The bills of {patient}:\n{bills}",
    Say.BILLS_ALL_OWED: "Still to be paid by {patient}: {total} in all.",
    Say.BILL_LINE_OPEN: "{number} of {day}: {due}, {owed} still to be paid",
    Say.BILL_LINE_PAID: "{number} of {day}: {due}, paid",
    Say.BILL_LINE_CANCELLED: "{number} of {day}: cancelled, nothing to be paid",
    Say.PAYMENTS: "What has arrived for {patient}:\n{payments}",
    Say.PAYMENT_LINE: "{amount} on {day} for bill {number}, receipt {reference}",
    Say.PAYMENT_ARRIVED: (
        "The last payment for {patient} has arrived: {amount} on {day} for bill {number}, receipt {reference}."
    ),
    Say.PAYMENT_NOT_YET: "By the link for bill {number}, {amount}, nothing has arrived yet; it is open until {until}.",
    Say.PAYMENT_LOOKED_FOR: (
        "If it was paid all the same, a colleague of billing finds out where the money is, also by phone on {phone}."
    ),
    Say.NO_PAYMENT: "No payment for {patient} has arrived here.",
    Say.PAY_EACH: "That is {count} bills, {total} in all. Each has a link of its own and is paid by itself.",
    Say.PAY_LINK: "You can pay bill {number}, {amount}, on this page until {until}: {url}",
    Say.PAY_LINK_COMES: "I'm getting the link to pay bill {number}, {amount}. It comes here in a moment.",
    Say.PAY_LINK_SOON: (
        "The page for bill {number}, {amount}, was asked for elsewhere and is being made. Ask me again in a minute and "
        "you get its link here too."
    ),
    Say.PAY_LINK_LATE: (
        "The payment service doesn't answer just now, so the link for bill {number}, {amount}, takes longer. It comes "
        "here once it does; you can also pay at our front desk, {phone}."
    ),
    Say.PAID: "Your payment of {amount} for bill {number} has arrived, thank you. Receipt {reference}.",
    Say.PAID_WITH_RECEIPT: (
        "Your payment of {amount} for bill {number} has arrived, thank you. Receipt {reference}; say “receipt” for it "
        "as PDF."
    ),
    Say.PAY_ONLINE: "Bills can be paid online: ask me to pay one and I send you a link.",
    Say.PAY_AT_DESK: "You can pay at our front desk, which also tells you with what and in which parts: {phone}.",
    Say.COVER: "{patient} is insured with {insurer}, plan {plan}, which pays {percent} % of what it covers.",
    Say.COVER_DEDUCTIBLE: "Of the {amount} that you pay yourself first each year, {left} is left.",
    Say.COVER_COPAY: "{amount} of each visit is yours to pay.",
    Say.COVER_NO_DEDUCTIBLE: "There is nothing that you pay yourself first each year.",
    Say.COVER_NO_COPAY: "There is no fixed amount of a visit that is yours to pay.",
    Say.COVER_NO_LIMIT: "What it pays in a year has no limit that we know of.",
    Say.COVER_LIMIT: "Of the {amount} that it pays at most in a year, {left} is left.",
    Say.COVER_SITES: "It pays only here: {places}.",
    Say.COVER_ASKED_FIRST: "For some services it must agree beforehand.",
    Say.COVER_UNTIL: "It runs until {day}.",
    Say.COVER_NO_PROMISE: (
        "That is what we have on file, not a promise of the insurer's. Name a test or a doctor: I estimate your part."
    ),
    Say.COVER_UNCHECKED: "The insurance of {patient} has not been checked yet, so I can't say what it pays.",
    Say.COVER_NONE: "We have no insurance of {patient} on file. Our front desk takes it down: {phone}.",
    Say.PRODUCT_IN: "{product}: in stock, {price} {unit}.",
    Say.PRODUCT_LOW: "{product}: in stock, but running low, {price} {unit}.",
    Say.PRODUCT_OUT: "{product}: out of stock just now, {price} {unit}.",
    Say.PRODUCT_ON_PRESCRIPTION: "Only with a prescription.",
    Say.PRODUCT_FREE: "No prescription needed.",
    Say.PRODUCTS_MORE: "There are more; name one for its price.",
    Say.PRODUCT_UNKNOWN: "I don't find {said} on our pharmacy's list. Our front desk can ask there: {phone}.",
    Say.PRODUCT_WHICH: "Which product do you mean? I can say whether our pharmacy has it and what it costs.",
    Say.PRODUCT_NOT_KEPT: "I can't have it kept for you; our front desk can ask the pharmacy: {phone}.",
    Say.PHARMACY_AT: "Our pharmacy is here: {place}.",
    Say.REPORTS_NONE: "I find no examination and no report for {patient}. If there should be one, call {phone}.",
    Say.REPORTS_NONE_SUCH: "I find none like that for {patient}.",
    Say.REPORTS_OF: "This is how far it is for {patient}:\n{reports}",
    Say.REPORTS_MORE: "And {count} more: ask me for one by its name.",
    Say.REPORTS_ASK_FOR_ONE: "Ask me for the others by their name.",
    Say.REPORT_ORDERED: "{name}: ordered on {at}, not done yet",
    Say.REPORT_DONE: "{name}: being worked on since {at}",
    Say.REPORT_WITH_DOCTOR: "{name}: with {doctor} for review since {at}",
    Say.REPORT_READY: "{name}: ready since {at}",
    Say.REPORT_AFTER_DOCTOR: (
        "A result can be had once the doctor has gone through it; until then there is no more to say."
    ),
    Say.REPORT_AT_PORTAL: "What is ready you can read here, once you have signed in: {link}",
    Say.REPORT_AT_DESK: (
        "What is ready you can have at our front desk: bring something that shows who you are, or call {phone}."
    ),
    Say.REPORT_AT_DESK_ALONE: "What is ready you can have at our front desk: bring something that shows who you are.",
    Say.REPORT_FILES: "Here it is: {name}.",
    Say.REPORT_FILES_LEFT: (
        "There is more that I can't send here (pictures, large files: {count}); {doctor} can show it to you at a visit."
    ),
    Say.REPORT_LINKS: "Here it is: {name}. This opens it, for {minutes} minutes:\n{links}",
    Say.DOCTOR_WRITES: "{doctor} writes about it ({name}): “{words}”",
    Say.NOTICE_RESULT: (
        "{hospital}: something new from your doctor is there for you. Write “my results” to us to have it; we'll make "
        "sure that it's you."
    ),
    Say.NOTICE_RESULT_FOR: (
        "{hospital}: something new from the doctor is there for {patient}. Write “my results” to us to have it; we'll "
        "make sure who asks."
    ),
    Say.DOCTOR_CALLS: (
        "Your question has gone to {doctor}, who calls you on {phone} by {at}. Reference {reference}. If you feel "
        "worse quickly, call {number}."
    ),
    Say.DOCTOR_CALLS_STILL: (
        "Your question is with {doctor} already, reference {reference}: the call to {phone} comes by {at}. If you feel "
        "worse quickly, call {number}."
    ),
    Say.DOCTOR_IS_ASKED: (
        "Your question is with {doctor}, reference {reference}: you hear from us by {at}. If you feel worse quickly, "
        "call {number}."
    ),
    Say.ONE_OF_OUR_DOCTORS: "one of our doctors",
    Say.NOTE_ASKS_RESULT: "asks what a result means: “{words}”",
    Say.WHOSE_RECORD: "Whose do you mean?",
    Say.RECORDS_OF_YOURS_ONLY: (
        "I can only show you your own, and those of children whom you speak for. For other people, the front desk "
        "helps: {phone}."
    ),
    Say.NOT_BY_SMS: (
        "I can't make sure by SMS that it's you. Write to me on another channel, or a colleague at the front desk "
        "helps, also by phone on {phone}."
    ),
    Say.PROVE_VISIT: "And the day of the appointment, or its reference?",
    Say.PROOF_FAILED: "I can't find an appointment like that. Please check and send the full name again.",
    Say.PROOF_TO_PERSON: "I can't find it this way. A colleague at the front desk can look for it with you.",
    Say.PROOF_LOCKED: "I can't look for it any further here. A colleague at the front desk can help.",
    Say.PROVE_WHO_TO_GO_ON: "To go on where you were I need to know who you are. What is your full name?",
    Say.PROVE_WHO: "To find your appointments I need to know who you are. What is your full name?",
    Say.PROOF_WRONG: "That doesn't match what we have.",
    Say.PROOF_NOT_HERE: (
        "I can't make sure here that it's you. A colleague at the front desk can, also by phone on {phone}."
    ),
    Say.CODE_SENT: (
        "If we have you on file, a code is on its way to your number by SMS, valid for 10 minutes. If none comes, "
        "tell me the last four digits of that number, or send 0 for a person."
    ),
    Say.CODE_TEXT: (
        "{hospital}: your code is {code}. It is valid for 10 minutes. Tell it to nobody who calls you; if you asked "
        "for none, ignore this."
    ),
    Say.ASK_CODE: "What is the six-digit code?",
    Say.ACCOUNT_LINKED: "This chat now knows you by that number. Write “unlink” to undo that.",
    Say.ACCOUNT_FORGOTTEN: "This chat is no longer linked with your number.",
    Say.ACCOUNT_UNKNOWN: "This chat is linked with no number.",
    Say.NO_MORE_CODES: "I can't send more codes for now. Please wait a quarter of an hour, or a colleague helps you.",
    Say.WHY_PROOF: "So that nobody but you sees or changes what is yours.",
    Say.ASK_REMINDERS: "May I send reminders here?",
    Say.ASK_REMINDERS_SMS: "May I send reminders by SMS?",
    Say.ASK_REMINDERS_FOR: "May I send reminders for {patient} here?",
    Say.ASK_REMINDERS_SMS_FOR: "May I send reminders for {patient} by SMS?",
    Say.REMINDERS_HERE: "Thank you, I'll send reminders here. “No reminders” stops them any time.",
    Say.REMINDERS_SMS: "Thank you, reminders come by SMS to {phone}. “No reminders” stops them any time.",
    Say.REMINDERS_MAIL: (
        "Thank you, reminders come by e-mail to the address on file. “No reminders” stops them any time."
    ),
    Say.REMINDERS_NO_MAIL: (
        "There is no e-mail address of yours on file; the front desk notes one. Until then I can remind you by SMS."
    ),
    Say.REMINDERS_NONE: "All right, no reminders. “Send me reminders” turns them on again.",
    Say.AGAIN_REMINDERS: "May I send reminders?",
    Say.WHOSE_REMINDERS: "To change that I need to know who you are. Shall I find you on file?",
    Say.CONFIRM_HELPER: (
        "{name} ({phone}) may then book and move appointments for {patient}, and sees nothing else. Shall I note that?"
    ),
    Say.CONFIRM_NO_HELPER: "{name} may then no longer book or move appointments for {patient}. Shall I note that?",
    Say.HELPER_PHONE: "Which phone number does {name} write from?",
    Say.HELPER_ADDED: (
        "Noted: {name} may book and move appointments for {patient} from {phone}. “{name} may no longer book for me” "
        "ends it any time."
    ),
    Say.HELPER_REMOVED: "Noted: {name} may no longer book or move appointments for {patient}.",
    Say.HELPER_UNKNOWN: "Nobody of that name may book for you.",
    Say.HELPER_NOT_ADDED: "All right, nothing was changed.",
    Say.WHOSE_HELPER: "For whom may {name} book?",
    Say.CONSENT_PATH_CHILD: (
        "I can show or change nothing else of {patient}'s from here; a parent or our front desk can: {phone}."
    ),
    Say.CONSENT_PATH: (
        "I can show or change nothing else of {patient}'s from here. When {patient} writes “let … book for me” with "
        "your name from their own phone, you can book and move for them; or ask our front desk: {phone}."
    ),
    Say.PRIVACY_ANSWER: (
        "We keep what your appointments need, and what you write here. I've passed your request to the people who "
        "answer for it; reference {reference}.{privacy}"
    ),
    Say.REGISTERED: "Thank you, {patient}, that's all I need. Would you like to book an appointment?",
    Say.ASK_GUARDIAN: "And your own full name? A parent or guardian stands beside a child's visit.",
    Say.EXCHANGED: "Exchanged, it is no longer for {old}.",
    Say.NOTICE_CANCELLED: "{hospital}: {whose} on {at} was cancelled. If that wasn't your wish, call {phone}.",
    Say.NOTICE_MOVED: "{hospital}: {whose} on {old} was moved to {at}. If that wasn't your wish, call {phone}.",
    Say.NOTICE_STANDS: "{hospital}: {whose} on {at} stands again. If that wasn't your wish, call {phone}.",
    Say.NOTICE_YOURS: "your appointment",
    Say.NOTICE_OF: "the appointment of {patient}",
    Say.MAIL_SUBJECT: "A message from {hospital}",
    Say.MAIL_SUBJECT_ALERT: "{hospital}: somebody is waiting",
    Say.MAIL_SUBJECT_VISIT: "Your appointment at {hospital}",
    Say.MAIL_SUBJECT_MOVED: "Your appointment at {hospital} was moved",
    Say.MAIL_SUBJECT_CANCELLED: "Your appointment at {hospital} was cancelled",
    Say.MAIL_VISIT: "Booked for {patient}: {doctor}, {at}.{place} Reference {reference}.",
    Say.MAIL_MOVED: "Moved for {patient}: now {doctor}, {at}.{place} Reference {reference}.",
    Say.MAIL_CANCELLED: "Cancelled for {patient}: {doctor}, {at}. Reference {reference}.",
    Say.MAIL_CHOICES: "You can answer: {answers}.",
    Say.MAIL_ANSWERED: "To answer or to change something, write where you wrote to us before, or reply to this e-mail.",
    Say.MAIL_UNREAD: (
        "To answer or to change something, write where you wrote to us before: e-mails to this address are not read."
    ),
    Say.MAIL_CALL: "By phone you reach us on {phone}.",
    Say.MAIL_STOP: "“No reminders”, written to us there, ends these e-mails.",
    Say.WAITLIST_JOINED: (
        "{patient} is on the waiting list for {doctor}: {bounds}. I write here as soon as a time comes free. To come "
        "off it, just say so."
    ),
    Say.WAITLIST_FOR_EARLIER: (
        "The appointment on {at} stands until then; it only moves when you take an earlier time."
    ),
    Say.WAITLIST_FREE_NOW: "These are free already. Would you like one of them, or rather wait?",
    Say.WAITLIST_HOW: (
        "When a time comes free I offer it to whoever has waited longest and keep it for {minutes} minutes. How soon "
        "that is, I can't tell."
    ),
    Say.WAITLIST_STAYS: "All right. {patient} stays on the waiting list.",
    Say.WAITLIST_NOT_HERE: "I can't put this on the waiting list from here. Our front desk can: {phone}.",
    Say.WAITLIST_ENDED: (
        "{patient}: no time with {doctor} came free until {until}, so the place on the waiting list has ended. Write "
        "if you'd like to wait longer."
    ),
    Say.WAITLIST_LEFT: "Done. {patient} is off the waiting list for {doctor}.",
    Say.WAITLIST_SERVED: "With that, {patient} is off the waiting list for {doctor}.",
    Say.WAITLIST_RESTORED: "{patient} is on the waiting list for {doctor} again.",
    Say.WAITLIST_WHICH_TO_LEAVE: "Which place on the waiting list do you mean?",
    Say.WAITLIST_WHICH_VISIT: "Which appointment should become earlier?",
    Say.WAITLIST_STANDING: "On the waiting list:\n{lines}",
    Say.WAITLIST_LINE: "{patient}, {doctor}: {bounds}",
    Say.WAITLIST_LINE_OFFERED: "{patient}, {doctor}: {bounds} (a time is on offer now)",
    Say.WAITLIST_NOT_ON_IT: "There is nobody on the waiting list from this chat.",
    Say.BOUND_FROM: "from {day}",
    Say.BOUND_UNTIL: "until {day}",
    Say.BOUND_BETWEEN: "between {first} and {end}",
    Say.BOUND_AFTER: "from {first} on",
    Say.BOUND_BEFORE: "before {end}",
    Say.BOUND_NOT_ON: "not on {days}",
    Say.BOUND_ONLY_ON: "only on {days}",
    Say.BOUND_PLACE: "at {place}",
    Say.OFFER_TIME: (
        "{patient}: a time with {doctor} has come free: {at}.{place}{fee} I keep it for you until {until}. Would you "
        "like it?"
    ),
    Say.OFFER_EARLIER: (
        "{patient}: an earlier time with {doctor} has come free: {at}, instead of {old}.{place}{fee} I keep it for you "
        "until {until}. Would you like it?"
    ),
    Say.OFFER_GONE: (
        "I'm sorry, {at} with {doctor} has gone to somebody else by now. {patient} stays on the waiting list, and I "
        "write when the next time comes free."
    ),
    Say.OFFER_OVER: "I no longer keep {at} with {doctor} for you.",
    Say.OFFER_DECLINED: "All right, {at} goes to the next in line. {patient} stays on the waiting list.",
    Say.OFFER_OVERLAPS: (
        "{patient} has another appointment at that time, so I booked nothing and passed {at} on. {patient} stays on "
        "the waiting list."
    ),
    Say.OFFER_TOO_MANY: (
        "{patient} has {limit} open appointments, the most that one person can have, so I booked nothing and passed "
        "{at} on."
    ),
    Say.OFFER_VISIT_GONE: (
        "The appointment that {at} was to replace no longer stands, so I moved nothing. {patient} is off the waiting "
        "list."
    ),
    Say.EMERGENCY: (
        "Call {number} now, or go to the nearest emergency department. This may be an emergency, and a chat can't "
        "help fast enough. I've left an alert for {hospital}'s staff, but don't wait for them."
    ),
    Say.EMERGENCY_ALONE: (
        "Call {number} now, or go to the nearest emergency department. This may be an emergency, and a chat can't "
        "help fast enough."
    ),
    Say.EMERGENCY_NUMBER: "your local emergency number",
    Say.CRISIS: (
        "If you are in danger now, call {number}. You can talk to somebody at any hour on {crisis}. I'm sorry that "
        "you feel this way; you don't have to be alone with it. I've left an alert for people here too."
    ),
    Say.CRISIS_WITHOUT_LINE: (
        "If you are in danger now, call {number}.{crisis} I'm sorry that you feel this way; you don't have to be "
        "alone with it. I've left an alert for people here too."
    ),
    Say.ALARM_STANDS: (
        "Call {number} now, and don't wait for an answer here. I've left an alert for {hospital}'s staff. Send 0 and I "
        "ask for a person as well."
    ),
    Say.CRISIS_STANDS: (
        "You can talk to somebody now, at any hour, on {crisis}. If you are in danger, call {number}. I've left an "
        "alert for people here, and I'm still here."
    ),
    Say.CRISIS_STANDS_WITHOUT_LINE: (
        "If you are in danger, call {number} now. I've left an alert for people here, and I'm still here."
    ),
    Say.ALARM_PERSON: "Shall I bring in a person for you?",
    Say.ALARM_WAITS: "Whoever I asked to come in answers here.",
    Say.ALARM_OVER: "I'm glad. If it gets worse again, call {number} at once.",
    Say.CRISIS_OVER: (
        "Thank you for telling me. If it comes back, call {crisis} at any hour, and {number} if you are in danger."
    ),
    Say.ALARM_LEFT: "If it still is an emergency, call {number} first.",
    Say.HANDED_OVER_URGENT: (
        "I've asked the people on call to answer you here at once. Don't wait for them. Reference {reference}."
    ),
    Say.CALLBACK_URGENT: (
        "I've asked the people on call to ring you on {phone} at once. Don't wait for them. Reference {reference}."
    ),
    Say.HANDED_OVER: "I've asked {team}; they answer here, usually within {minutes} minutes. Reference {reference}.",
    Say.HANDED_OVER_CLOSED: (
        "I've left this for {team}; they are closed now and answer here from {at}. Reference {reference}."
    ),
    Say.CALL_IF_URGENT: "If it can't wait, call {phone}.",
    Say.TEAM_DESK: "our front desk",
    Say.TEAM_BILLING: "our billing office",
    Say.TEAM_PHARMACY: "our pharmacy",
    Say.DISTRESS: (
        "I'm sorry, that sounds very hard. You don't have to sort it out alone: a person will be with you. If you are "
        "ever in danger, call {number}."
    ),
    Say.CALM: "I'm sorry that this is so frustrating. I'm happy to go on, or a person can help you instead.",
    Say.STAYS_CALM: "I'm sorry. I'm still here, whenever you'd like to go on.",
    Say.COMPLAINT: (
        "I'm sorry about that, and thank you for telling us. I've passed it on; somebody answers by {at}. Reference "
        "{reference}."
    ),
    Say.COMPLAINT_NOTED: "I'm sorry. I've added that to your complaint {reference}.",
    Say.GOES_ON: "Gladly: I've taken your request {reference} back, and we go on here.",
    Say.GOES_ON_CLAIMED: "Gladly, we go on here. The colleague who has your request {reference} knows.",
    Say.HERE_AGAIN: "I'm here.",
    Say.WHAT_NOW: "How can I help you?",
    Say.BACK_AFTER_PERSON: "This is the automatic assistant again; I'm here if you need anything more.",
    Say.DELAYED: (
        "I'm sorry, nobody has been free yet. I've reminded the person in charge; your request {reference} is not lost."
    ),
    Say.WAYS: "I'm sorry that nobody has answered yet (reference {reference}). How shall we go on?",
    Say.KEEPS_WAITING: "Thank you. Your request {reference} stays where it is; somebody answers here.",
    Say.ALERT_UNREACHED: (
        "Emergency {reference} (queue: {queue}): our advice has not reached whoever wrote. Call them now; the number "
        "is in the task."
    ),
    Say.ALERT_UNANSWERED: (
        "Emergency {reference} (queue: {queue}): a fault kept us from taking it up, whoever wrote got the emergency "
        "number only. See to it now."
    ),
    Say.ALERT_CRITICAL: (
        "Dangerous result {reference} (queue: {queue}), here since {at}: nobody has acknowledged it. "
        "Look at it now and say that you know."
    ),
    Say.ALERT_LEAD: "Nobody has taken {reference} (queue: {queue}) since {at}. Somebody is waiting: please see to it.",
    Say.CALLBACK: "We call you back on {phone} by {at}. Reference {reference}.",
    Say.CALLBACK_BETWEEN: "We call you on {phone} on {day}, between {begin} and {end}. Reference {reference}.",
    Say.CLOSED_AT_THAT_TIME: "Our front desk is closed then.",
    Say.CALLBACK_WITHOUT_NUMBER: "On which number shall we call you back?",
    Say.CALL_TEXTED: (
        "I can't hear you, so I end this call here. Nothing is lost: I've sent a text message to this number, and you "
        "can go on there. Goodbye."
    ),
    Say.CALL_LATER: "I can't hear you, so I end this call here. Nothing is lost; just call again. Goodbye.",
    Say.CALL_TEXT: (
        "{hospital}: our call ended before we were done. To go on, answer this message, or call us on {phone}."
    ),
    Say.CALL_CUT_OFF: "If we were cut off before, say continue.",
    Say.CALL_WHOSE: "To go on where we were: what is the patient's date of birth?",
    Say.CALL_WHOSE_NAME: "To go on where we were: what is the patient's full name?",
    Say.CALL_NOT_FOUND: "I find nothing to go on with. How can I help you?",
    Say.FILES_ARRIVED: (
        "Yes, it has arrived: {references}. Our front desk knows of it; whether the doctor has looked at it yet I "
        "can't see."
    ),
    Say.NO_FILE_ARRIVED: "No file has arrived in this conversation. You can send a photo or a PDF here.",
    Say.SEND_HERE: (
        "Yes, send it here as a photo or a PDF, up to {limit} MB. I keep it for the doctor and tell our front desk."
    ),
    Say.FILE_KEPT: (
        "Thank you. I've kept your file for the doctor and told our front desk; I don't read files myself. Reference "
        "{reference}."
    ),
    Say.FILES_KEPT: (
        "Thank you. I've kept your {count} files for the doctor and told our front desk; I don't read files myself. "
        "References {references}."
    ),
    Say.FILE_UNNAMED: "That file",
    Say.FILE_MISSING: "{file} didn't arrive in one piece. Please send it again.",
    Say.FILE_EMPTY: "{file} is empty. Please look whether it's the right one.",
    Say.FILE_TOO_LARGE: "{file} is too large for me: I can keep photos and PDF files of up to {limit} MB.",
    Say.FILE_TOO_MANY_PIXELS: (
        "{file} has more pixels than I can keep. A plain photo of the page, or a PDF of up to {limit} MB, works."
    ),
    Say.FILE_UNKNOWN_KIND: (
        "{file} is of a kind I can't keep. Photos (JPEG, PNG, WebP, GIF or AVIF) and PDF files of up to {limit} MB "
        "work."
    ),
    Say.FILE_BROKEN: (
        "{file} can't be opened: it's damaged, or not all of it is there. Please send it again, or a photo of the page."
    ),
    Say.FILE_LOCKED: (
        "{file} wants a password, so nobody here could open it. Please send it without one, or a photo of the page."
    ),
    Say.FILE_TOO_MANY_PAGES: "{file} has more pages than I can keep. Please send only those that matter.",
    Say.FILE_TOO_HEAVY: (
        "{file} takes too much to open, so I can't keep it. A plain photo of the page, or a simpler PDF, works."
    ),
    Say.FILE_TOO_MANY: "I can't keep {file}: that's as much as I can take from one conversation in a day.",
    Say.FILE_NO_ROOM: "I can't keep files at this moment, {file} included. Please try again later.",
    Say.VOICE_UNHEARD: "I can't listen to voice notes here. Please type it, or send 0 for a person.",
    Say.VOICE_UNCLEAR: "I couldn't make out your voice note. Please say it again, or type it.",
    Say.MORE_CHOICES: "For others send “more”.",
    Say.I_HEARD: "I heard: “{words}”",
    Say.OPTED_OUT: (
        "{hospital}: you won't get any more messages from us here. No visit was cancelled. Send START to get them "
        "again, or call {phone}."
    ),
    Say.OPTED_OUT_HERE: (
        "{hospital}: you won't get any more messages from us here. No visit was cancelled. Send START to get them "
        "again."
    ),
    Say.OPTED_IN: "{hospital}: you get our messages here again. How can I help you?",
    Say.ASK_STOP_MESSAGES: (
        "Shall I stop all messages from {hospital} here, reminders and answers too? No visit is cancelled by it."
    ),
    Say.MESSAGES_GO_ON: "All right, our messages go on.",
    Say.OPT_OUT_HELP: (
        "{hospital}, automatic assistant: write what you need, such as a visit to book, move or cancel, or send 0 for "
        "a person. Send STOP to get no more messages. In an emergency call {number}."
    ),
    Say.NOTE_STOPPED: (
        "{channel} {phone}: wrote “{word}” and so gets no more messages there. No visit was cancelled. Ask by another "
        "way whether one should be."
    ),
    Say.NOTE_WROTE_AFTER_STOP: (
        "{channel} {phone}: wrote again after asking for no more messages there, and gets no answer. Call."
    ),
    Say.NOTE_UNREACHED: (
        "{patient}, {phone}: wrote of an emergency ({channel}), and our advice has not reached them. Call them now."
    ),
    Say.NOTE_NOBODY_KNOWN: "somebody not on file",
    Say.FILE_OTHER_WAY: "You can also show it at our front desk, or call {phone}.",
    Say.FILE_OTHER_WAY_DESK: "You can also show it at our front desk.",
    Say.NOT_KNOWN: "I don't know that; our front desk does: {phone}.",
    Say.NOT_KNOWN_NO_PHONE: "I don't know that. Send 0 and a colleague answers.",
    Say.CANNOT_ANSWER: (
        "I can't answer that; I look after appointments and questions about the hospital. Our front desk: {phone}."
    ),
    Say.OUR_PHONE: "Our phone number is {phone}.",
    Say.ASK_THE_DESK: "Our front desk can tell you more: {phone}.",
    Say.EMERGENCY_CALL: "In an emergency call {number}.",
    Say.ADDRESSES: "You find us here: {places}.",
    Say.DOCTOR_PLACE: "{doctor}: {place}.",
    Say.VISIT_PLACE: "Your visit with {doctor} on {at}: {place}.",
    Say.COME_AT: "Your visit with {doctor} is on {at}.",
    Say.NOT_KNOWN_EARLIER: "Whether to come earlier than that I don't know; our front desk does: {phone}.",
    Say.DOCTOR_HOURS: "{doctor} sees patients {hours}.",
    Say.NO_DOCTOR_HOURS: "{doctor} has no hours for visits at the moment.",
    Say.DOCTOR_OFF: "Away from {begin} until {back}.",
    Say.OPEN_HOURS: "Our front desk is open {hours}.",
    Say.OPEN_THAT_DAY: "On {day} our front desk is open {hours}.",
    Say.OPEN_NOW: "Yes, our front desk is open now, until {until}.",
    Say.CLOSED_NOW: "Our front desk is closed now; it opens on {opens}.",
    Say.HOLIDAYS_KNOWN: "I know of these closed days: {days}.",
    Say.SPEAKS: "{doctor} speaks {languages}.",
    Say.IS_WOMAN: "{doctor} is a woman.",
    Say.IS_MAN: "{doctor} is a man.",
    Say.GENDER_UNKNOWN: "Whether {doctor} is a woman or a man isn't noted here.",
    Say.SPEAKS_UNKNOWN: "Which languages {doctor} speaks isn't noted here.",
    Say.WHO_SPEAKS: "These doctors speak {language}:\n{doctors}",
    Say.NOBODY_SPEAKS: "I find no doctor here noted as speaking {language}.",
    Say.DOCTORS_SPEAK: "Our doctors speak {languages}.",
    Say.SERVICE_PRICE: "{service}: {price}{paid}.",
    Say.SERVICE_HERE: "Yes, we do that: {service}, {price}.",
    Say.SERVICE_NEEDS_ORDER: "It needs a doctor's order.",
    Say.SERVICES_ARE: "We do these: {services}.",
    Say.SERVICE_LASTS: "{service}: about {minutes} minutes.",
    Say.SERVICE_NEEDS_NO_ORDER: "For {service} no doctor's order is needed.",
    Say.SERVICES_BOOKABLE: "You can book these here: {services}.",
    Say.SERVICES_ON_ORDER: "With an order of your doctor, you can book here: {services}.",
    Say.DESK_BOOKS_TESTS: "Our front desk books it for you: {phone}.",
    Say.LASTS: "A visit takes {minutes} minutes.",
    Say.LASTS_BETWEEN: "Visits take {least} to {most} minutes, depending on the doctor.",
    Say.PREPARE: "{service}: {words}",
    Say.PREPARE_UNKNOWN: "How to prepare for {service} isn't noted here; please ask the front desk.",
    Say.INSURER_LISTED: "{insurer} is on our list.",
    Say.INSURER_PLANS: "Plans: {plans}.",
    Say.PLAN_ONLY_AT: "{plan} (only at {places})",
    Say.INSURERS: "We work with {insurers}.",
    Say.INSURER_NOT_LISTED: "That one isn't on my list of insurers, which has {insurers}.",
    Say.ONLY_THESE_LANGUAGES: "I only speak {languages}. Send 0 and a colleague helps you.",
    Say.UNDERSTOOD_PARTLY: "I understood only part of that; I speak {languages}.",
    Say.NOT_EVEN_A_HINT: "I can't say anything about that here, not even yes or no; a doctor can.",
    Say.SHALL_A_COLLEAGUE: "Shall a colleague get back to you?",
    Say.OFF_TOPIC: "I can't help with that, I'm afraid; I look after appointments and questions about the hospital.",
    Say.SHALL_I_BOOK: "Shall I find you an appointment?",
    Say.PRICE: "A visit to {doctor} costs {fee}{paid}.",
    Say.PRICE_OF_VISIT: "A visit costs {fee}{paid}.",
    Say.PRICE_RANGE: "Visits cost between {low} and {high}, depending on the doctor{paid}.",
    Say.PRICE_UNKNOWN: "I have no price for that; our front desk does: {phone}.",
    Say.ESTIMATE: "Price {total}, your plan about {insurer}, you about {patient}.",
    Say.ESTIMATE_OF: "{what}: {words}",
    Say.ESTIMATE_PRICE: "Price {total}.",
    Say.ESTIMATE_NO_PROMISE: "An estimate, not a promise.",
    Say.ESTIMATE_NO_PRICE: "I have no price for {things}, so I cannot tell the whole cost.",
    Say.ESTIMATE_NO_COVERAGE: "We have no insurance of yours on file for that day.",
    Say.ESTIMATE_CANNOT_TELL: "What your plan pays of it we cannot tell: {reasons}.",
    Say.ESTIMATE_UNCHECKED: "your policy has not been checked yet",
    Say.ESTIMATE_TO_BE_ASKED: "your insurer must agree to it first",
    Say.ESTIMATE_SITES: "your plan does not pay at every site",
    Say.ESTIMATE_DEDUCTIBLE: "{amount} of your part is what you pay yourself each year before your plan does.",
    Say.ESTIMATE_OVER_LIMIT: "{amount} of it is above what your plan pays in a year.",
    Say.ESTIMATE_NOT_COVERED: "Your plan does not pay for {amount} of it.",
    Say.ESTIMATE_UNTIL: "This is what we know today; after {day} please ask again.",
    Say.POLICY_FEE: "Cancelling is free up to {hours} hours before; later it costs {fee}. Moving is always free.",
    Say.IF_LATE: (
        "If you run late, please call our front desk on {phone}: they know whether you can still be seen. Or I move "
        "the visit to another time, just say so."
    ),
    Say.POLICY_FREE: "Cancelling costs nothing. Please tell us at least {hours} hours before.",
    Say.LABEL_YES: "Yes",
    Say.LABEL_NO: "No",
    Say.LABEL_YES_CANCEL: "Yes, cancel it",
    Say.LABEL_NO_KEEP: "No, keep it",
    Say.LABEL_MOVE_INSTEAD: "Move it instead",
    Say.LABEL_MOVE_OTHER: "Move the other visit",
    Say.LABEL_MORE_TIMES: "Other times",
    Say.LABEL_OWN_PHONE: "Share my number",
    Say.LABEL_STOP: "Leave it",
    Say.LABEL_STOP_BOOKING: "Stop this booking",
    Say.LABEL_CANCEL_VISIT: "Cancel {at}, {doctor}",
    Say.LABEL_HUMAN: "Talk to a person",
    Say.LABEL_GO_ON: "Go on with the assistant",
    Say.LABEL_GO_ON_AFTER_ALL: "Go on after all",
    Say.LABEL_KEEP_WAITING: "Keep waiting",
    Say.LABEL_CALL_ME: "Call me",
    Say.LABEL_WAITLIST: "Waiting list",
    Say.LABEL_LEAVE_LIST: "Off the waiting list",
    Say.LABEL_LEAVE_ALL: "All of them",
    Say.LABEL_ONLY_THE_LIST: "I'd rather wait",
    Say.LABEL_TAKE_IT: "Yes, I'll take it",
    Say.LABEL_BOOK: "Book an appointment",
    Say.LABEL_BOOK_ANOTHER: "Book another time",
    Say.LABEL_NO_THANKS: "No, thanks",
    Say.LABEL_MY_APPOINTMENTS: "My appointments",
    Say.LABEL_REFILL: "Ask for one again",
    Say.LABEL_PAY_BILL: "Pay the bill",
    Say.LABEL_ON_BILL: "What is on the bill?",
    Say.LABEL_BILL_PDF: "Invoice as PDF",
    Say.BILL_NEXT: "What would you like to do?",
    Say.LABEL_SKIP: "Skip",
    Say.LABEL_NOT_SURE: "I'm not sure",
    Say.LABEL_SOMEONE_ELSE: "Someone else",
    Say.LABEL_FIND_MINE: "Find my appointments",
    Say.LABEL_NEW_CODE: "Send a new code",
    Say.LABEL_BY_SMS: "By SMS",
    Say.NOTE_DUPLICATE: "new: {new} · may be the same person as {others} (same birth date, name that fits)",
    Say.NOTE_NO_ERRAND: "no errand yet",
    Say.NOTE_BOOK: "book",
    Say.NOTE_RESCHEDULE: "reschedule",
    Say.NOTE_CANCEL: "cancel",
    Say.NOTE_REGISTER: "register",
    Say.NOTE_ASKED: "asked: {words}",
    Say.NOTE_NO_NUMBER: "no number",
    Say.NOTE_UNANSWERED: "A message could not be answered; its writer was told to name {reference}",
    Say.NOTE_UNANSWERED_URGENT: (
        "{phone}: wrote of an emergency ({channel}); a fault kept us from more than the number to call. See what they "
        "wrote and call them now. Reference {reference}"
    ),
    Say.NOTE_UNHEARD: "Alerts reached nobody; still to be taken: {references}",
    Say.NOTE_PUT_ASIDE: "A message could not even be written down; `queue dead` has it as {reference}",
    Say.NOTE_CALL: "to be called {start} to {end}",
    Say.NOTE_PRIVACY: "asks about their data: {words}",
    Say.NOTE_FILES: "files: {references}",
    Say.NOTE_OF_PATIENT: "on the chart of {patient} ({number})",
    Say.NOTE_UNPROVEN: "in the name of {patient} ({number}), which nobody has proven: filed under no patient",
    Say.NOTE_CALL_INSTEAD: "patient asks for a call instead",
    Say.NOTE_SPOKE: "put through on the phone, and answered",
    Say.NOTE_ALARM: "EMERGENCY told of at {at}: “{words}”",
    Say.NOTE_ALARM_CRISIS: "EMERGENCY, may harm themselves, told of at {at}: “{words}”",
    Say.NOTE_WANTS: "wants {what}: “{words}”",
    Say.NOTE_UNCLEAR: "not understood: “{words}”",
    Say.NOTE_FOR_PRESCRIPTIONS: "their prescriptions",
    Say.NOTE_FOR_REFILL: "a refill",
    Say.NOTE_FOR_DIAGNOSES: "their diagnosis or plan",
    Say.NOTE_FOR_REPORTS: "results",
    Say.NOTE_FOR_BILLING: "a bill seen to",
    Say.NOTE_FOR_INSURANCE: "their insurance seen to",
    Say.NOTE_FOR_PHARMACY: "the pharmacy",
    Say.NOTE_FOR_CONSENT: "a consent or their data seen to",
    Say.NOTE_FOR_OTHER: "something else",
    Say.NOTE_WENT_ON: "patient went on with the assistant",
}
