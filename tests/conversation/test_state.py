"""The state of a conversation is one value: checked when it changes, whole when it is kept, and never out of step."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conversation.state import (
    DEPENDENTS,
    ERRAND_FIELDS,
    Act,
    Alarm,
    BookingState,
    CallWanted,
    Held,
    Helping,
    HoursAsked,
    Looking,
    Offered,
    Proof,
    Proving,
    RemindersAsked,
    RemindersSettled,
    ResultsTold,
    Said,
    Suspended,
    Unmet,
    Wanted,
    change,
    without_day,
    without_time,
)

UTC_HOSPITAL, DUBLIN, KATHMANDU = ZoneInfo("Etc/UTC"), ZoneInfo("Europe/Dublin"), ZoneInfo("Asia/Kathmandu")
SUMMER = datetime(2026, 6, 9, 10, tzinfo=DUBLIN)
WINTER = datetime(2026, 12, 9, 10, tzinfo=DUBLIN)
OFFER = Offered(value="3.1", label="Tue 9 Jun 10:00", kind="slot", doctor="adler", starts_at=SUMMER)
WISH = Wanted(first_day=date(2026, 6, 9), end_day=date(2026, 6, 10), first_time=time(10), is_exact=True)
FULL = BookingState(
    patient_id="RH-000001",
    user_input="Tuesday at ten — ¡por favor! 🙏",
    next_prompt="Shall I book it?",
    follow_up_required=True,
    diagnosis_condition="palpitations",
    speciality="cardiology",
    selected_doctor="adler",
    selected_slot=SUMMER,
    available_doctors=("adler", "brandt"),
    available_slots=(SUMMER, WINTER),
    task="book",
    errand=2,
    wanted=WISH,
    wanted_also=(Wanted(part="morning", first_time=time(8), end_time=time(12)),),
    doctor_options=("adler",),
    not_doctors=("costa",),
    unknown_doctor="Dr Who",
    speciality_options=("general",),
    is_by_complaint=True,
    soonest=True,
    doctor_gender="female",
    location="main",
    inferred=("about",),
    is_proposed=True,
    for_relation="son",
    patient_name="Leo Quinlan",
    date_of_birth=date(2019, 9, 30),
    is_minor=True,
    besides="RH-000002",
    guardian_name="Iris Quinlan",
    guardian_born=date(1985, 6, 2),
    proofs=(Proof(person="RH-000001", level=2, method="code", until=SUMMER),),
    proving=Proving(skill="find_mine", name="Leo Quinlan", date_of_birth=date(2019, 9, 30), ending="0001", codes=1),
    own_record="RH-000001",
    results_told=ResultsTold(turn=3, person="RH-000001", report="R-12345678"),
    private_until=SUMMER,
    looking=Looking(skill="bills", words="my bill", person="RH-000001", back="slot"),
    helping=Helping(patient="RH-000001", name="Joan", phone="+353861230001"),
    asked_reminders=(RemindersAsked(turn=3, person="RH-000001"),),
    settled_reminders=(RemindersSettled(person="RH-000001", at=SUMMER),),
    visit="A-7K3QX2",
    visit_options=("A-7K3QX2",),
    exchanges="A-7K3QX2",
    to_cancel=("A-7K3QX2",),
    fee_told_for="A-7K3QX2",
    terms_told=True,
    refusals=1,
    language="es",
    language_kept=2,
    is_introduced=True,
    question="confirm",
    offered=(OFFER,),
    offered_before=(OFFER,),
    offered_at=SUMMER,
    held=Held(doctor="adler", starts_at=SUMMER, until=SUMMER + timedelta(minutes=20)),
    own_id="RH-000001",
    guardian_id="RH-000002",
    phone="+353861230001",
    booked_here=("A-7K3QX2",),
    told_names={"RH-000001": "Iris Lang"},
    registered_here=("RH-000001",),
    last_act=Act(kind="rescheduled", reference="A-7K3QX2", doctor="adler", starts_at=SUMMER, from_starts_at=WINTER),
    suspended=(Suspended(task="cancel", facts={"visit": "A-7K3QX2"}, at=SUMMER),),
    misses=1,
    failed_proofs=2,
    failed_at=SUMMER,
    topic="billing",
    spoken_prompt="Which day?",
    in_vain=1,
    unmet=Unmet(words="my bill is wrong", at=SUMMER, intent="billing"),
    alarm=Alarm(at=SUMMER, words="chest pain", is_crisis=True),
    calmed_at=SUMMER,
    list_told=2,
    prescriptions_told=2,
    bills_told=2,
    refills_told=3,
    service_told="service:lipid",
    service_told_at=4,
    bill_told="B-7K3QX2",
    hours_asked=HoursAsked(turn=3, day=date(2026, 6, 13)),
    call_wanted=CallWanted(start=SUMMER, end=WINTER),
    said={"wanted": Said(words="Tuesday at ten", at=SUMMER)},
)


def kept(state: BookingState) -> BookingState:
    return BookingState.model_validate_json(state.model_dump_json())


# --- changing it ----------------------------------------------------------------------------------


def test_a_state_is_replaced_and_never_altered() -> None:
    empty = BookingState()
    assert empty.with_(speciality="cardiology").speciality == "cardiology"
    assert empty.speciality is None
    with pytest.raises(ValidationError):
        empty.speciality = "cardiology"


@pytest.mark.parametrize(
    "changes",
    [
        {"selected_slot": "some time"},
        {"task": "prescribe"},
        {"errand": "many"},
        {"offered": ("a choice",)},
        {"wanted": {"first_day": "Tuesday"}},
        {"date_of_birth": "yesterday"},
        {"is_done": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_value_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        BookingState().with_(**changes)


@pytest.mark.parametrize("name", ["slot", "booking_stage", "stage", "model_config"])
def test_a_name_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no such field"):
        BookingState().with_(**{name: None})


def test_what_is_not_named_stays_as_it_was() -> None:
    changed = FULL.with_(speciality=None)
    assert changed.model_copy(update={"speciality": "cardiology"}) == FULL
    assert FULL.with_() == FULL


# --- dependents -----------------------------------------------------------------------------------

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "speciality": st.sampled_from([None, "cardiology", "dermatology"]),
    "selected_doctor": st.sampled_from([None, "adler", "brandt"]),
    "wanted": st.sampled_from([None, WISH, Wanted(part="morning")]),
    "location": st.sampled_from([None, "main", "annex"]),
    "patient_name": st.sampled_from([None, "Leo Quinlan", "Mia Quinlan"]),
    "date_of_birth": st.sampled_from([None, date(2019, 9, 30), date(2010, 6, 9)]),
}
STATES = st.builds(lambda cleared: FULL.without_errand() if cleared else FULL, st.booleans())


def default(name: str) -> Any:
    return BookingState.model_fields[name].get_default()


def test_every_dependency_is_between_facts_that_exist() -> None:
    assert VALUES.keys() == DEPENDENTS.keys()
    assert {name for names in DEPENDENTS.values() for name in names} <= BookingState.model_fields.keys()


@given(STATES, st.sampled_from(sorted(DEPENDENTS)), st.data())
def test_when_a_fact_changes_what_depends_on_it_falls_and_nothing_else(
    state: BookingState, name: str, data: st.DataObject
) -> None:
    value = data.draw(VALUES[name])
    changed = change(state, **{name: value})
    fallen = DEPENDENTS[name] if getattr(state, name) != value else ()
    for field in BookingState.model_fields:
        if field == name:
            assert getattr(changed, field) == value
        elif field in fallen:
            assert getattr(changed, field) == default(field)
        else:
            assert getattr(changed, field) == getattr(state, field)


@given(st.data())
def test_a_fact_given_with_the_change_stands_though_it_depends_on_it(data: st.DataObject) -> None:
    doctor = data.draw(st.sampled_from(["brandt", "costa"]))
    changed = change(FULL, selected_doctor=doctor, selected_slot=WINTER)
    assert (changed.selected_doctor, changed.selected_slot) == (doctor, WINTER)


def test_another_doctor_keeps_the_wish_for_a_day_and_drops_the_time() -> None:
    changed = change(FULL, selected_doctor="brandt")
    assert (changed.wanted, changed.selected_slot) == (WISH, None)
    assert change(FULL, speciality="dermatology").selected_doctor is None


def test_a_day_or_an_hour_can_be_taken_back_and_the_rest_of_the_wish_stays() -> None:
    assert without_day(WISH) == Wanted(first_time=time(10), is_exact=True)
    assert without_time(WISH) == Wanted(first_day=date(2026, 6, 9), end_day=date(2026, 6, 10))
    assert without_day(without_time(WISH)) is None
    assert without_time(without_day(WISH)) is None
    assert without_day(None) is without_time(None) is None


# --- keeping it -----------------------------------------------------------------------------------


def test_nothing_is_left_out_of_this_page() -> None:
    untouched = {name for name in BookingState.model_fields if getattr(FULL, name) == default(name)}
    assert untouched == {"schema_version", "is_done", "any_doctor", "reason_skipped", "wants_waitlist", "is_waiting"}


def test_a_state_that_was_kept_is_the_same_state() -> None:
    assert kept(FULL) == FULL
    assert kept(kept(FULL)).model_dump_json() == FULL.model_dump_json()
    assert kept(BookingState()) == BookingState()


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (SUMMER, "2026-06-09T10:00:00+01:00"),
        (WINTER, "2026-12-09T10:00:00+00:00"),
        (datetime(2026, 6, 9, 10, tzinfo=UTC_HOSPITAL), "2026-06-09T10:00:00+00:00"),
        (datetime(2026, 6, 9, 10, tzinfo=KATHMANDU), "2026-06-09T10:00:00+05:45"),
        (datetime(2026, 6, 9, 10, 0, 7, 123456, tzinfo=DUBLIN), "2026-06-09T10:00:07+01:00"),
    ],
    ids=["summer", "winter", "utc", "kathmandu", "microseconds"],
)
def test_an_instant_is_told_with_the_hospitals_offset_to_the_second(moment: datetime, told: str) -> None:
    held = Held(doctor="adler", starts_at=moment, until=moment)
    state = BookingState(selected_slot=moment, available_slots=(moment,), held=held, offered_at=moment)
    dumped = state.model_dump(mode="json")
    assert (dumped["selected_slot"], dumped["available_slots"], dumped["offered_at"]) == (told, [told], told)
    assert dumped["held"]["until"] == told
    assert kept(state).model_dump(mode="json") == dumped
    assert "Z" not in state.model_dump_json(include={"selected_slot", "available_slots", "held", "offered_at"})


def test_what_was_kept_by_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    text = FULL.model_dump_json().replace('"schema_version":1', '"schema_version":2,"unheard_of":[1]')
    assert BookingState.model_validate_json(text).with_(schema_version=1) == FULL


def test_an_errand_laid_aside_comes_back_with_its_facts() -> None:
    facts = FULL.errand_facts()
    again = BookingState.model_validate(facts)
    for name in ERRAND_FIELDS:
        assert getattr(again, name) == getattr(FULL, name)
    assert BookingState().errand_facts() == {}


def test_without_its_errand_a_state_keeps_what_belongs_to_the_conversation() -> None:
    bare = FULL.without_errand()
    for name in BookingState.model_fields:
        wanted = default(name) if name in ERRAND_FIELDS else getattr(FULL, name)
        assert getattr(bare, name) == wanted
    assert bare.booking_stage == "need_diagnosis"


# --- how far it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({}, "need_diagnosis"),
        ({"diagnosis_condition": "a cough"}, "need_diagnosis"),
        ({"speciality": "cardiology"}, "choose_doctor"),
        ({"doctor_options": ("adler", "brandt")}, "choose_doctor"),
        ({"task": "cancel"}, "choose_doctor"),
        ({"selected_doctor": "adler"}, "choose_slot"),
        ({"selected_doctor": "adler", "selected_slot": SUMMER}, "confirm"),
        ({"selected_doctor": "adler", "selected_slot": SUMMER, "is_done": True}, "done"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_the_stage_follows_from_what_is_known(facts: dict[str, Any], stage: str) -> None:
    state = BookingState().with_(**facts)
    assert state.booking_stage == stage
    assert state.model_dump(mode="json")["booking_stage"] == stage


def test_a_stage_that_was_kept_decides_nothing() -> None:
    text = FULL.model_dump_json().replace('"booking_stage":"confirm"', '"booking_stage":"done"')
    assert text != FULL.model_dump_json()
    assert BookingState.model_validate_json(text).booking_stage == "confirm"


def test_one_day_is_meant_only_where_the_wish_spans_exactly_one() -> None:
    assert WISH.day == date(2026, 6, 9)
    assert Wanted(first_day=date(2026, 6, 9), end_day=date(2026, 6, 11)).day is None
    assert Wanted(first_day=date(2026, 6, 9)).day is None
    assert (WISH.has_time, Wanted(end_time=time(12)).has_time, without_time(WISH).has_time) == (True, True, False)  # type: ignore[union-attr]
