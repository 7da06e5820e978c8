"""How far somebody's examinations are; what may be had, and how. Never what they showed, nor a hint at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from conversation.extractors.examinations import kinds_named, meant
from conversation.extractors.text import Message
from conversation.papers import Way
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.giving import give
from conversation.skills.of_somebody import of_somebody
from conversation.skills.papers import link_to
from conversation.skills.whose import Owner, asked_words
from conversation.state import ResultsTold
from conversation.turn import Desk
from hospital import tampering, uploads
from hospital.examinations import known_as
from hospital.handed_papers import Kind, Wanted
from hospital.reports import handing, reading
from hospital.reports.errors import TamperedReportError
from hospital.reports.handing import Handed
from hospital.reports.reading import Stage

RECENT = timedelta(days=365)
SHOWN, SPOKEN, HANDED = 5, 2, 2
"""How many are told of on paper, aloud, and handed out at once."""
FILES, FILE_BYTES = 5, 10 * 1024 * 1024
"""Of one report; and the largest that every channel carries."""
READY = "ready"
_LINES = {
    "ordered": Say.REPORT_ORDERED,
    "done": Say.REPORT_DONE,
    "with_doctor": Say.REPORT_WITH_DOCTOR,
    READY: Say.REPORT_READY,
}
_CARRIED = frozenset({uploads.PDF, *uploads.PICTURES.values()})
"""What every telephone opens."""


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    stages = reading.stages(desk.unit, owner.actor, owner.person.id)
    pen.happened("records.shown", kind="reports")
    recent = [stage for stage in stages if desk.unit.now - stage.since < RECENT]
    message = Message.read(asked_words(pen))
    chosen = meant(message, [(_names(stage.name), stage.kind) for stage in recent])
    found = [recent[n] for n in chosen]
    about = found[0].reference if len(found) == 1 else None
    told = ResultsTold(turn=desk.turn_number, person=owner.person.number, report=about)
    pen.keep(results_told=told)
    if not found:
        say = Say.REPORTS_NONE_SUCH if kinds_named(message) and recent else Say.REPORTS_NONE
        pen.tell(say, patient=owner.person.name, phone=desk.hospital.phone or "")
        found = recent
    if found:
        _tell_stages(desk, pen, owner, found)


def _names(name: str) -> str:
    """What an examination is called, in the languages of the house."""
    return f"{name}, {known_as(name, 'en')}, {known_as(name, 'es')}"


def _tell_stages(desk: Desk, pen: Pen, owner: Owner, found: Sequence[Stage]) -> None:
    is_aloud = desk.message.channel == "voice"
    shown = found[: SPOKEN if is_aloud else SHOWN]
    lines = [pen.voice.say(_LINES[stage.stage], _facts(desk, pen, stage)) for stage in shown]
    pen.tell(Say.REPORTS_OF, patient=owner.person.name, reports=pen.voice.lines(lines))
    if len(found) > len(shown):
        pen.tell(Say.REPORTS_MORE, count=len(found) - len(shown))
    ready = [stage for stage in shown if stage.stage == READY]
    if len(ready) < len(shown):
        pen.tell(Say.REPORT_AFTER_DOCTOR)
    if ready:
        _hand_out(desk, pen, owner, ready)


def _facts(desk: Desk, pen: Pen, stage: Stage) -> dict[str, object]:
    name = known_as(stage.name, pen.language)
    return {"name": name, "at": desk.hospital.local(stage.since).date(), "doctor": stage.doctor}


# --- what may be had ------------------------------------------------------------------------------


def _hand_out(desk: Desk, pen: Pen, owner: Owner, ready: Sequence[Stage]) -> None:
    """Say how what is ready is had here; as files where the channel is set up for them."""
    way = desk.papers.way(desk.message.channel)
    if way in ("file", "link"):
        for stage in ready[:HANDED]:
            _hand(desk, pen, owner, stage, way)
        if len(ready) > HANDED:
            pen.tell(Say.REPORTS_ASK_FOR_ONE)
    elif way == "portal":
        pen.tell(Say.REPORT_AT_PORTAL, link=desk.papers.portal_url)
    else:
        _at_desk(desk, pen)


def _hand(desk: Desk, pen: Pen, owner: Owner, stage: Stage, way: Way) -> None:
    try:
        report = handing.handed(desk.unit, owner.actor, stage.reference)
    except TamperedReportError:
        tampering.tell(desk.unit, desk.hospital, "clinic", stage.reference, owner.person.id)
        _at_desk(desk, pen)
        return
    name = known_as(report.title, pen.language)
    if report.message:
        pen.tell(Say.DOCTOR_WRITES, doctor=report.doctor, name=name, words=report.message)
    files = [file for file in report.files if file.content_type in _CARRIED and file.size <= FILE_BYTES][:FILES]
    paper = link_to(desk, owner, Wanted(Kind.REPORT, report.reference, pen.language))
    give(pen, name, (paper, *_links(desk, report, [file.reference for file in files])), way)
    if len(files) < len(report.files):
        pen.tell(Say.REPORT_FILES_LEFT, count=len(report.files) - len(files), doctor=report.doctor)


def _links(desk: Desk, report: Handed, documents: Sequence[str]) -> tuple[str, ...]:
    papers = desk.papers
    return tuple(papers.address(handing.link(desk.unit, papers.key, report, each)) for each in documents)


def _at_desk(desk: Desk, pen: Pen) -> None:
    phone = desk.hospital.phone
    pen.tell(Say.REPORT_AT_DESK if phone else Say.REPORT_AT_DESK_ALONE, phone=phone or "")


reports = of_somebody("report.read_status", _tell)
