"""Records are shown to whoever they belong to, once that is proven; the errand goes on by itself, and then the rest."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bots.webchat.transcript import transcript
from db.models import OutboxRow, PatientRow
from hospital.office import Unit
from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, RAVI, Frontdesk
from tests.situations.purse import XRAY, Provider, bill, links

IRIS = "+353861230001"
RECORDS = Path(__file__).parents[1] / "hospitals" / "records.yaml"
SOMETHING_BEHIND_A_PROOF = "show me my prescriptions"


@pytest.fixture
def family(open_hospital: OpenDesk) -> Frontdesk:
    """A hospital where a mother and her son are behind one number."""
    return open_hospital(RECORDS.read_text())


def codes(desk: Frontdesk) -> list[str]:
    query = select(OutboxRow.payload).where(OutboxRow.kind == "code").order_by(OutboxRow.id)
    texts = desk._read(lambda unit: unit.connection.scalars(query).all())
    return [re.findall(r"\b\d{6}\b", json.loads(text)["text"])[0] for text in texts]


def test_amounts_are_told_to_the_number_on_file_and_details_after_a_birth_date(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    assert "Nora Byrne" in chat.say("do I owe you anything?").text and chat.last.question is None
    assert "date of birth" in chat.say(SOMETHING_BEHIND_A_PROOF).text
    assert chat.say("2 May 1984").happened[0] == "identity.confirmed"
    assert "date of birth" not in chat.say(SOMETHING_BEHIND_A_PROOF).text, "proven for a while"
    assert "date of birth" in chat.wait(31).say(SOMETHING_BEHIND_A_PROOF).text


def test_a_birth_date_in_the_message_that_asks_is_not_asked_for(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say(f"{SOMETHING_BEHIND_A_PROOF}, I was born on 2 May 1984")
    assert answer.happened[0] == "identity.confirmed"


def test_three_wrong_birth_dates_lock_and_a_person_is_offered(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say(SOMETHING_BEHIND_A_PROOF)
    for born in ("3 May 1984", "2 May 1985"):
        assert chat.say(born).question == "prove_birth"
    assert chat.say("2 June 1984").question == "offer_human"
    assert chat.say(SOMETHING_BEHIND_A_PROOF).question == "offer_human" and not codes(desk)


def test_by_sms_nothing_behind_a_proof_is_shown(desk: Frontdesk) -> None:
    chat = desk.chat(NORA, channel="sms")
    assert "SMS" in chat.say(f"{SOMETHING_BEHIND_A_PROOF}, born 2 May 1984").text
    assert chat.last.happened == [] and chat.last.question == "offer_human"


@pytest.mark.parametrize("channel", ["telegram", "webchat"])
def test_elsewhere_a_code_to_the_number_on_file_shows_who_it_is(desk: Frontdesk, channel: str) -> None:
    chat = desk.chat(channel=channel)
    chat.say(SOMETHING_BEHIND_A_PROOF, "Nora Byrne", "2 May 1984")
    assert chat.last.question == "prove_code"
    assert chat.say(codes(desk)[-1]).happened[0] == "identity.confirmed"
    assert chat.last.question != "prove_code"


def test_61_in_the_middle_of_a_booking_it_is_answered_and_the_booking_goes_on(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    offered = chat.say("I need a dermatologist").offered
    chat.say(f"btw {SOMETHING_BEHIND_A_PROOF}")
    chat.say("1 January 1950")
    assert chat.last.question == "prove_birth"
    assert chat.say("2 May 1984").question == "slot" and chat.last.offered == offered
    chat.say("the second one")
    chat.agree()
    assert len(desk.visits("booked", patient="Nora Byrne")) == 1


def test_76_with_several_behind_a_number_it_is_asked_whose_and_each_is_named(family: Frontdesk) -> None:
    chat = family.chat(IRIS)
    assert chat.say("do I owe you anything?").question == "whose_record"
    assert chat.last.labels == ["Iris Quinlan", "Leo Quinlan"]
    assert "Leo Quinlan" in chat.tap("Leo").text and chat.last.question is None
    assert "Iris Quinlan" in family.chat(IRIS).say("do I owe you anything?", "mine").text
    assert "Leo Quinlan" in family.chat(IRIS).say("does my son owe you anything? I mean his bills").text


@pytest.mark.parametrize("words", ["show me {}'s prescriptions", "give me the results of {}", "dame las recetas de {}"])
def test_somebody_of_ones_own_is_no_stranger_by_their_whole_name(family: Frontdesk, words: str) -> None:
    assert "Iris Quinlan" in family.chat(IRIS).say(words.format("Leo Quinlan")).text, "her birth date is asked for"
    refused = family.chat(IRIS).say(words.format("Zacharias Quinlan"))
    assert refused.question is None and "Iris" not in refused.text and "Leo" not in refused.text


def test_whose_it_is_is_asked_once_and_a_childs_is_named_anew(family: Frontdesk) -> None:
    chat = family.chat(IRIS)
    chat.say("do I owe you anything?", "mine")
    assert chat.say("show me my prescriptions").question == "whose_record", "whoever holds the phone by now"
    assert "Iris Quinlan's date of birth" in chat.say("mine").text
    chat.say("2 May 1984")
    assert "Leo Quinlan" in chat.say("and my son's bills?").text
    assert "Iris Quinlan" in chat.say("are my results in?").text, "what is asked for next is one's own again"
    assert chat.wait(31).say("do I owe you anything?").question == "whose_record", "as long as the proof stands"


@pytest.mark.words
@pytest.mark.parametrize(
    "words",
    [
        "what do I owe, and what does Leo?", "my bill and my son's please", "Leo's invoice and mine",
        "¿cuánto debo yo y cuánto mi hijo?", "what do all of us owe?",
    ],
)  # fmt: skip
def test_ones_own_and_a_childs_are_both_told_where_both_are_asked_for(family: Frontdesk, words: str) -> None:
    answer = family.chat(IRIS).say(words)
    assert 0 <= answer.text.find("Iris Quinlan") < answer.text.find("Leo Quinlan") and answer.question is None


@pytest.mark.words
@pytest.mark.parametrize("words", ["both", "all of us", "de los dos"])
def test_both_may_be_the_answer_to_whose(family: Frontdesk, words: str) -> None:
    chat = family.chat(IRIS)
    assert chat.say("are the results in?").question == "whose_record"
    answer = chat.say(words, "2 May 1984")
    assert "Iris Quinlan" in answer.text and "Leo Quinlan" in answer.text


@pytest.mark.words
def test_of_two_people_the_bill_chosen_is_the_first_ones_and_the_seconds_is_paid_too(family: Frontdesk) -> None:
    Provider(family)
    number_of = select(PatientRow.number).where(PatientRow.name == "Leo Quinlan")
    leo = family._read(lambda unit: unit.connection.scalar(number_of))
    first, _, third = (bill(family, whose, XRAY) for whose in ("RH-000001", "RH-000001", leo))
    chat = family.chat(IRIS)
    assert chat.say("pay my bill and my son's", "2 May 1984").question == "which_record"
    answer = chat.tap(str(first.number))
    assert str(first.number) in answer.text and str(third.number) in answer.text and answer.question is None
    assert links(family) == ["requested", "requested"]


@pytest.mark.words
def test_what_is_offered_after_the_first_of_two_keeps_the_second_from_nobody(family: Frontdesk) -> None:
    chat = family.chat(IRIS)
    chat.say("show me the prescriptions", "both")
    answer = chat.say("2 May 1984")
    assert "for Iris Quinlan" in answer.text and "for Leo Quinlan" in answer.text
    assert answer.text.count("?") == 1


def test_after_ones_own_bills_the_childs_are_asked_for_in_two_words(family: Frontdesk) -> None:
    chat = family.chat(IRIS)
    chat.say("do I owe anything?", "mine")
    assert "Leo Quinlan" in chat.say("and Leo?").text and "Iris" not in chat.last.words


def test_a_guardian_proves_to_be_the_guardian_to_see_what_is_the_childs(family: Frontdesk) -> None:
    chat = family.chat(IRIS)
    assert "Iris Quinlan's date of birth" in chat.say("show me my son's prescriptions").text
    assert chat.say("30 September 2019").question == "prove_birth", "the child's own says nothing of who writes"
    assert chat.say("2 May 1984").happened[0] == "identity.confirmed"


def test_77_of_others_nothing_is_told_not_even_whether_there_is_anything(desk: Frontdesk) -> None:
    known = desk.chat(NORA).say("show me Ravi Kumar's bills").text
    nobody = desk.chat(NORA).say("show me Zacharias Unheard's bills").text
    assert known == nobody and "Ravi" not in known
    wife = desk.chat(NORA).say("what does my husband owe?")
    assert "Nora" not in wife.text and wife.question != "prove_birth"


def test_one_persons_proof_opens_nothing_of_another_who_shares_the_number(desk: Frontdesk) -> None:
    def share(unit: Unit) -> None:
        unit.connection.execute(update(PatientRow).where(PatientRow.phone == RAVI).values(phone=NORA))

    desk.parts.office.write(share)
    chat = desk.chat(NORA)
    chat.say(SOMETHING_BEHIND_A_PROOF)
    assert "Nora Byrne's date of birth" in chat.tap("Nora").text
    chat.say("2 May 1984")
    assert "Nora Byrne" in chat.say(SOMETHING_BEHIND_A_PROOF).text, "hers are hers, and not asked twice"
    assert "Ravi Kumar's date of birth" in chat.say("show me Ravi Kumar's prescriptions").text


def test_a_code_to_a_number_that_several_have_goes_out_on_the_birth_date_of_the_one_alone(desk: Frontdesk) -> None:
    def share(unit: Unit) -> None:
        unit.connection.execute(update(PatientRow).where(PatientRow.phone == RAVI).values(phone=NORA))

    desk.parts.office.write(share)
    chat = desk.chat(NORA, channel="telegram")
    chat.say(SOMETHING_BEHIND_A_PROOF)
    assert "Ravi Kumar's date of birth" in chat.tap("Ravi").text and not codes(desk)
    assert chat.say("2 May 1984").question == "prove_code" and not codes(desk), "Nora's own is not Ravi's"
    ravis = desk.chat(NORA, channel="telegram")
    ravis.say(SOMETHING_BEHIND_A_PROOF)
    ravis.tap("Ravi")
    ravis.say("14 March 1990")
    assert ravis.say(codes(desk)[-1]).happened[0] == "identity.confirmed"
    assert "Nora Byrne's date of birth" in ravis.say("show me Nora Byrne's prescriptions").text


def test_after_a_long_silence_who_writes_may_stand_in_the_message_that_asks(desk: Frontdesk) -> None:
    desk.chat(NORA, name="n").say("hello")
    later = desk.chat(NORA, name="n").wait(60 * 24 * 200)
    assert "Nora Byrne has no unpaid" in later.say("do I owe you anything? I'm Nora Byrne, born 2 May 1984").text


def test_what_was_wanted_is_known_to_the_person_who_is_asked_for_instead(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say(SOMETHING_BEHIND_A_PROOF, "I'd rather talk to a person")
    assert "prescription" in desk.briefings()[-1]


def test_what_told_of_records_is_not_shown_again_to_whoever_sits_there_later(desk: Frontdesk) -> None:
    chat = desk.chat(name="browser")
    chat.say(SOMETHING_BEHIND_A_PROOF, "Nora Byrne", "2 May 1984")
    told = chat.say(codes(desk)[-1]).words
    assert "Nora Byrne" in told and told in chat.wait(10).say("please say that again").text
    assert told not in chat.wait(31).say("please say that again").text

    def shown(minutes: int) -> list[str]:
        with desk.parts.office.read(desk.instant("2026-06-08 09:00") + timedelta(minutes=minutes)) as unit:
            return [line.text for line in transcript(unit, "browser", hidden="no longer shown")]

    assert any(told in each for each in shown(15))
    later = shown(60)
    assert not any(told in each for each in later) and "no longer shown" in later
