"""What was prescribed, having it again, and what a chat does not show: asked for in words, seen in the records."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from conversation import notices, ready_news, refill_news
from conversation.papers import Papers
from db.models import AuditRow, ConversationRow, EncounterRow, OutboxRow, RefillRequestRow, TaskRow
from hospital import consent
from hospital.consent import REMINDERS, Decision
from hospital.prescriptions.writing import NewItem
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, MONDAY, NORA, RAVI, SITUATIONS, TOM, Chat, Frontdesk
from tests.situations.prescribing import (
    AMLODIPINE,
    ATORVASTATIN,
    PHARMACY,
    TRAMADOL,
    TRAMADOL_ITEM,
    Clinic,
    tablets,
)
from tests.situations.test_rights import codes, rows

BORN = {NORA: "2 May 1984", RAVI: "14 March 1990", TOM: "23 November 1979", ELENA: "9 de julio de 1991"}
FOR_PRESSURE = tablets(AMLODIPINE, "for blood pressure")


def asked(desk: Frontdesk) -> list[tuple[str, str]]:
    """What was asked for again: references, and how they stand."""
    found = select(RefillRequestRow.reference, RefillRequestRow.status).order_by(RefillRequestRow.id)
    return [(reference, status) for reference, status in rows(desk, found)]


def states(desk: Frontdesk) -> list[str]:
    return [status for _, status in asked(desk)]


def proven(desk: Frontdesk, phone: str, words: str) -> Chat:
    """Somebody on file asks, and proves on WhatsApp that it is them."""
    chat = desk.chat(phone)
    chat.say(words)
    chat.say(BORN[phone])
    return chat


def tell(clinic: Clinic) -> int:
    return refill_news.tell(clinic.desk.parts.office, clinic.desk.parts.directory, clinic.now)


def written(desk: Frontdesk) -> list[tuple[str, str, str]]:
    """What was written to patients unasked about medicines: by which channel, where, and the words."""
    query = select(OutboxRow.channel, OutboxRow.address, OutboxRow.payload).where(OutboxRow.kind == refill_news.KIND)
    return [(channel, address, json.loads(payload)["text"]) for channel, address, payload in rows(desk, query)]


# --- what was prescribed --------------------------------------------------------------------------


@pytest.mark.words
def test_what_the_doctor_signed_is_read_out_once_it_is_known_who_asks_and_no_draft_is(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    signed = clinic.prescribe(NORA, FOR_PRESSURE, tablets(ATORVASTATIN, repeats=2))
    paused = clinic.prescribe(NORA, tablets("Loratadine 10 mg tablets"))
    clinic.pause(paused)
    clinic.draft(NORA, tablets("Notyet 5 mg tablets"))
    chat = desk.chat(NORA)
    assert "Amlodipine" not in chat.say("what did the doctor prescribe me?").told
    told = chat.say(BORN[NORA])
    assert told.happened == ["identity.confirmed", "records.shown"]
    for words in (
        signed.reference,
        "Okafor",
        "8 June",
        AMLODIPINE,
        "1 tablet, once a day, for 28 days",
        "blood pressure",
    ):
        assert words in told.text
    assert "repeats left: 2" in told.text and "paused" in told.text and "Notyet" not in told.text
    one = chat.say("how often do I take my atorvastatin?").text
    assert "once a day" in one and "Amlodipine" not in one
    assert "prescription.read" in [action for (action,) in rows(desk, select(AuditRow.action))]


@pytest.mark.words
def test_what_was_prescribed_is_read_out_in_spanish(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(ELENA, tablets(AMLODIPINE, "para la tensión"))
    chat = proven(desk, ELENA, "¿qué me recetaron?")
    assert (
        "1 comprimido, una vez al día, durante 28 días" in chat.last.text and "no quedan repeticiones" in chat.last.text
    )


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "words", "told"),
    [
        (NORA, "how many repeats do I have left?", "repeats left: 2"),
        (NORA, "when does my prescription expire", "valid until Saturday 5 December"),
        (ELENA, "¿cuántas repeticiones tengo?", "repeticiones que quedan: 2"),
        (ELENA, "¿hasta cuándo vale mi receta?", "válida hasta el sábado 5 de diciembre"),
    ],
)
def test_what_is_left_and_how_long_it_stands_asks_for_nothing_again(
    desk: Frontdesk, phone: str, words: str, told: str
) -> None:
    Clinic(desk).prescribe(phone, tablets(ATORVASTATIN, repeats=2))
    assert told in proven(desk, phone, words).last.text and asked(desk) == []


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "words", "dose"),
    [
        (NORA, "how often in a day do I take amlodipine?", "1 tablet, once a day"),
        (NORA, "what dose of amlodipine am I on", "1 tablet, once a day"),
        (NORA, "at what time do i have to take the amlodipine", "1 tablet, once a day"),
        (ELENA, "¿cuántas amlodipinas tomo al día?", "1 comprimido, una vez al día"),
        (ELENA, "a qué hora tengo que tomar la amlodipina", "1 comprimido, una vez al día"),
    ],
)
def test_how_it_is_to_be_taken_is_read_out_as_it_was_signed(desk: Frontdesk, phone: str, words: str, dose: str) -> None:
    Clinic(desk).prescribe(phone, FOR_PRESSURE, tablets(ATORVASTATIN))
    chat = desk.chat(phone)
    assert chat.say(words).question == "prove_birth"
    told = chat.say(BORN[phone]).text
    assert dose in told and AMLODIPINE in told
    assert re.search("only read out what is written|Solo leo lo que está escrito", told)


@pytest.mark.words
@pytest.mark.parametrize(
    "words",
    [
        "¿qué le recetaron a Ravi Kumar?",
        "what did the doctor prescribe for Ravi Kumar?",
        "refill Ravi Kumar's blood pressure tablets",
    ],
)
def test_somebody_elses_prescriptions_are_refused_whether_there_are_any_or_not(desk: Frontdesk, words: str) -> None:
    clinic = Clinic(desk)
    clinic.prescribe(RAVI, FOR_PRESSURE)
    clinic.prescribe(NORA, FOR_PRESSURE)
    for chat in (desk.chat(NORA), desk.chat(TOM)):
        chat.say(words)
        assert (
            re.search("only show you your own|mostrarle lo suyo", chat.last.text) and "Amlodipine" not in chat.last.told
        )
    assert asked(desk) == []


# --- having it again ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "words", "item"),
    [
        (NORA, "Refill my blood pressure tablets", FOR_PRESSURE),
        (ELENA, "necesito más pastillas de la tensión", tablets(AMLODIPINE, "para la tensión")),
    ],
    ids=["en", "es"],
)
def test_a_refill_is_a_request_that_the_doctor_decides_and_is_not_called_approved(
    desk: Frontdesk, phone: str, words: str, item: NewItem
) -> None:
    prescription = Clinic(desk).prescribe(phone, item, tablets(ATORVASTATIN))
    chat = proven(desk, phone, words)
    [(reference, status)] = asked(desk)
    assert status == "requested" and reference in chat.last.text and "Okafor" in chat.last.text
    assert AMLODIPINE in chat.last.text and not re.search(r"approved|aprob", chat.last.told)
    assert {"name": "refill.requested", "prescription_id": prescription.reference} in chat.last.events
    assert rows(desk, select(TaskRow.queue, TaskRow.kind)) == [("clinic", "refill")]
    again = chat.say(words)
    assert states(desk) == ["requested"] and reference in again.text and "refill.requested" not in again.happened


@pytest.mark.words
def test_several_are_asked_for_in_one_message_and_a_repeat_that_is_left_goes_to_the_pharmacy(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    clinic.took(clinic.prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN, repeats=1), TRAMADOL_ITEM))
    chat = proven(desk, NORA, "I need more amlodipine, atorvastatin and tramadol")
    assert states(desk) == ["requested", "approved"] and "pharmacy prepares" in chat.last.text
    assert f"{TRAMADOL} is a controlled medicine" in chat.last.text and "appointment" in chat.last.told


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "words", "missing"),
    [
        (NORA, "I need amlodipine and atorvastatin", "don't find atorvastatin"),
        (NORA, "refill my amlodipine and lipitor please", "don't find lipitor"),
        (ELENA, "quiero más amlodipina y atorvastatina", "No encuentro atorvastatina"),
    ],
)
def test_what_is_not_prescribed_is_said_so_beside_what_is_asked_for(
    desk: Frontdesk, phone: str, words: str, missing: str
) -> None:
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE))
    chat = proven(desk, phone, words)
    assert states(desk) == ["requested"] and AMLODIPINE in chat.last.text and missing in chat.last.text


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "first", "more"),
    [
        (NORA, "refill my amlodipine", "and the atorvastatin too"),
        (ELENA, "necesito más amlodipina", "y la atorvastatina también"),
    ],
)
def test_another_one_is_added_in_few_words(desk: Frontdesk, phone: str, first: str, more: str) -> None:
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE), tablets(ATORVASTATIN))
    chat = proven(desk, phone, first)
    assert ATORVASTATIN in chat.say(more).text and states(desk) == ["requested", "requested"]


@pytest.mark.words
def test_what_is_not_named_is_asked_and_what_is_heard_by_likeness_is_read_back(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN), TRAMADOL_ITEM)
    chat = proven(desk, NORA, "I've run out of tablets")
    assert chat.last.question == "which_record" and chat.last.labels == [AMLODIPINE, ATORVASTATIN]
    chat.say("the second one")
    assert states(desk) == ["requested"] and ATORVASTATIN in chat.last.text
    chat.say("refill my amlodpine")
    assert chat.last.question == "confirm_record" and len(asked(desk)) == 1
    assert chat.say("no").question == "which_record" or len(asked(desk)) == 1
    chat.say("refill my amlodpine", "yes")
    assert states(desk) == ["requested", "requested"] and AMLODIPINE in chat.last.text
    missing = chat.say("can I have more lisinopril")
    assert "don't find lisinopril" in missing.text and len(asked(desk)) == 2


@pytest.mark.words
def test_a_yes_to_something_else_does_not_bring_back_what_was_asked_for_before(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN))
    chat = desk.chat(NORA)
    chat.say("refill my amlodipine")
    chat.say("I'd rather have a visit with Dr Chen first", "yes, and refill my atorvastatin please")
    chat.say(BORN[NORA])
    assert states(desk) == ["requested"] and ATORVASTATIN in chat.last.text and AMLODIPINE not in chat.last.text


@pytest.mark.words
def test_what_was_read_back_is_no_more_asked_once_something_else_was_told(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN))
    chat = proven(desk, NORA, "refill my amlodpine")
    assert chat.last.question == "confirm_record"
    assert chat.say("do I owe you anything?").question is None
    assert "Which would you like" not in chat.say("yes").text and states(desk) == []


@pytest.mark.words
def test_all_of_them_are_asked_for_by_one_word(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(ELENA, tablets(AMLODIPINE), tablets(ATORVASTATIN), TRAMADOL_ITEM)
    chat = proven(desk, ELENA, "se me acabaron las pastillas")
    assert chat.say("olvídelo, todo bien") and states(desk) == []
    chat.say("no, ninguna de todas ellas")
    assert states(desk) == []
    chat.say("se me acabaron las pastillas", "las dos, ambas")
    assert states(desk) == ["requested", "requested"]


@pytest.mark.words
@pytest.mark.parametrize("words", ["everything is fine, forget it", "not all of them", "forget all of it"])
def test_all_that_is_not_wanted_is_not_asked_for(desk: Frontdesk, words: str) -> None:
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN))
    chat = proven(desk, NORA, "I've run out of tablets")
    assert chat.last.question == "which_record"
    chat.say(words)
    assert states(desk) == []


@pytest.mark.parametrize("words", ["Refill Xanax", "I need a refill of tramadol", "necesito más tramadol"])
def test_a_controlled_medicine_stops_hard_with_a_visit_or_a_person_instead(desk: Frontdesk, words: str) -> None:
    Clinic(desk).prescribe(NORA, TRAMADOL_ITEM)
    chat = desk.chat(NORA)
    told = chat.say(words)
    assert re.search("controlled|controlado", told.text) and len(told.labels) == 2
    assert asked(desk) == [] and "refill.requested" not in told.happened
    assert chat.say("yes" if "R" in words or "need" in words else "sí").state["task"] == "book"


@pytest.mark.words
def test_each_reason_for_a_visit_has_a_sentence_of_its_own(desk: Frontdesk) -> None:
    Clinic(desk, MONDAY - timedelta(days=200)).prescribe(NORA, tablets("Bisoprolol 5 mg tablets"))
    clinic = Clinic(desk)
    clinic.prescribe(NORA, tablets(AMLODIPINE), tablets("Metformin 850 mg tablets"))
    clinic.pause(clinic.prescribe(NORA, tablets(ATORVASTATIN)))
    chat = proven(desk, NORA, "I need more bisoprolol")
    assert "ran out on" in chat.last.text and "Okafor has to see Nora" in chat.last.text
    assert "paused by the doctor" in chat.say("refill my atorvastatin").text
    assert asked(desk) == [] and "Book" in chat.last.told
    chat.say("refill my metformin")
    assert states(desk) == ["requested"]
    long_ago = update(EncounterRow).values(started_at=clinic.now - timedelta(days=400))
    desk.parts.office.write(lambda unit: unit.connection.execute(long_ago))
    assert "in the last year" in chat.say("refill my amlodipine").text and len(asked(desk)) == 1


@pytest.mark.words
def test_in_a_browser_a_code_to_the_number_on_file_proves_who_asks(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, FOR_PRESSURE)
    chat = desk.chat()
    chat.say("refill my blood pressure tablets", "Nora Byrne", "2 May 1984")
    assert asked(desk) == [] and "Amlodipine" not in chat.last.told
    [(number, digits)] = codes(desk)
    assert number == NORA
    chat.say(digits)
    assert states(desk) == ["requested"] and AMLODIPINE in chat.last.text


@pytest.mark.words
def test_a_refill_in_the_middle_of_a_booking_comes_back_to_the_booking(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, FOR_PRESSURE)
    chat = desk.chat(NORA)
    chat.say("I want to see Dr Chen", "and refill my amlodipine please", BORN[NORA])
    assert states(desk) == ["requested"] and chat.last.question == "slot"
    chat.say("Thursday at 10:00")
    chat.agree()
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]


@pytest.mark.words
def test_a_visit_and_a_refill_in_one_message_are_both_done_once_it_is_known_who_asks(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, FOR_PRESSURE)
    chat = desk.chat(NORA)
    chat.say("I need an appointment with Dr Chen and a refill of my amlodipine")
    assert chat.last.question == "prove_birth"
    chat.say(BORN[NORA])
    assert states(desk) == ["requested"] and chat.last.question == "slot"
    chat.say("Thursday at 10:00")
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]


@pytest.mark.words
@pytest.mark.parametrize(
    "words",
    [
        "how is my refill coming along?",
        "has the doctor decided about my refill?",
        "did the doctor sign off on my refill yet",
        "¿cómo va mi solicitud de renovación?",
    ],
)
def test_nothing_is_asked_for_by_who_only_asks_how_it_stands(desk: Frontdesk, words: str) -> None:
    Clinic(desk).prescribe(NORA, FOR_PRESSURE)
    chat = proven(desk, NORA, words)
    assert asked(desk) == [] and re.search("Nothing was asked|no se ha pedido", chat.last.text)


def test_a_message_that_comes_twice_asks_once(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, FOR_PRESSURE)
    chat = proven(desk, NORA, "my prescriptions")
    for _ in range(2):
        chat.send("twice", {"text": "refill my amlodipine", "message_id": "SM1"})
    assert states(desk) == ["requested"]


# --- what became of it ----------------------------------------------------------------------------


@pytest.fixture
def chemist(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of a hospital whose pharmacy has amlodipine."""
    return open_hospital(SITUATIONS.read_text() + PHARMACY)


