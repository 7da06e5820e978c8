"""What somebody will do is a task with a queue, a reference and an honest time."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from db.models import AuditRow, ConversationRow, DoctorRow, OutboxRow, TaskRow
from hospital import audit, colleagues, desk_hours, errors, outbox, references, task_clock, task_work, tasks, threads
from hospital.office import Unit
from hospital.tasks import NewTask, Task, TaskView
from tests.hospital.clinic import IRIS, NOW, Clinic, clock, when

HANDOFF = NewTask("handoff-c1-t1", "desk", "handoff", "book · cardiology", conversation_id=1)


def create(clinic: Clinic, new: NewTask, at: str = "2026-06-08 09:00") -> Task:
    return clinic.write(lambda unit: tasks.create(unit, clinic.hospital, new), now=when(at))


def test_a_task_has_a_queue_a_reference_and_somebody_who_asked(clinic: Clinic) -> None:
    made = create(clinic, replace(HANDOFF, patient_id=clinic.patient(IRIS)))
    row = clinic.rows(TaskRow)[0]
    assert made.reference.startswith(f"{references.TASK}-")
    assert (row.reference, row.queue, row.kind, row.status, row.summary, row.conversation_id, row.patient_id) == (
        made.reference,
        "desk",
        "handoff",
        "requested",
        "book · cardiology",
        1,
        clinic.patient(IRIS),
    )
    assert row.due_at == made.due_at
    assert row.created_at == NOW


def test_the_same_request_makes_no_second_task(clinic: Clinic) -> None:
    first = create(clinic, HANDOFF)
    again = create(clinic, HANDOFF, "2026-06-08 09:05")
    assert (again.reference, again.due_at) == (first.reference, first.due_at)
    assert len(clinic.rows(TaskRow)) == 1
    assert [row.subject for row in clinic.rows(AuditRow) if row.action == "task.create"] == [first.reference]


def test_a_reference_that_is_in_use_is_drawn_anew(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["H-AAAAAA", "H-AAAAAA", "H-CCCCCC"])
    monkeypatch.setattr(references, "new", lambda kind: next(drawn))
    made = [create(clinic, replace(HANDOFF, request_key=key)).reference for key in ("one", "two")]
    assert made == ["H-AAAAAA", "H-CCCCCC"]


def test_a_task_at_the_same_moment_in_another_conversation_is_another_one(clinic: Clinic) -> None:
    first = create(clinic, HANDOFF)
    assert create(clinic, replace(HANDOFF, request_key="handoff-c2-t1")).reference != first.reference


def test_a_long_summary_is_cut(clinic: Clinic) -> None:
    create(clinic, replace(HANDOFF, summary="x" * 900))
    assert len(clinic.rows(TaskRow)[0].summary) == 500


# --- when it is due -------------------------------------------------------------------------------


def test_in_desk_hours_the_time_runs_at_once(clinic: Clinic) -> None:
    for kind, minutes in (("handoff", 10), ("callback", 120), ("complaint", 240), ("other", 60)):
        made = create(clinic, replace(HANDOFF, request_key=kind, kind=kind))
        assert (made.in_hours, made.due_at - NOW) == (True, timedelta(minutes=minutes))


def test_the_desk_opens_to_the_minute_that_its_hours_say(clinic: Clinic) -> None:
    morning = {"days": ["mon", "tue"], "from": "08:32", "to": "12:58"}
    odd = replace(clinic.hospital, desk_hours=(morning, {"days": ["mon"], "from": "13:31", "to": "23:59:59"}))
    for at, opens in (("08:00", "08:32"), ("08:32", "08:32"), ("13:00", "13:31")):
        found = desk_hours.opens_at(odd, when(f"2026-06-08 {at}"))
        assert clock(found) == f"2026-06-08 {opens}"
    assert clock(desk_hours.closes_at(odd, when("2026-06-08 09:00"))) == "2026-06-08 12:58"
    assert clock(desk_hours.closes_at(odd, when("2026-06-08 14:00"))) == "2026-06-09 00:00"
    assert clock(desk_hours.opens_at(odd, when("2026-06-09 13:00"))) == "2026-06-15 08:32"


def test_out_of_desk_hours_the_time_runs_from_when_the_desk_opens(clinic: Clinic) -> None:
    due = {
        "2026-06-08 07:00": "2026-06-08 08:10",
        "2026-06-08 18:00": "2026-06-09 08:10",
        "2026-06-12 22:00": "2026-06-15 08:10",
        "2026-06-28 12:00": "2026-06-30 08:10",  # a Sunday, before a holiday
    }
    made = {asked: create(clinic, replace(HANDOFF, request_key=asked), asked) for asked in due}
    assert {asked: clock(task.due_at) for asked, task in made.items()} == due
    assert not any(task.in_hours for task in made.values())


def test_a_time_that_desk_hours_do_not_hold_any_more_goes_on_the_next_day(clinic: Clinic) -> None:
    made = create(clinic, replace(HANDOFF, kind="callback"), "2026-06-08 17:30")
    assert made.in_hours
    assert clock(made.due_at) == "2026-06-09 09:30"
    friday = create(clinic, replace(HANDOFF, request_key="friday", kind="complaint"), "2026-06-12 16:00")
    assert clock(friday.due_at) == "2026-06-15 10:00"


def test_an_emergency_runs_by_the_clock(clinic: Clinic) -> None:
    made = create(clinic, replace(HANDOFF, queue="oncall", kind="emergency"), "2026-06-13 03:00")
    assert clock(made.due_at) == "2026-06-13 03:01"


def test_the_desk_opens_when_its_hours_say(clinic: Clinic) -> None:
    def opens(at: str) -> str:
        return clock(desk_hours.opens_at(clinic.hospital, when(at)))

    assert opens("2026-06-08 09:00") == "2026-06-08 09:00"
    assert opens("2026-06-08 07:59") == "2026-06-08 08:00"
    assert opens("2026-06-13 12:00") == "2026-06-15 08:00"
    assert opens("2026-06-26 19:00") == "2026-06-30 08:00"


def test_a_desk_without_hours_is_always_open(clinic: Clinic) -> None:
    line = '  desk_hours: [{days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00"}]\n'
    clinic.load((line, ""))
    made = create(clinic, HANDOFF, "2026-06-14 03:00")
    assert (made.in_hours, clock(made.due_at)) == (True, "2026-06-14 03:10")


# --- who does it ----------------------------------------------------------------------------------

TESS, UMA, BILL, RUTH = (f"{name}@rosehill.example" for name in ("tess", "uma", "bill", "ruth"))
STAFF = f"""
staff:
  - {{name: Tess Quinn, role: outpatient_admin, email: {TESS}}}
  - {{name: Uma Rao, role: outpatient_admin, email: {UMA}}}
  - {{name: Bill Hart, role: billing, email: {BILL}}}
  - {{name: Ruth Marsh, role: admin, email: {RUTH}}}
