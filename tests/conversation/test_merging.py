"""Every fact of a message is in the state before anything is asked, and the last word wins."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from conversation.extractors.entities import (
    Chosen,
    Complaint,
    Dates,
    Field,
    Intent,
    Span,
    Times,
    Understanding,
    When,
    Wish,
)
from conversation.hearing import hear
from conversation.merging import apply_choice, merge
from conversation.state import BookingState, Offered, Wanted
from conversation.turn import Heard
from tests.conversation.paper import (
    NOW,
    TUESDAY,
    ZONE,
    desk,
    doctor,
    on,
    option,
    person,
    read,
    slot,
    speciality,
)

FRIDAY = date(2026, 6, 12)
TEN = Wanted(first_day=TUESDAY, end_day=date(2026, 6, 10), first_time=time(10), is_exact=True)
TIMES = (slot("2.1", "adler", time(10)), slot("2.2", "brandt", time(11)))
CHOOSING = BookingState(task="book", speciality="cardiology", question="slot", offered=TIMES)
CHOSEN = BookingState(
    task="book", speciality="cardiology", selected_doctor="adler", selected_slot=TIMES[0].starts_at, wanted=TEN
)


def merged(state: BookingState, understanding: Understanding, **more: Any) -> tuple[BookingState, Heard]:
    return merge(state, desk(understanding, **more))


def after(state: BookingState, understanding: Understanding, **more: Any) -> BookingState:
    return merged(state, understanding, **more)[0]


# --- the answer to what was asked -----------------------------------------------------------------


def test_a_tap_is_the_thing_shown() -> None:
    heard = hear(CHOOSING, desk(read(), choice="2.2"))
    assert (heard.picked, heard.answer, heard.is_stale) == (TIMES[1], None, False)


def test_a_tap_on_yes_or_no_is_an_answer() -> None:
    asked = BookingState(question="confirm", offered=(option("2.1", "yes"), option("2.2", "no")))
    assert [hear(asked, desk(read(), choice=value)).answer for value in ("2.1", "2.2")] == ["yes", "no"]


@pytest.mark.parametrize(
    ("kind", "is_stale"), [("slot", False), ("doctor", False), ("speciality", False), ("yes", True)]
)
def test_a_tap_on_an_older_list_still_says_what_is_meant_but_an_older_yes_does_not(kind: str, is_stale: bool) -> None:
    old = option("1.1", kind, doctor="adler", speciality="cardiology", starts_at=TIMES[0].starts_at)
    heard = hear(CHOOSING.with_(offered_before=(old,)), desk(read(), choice="1.1"))
    assert (heard.picked, heard.is_stale) == (None if is_stale else old, is_stale)


def test_a_tap_on_what_was_never_offered_is_nothing() -> None:
    assert hear(CHOOSING, desk(read(), choice="adler")).is_stale
    assert hear(BookingState(), desk(read(), choice="2.1")).is_stale


def test_words_that_point_at_the_list_choose_from_it() -> None:
    assert hear(CHOOSING, desk(read("the second", chosen=Chosen(Span(), ("2.2",))))).picked == TIMES[1]
    assert hear(CHOOSING, desk(read("the ninth", chosen=Chosen(Span(), beyond=True)))).notes == {"beyond"}
    assert hear(CHOOSING, desk(read("?", chosen=Chosen(Span(), ("9.9",))))).picked is None


def test_what_is_turned_down_is_noted_and_the_rest_is_taken_only_where_it_is_meant() -> None:
    meant = read("not the first", chosen=Chosen(Span(), ("2.2",), rejected=("2.1",)))
    heard = hear(CHOOSING, desk(meant))
    assert (heard.picked, heard.turned_down) == (TIMES[1], (TIMES[0],))
    unable = hear(CHOOSING, desk(read("I can't make the first", chosen=Chosen(Span(), rejected=("2.1",)))))
    assert (unable.picked, unable.turned_down) == (None, (TIMES[0],))


def test_a_yes_takes_the_only_thing_on_offer_and_none_of_several() -> None:
    one = CHOOSING.with_(offered=(TIMES[0], option("2.2", "more")))
    assert hear(one, desk(read("yes", Intent.YES))).picked == TIMES[0]
    assert hear(CHOOSING, desk(read("yes", Intent.YES))).picked is None


def test_a_yes_to_a_read_back_is_an_answer_and_no_choice() -> None:
    asked = BookingState(question="confirm", offered=(TIMES[0],))
    heard = hear(asked, desk(read("yes", Intent.YES)))
    assert (heard.answer, heard.picked) == ("yes", None)


@pytest.mark.parametrize(
    ("intent", "answer", "notes"),
    [
        (Intent.YES, "yes", set()),
        (Intent.NO, "no", set()),
        (Intent.MAYBE, "maybe", set()),
        (Intent.MORE, None, {"more"}),
        (Intent.NONE_FIT, None, {"none_fit"}),
        (Intent.BOOK, None, set()),
    ],
)
def test_yes_no_and_other_times_are_heard(intent: Intent, answer: str | None, notes: set[str]) -> None:
    heard = hear(CHOOSING, desk(read("...", intent)))
    assert (heard.answer, set(heard.notes)) == (answer, notes)


# --- choices --------------------------------------------------------------------------------------


def test_a_chosen_time_brings_its_doctor_and_day_and_needs_no_reading_back() -> None:
    state = apply_choice(CHOOSING.with_(inferred=("about",), soonest=True, any_doctor=True), TIMES[1])
    assert (state.selected_doctor, state.speciality, state.selected_slot) == (
        "brandt",
        "cardiology",
        datetime.combine(TUESDAY, time(11), ZONE),
    )
    assert state.wanted == TEN.model_copy(update={"first_time": time(11)})
    assert (state.inferred, state.soonest, state.any_doctor) == ((), False, False)


@pytest.mark.parametrize(
    ("chosen", "facts"),
    [
        (option("1", "doctor", doctor="costa", speciality="dermatology"), {"selected_doctor": "costa"}),
        (option("1", "any_doctor"), {"selected_doctor": None, "any_doctor": True, "doctor_options": ()}),
        (option("1", "speciality", speciality="general"), {"speciality": "general", "selected_doctor": None}),
        (option("1", "person", person="RH-000003"), {"patient_id": "RH-000003", "for_relation": "chosen"}),
        (option("1", "someone_else"), {"patient_id": None, "for_relation": "other"}),
        (option("1", "visit", visit="A-7K3QX2"), {"visit": "A-7K3QX2"}),
        (option("1", "skip"), {"reason_skipped": True}),
        (option("1", "more"), {}),
    ],
    ids=lambda part: part.kind if isinstance(part, Offered) else "",
)
def test_a_choice_sets_what_it_stands_for(chosen: Offered, facts: dict[str, Any]) -> None:
    before = CHOSEN.with_(patient_id="RH-000001", doctor_options=("adler",))
    state = apply_choice(before, chosen)
    assert {name: getattr(state, name) for name in facts} == facts
    if not facts:
        assert state == before


# --- doctors and specialities ---------------------------------------------------------------------


def test_a_doctor_brings_the_speciality_and_keeps_the_wish_for_a_day() -> None:
    state = after(CHOSEN, read("Dr Costa", doctors=(doctor("costa"),)))
    assert (state.selected_doctor, state.speciality, state.selected_slot, state.wanted) == (
        "costa",
        "dermatology",
        None,
        TEN,
    )


def test_of_two_doctors_in_one_message_the_last_wins_and_a_rejected_one_never_does() -> None:
    both = read("Costa, no, Adler", doctors=(doctor("costa", rejected=True), doctor("adler")))
    assert after(BookingState(), both).selected_doctor == "adler"
    assert after(CHOSEN, read("not Adler", doctors=(doctor("adler", rejected=True),))).selected_doctor is None
    kept = after(CHOSEN, read("not Costa", doctors=(doctor("costa", rejected=True),)))
    assert (kept.selected_doctor, kept.selected_slot) == ("adler", CHOSEN.selected_slot)


def test_namesakes_stay_open_until_something_tells_them_apart() -> None:
    state = after(BookingState(), read("Dr Brandt", doctors=(doctor("brandt", "brandt-l"),)))
    assert (state.selected_doctor, state.doctor_options) == (None, ("brandt", "brandt-l"))
    told = after(state, read("the skin one", specialities=(speciality("dermatology"),)))
    assert (told.selected_doctor, told.doctor_options) == ("brandt-l", ())
    at_once = read(
        "Brandt the cardiologist", doctors=(doctor("brandt", "brandt-l"),), specialities=(speciality("cardiology"),)
    )
    assert after(BookingState(), at_once).selected_doctor == "brandt"


def test_a_name_found_by_likeness_is_asked_about_and_one_that_nobody_has_is_kept_as_said() -> None:
    likely = after(BookingState(), read("Dr Adlr", doctors=(doctor("adler", words="Dr Adlr", similar=True),)))
    assert (likely.selected_doctor, likely.doctor_options, likely.unknown_doctor) == (None, ("adler",), "Dr Adlr")
    unknown = after(CHOSEN, read("Dr Who", doctors=(doctor(words="Dr Who"),)))
    assert (unknown.selected_doctor, unknown.unknown_doctor, unknown.doctor_options) == (None, "Dr Who", ())


def test_another_speciality_drops_the_doctor_and_the_time() -> None:
    state = after(CHOSEN, read("dermatology", specialities=(speciality("dermatology"),)))
    assert (state.speciality, state.selected_doctor, state.selected_slot, state.wanted) == (
        "dermatology",
        None,
        None,
        TEN,
    )
    assert after(CHOSEN, read("cardiology", specialities=(speciality("cardiology"),))).selected_slot is not None
    assert (
        after(CHOSEN, read("not skin", specialities=(speciality("dermatology", rejected=True),))).speciality
        == "cardiology"
    )


def test_a_complaint_is_kept_in_the_patients_words_and_leads_to_a_speciality() -> None:
    clear = Complaint(Span(words="my heart races"), (("cardiology", 0.9), ("general", 0.3)))
    state = after(BookingState(), read("my heart races", complaint=clear))
    assert (state.diagnosis_condition, state.speciality, state.speciality_options) == (
        "my heart races",
        "cardiology",
        (),
    )
    close = Complaint(Span(words="a spot"), (("dermatology", 0.6), ("general", 0.55)))
    unsure = after(BookingState(), read("a spot", complaint=close))
    assert (unsure.speciality, unsure.speciality_options) == (None, ("dermatology", "general"))


@pytest.mark.parametrize(
    "settled", [CHOSEN, BookingState(speciality="cardiology"), BookingState(unknown_doctor="Dr Who")]
)
def test_a_complaint_moves_nobody_who_has_settled_on_a_doctor_or_a_speciality(settled: BookingState) -> None:
    rash = Complaint(Span(words="a rash"), (("dermatology", 0.9),))
    state = after(settled, read("a rash", complaint=rash))
    assert (state.speciality, state.selected_doctor, state.diagnosis_condition) == (
        settled.speciality,
        settled.selected_doctor,
        "a rash",
    )


def test_another_site_drops_the_time() -> None:
    state = after(CHOSEN, read("in the annex", place="annex"))
    assert (state.location, state.selected_slot, state.selected_doctor) == ("annex", None, "adler")


# --- when -----------------------------------------------------------------------------------------


def test_a_day_and_an_hour_said_apart_make_one_wish() -> None:
    day = after(BookingState(), read("on Tuesday", whens=(on(TUESDAY),)))
    assert (day.wanted and day.wanted.day, day.wanted and day.wanted.has_time) == (TUESDAY, False)
    assert after(day, read("at ten", whens=(on(at=time(10)),))).wanted == TEN
    hour = after(BookingState(), read("at ten", whens=(on(at=time(10)),)))
    assert after(hour, read("on Tuesday", whens=(on(TUESDAY),))).wanted == TEN


def test_of_two_times_in_one_message_the_last_wins_and_a_rejected_one_falls() -> None:
    both = read("Thursday, no, Friday", whens=(on(date(2026, 6, 11)), on(FRIDAY)))
    assert after(BookingState(), both).wanted == Wanted(first_day=FRIDAY, end_day=date(2026, 6, 13))
    for whens in ((on(TUESDAY, rejected=True), on(FRIDAY)), (on(FRIDAY), on(TUESDAY, rejected=True))):
        state = after(CHOSEN, read("the 12th, not the 9th", whens=whens))
        assert state.wanted is not None
        assert (state.wanted.day, state.selected_slot) == (FRIDAY, None)


def test_a_day_taken_back_leaves_the_hour_and_an_hour_taken_back_the_day() -> None:
    state = after(CHOSEN, read("not Tuesday", whens=(on(TUESDAY, rejected=True),)))
    assert state.wanted == Wanted(first_time=time(10), is_exact=True, not_days=(TUESDAY,))
    state = after(CHOSEN, read("not at ten", whens=(on(at=time(10), rejected=True),)))
    assert state.wanted == Wanted(first_day=TUESDAY, end_day=date(2026, 6, 10))
    kept = after(CHOSEN, read("not Friday", whens=(on(FRIDAY, rejected=True),)))
    assert (kept.wanted, kept.selected_slot) == (TEN, CHOSEN.selected_slot)


def test_two_wishes_are_kept_in_order() -> None:
    either = on(TUESDAY, also=(on(FRIDAY),))
    state = after(BookingState(), read("Tuesday or Friday", whens=(either,)))
    assert [wish and wish.day for wish in (state.wanted, *state.wanted_also)] == [TUESDAY, FRIDAY]


@pytest.mark.parametrize(
    ("when", "reasons"),
    [
        (on(TUESDAY, time(14), approximate=True), ("about",)),
        (on(TUESDAY, inferred=True), ("said_day",)),
        (on(TUESDAY, time(8), inferred=True, alternatives=(on(TUESDAY, time(20)),)), ()),
        (on(TUESDAY, time(8)), ()),
    ],
    ids=["about two", "next Tuesday", "at 8", "exact"],
)
def test_what_was_read_into_a_time_is_noted_so_that_it_is_read_back(when: When, reasons: tuple[str, ...]) -> None:
    assert after(BookingState(), read("...", whens=(when,))).inferred == reasons


def test_both_readings_of_an_hour_or_a_date_are_kept() -> None:
    hour = on(TUESDAY, time(8), alternatives=(on(TUESDAY, time(20)),))
    wanted = after(BookingState(), read("at 8", whens=(hour,))).wanted
    assert wanted and (wanted.first_time, wanted.other_time) == (time(8), time(20))
    numeric = on(date(2026, 6, 5), alternatives=(on(date(2026, 5, 6)),))
    wanted = after(BookingState(), read("05/06", whens=(numeric,))).wanted
    assert wanted and (wanted.first_day, wanted.other_day) == (date(2026, 6, 5), date(2026, 5, 6))


def test_a_stretch_and_a_part_of_the_day_are_wishes_without_an_exact_time() -> None:
    afternoon = When(Span(), Dates(TUESDAY, FRIDAY), Times(time(14), time(16), part="afternoon"))
    wanted = after(BookingState(), read("afternoons", whens=(afternoon,))).wanted
    assert wanted and (wanted.first_day, wanted.end_day, wanted.day, wanted.is_exact, wanted.part) == (
        TUESDAY,
        FRIDAY,
        None,
        False,
        "afternoon",
    )


@pytest.mark.parametrize(
    ("when", "note"),
    [
        (on(date(2026, 6, 1), past=True), "past"),
        (on(at=time(15), other_zone=True), "other_zone"),
        (When(Span(), shift="earlier"), "earlier"),
        (When(Span(), shift="later"), "later"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_asides_about_time_are_noted(when: When, note: str) -> None:
    state, heard = merged(CHOSEN, read("...", whens=(when,)))
    assert note in heard.notes
    if note != "past":
        assert (state.wanted, state.selected_slot) == (TEN, CHOSEN.selected_slot)


def test_a_tapped_time_is_not_read_as_words_again() -> None:
    state = after(CHOOSING, read("", whens=(on(FRIDAY),)), choice="2.1")
    assert state.wanted == TEN


# --- people and wishes ----------------------------------------------------------------------------


def test_a_person_said_is_somebody_new_until_found() -> None:
    known = BookingState(patient_id="RH-000001", patient_name="Iris Quinlan", date_of_birth=date(1984, 5, 2))
    son = after(known, read("for my son", person=person(relation="son")))
    assert (son.for_relation, son.patient_id, son.patient_name, son.date_of_birth, son.is_minor) == (
        "son",
        None,
        None,
        None,
        True,
    )
    assert not after(known, read("for my mother", person=person(relation="mother"))).is_minor
    assert not after(known, read("for my son of 30", person=person(relation="son", age=30))).is_minor
    same = after(known.with_(for_relation="self"), read("it's for me", person=person(relation="self")))
    assert same.patient_id == "RH-000001"


LEO = BookingState(
    for_relation="son", patient_name="Leo Reed", date_of_birth=date(2019, 5, 3), patient_id="RH-000004", is_minor=True
)


@pytest.mark.parametrize(
    ("known", "said", "relation"),
    [
        (LEO, {"relation": "child", "age": 6}, "son"),
        (LEO, {"relation": "child", "age": 7}, "son"),
        (LEO, {"relation": "child"}, "son"),
        (LEO, {"relation": "child", "name": "Leo"}, "son"),
        (LEO.with_(for_relation="child"), {"relation": "son", "age": 7}, "son"),
        (LEO.with_(for_relation="child"), {"relation": "daughter"}, "daughter"),
        (LEO.with_(for_relation="wife"), {"relation": "partner"}, "wife"),
        (LEO.with_(for_relation="partner"), {"relation": "husband"}, "husband"),
    ],
)
def test_another_word_for_the_same_person_takes_nothing_from_them(
    known: BookingState, said: dict[str, Any], relation: str
) -> None:
    state = after(known, read("...", person=person(**said)))
    assert (state.for_relation, state.is_minor) == (relation, True)
    assert state.date_of_birth == date(2019, 5, 3) and (state.patient_name or "").startswith("Leo")


@pytest.mark.parametrize(
    "said",
    [
        {"relation": "daughter"},
        {"relation": "child", "age": 12},
        {"relation": "child", "name": "Zoe"},
        {"relation": "child", "date_of_birth": date(2016, 1, 1)},
        {"relation": "mother"},
        {"relation": "partner"},
    ],
)
def test_another_relative_is_another_person(said: dict[str, Any]) -> None:
    state = after(LEO, read("...", person=person(**said)))
    assert state.patient_id is None and state.patient_name != "Leo Reed" and state.date_of_birth != LEO.date_of_birth


def test_another_name_or_birth_date_is_another_patient() -> None:
    known = BookingState(patient_id="RH-000001", patient_name="Iris Quinlan", date_of_birth=date(1984, 5, 2))
    assert after(known, read("...", person=person(name="Iris Quinlan"))).patient_id == "RH-000001"
    assert after(known, read("...", person=person(name="Leo Quinlan"))).patient_id is None
    assert after(known, read("...", person=person(date_of_birth=date(1984, 5, 3)))).patient_id is None


def test_a_number_is_corrected_by_its_ending() -> None:
    state = BookingState(phone="+353861230123")
    assert after(state, read("ends 0197", person=person(phone_ending="0197"))).phone == "+353861230197"
    assert after(BookingState(), read("ends 0197", person=person(phone_ending="0197"))).phone is None
    assert after(state, read("...", person=person(phone="+353861239999"))).phone == "+353861239999"


def test_preferences_narrow_the_search() -> None:
    state = after(CHOSEN, read("any doctor, soonest", wishes=frozenset({Wish.ANY_DOCTOR, Wish.SOONEST})))
    assert (state.selected_doctor, state.any_doctor, state.soonest) == (None, True, True)
    assert after(BookingState(), read("a woman", wishes=frozenset({Wish.FEMALE_DOCTOR}))).doctor_gender == "female"
    assert after(BookingState(), read("a man", wishes=frozenset({Wish.MALE_DOCTOR}))).doctor_gender == "male"


@pytest.mark.parametrize(
    ("field", "fallen", "kept"),
    [
        (Field.DOCTOR, {"selected_doctor": None, "selected_slot": None}, {"wanted": TEN, "speciality": "cardiology"}),
        (Field.DATE, {"selected_slot": None}, {"selected_doctor": "adler"}),
        (Field.TIME, {"selected_slot": None}, {"selected_doctor": "adler"}),
        (Field.SPECIALITY, {"speciality": None, "selected_doctor": None}, {"wanted": TEN}),
        (Field.NAME, {"patient_name": None, "patient_id": None}, {"selected_doctor": "adler"}),
        (Field.REASON, {"diagnosis_condition": None}, {"selected_slot": CHOSEN.selected_slot}),
        (Field.PHONE, {"phone": None}, {"patient_name": "Iris Quinlan"}),
    ],
)
def test_a_fact_taken_back_falls_with_what_depends_on_it_and_all_else_stays(
    field: Field, fallen: dict[str, Any], kept: dict[str, Any]
) -> None:
    before = CHOSEN.with_(
        patient_id="RH-000001", patient_name="Iris Quinlan", diagnosis_condition="a cough", phone="+353861230001"
    )
    state, heard = merged(before, read("change that", cleared=frozenset({field})))
    assert {name: getattr(state, name) for name in fallen} == fallen
    assert {name: getattr(state, name) for name in kept} == kept
    assert f"cleared_{field.value}" in heard.notes


# --- all at once ----------------------------------------------------------------------------------


def test_all_facts_of_one_message_are_taken() -> None:
    told = read(
        "Book me with Dr Adler on Tuesday at 10, I'm Iris Quinlan, 2 May 1984",
        Intent.BOOK,
        doctors=(doctor("adler"),),
        whens=(on(TUESDAY, time(10)),),
        person=person(name="Iris Quinlan", date_of_birth=date(1984, 5, 2), phone="+353861230001"),
        complaint=Complaint(Span(words="palpitations"), (("general", 0.9),)),
    )
    state, heard = merged(BookingState(), told)
    assert (state.selected_doctor, state.speciality, state.wanted) == ("adler", "cardiology", TEN)
    assert (state.patient_name, state.date_of_birth, state.phone) == (
        "Iris Quinlan",
        date(1984, 5, 2),
        "+353861230001",
    )
    assert state.diagnosis_condition == "palpitations"
    assert {"selected_doctor", "speciality", "wanted", "patient_name", "phone"} <= heard.changed


def test_what_was_said_before_is_no_change() -> None:
    again = read("Dr Adler, Tuesday at ten", doctors=(doctor("adler"),), whens=(on(TUESDAY, time(10)),))
    state, heard = merged(CHOSEN, again)
    assert heard.changed == frozenset()
    assert state == CHOSEN


def test_each_fact_remembers_the_words_and_the_moment_that_it_came_from() -> None:
    words = "Dr Costa please " + "x" * 500
    state = after(BookingState(), read(words, doctors=(doctor("costa"),)))
    assert (state.said["selected_doctor"].words, state.said["selected_doctor"].at) == (words[:120], NOW)
    later = after(state, read("Tuesday", whens=(on(TUESDAY),)))
    assert later.said["selected_doctor"] == state.said["selected_doctor"]
    assert later.said["wanted"].words == "Tuesday"


def test_a_message_that_says_nothing_changes_nothing() -> None:
    state, heard = merged(CHOSEN, read("hm"))
    assert (state, heard) == (CHOSEN, Heard())