def test_an_approval_and_what_is_ready_are_told_once_where_it_was_asked_and_name_no_medicine(
    chemist: Frontdesk,
) -> None:
    clinic = Clinic(chemist)
    clinic.took(clinic.prescribe(NORA, tablets(AMLODIPINE, sku="AMLO-5")))
    chat = proven(chemist, NORA, "refill my amlodipine")
    [(reference, _)] = asked(chemist)
    assert tell(clinic) == 0
    prescription = clinic.approve(reference)
    assert [tell(clinic), tell(clinic)] == [1, 0]
    assert "approved" in chat.say("is my refill approved?").text
    dispense = clinic.make_ready(prescription)
    assert [tell(clinic), tell(clinic)] == [1, 0]
    assert told_of_ready(clinic) == [], "it was told where it was asked"
    [approved, ready] = written(chemist)
    assert approved[:2] == ready[:2] == ("whatsapp", chat.name)
    assert "approved" in approved[2] and "ready to collect" in ready[2]
    assert all(reference in words and "mlodipine" not in words for _, _, words in (approved, ready))
    assert "ready to collect until" in chat.say("what happened with my refill?").text
    clinic.hand_over(dispense)
    assert "collected on Monday 8 June" in chat.say("what happened with my refill?").text
    assert (
        f"{prescription.reference}, Dr. Grace Okafor, Monday 8 June, all of it given out"
        in chat.say("my prescriptions").text
    )