specialities:
"""


@pytest.fixture
def staffed(clinic: Clinic) -> Clinic:
    """The clinic with people who work there."""
    clinic.load(("\nspecialities:\n", STAFF), ('fee: "120.00"', 'fee: "120.00"\n    email: vera@rosehill.example'))
    return clinic


def hand_over(clinic: Clinic, at: str = "2026-06-08 09:00", **more: Any) -> str:
    """A conversation on WhatsApp that waits for a person; the task's reference."""

    def work(unit: Unit) -> str:
        conversation = threads.find_or_open(unit, "whatsapp", "+353861112222")
        threads.hand_to(unit, conversation, threads.PERSON)
        new = replace(HANDOFF, request_key=f"handoff-{at}", conversation_id=conversation, **more)
        return tasks.create(unit, clinic.hospital, new).reference

    return clinic.write(work, now=when(at))


def claim(clinic: Clinic, reference: str, email: str, at: str = "2026-06-08 09:05") -> TaskView:
    return clinic.write(lambda unit: task_work.claim(unit, reference, email), now=when(at))


def answer(clinic: Clinic, reference: str, email: str, text: str = "Hello, this is Tess.") -> None:
    clinic.write(lambda unit: task_work.answer(unit, reference, email, text), now=when("2026-06-08 09:06"))


def release(clinic: Clinic, reference: str, email: str, *, done: bool = False) -> TaskView:
    return clinic.write(lambda unit: task_work.release(unit, reference, email, done=done), now=when("2026-06-08 09:07"))


def owner_of_conversation(clinic: Clinic) -> str:
    return str(clinic.rows(ConversationRow)[0].owner)


def steps_noted(clinic: Clinic) -> list[str]:
    return [row.action for row in clinic.rows(AuditRow) if row.action.startswith("task.")]


