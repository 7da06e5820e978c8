"""What somebody will do is a task with a queue, a reference and an honest time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.models import AuditRow, TaskRow
from hospital import references, tasks
from hospital.tasks import NewTask, Task
from tests.hospital.clinic import IRIS, NOW, Clinic, clock, when

HANDOFF = NewTask("handoff-c1-t1", "desk", "handoff", "book · cardiology", conversation_id=1)


def create(clinic: Clinic, new: NewTask, at: str = "2026-06-08 09:00") -> Task:
    return clinic.write(lambda unit: tasks.create(unit, clinic.hospital, new), now=when(at))


def test_a_task_has_a_queue_a_reference_and_somebody_who_asked(clinic: Clinic) -> None:
    made = create(clinic, replace(HANDOFF, patient_id=clinic.patient(IRIS)))
    row = clinic.rows(TaskRow)[0]
    assert references.PATTERN.fullmatch(made.reference)
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
        return clock(tasks.opens_at(clinic.hospital, when(at)))

    assert opens("2026-06-08 09:00") == "2026-06-08 09:00"
    assert opens("2026-06-08 07:59") == "2026-06-08 08:00"
    assert opens("2026-06-13 12:00") == "2026-06-15 08:00"
    assert opens("2026-06-26 19:00") == "2026-06-30 08:00"


def test_a_desk_without_hours_is_always_open(clinic: Clinic) -> None:
    line = '  desk_hours: [{days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00"}]\n'
    clinic.load((line, ""))
    made = create(clinic, HANDOFF, "2026-06-14 03:00")
    assert (made.in_hours, clock(made.due_at)) == (True, "2026-06-14 03:10")
