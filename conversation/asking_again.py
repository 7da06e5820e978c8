"""How an open question is asked once more."""

from __future__ import annotations

from conversation.phrases.say import Say

AGAIN = {
    "name": Say.AGAIN_NAME,
    "date_of_birth": Say.AGAIN_BIRTH,
    "phone": Say.AGAIN_PHONE,
    "callback": Say.AGAIN_PHONE,
    "reason": Say.AGAIN_REASON,
    "doctor": Say.AGAIN_DOCTOR,
    "speciality": Say.AGAIN_REASON,
    "slot": Say.AGAIN_SLOT,
    "who": Say.AGAIN_WHO,
    "confirm": Say.AGAIN_CONFIRM,
    "confirm_cancel": Say.AGAIN_CONFIRM_CANCEL,
    "visit": Say.AGAIN_VISIT,
    "visit_day": Say.AGAIN_VISIT,
    "guardian_name": Say.ASK_GUARDIAN,
    "helper_phone": Say.AGAIN_PHONE,
    "resume_birth": Say.AGAIN_BIRTH,
    "resume_name": Say.AGAIN_NAME,
    "prove_name": Say.ASK_NAME,
    "prove_birth": Say.AGAIN_BIRTH,
    "prove_code": Say.ASK_CODE,
    "reminders": Say.AGAIN_REMINDERS,
    "whose_record": Say.WHOSE_RECORD,
    "which_record": Say.AGAIN_WHICH_RECORD,
}
"""Short forms of the open question."""