def told_of_ready(clinic: Clinic) -> list[tuple[str, str, str]]:
    """What was written to patients about what is ready, now that the clock has looked."""
    notices.tell(clinic.desk.parts.office, clinic.desk.parts.directory, ready_news.NOTES, now=clinic.now)
    query = select(OutboxRow.channel, OutboxRow.address, OutboxRow.payload).where(OutboxRow.kind == "ready_news")
    return [(channel, where, json.loads(payload)["text"]) for channel, where, payload in rows(clinic.desk, query)]


def agrees(clinic: Clinic, phone: str) -> None:
    decided = Decision(clinic.patient(phone), REMINDERS, "May I send reminders?", True, "whatsapp", phone)
    clinic.desk.parts.office.write(lambda unit: consent.record(unit, 1, [decided]), now=clinic.now)


@pytest.mark.parametrize(("phone", "words"), [(NORA, "ready for you to collect"), (ELENA, "listo para recoger")])
def test_a_first_prescription_that_is_ready_is_told_once_where_its_patient_agreed_and_names_no_medicine(
    chemist: Frontdesk, phone: str, words: str
) -> None:
    clinic = Clinic(chemist)
    chat = chemist.chat(phone)
    chat.say("hello" if phone == NORA else "hola, buenos días")
    agrees(clinic, phone)
    dispense = clinic.make_ready(clinic.prescribe(phone, tablets(AMLODIPINE, sku="AMLO-5")))
    night = Clinic(chemist, MONDAY.replace(hour=23, minute=30))
    assert told_of_ready(night) == []
    for _ in range(2):
        [(channel, where, text)] = told_of_ready(clinic)
    assert (channel, where) == ("whatsapp", phone)
    assert words in text and dispense in text and "22" in text and "mlodipin" not in text
    assert tell(clinic) == 0


