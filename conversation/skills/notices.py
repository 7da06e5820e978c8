"""Telling the number on file what somebody else did with a patient's visit."""

from __future__ import annotations

from conversation.household import acting_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.texting import text, voice_for
from conversation.turn import Desk
from hospital import inbox, people
from hospital.appointments import Appointment

KIND = "notice"


def tell_number_on_file(desk: Desk, pen: Pen, visit: Appointment, say: Say, **facts: object) -> None:
    """Tell the number on file what became of a visit, unless its owner did it. `visit` is how it was before.

    The words stand on a locked screen: no doctor, no speciality, no reason.
    """
    if _is_owners(desk, pen, visit):
        return
    age = desk.hospital.booking.guardian_until_age
    for contact in people.contacts(desk.unit, visit.patient_id, desk.now.date(), age):
        if visit.conversation_id == desk.conversation_id and not contact.is_verified:
            # whoever booked here typed that number: it may be a stranger's
            continue
        voice = voice_for(desk, contact)
        whose = Say.NOTICE_OF if contact.is_shared else Say.NOTICE_YOURS
        told = {
            "hospital": desk.hospital.name,
            "whose": voice.say(whose, {"patient": visit.patient}),
            "phone": desk.hospital.phone or "",
            **facts,
        }
        key = f"{say.value}-{visit.reference}-c{desk.conversation_id}-t{desk.turn_number}-{contact.phone}"
        words = voice.say(say, told)
        text(desk, contact.phone, words, kind=KIND, dedupe_key=inbox.key(key), language=voice.language)


def _is_owners(desk: Desk, pen: Pen, visit: Appointment) -> bool:
    """Whether the channel vouches that the patient writes, or a guardian."""
    owned = [person for person in acting_people(desk, pen.state) if person.relation != "helped"]
    return any(person.number == visit.patient_number for person in owned)
