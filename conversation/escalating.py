"""What the desk is told of because nobody else can be: alerts that reached nobody, messages that were put aside.

Done by the clock and by rows, by any number of processes: each thing is told once.
"""

from __future__ import annotations

from pathlib import Path

from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.put_aside import put_aside
from hospital import alerts, task_work, tasks
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.tasks import UNANSWERED, UNHEARD, NewTask


def tell_the_desk(office: Office, directory: Directory, spool: Path) -> int:
    """Make tasks for the desk of what else nobody would see; how many things there were to tell."""
    with office.read() as unit:
        hospital = directory.standing(unit)
    if hospital is None:
        return 0
    lines = [line.id for line in put_aside(spool)]
    return office.write(lambda unit: _tell_of_alerts(unit, hospital) + _tell_of_lines(unit, hospital, lines))


def _tell_of_alerts(unit: Unit, hospital: Hospital) -> int:
    references = alerts.unheard(unit)
    if not references:
        return 0
    note = _voice(unit, hospital).say(Say.NOTE_UNHEARD, {"references": ", ".join(references)})
    already = tasks.open_of(unit, None, UNHEARD)
    if already is not None:
        task_work.add_note(unit, already.reference, note)
    else:
        key = f"{UNHEARD}-{references[0]}-{unit.now:%Y%m%d%H%M%S%f}"
        tasks.create(unit, hospital, NewTask(key, "desk", UNHEARD, note))
    return len(references)


def _tell_of_lines(unit: Unit, hospital: Hospital, lines: list[str]) -> int:
    told = 0
    for each in lines:
        key = f"put-aside-{each}"
        if not tasks.is_made(unit, key):
            note = _voice(unit, hospital).say(Say.NOTE_PUT_ASIDE, {"reference": each})
            tasks.create(unit, hospital, NewTask(key, "desk", UNANSWERED, note))
            told += 1
    return told


def _voice(unit: Unit, hospital: Hospital) -> Voice:
    return Voice.of(hospital, hospital.languages[0], hospital.local(unit.now).date())