def test_what_was_held_back_before_anybody_was_told_is_told_when_it_is_ready_again(chemist: Frontdesk) -> None:
    clinic = Clinic(chemist)
    chemist.chat(NORA).say("hello")
    agrees(clinic, NORA)
    dispense = clinic.make_ready(clinic.prescribe(NORA, tablets(AMLODIPINE, sku="AMLO-5")))
    clinic.hold(dispense)
    assert told_of_ready(clinic) == []
    clinic.set_ready(dispense)
    assert len(told_of_ready(clinic)) == 1
    clinic.hold(dispense)
    clinic.set_ready(dispense)
    assert len(told_of_ready(clinic)) == 1


def test_what_was_asked_for_in_a_conversation_long_ago_is_told_of_where_its_patient_agreed(chemist: Frontdesk) -> None:
    clinic = Clinic(chemist)
    clinic.took(clinic.prescribe(NORA, tablets(AMLODIPINE, sku="AMLO-5")))
    proven(chemist, NORA, "refill my amlodipine")
    agrees(clinic, NORA)
    [(reference, _)] = asked(chemist)
    prescription = clinic.approve(reference)
    later = Clinic(chemist, MONDAY + timedelta(days=63))
    later.make_ready(prescription)
    assert tell(later) == 0 and len(told_of_ready(later)) == 1


