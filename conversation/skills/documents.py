"""Files that come with a message: kept for people to look at, never read; each refusal says what works instead."""

from __future__ import annotations

from collections.abc import Mapping

from conversation.household import acting_people
from conversation.messages import Attachment
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of
from conversation.skills.patients import patient_of
from conversation.turn import Desk
from hospital import documents as records
from hospital import tasks, uploads
from hospital.errors import UploadProblem, UploadRefusedError
from hospital.people import Person

REFUSALS: Mapping[UploadProblem, Say] = {
    UploadProblem.MISSING: Say.FILE_MISSING,
    UploadProblem.EMPTY: Say.FILE_EMPTY,
    UploadProblem.TOO_LARGE: Say.FILE_TOO_LARGE,
    UploadProblem.TOO_MANY_PIXELS: Say.FILE_TOO_MANY_PIXELS,
    UploadProblem.UNKNOWN_KIND: Say.FILE_UNKNOWN_KIND,
    UploadProblem.BROKEN: Say.FILE_BROKEN,
    UploadProblem.LOCKED: Say.FILE_LOCKED,
    UploadProblem.TOO_MANY_PAGES: Say.FILE_TOO_MANY_PAGES,
    UploadProblem.TOO_HEAVY: Say.FILE_TOO_HEAVY,
    UploadProblem.TOO_MANY: Say.FILE_TOO_MANY,
    UploadProblem.NO_ROOM: Say.FILE_NO_ROOM,
    UploadProblem.UNHEARD: Say.VOICE_UNHEARD,
    UploadProblem.UNCLEAR: Say.VOICE_UNCLEAR,
}
SPOKEN = frozenset({UploadProblem.UNHEARD, UploadProblem.UNCLEAR})
"""Problems with what was said aloud: no other way of showing it helps."""


def documents(desk: Desk, pen: Pen) -> None:
    """Keep what can be kept, and have the desk look at it."""
    patient = patient_of(desk, pen) or _sole(desk, pen)
    is_proven = patient is not None and level_of(desk, pen.state, patient) >= 1
    patient_id = patient.id if patient is not None and is_proven else None
    kept = []
    refused = []
    for file in desk.message.attachments:
        try:
            document = _keep(desk, file, patient_id)
        except UploadRefusedError as error:
            refused.append((error.problem, file))
        else:
            kept.append(document)
            pen.happened(
                "document.received",
                document_id=document.reference,
                kind=document.kind,
                content_type=document.content_type,
            )
    if kept:
        key = f"document-c{desk.conversation_id}-t{desk.turn_number}"
        told = ", ".join(document.reference for document in kept)
        if patient is not None:
            whose = Say.NOTE_OF_PATIENT if is_proven else Say.NOTE_UNPROVEN
            told = f"{told} ({pen.note(whose, patient=patient.name, number=patient.number)})"
        task = tasks.NewTask(
            request_key=key,
            queue="desk",
            kind=records.KIND,
            summary=pen.note(Say.NOTE_FILES, references=told),
            conversation_id=desk.conversation_id,
            patient_id=patient_id,
        )
        records.hand_over(desk.unit, desk.hospital, desk.conversation_id, task, further=told)
        # whoever of the staff talks here sees it come in: a word of ours would come in between
        if not desk.is_with_person:
            _thank(pen, [document.reference for document in kept])
    _refuse(desk, pen, refused)


def _sole(desk: Desk, pen: Pen) -> Person | None:
    """Whose a file is where no errand says it: the one whose records the sender may see, if it is one alone."""
    own = [person for person in acting_people(desk, pen.state) if person.relation != "helped"]
    return own[0] if len(own) == 1 else None


def _keep(desk: Desk, file: Attachment, patient_id: int | None) -> records.Document:
    if file.problem is not None:
        raise UploadRefusedError(file.problem)
    stored = uploads.Stored(file.path, file.content_type, file.size, file.sha256)
    return records.record(desk.unit, desk.conversation_id, stored, title=file.name, patient_id=patient_id)


def _thank(pen: Pen, references: list[str]) -> None:
    if len(references) == 1:
        pen.tell(Say.FILE_KEPT, reference=references[0])
    else:
        pen.tell(Say.FILES_KEPT, count=len(references), references=references)


def _refuse(desk: Desk, pen: Pen, refused: list[tuple[UploadProblem, Attachment]]) -> None:
    if not refused:
        return
    for problem, file in refused:
        name = f"“{file.name}”" if file.name else pen.voice.say(Say.FILE_UNNAMED)
        pen.tell(REFUSALS[problem], file=name, limit=uploads.LIMIT_MB)
    if all(problem in SPOKEN for problem, _ in refused):
        return
    way, phone = Say.FILE_OTHER_WAY if desk.hospital.phone else Say.FILE_OTHER_WAY_DESK, desk.hospital.phone or ""
    if pen.state.question is None and not desk.message.text and not desk.is_with_person:
        pen.ask("offer_human", way, (pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),), phone=phone)
    else:
        pen.tell(way, phone=phone)