def test_a_task_is_taken_answered_and_closed_by_one_person(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    taken = claim(staffed, reference, TESS.upper())
    assert (taken.status, taken.owner, taken.channel) == ("accepted", "Tess Quinn", "whatsapp")
    answer(staffed, reference, TESS)
    (written,) = staffed.rows(OutboxRow)
    payload = json.loads(written.payload)
    assert (written.kind, written.inbox_id, written.status, written.is_open) == ("staff", None, "pending", True)
    assert (payload["text"], payload["author"]) == ("Hello, this is Tess.", "Tess Quinn")
    assert owner_of_conversation(staffed) == "person"
    closed = release(staffed, reference, TESS, done=True)
    assert (closed.status, owner_of_conversation(staffed)) == ("completed", "bot")
    assert staffed.rows(TaskRow)[0].closed_at == when("2026-06-08 09:07")
    assert steps_noted(staffed) == ["task.create", "task.claim", "task.answer", "task.completed"]
    assert staffed.read(audit.verify) is None


def test_what_one_has_no_other_takes_and_taking_it_again_changes_nothing(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    first = claim(staffed, reference, TESS)
    assert claim(staffed, reference, TESS, "2026-06-08 09:30") == first
    with pytest.raises(tasks.TakenError) as refused:
        claim(staffed, reference, UMA)
    assert refused.value.owner == "Tess Quinn" and isinstance(refused.value, errors.ConflictError)
    for step in (lambda: answer(staffed, reference, UMA), lambda: release(staffed, reference, UMA, done=True)):
        with pytest.raises(tasks.NotTakenError):
            step()
    assert staffed.rows(OutboxRow) == []
    assert steps_noted(staffed) == ["task.create", "task.claim"]


def test_of_many_who_reach_for_a_task_at_once_one_gets_it(staffed: Clinic) -> None:
    reference = hand_over(staffed)

    def reach(email: str) -> str:
        try:
            return claim(staffed, reference, email).owner or ""
        except tasks.TakenError:
            return ""

    with ThreadPoolExecutor(6) as pool:
        got = [name for name in pool.map(reach, [TESS, UMA, RUTH] * 2) if name]
    assert len(set(got)) == 1 and 1 <= len(got) <= 2
    assert steps_noted(staffed) == ["task.create", "task.claim"]


@pytest.mark.parametrize(
    ("queue", "email", "may"),
    [
        ("desk", TESS, True),
        ("desk", RUTH, True),
        ("desk", BILL, False),
        ("billing", BILL, True),
        ("billing", TESS, False),
        ("pharmacy", TESS, False),
        ("oncall", "vera@rosehill.example", True),
        ("desk", "vera@rosehill.example", False),
    ],
)
def test_a_queue_is_taken_by_its_own_people(staffed: Clinic, queue: str, email: str, may: bool) -> None:
    reference = hand_over(staffed, queue=queue)
    if may:
        assert claim(staffed, reference, email).status == "accepted"
        return
    with pytest.raises(tasks.NotTheirQueueError):
        claim(staffed, reference, email)
    assert staffed.rows(TaskRow)[0].status == "requested"


@pytest.mark.parametrize(
    ("kind", "at", "may"),
    [
        ("emergency", "2026-06-08 09:05", True),
        ("emergency", "2026-06-08 23:05", False),
        ("handoff", "2026-06-08 09:05", False),
    ],
)
def test_an_emergency_that_rings_at_the_desk_is_taken_there_while_it_is_open(
    staffed: Clinic, kind: str, at: str, may: bool
) -> None:
    reference = hand_over(staffed, queue="oncall", kind=kind)
    if may:
        assert claim(staffed, reference, TESS, at).owner == "Tess Quinn"
    else:
        with pytest.raises(tasks.NotTheirQueueError):
            claim(staffed, reference, TESS, at)
    with pytest.raises(tasks.NotTheirQueueError):
        claim(staffed, reference, BILL, at)


def test_who_is_not_on_file_and_what_does_not_exist_are_told_apart(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    with pytest.raises(colleagues.UnknownStaffError):
        claim(staffed, reference, "stranger@rosehill.example")
    with pytest.raises(errors.NotFoundError):
        claim(staffed, "H-AAAAAA", TESS)
    with pytest.raises(errors.NotFoundError):
        staffed.read(lambda unit: tasks.get(unit, "H-AAAAAA"))


def test_given_back_a_task_waits_for_anybody_and_the_person_still_answers_there(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    back = release(staffed, reference, TESS)
    assert (back.status, back.owner, owner_of_conversation(staffed)) == ("requested", None, "person")
    assert claim(staffed, reference, UMA).owner == "Uma Rao"


def test_a_closed_task_stays_closed(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    closed = release(staffed, reference, TESS, done=True)
    assert release(staffed, reference, TESS, done=True) == closed
    for step in (
        lambda: claim(staffed, reference, UMA),
        lambda: release(staffed, reference, TESS),
        lambda: release(staffed, reference, UMA, done=True),
    ):
        with pytest.raises(tasks.TaskStatusError):
            step()
    with pytest.raises(tasks.NotTakenError):
        answer(staffed, reference, TESS)
    assert staffed.read(tasks.open_tasks) == []


def test_open_tasks_are_listed_by_what_is_due_first_and_by_queue(staffed: Clinic) -> None:
    late = create(staffed, replace(HANDOFF, request_key="a", kind="complaint")).reference
    soon = create(staffed, replace(HANDOFF, request_key="b", queue="billing")).reference
    assert [task.reference for task in staffed.read(tasks.open_tasks)] == [soon, late]
    assert [task.reference for task in staffed.read(lambda unit: tasks.open_tasks(unit, "billing"))] == [soon]
    assert staffed.read(lambda unit: tasks.open_tasks(unit, "ward")) == []


def test_a_task_without_a_conversation_has_nobody_to_write_to(staffed: Clinic) -> None:
    reference = create(staffed, replace(HANDOFF, conversation_id=None)).reference
    claim(staffed, reference, TESS)
    with pytest.raises(tasks.NoConversationError):
        answer(staffed, reference, TESS)
    assert release(staffed, reference, TESS, done=True).status == "completed"


# --- nothing without an owner and a clock ----------------------------------------------------------


@pytest.mark.parametrize(
    "lacking",
    [
        {"status": "accepted"},
        {"status": "completed"},
        {"status": "cancelled"},
        {"closed_at": NOW},
        {"status": "lost"},
        {"queue": "nobody"},
        {"due_at": None},
        {"lead_role": None},
        {"queue": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_task_without_owner_or_clock(clinic: Clinic, lacking: dict[str, Any]) -> None:
    whole = {
        "reference": "H-7K3QX2",
        "request_key": "by hand",
        "queue": "desk",
        "kind": "handoff",
        "status": "requested",
        "due_at": NOW,
        "summary": "",
        "created_at": NOW,
        "lead_role": "outpatient_admin",
    }
    with pytest.raises(DBAPIError):
        clinic.write(lambda unit: unit.connection.execute(insert(TaskRow), {**whole, **lacking}))
    assert clinic.rows(TaskRow) == []
    clinic.write(lambda unit: unit.connection.execute(insert(TaskRow), whole))
    with pytest.raises(DBAPIError):
        clinic.write(lambda unit: unit.connection.execute(update(TaskRow).values(**lacking)))
    assert clinic.rows(TaskRow)[0].status == "requested"


def test_a_closed_task_takes_no_note_and_no_other_time(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    release(staffed, reference, TESS, done=True)
    before = staffed.rows(TaskRow)
    for work in (
        lambda unit: task_work.add_note(unit, reference, "one thing more"),
        lambda unit: task_work.put_off(unit, reference, NOW + timedelta(days=1), "tomorrow"),
    ):
        with pytest.raises(tasks.ClosedTaskError):
            staffed.write(work)
    assert staffed.rows(TaskRow) == before


def test_the_number_to_call_is_kept_however_long_the_summary(clinic: Clinic) -> None:
    made = create(clinic, replace(HANDOFF, summary="x" * 900, phone="+353867770000"))
    assert clinic.read(lambda unit: tasks.get(unit, made.reference)).phone == "+353867770000"


# --- what the clock does ---------------------------------------------------------------------------


def due(clinic: Clinic, reference: str, at: str) -> set[str]:
    """What is found to do at a moment, and noted as done."""
    found = clinic.write(lambda unit: task_clock.look_at(unit, clinic.hospital, reference)[1], now=when(at))
    return set(found)


def test_nobody_took_it_for_ten_minutes_of_desk_hours_so_its_lead_is_alerted_once(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    assert due(staffed, reference, "2026-06-08 09:09") == set()
    assert due(staffed, reference, "2026-06-08 09:10") == {"alert"}
    assert due(staffed, reference, "2026-06-08 09:20") == set()
    view = staffed.read(lambda unit: tasks.get(unit, reference))
    assert [lead.email for lead in staffed.read(lambda unit: task_clock.leads(unit, view))] == [TESS, UMA]


def test_where_nobody_has_the_lead_role_whoever_may_take_it_hears_of_it(staffed: Clinic) -> None:
    reference = hand_over(staffed, queue="pharmacy")
    view = staffed.read(lambda unit: tasks.get(unit, reference))
    assert [lead.email for lead in staffed.read(lambda unit: task_clock.leads(unit, view))] == [RUTH]


def test_an_emergency_is_told_to_the_doctors(staffed: Clinic) -> None:
    staffed.write(lambda unit: unit.connection.execute(update(DoctorRow).values(email=None)))
    one = update(DoctorRow).where(DoctorRow.code == "adler").values(email="adler@rosehill.example")
    staffed.write(lambda unit: unit.connection.execute(one))
    reference = hand_over(staffed, queue="oncall")
    view = staffed.read(lambda unit: tasks.get(unit, reference))
    assert [lead.email for lead in staffed.read(lambda unit: task_clock.leads(unit, view))] == [
        "adler@rosehill.example"
    ]


def test_an_alert_that_reaches_nobody_stays_due_until_it_does(clinic: Clinic) -> None:
    staffless = replace(clinic.hospital, phone=None, handoff_phone=None)
    clinic.write(lambda unit: unit.connection.execute(update(DoctorRow).values(email=None)))
    reference = create(clinic, HANDOFF).reference
    late = when("2026-06-08 09:10")
    for _ in range(2):
        found = clinic.write(lambda unit: task_clock.look_at(unit, staffless, reference)[1], now=late)
        assert found == {"alert"} and clinic.rows(TaskRow)[0].alerted_at is None
    own = replace(staffless, phone="+35315550100")
    assert clinic.write(lambda unit: task_clock.look_at(unit, own, reference)[1], now=late) == {"alert"}
    view = clinic.read(lambda unit: tasks.get(unit, reference))
    told = clinic.read(lambda unit: task_clock.recipients(unit, own, view))
    assert [(each.channel, each.address) for each in told] == [("sms", "+35315550100")]
    assert clinic.rows(TaskRow)[0].alerted_at == late


def test_no_alert_before_the_desk_opens(staffed: Clinic) -> None:
    reference = hand_over(staffed, "2026-06-12 22:00")
    assert due(staffed, reference, "2026-06-14 12:00") == set()
    assert due(staffed, reference, "2026-06-15 08:09") == set()
    assert due(staffed, reference, "2026-06-15 08:10") == {"alert"}


def test_two_desk_hours_without_a_word_bring_other_ways_once(staffed: Clinic) -> None:
    reference = hand_over(staffed, "2026-06-08 17:00")
    claim(staffed, reference, TESS, "2026-06-09 08:01")
    assert due(staffed, reference, "2026-06-09 08:59") == set()
    assert due(staffed, reference, "2026-06-09 09:00") == {"ways"}
    assert due(staffed, reference, "2026-06-09 12:00") == set()


def test_an_answer_stops_the_clock_until_the_patient_writes_again(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    answer(staffed, reference, TESS)
    assert due(staffed, reference, "2026-06-08 17:00") == set()
    conversation = staffed.rows(TaskRow)[0].conversation_id
    staffed.write(lambda unit: task_work.wait_for_answer(unit, conversation), now=when("2026-06-09 09:00"))
    staffed.write(lambda unit: task_work.wait_for_answer(unit, conversation), now=when("2026-06-09 10:00"))
    assert "ways" not in due(staffed, reference, "2026-06-09 10:59")
    assert "ways" in due(staffed, reference, "2026-06-09 11:00")


def test_what_a_shift_left_without_an_answer_waits_in_the_queue_again(staffed: Clinic) -> None:
    reference = hand_over(staffed, "2026-06-08 17:30")
    claim(staffed, reference, TESS, "2026-06-08 17:35")
    assert due(staffed, reference, "2026-06-08 17:59") == set()
    assert due(staffed, reference, "2026-06-08 18:00") == {"requeue"}
    view = staffed.read(lambda unit: tasks.get(unit, reference))
    assert (view.status, view.owner, clock(view.due_at)) == ("requested", None, "2026-06-09 08:10")
    assert due(staffed, reference, "2026-06-09 08:10") == {"alert"}


def test_what_was_answered_stays_with_whoever_answered(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    answer(staffed, reference, TESS)
    assert due(staffed, reference, "2026-06-09 03:00") == set()
    assert staffed.rows(TaskRow)[0].status == "accepted"


def test_several_who_look_at_once_find_one_thing_to_do(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    look: Callable[[int], set[str]] = lambda n: due(staffed, reference, "2026-06-08 11:30")  # noqa: E731
    with ThreadPoolExecutor(6) as pool:
        found = [step for steps in pool.map(look, range(6)) for step in steps]
    assert sorted(found) == ["alert", "ways"]


# --- the patient goes on ---------------------------------------------------------------------------


def test_a_request_that_nobody_took_is_cancelled_when_the_patient_goes_on(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    gone = staffed.write(lambda unit: task_work.withdraw(unit, reference, "went on"))
    assert (gone.status, owner_of_conversation(staffed)) == ("cancelled", "bot")
    assert gone.handed_back_at is None


def test_whoever_took_it_keeps_it_with_a_note_when_the_patient_goes_on(staffed: Clinic) -> None:
    reference = hand_over(staffed, summary="x" * 500)
    claim(staffed, reference, TESS)
    kept = staffed.write(lambda unit: task_work.withdraw(unit, reference, "went on with the assistant"))
    assert (kept.status, kept.owner, owner_of_conversation(staffed)) == ("accepted", "Tess Quinn", "bot")
    assert kept.summary.endswith("went on with the assistant") and len(kept.summary) <= 500
    assert due(staffed, reference, "2026-06-08 17:00") == set()


def gone_on_and_handed_over_again(staffed: Clinic) -> tuple[str, str]:
    """Two hand-overs of a conversation: one that Tess kept when the patient went on, and the one that stands now."""
    first = hand_over(staffed)
    claim(staffed, first, TESS)
    staffed.write(lambda unit: task_work.withdraw(unit, first, "went on"))
    return first, hand_over(staffed, "2026-06-08 09:06")


@pytest.mark.parametrize("done", [True, False])
def test_ending_a_hand_over_that_the_patient_left_does_not_end_the_next_one(staffed: Clinic, done: bool) -> None:
    first, second = gone_on_and_handed_over_again(staffed)
    left = release(staffed, first, TESS, done=done)
    assert (left.status, left.handed_back_at) == ("completed" if done else "cancelled", None)
    assert owner_of_conversation(staffed) == "person"
    claim(staffed, second, UMA)
    release(staffed, second, UMA, done=True)
    assert owner_of_conversation(staffed) == "bot"


def test_a_hand_over_that_the_patient_left_waits_for_nobody_else(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    staffed.write(lambda unit: task_work.withdraw(unit, reference, "went on"))
    assert release(staffed, reference, TESS).status == "cancelled"
    assert due(staffed, reference, "2026-06-08 11:30") == set()


def test_what_a_patient_writes_waits_on_the_hand_over_that_stands(staffed: Clinic) -> None:
    first, second = gone_on_and_handed_over_again(staffed)
    claim(staffed, second, UMA)
    answer(staffed, second, UMA)
    conversation = staffed.rows(TaskRow)[0].conversation_id
    staffed.write(lambda unit: task_work.wait_for_answer(unit, conversation))
    waits = {row.reference: row.waiting_since for row in staffed.rows(TaskRow)}
    assert waits == {first: None, second: NOW}


def test_an_answer_settles_what_asked_the_patient_how_to_go_on(staffed: Clinic) -> None:
    reference = hand_over(staffed)
    claim(staffed, reference, TESS)
    conversation = staffed.rows(TaskRow)[0].conversation_id
    asks = tasks.ways(reference)
    staffed.write(lambda unit: outbox.put_unasked(unit, conversation, "ways", "handover", "{}", asks))
    answer(staffed, reference, TESS)
    assert [(row.kind, row.status) for row in staffed.rows(OutboxRow)] == [
        ("handover", "withdrawn"),
        ("staff", "pending"),
    ]