def test_what_was_collected_at_once_or_of_whom_nobody_knows_a_wish_is_told_to_nobody(chemist: Frontdesk) -> None:
    clinic = Clinic(chemist)
    clinic.make_ready(clinic.prescribe(ELENA, tablets(AMLODIPINE, sku="AMLO-5")))
    agrees(clinic, NORA)
    clinic.hand_over(clinic.make_ready(clinic.prescribe(NORA, tablets(AMLODIPINE, sku="AMLO-5"))))
    assert told_of_ready(clinic) == []


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "words", "to_collect", "too_soon", "person"),
    [
        (NORA, "refill my amlodipine", "still there to collect", "ask me again from Monday 29 June", "person"),
        (ELENA, "necesito más amlodipino", "sigue por recoger", "desde el lunes 29 de junio", "persona"),
    ],
    ids=["en", "es"],
)
def test_what_is_there_to_collect_or_still_lasts_is_not_repeated_and_it_is_said_from_when(
    chemist: Frontdesk, phone: str, words: str, to_collect: str, too_soon: str, person: str
) -> None:
    clinic = Clinic(chemist)
    made = clinic.prescribe(phone, tablets(AMLODIPINE, sku="AMLO-5", repeats=3))
    chat = proven(chemist, phone, words)
    assert to_collect in chat.last.text and made.reference in chat.last.text
    clinic.hand_over(clinic.make_ready(made))
    told = chat.say(words)
    assert too_soon in told.text and any(person in label for label in told.labels)
    assert asked(chemist) == [] and rows(chemist, select(TaskRow.kind)) == []


