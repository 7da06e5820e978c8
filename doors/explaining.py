"""One sentence taken apart in the open: what was heard in which words, for whoever adds a phrase or a complaint."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from conversation.extractors import entities
from conversation.extractors.dates.protocol import as_protocol
from conversation.extractors.pipeline import understand
from conversation.extractors.words import words_of
from hospital.errors import HospitalFileError
from hospital.file_models import HospitalFile
from hospital.hospital_file import parse

DEMO = Path(__file__).resolve().parents[1] / "db" / "demo.yaml"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was heard: what it is, its value, the sender's words behind it."""

    what: str
    value: str
    words: str = ""


def run(text: str, file: Path | None, at: datetime | None, asked: str | None) -> int:
    """Print how a sentence is understood. The exit status: 1 when the hospital file cannot be read."""
    try:
        show(explain(text, file, at, asked))
    except OSError as error:
        sys.stderr.write(f"frontdesk: {file} cannot be read: {error.strerror}\n")
        return 1
    except HospitalFileError as error:
        sys.stderr.write("".join(f"{file}:{problem.line}: {problem.text}\n" for problem in error.problems))
        return 1
    return 0


def explain(text: str, file: Path | None, at: datetime | None, asked: str | None) -> list[Step]:
    """What is understood of a sentence, in the order of the pipeline. Raises OSError and HospitalFileError.

    `file` is the hospital file (the demo hospital's without one), `at` the moment on the hospital's clock, `asked`
    what the desk has just asked (`name`, `slot`, ...).
    """
    hospital = parse((file or DEMO).read_bytes())
    now = at or datetime.now(ZoneInfo(hospital.hospital.timezone)).replace(tzinfo=None, microsecond=0)
    languages = tuple(hospital.hospital.languages)
    context = entities.Context(
        now=now, language=languages[0], languages=languages, roster=roster(hospital), question=asked
    )
    return list(_steps(understand(text, context), context))


def show(steps: list[Step]) -> None:
    """Print the steps as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("heard", "value", "from the words"):
        table.add_column(title, overflow="fold")
    for step in steps:
        table.add_row(step.what, Text(step.value), Text(step.words, style="italic"))
    Console().print(table)


def roster(hospital: HospitalFile) -> entities.Roster:
    """What the extractors know of a hospital that stands in a file only."""
    return entities.Roster(
        doctors=tuple(
            entities.Doctor(doctor.code, doctor.name, doctor.speciality, doctor.gender, doctor.location)
            for doctor in hospital.doctors
            if doctor.active
        ),
        specialities=tuple(
            entities.Speciality(s.code, s.name, s.practitioner, s.names, s.practitioners, s.complaints, s.default)
            for s in hospital.specialities
        ),
        places=tuple(entities.Place(place.code, place.name, place.city) for place in hospital.locations),
        topics=tuple(entities.Topic(topic.topic, topic.asks) for topic in hospital.information),
        services=tuple(
            entities.Service(service.code, service.name, service.kind, bool(service.schedule))
            for service in hospital.services
        ),
        insurers=tuple(
            entities.Insurer(insurer.code, insurer.name, tuple((plan.code, plan.name) for plan in insurer.plans))
            for insurer in hospital.insurers
        ),
    )


def _steps(said: entities.Understanding, context: entities.Context) -> Iterator[Step]:
    yield Step("read as", " ".join(words_of(said.message).read))
    if said.emergency:
        kind = "the crisis line" if said.emergency.self_harm else "an emergency"
        yield Step("alarm", f"{kind}: {said.emergency.rule}", said.emergency.span.words)
    if said.foreign:
        yield Step("language", f"{said.foreign}, which is not spoken here")
    else:
        yield Step("language", f"{said.language}{'' if said.language_sure else ' (kept: nothing speaks against it)'}")
    yield from _people(said)
    for when in said.whens:
        for each in (when, *when.also):
            yield Step("no time" if each.rejected else "time", _time(each, context), each.span.words)
    yield from _places(said)
    for mention in said.intents:
        yield Step("intent", f"{mention.intent.value} ({mention.certainty:.2f})", mention.span.words)


def _people(said: entities.Understanding) -> Iterator[Step]:
    if said.chosen:
        yield Step("choice", ", ".join(said.chosen.values or said.chosen.rejected), said.chosen.span.words)
    if said.person:
        facts = {"name": said.person.name, "born": str(said.person.date_of_birth or ""), "phone": said.person.phone}
        facts |= {"relation": said.person.relation, "age": str(said.person.age or "")}
        yield Step("person", ", ".join(f"{k} {v}" for k, v in facts.items() if v), said.person.span.words)
    for doctor in said.doctors:
        names = " or ".join(doctor.codes) or "nobody of this hospital"
        likeness = " (by likeness: is read back)" if doctor.similar else ""
        yield Step("not the doctor" if doctor.rejected else "doctor", names + likeness, doctor.span.words)


def _places(said: entities.Understanding) -> Iterator[Step]:
    for speciality in said.specialities:
        yield Step(
            "not the speciality" if speciality.rejected else "speciality", speciality.code, speciality.span.words
        )
    for lacking in said.lacking:
        yield Step("not offered here", lacking.code, lacking.span.words)
    if said.complaint:
        ranked = ", ".join(f"{code} {score:.2f}" for code, score in said.complaint.specialities)
        yield Step("complaint", ranked, said.complaint.span.words)
    if said.place:
        yield Step("place", said.place)
    if said.topic:
        yield Step("topic", said.topic)
    for wish in sorted(said.wishes):
        yield Step("wish", wish.value)
    for cleared in sorted(said.cleared):
        yield Step("taken back", cleared.value)


def _time(when: entities.When, context: entities.Context) -> str:
    told = as_protocol((replace(when, also=(), rejected=False),), context.now)
    if told is None:
        return "soonest" if when.soonest else (when.shift or "")
    start, end = told["start"], told["end"]
    value = f"{start or '...'} to {end}" if end else f"{start}{' or later' if told['open'] else ''}"
    notes = [name for name, holds in (("about", when.approximate), ("a convention decided", when.inferred)) if holds]
    return f"{value} ({', '.join(notes)})" if notes else value
