"""The desk's words in English."""

from __future__ import annotations

from conversation.phrases.grammar import Grammar
from conversation.phrases.say import Say

GRAMMAR = Grammar(
    name="English",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
    day="{weekday} {day} {month}",
    with_year="{day} {year}",
    moment="{day} at {time}",
    and_="and",
    or_="or",
    money="{symbol}{amount}",
    decimal_mark=".",
    relations={
        "child": "your child", "son": "your son", "daughter": "your daughter", "mother": "your mother",
        "father": "your father", "wife": "your wife", "husband": "your husband", "partner": "your partner",
        "other": "the patient",
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
    Say.KEPT_FOR_LATER: (
        "I have your message, but can't look into our books this minute. It isn't lost: I answer as soon as I can. "
        "Please ask again shortly; in an emergency call the emergency number."
    ),
    Say.NOTHING: "",
    Say.QUOTE: "{words}",
    Say.GREETING: (
        "Hello, this is {hospital}. What can I do for you? For example: “I need a cardiologist on Monday” or “move "
        "my appointment”."
    ),
    Say.GREETING_SHORT: "Hello!",
    Say.WELCOME: "You're welcome.",
    Say.GOODBYE: "All right. Goodbye, and take care.",
    Say.ALL_RIGHT: "All right.",
    Say.SMALLTALK: "Kind of you to ask. I'm best at appointments: booking, moving and cancelling them.",
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
        "call {number}. Shall I find you an appointment?"
    ),
    Say.NO_OTHERS_DATA: "I can't give out anything about other people.",
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
    Say.WEEKDAY_DIFFERS: "That day of the week and that date only meet on {other}; the next such date is {day}.",
    Say.NOTED: "Noted, thank you.",
    Say.AGAIN_SLOT: "Which time suits you?",
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
    Say.FINE_WITHOUT: "That's fine. How would you like to go on?",
    Say.STOPPED: "All right, I've stopped. Say “continue” if you'd like to go on later.",
    Say.RESUMED: "Let's go on where we were.",
    Say.NOTHING_TO_RESUME: "There is nothing to go on with. What can I do for you?",
    Say.KNOWN: "So far I have:\n{facts}",
    Say.KNOWN_DONE: "This is booked:\n{facts}",
    Say.KNOWN_NOTHING: "Nothing yet. What can I do for you?",
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
    Say.WHICH_OF_OURS: "Which of our specialities would you like?",
    Say.WHICH_SPECIALITY: "That could be for {specialities}. Which would you like?",
    Say.DEFAULT_SPECIALITY: "{speciality} is a good place to start with that.",
    Say.WHICH_DOCTOR: "Which doctor do you mean: {doctors}?",
    Say.DID_YOU_MEAN: "I don't know {said}. Do you mean {doctors}?",
    Say.UNKNOWN_DOCTOR: "We have no {said} here. Which speciality would you like?",
    Say.UNKNOWN_DOCTOR_COLLEAGUES: "We have no {said} here. In {speciality} you can see:",
    Say.DOCTOR_INACTIVE: "{doctor} no longer takes appointments here.",
    Say.NO_SUCH_SPECIALITY: "We have no {said} here.",
    Say.NO_DOCTORS: "Nobody takes appointments in {speciality} at the moment.",
    Say.NOT_AT_THIS_PLACE: "{speciality} isn't at {place}; I looked at our other sites.",
    Say.GENDER_NOT_HERE: "There is no such doctor in this speciality; these are its doctors.",
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
    Say.DAY_IS_FULL: "{day} is full with {doctor}.",
    Say.NOTHING_THEN: "Then there is nothing free with {doctor}.",
    Say.DAY_HAS_PASSED: "{day} has passed.",
    Say.TIME_HAS_PASSED: "{at} has passed.",
    Say.BEYOND_HORIZON: "{day} is too far ahead: we take bookings up to {days} days ahead.",
    Say.CLOSED_HOLIDAY: "On {day} we are closed ({name}).",
    Say.CLOSED_THAT_DAY: "On {day} we are closed.",
    Say.DOCTOR_AWAY: "{doctor} is away on {day}, back on {back}.",
    Say.DOCTOR_AWAY_THEN: "{doctor} is away then, back on {back}.",
    Say.OUTSIDE_HOURS: "{doctor}: appointments there are between {opens} and {closes}.",
    Say.DOCTOR_NOT_THAT_DAY: "{doctor} sees no patients on {day}.",
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
    Say.CONFIRM_BOOKING: "{doctor}, {speciality}, {at}, for {patient}.{fee}{phone} Shall I book it?",
    Say.FEES: " Visits cost {low} to {high}.",
    Say.FEE: " The visit costs {fee}.",
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
    Say.TOO_MANY: (
        "No more than {limit} open at a time for one person, and that many are booked. Cancel one first, or a "
        "colleague helps you."
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
        "Nothing was booked in this conversation. To move or cancel another appointment, tell me so and I'll ask "
        "for what I need."
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
    Say.PROVE_VISIT: "And the day of the appointment, or its reference?",
    Say.PROOF_FAILED: "I can't find an appointment like that. Please check and send the full name again.",
    Say.PROOF_LOCKED: "I can't look for it any further here. A colleague at the front desk can help.",
    Say.NOTICE_CANCELLED: "{hospital}: {whose} on {at} was cancelled. If that wasn't your wish, call {phone}.",
    Say.NOTICE_MOVED: "{hospital}: {whose} on {old} was moved to {at}. If that wasn't your wish, call {phone}.",
    Say.NOTICE_STANDS: "{hospital}: {whose} on {at} stands again. If that wasn't your wish, call {phone}.",
    Say.NOTICE_YOURS: "your appointment",
    Say.NOTICE_OF: "the appointment of {patient}",
    Say.WAITLIST_JOINED: (
        "{patient} is on the waiting list for {doctor}, until {until}. We write as soon as a time comes free."
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
    Say.HANDED_OVER: "I've passed this to our front desk. Reference {reference}. If it can't wait, call {phone}.",
    Say.HANDED_OVER_CLOSED: (
        "Our front desk is closed now and opens on {at}; I've left it for them. Reference {reference}."
    ),
    Say.CALLBACK: "We call you back on {phone} by {at}. Reference {reference}.",
    Say.CALLBACK_WITHOUT_NUMBER: "On which number shall we call you back?",
    Say.WHERE_WE_ARE: "I'm not sure about that. You find us here: {places}. Our phone: {phone}.",
    Say.NOT_KNOWN: "I don't know that; our front desk does: {phone}.",
    Say.PRICE: "A visit to {doctor} costs {fee}.",
    Say.PRICE_OF_VISIT: "A visit costs {fee}.",
    Say.PRICE_RANGE: "Visits cost between {low} and {high}, depending on the doctor.",
    Say.PRICE_UNKNOWN: "I have no price for that; our front desk does: {phone}.",
    Say.POLICY_FEE: "Cancelling is free up to {hours} hours before; later it costs {fee}. Moving is always free.",
    Say.POLICY_FREE: "Cancelling costs nothing. Please tell us at least {hours} hours before.",
    Say.LABEL_YES: "Yes",
    Say.LABEL_NO: "No",
    Say.LABEL_YES_CANCEL: "Yes, cancel it",
    Say.LABEL_NO_KEEP: "No, keep it",
    Say.LABEL_MOVE_INSTEAD: "Move it instead",
    Say.LABEL_MOVE_OTHER: "Move the other visit",
    Say.LABEL_MORE_TIMES: "Other times",
    Say.LABEL_STOP: "Leave it",
    Say.LABEL_STOP_BOOKING: "Stop this booking",
    Say.LABEL_CANCEL_VISIT: "Cancel {at}, {doctor}",
    Say.LABEL_HUMAN: "Talk to a person",
    Say.LABEL_WAITLIST: "Waiting list",
    Say.LABEL_BOOK: "Book an appointment",
    Say.LABEL_BOOK_ANOTHER: "Book another time",
    Say.LABEL_NO_THANKS: "No, thanks",
    Say.LABEL_MY_APPOINTMENTS: "My appointments",
    Say.LABEL_NOT_SURE: "I'm not sure",
    Say.LABEL_SOMEONE_ELSE: "Someone else",
}