def test_a_refusal_is_told_without_its_reason_and_the_reason_to_whoever_proves_who_they_are(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    clinic.prescribe(ELENA, tablets(AMLODIPINE))
    proven(desk, ELENA, "necesito más amlodipino")
    [(reference, _)] = asked(desk)
    clinic.refuse(reference, "primero un análisis de sangre")
    assert tell(clinic) == 1
    [(_, _, words)] = written(desk)
    assert reference in words and "no se aprobó" in words and "análisis" not in words and "mlodipin" not in words
    later = desk.chat(ELENA, now=MONDAY + timedelta(hours=2))
    assert "análisis" not in later.say("¿qué pasó con mi receta?").told
    assert "primero un análisis de sangre" in later.say(BORN[ELENA]).text


@pytest.mark.parametrize(
    ("phone", "words", "told"),
    [
        (NORA, "is the amlodipine ready", "ready to collect until"),
        (NORA, "can I collect my tablets?", "ready to collect until"),
        (ELENA, "¿ya está lista la amlodipina?", "listo para recoger hasta"),
        (ELENA, "puedo pasar a recoger mis pastillas?", "listo para recoger hasta"),
    ],
)
def test_what_lies_ready_is_told_to_whoever_asks_cold_and_proves_who_they_are(
    chemist: Frontdesk, phone: str, words: str, told: str
) -> None:
    clinic = Clinic(chemist)
    clinic.make_ready(clinic.prescribe(phone, tablets(AMLODIPINE, sku="AMLO-5")))
    chat = chemist.chat(phone)
    assert "mlodipin" not in chat.say(words).told
    answer = chat.say(BORN[phone])
    assert told in answer.text and AMLODIPINE in answer.text and asked(chemist) == []


@pytest.mark.words
def test_of_one_that_is_named_no_other_is_told(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN))
    chat = proven(desk, NORA, "refill my amlodipine")
    told = chat.say("is the atorvastatin ready?").text
    assert f"no request for {ATORVASTATIN}" in told and AMLODIPINE not in told
    told = chat.say("is the amlodipine ready?").text
    assert AMLODIPINE in told and "not decided yet" in told


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "words", "told"),
    [
        (NORA, "refill my insulin", "don't find insulin"),
        (NORA, "I need more of my thyroid pills", "can't tell which of Nora Byrne's medicines is for that"),
        (ELENA, "necesito más pastillas para el tiroides", "No sé cuál de los medicamentos de Elena Ruiz"),
    ],
)
def test_another_medicine_than_the_only_one_is_not_taken_for_it(
    desk: Frontdesk, phone: str, words: str, told: str
) -> None:
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE))
    chat = proven(desk, phone, words)
    assert told in chat.last.text and chat.last.question == "which_record" and asked(desk) == []
    hard = {NORA: "refill my alprazolam", ELENA: "necesito más alprazolam"}[phone]
    assert "alprazolam" in chat.say(hard).text and chat.last.question == "nothing_yet" and asked(desk) == []


def test_whoever_asks_for_a_person_beside_a_refill_gets_one(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    clinic.took(clinic.prescribe(NORA, tablets(AMLODIPINE)))
    chat = proven(desk, NORA, "refill my amlodipine")
    chat.say("cancel my refill and let me talk to a person please")
    assert any("handoff" in task for task in desk.tasks())


def test_an_account_that_was_forgotten_hears_nothing_of_what_was_asked_for_before(chemist: Frontdesk) -> None:
    clinic, chats = Clinic(chemist), []
    for phone in (NORA, RAVI):
        clinic.took(clinic.prescribe(phone, tablets(AMLODIPINE, sku="AMLO-5")))
    for name, phone in (("Nora Byrne", NORA), ("Ravi Kumar", RAVI)):
        chat = chemist.chat(channel="telegram")
        chat.say("refill my amlodipine", name, BORN[phone])
        chat.say(dict(codes(chemist))[phone])
        chats.append(chat)
    [noras, ravis] = [clinic.approve(reference) for reference, _ in asked(chemist)]
    assert "no longer linked" in chats[0].say("unlink").text
    assert [tell(clinic), tell(clinic)] == [1, 0]
    for prescription in (noras, ravis):
        clinic.make_ready(prescription)
    assert [tell(clinic), tell(clinic)] == [1, 0]
    assert {address for _, address, _ in written(chemist)} == {chats[1].name}


def test_after_a_call_the_text_message_names_neither_the_patient_nor_the_medicine(chemist: Frontdesk) -> None:
    clinic = Clinic(chemist)
    clinic.took(clinic.prescribe(NORA, tablets(AMLODIPINE, sku="AMLO-5")))
    call = chemist.chat(NORA, channel="voice")
    call.say("refill my amlodipine", "Nora Byrne", BORN[NORA])
    call.say(dict(codes(chemist))[NORA])
    [(reference, _)] = asked(chemist)
    clinic.make_ready(clinic.approve(reference))
    assert tell(clinic) == 2
    for channel, address, words in written(chemist):
        assert (channel, address) == ("sms", NORA) and f"our request {reference}" in words
        assert not re.search("Nora|Byrne|mlodipin|tablet", words)


def test_whose_conversation_cannot_be_read_hears_of_it_as_others_do(desk: Frontdesk) -> None:
    clinic, chats = Clinic(desk), []
    for phone in (NORA, RAVI):
        clinic.prescribe(phone, FOR_PRESSURE)
        chats.append(proven(desk, phone, "refill my amlodipine").name)
    for reference, _ in asked(desk):
        clinic.approve(reference)
    spoil = update(ConversationRow).where(ConversationRow.address == chats[0]).values(state='{"language": 5}')
    assert desk.parts.office.write(lambda unit: unit.connection.execute(spoil).rowcount) == 1
    assert [tell(clinic), tell(clinic)] == [2, 0]
    assert [address for _, address, _ in written(desk)] == chats


@pytest.mark.words
def test_nobody_is_written_to_at_night(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    clinic.prescribe(NORA, FOR_PRESSURE)
    chat = proven(desk, NORA, "refill my amlodipine")
    assert chat.last.happened
    [(reference, _)] = asked(desk)
    night = Clinic(desk, MONDAY.replace(hour=23, minute=30))
    night.refuse(reference, "see me first")
    assert tell(night) == 0
    assert tell(Clinic(desk, MONDAY + timedelta(days=1))) == 1


@pytest.mark.words
def test_cancelling_a_refill_cancels_no_visit(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    Clinic(desk).prescribe(NORA, FOR_PRESSURE)
    chat = proven(desk, NORA, "refill my amlodipine")
    chat.say("cancel my refill")
    assert states(desk) == ["cancelled"] and desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]
    assert rows(desk, select(TaskRow.status)) == [("cancelled",)]
    assert "still waits" in chat.say("I don't need the refill anymore").text


@pytest.mark.words
@pytest.mark.parametrize(
    ("phone", "first", "words"),
    [
        (NORA, "refill my amlodipine and atorvastatin", "cancel the amlodipine one"),
        (NORA, "refill my amlodipine and atorvastatin", "I don't want the amlodipine any more"),
        (ELENA, "necesito más amlodipina y atorvastatina", "anule la de amlodipina"),
    ],
)
def test_one_of_several_is_taken_back_by_its_name_and_no_visit_is(
    desk: Frontdesk, phone: str, first: str, words: str
) -> None:
    desk.give(phone, "chen", "2026-06-11 10:00")
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE), tablets(ATORVASTATIN))
    chat = proven(desk, phone, first)
    assert AMLODIPINE in chat.say(words).text
    assert states(desk) == ["cancelled", "requested"] and len(desk.booked()) == 1


@pytest.mark.words
@pytest.mark.parametrize(("phone", "words"), [(NORA, "cancel that"), (ELENA, "cancélela, por favor")])
def test_right_after_it_was_asked_for_it_is_taken_back_without_its_name(
    desk: Frontdesk, phone: str, words: str
) -> None:
    desk.give(phone, "chen", "2026-06-11 10:00")
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE))
    chat = proven(desk, phone, "refill amlodipine" if phone == NORA else "necesito más amlodipina")
    chat.say(words)
    assert states(desk) == ["cancelled"] and len(desk.booked()) == 1


@pytest.mark.words
def test_what_is_granted_already_is_told_as_it_stands_and_nothing_else_is_taken_back(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    clinic.took(clinic.prescribe(NORA, tablets(AMLODIPINE), tablets(ATORVASTATIN, repeats=1)))
    chat = proven(desk, NORA, "refill my amlodipine and atorvastatin")
    told = chat.say("cancel the atorvastatin").text
    assert "no longer be taken back" in told and ATORVASTATIN in told
    assert states(desk) == ["requested", "approved"]
    assert "no request for ibuprofen" in chat.say("cancel the ibuprofen").text
    assert states(desk) == ["requested", "approved"]


# --- what a chat does not show --------------------------------------------------------------------


@pytest.mark.words
@pytest.mark.parametrize(
    "words",
    [
        "what is my diagnosis?",
        "can you show me my treatment plan",
        "what was I diagnosed with?",
        "¿qué tengo según el médico?",
        "¿cuál es mi plan de tratamiento?",
    ],
)
def test_diagnoses_and_plans_are_not_shown_in_a_chat_and_it_is_said_what_works(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    told = chat.say(words)
    assert re.search("give out diagnoses|no los doy por aquí", told.text) and "records.shown" not in told.happened
    assert not re.search("front desk|recepción", told.text), "the desk has no copy to give"
    asked = "call me" if "call me" in told.text else "llámenme"
    assert asked in told.text and chat.say(asked).happened == ["handoff.requested"]
    desk.with_papers(Papers(portal_url="https://desk.example/portal"))
    assert "https://desk.example/portal" in desk.chat(NORA, name="p").say(words).text
