"""`file`: puts what a patient sent on a chart."""

from __future__ import annotations

import sys

from bots.characters import harmless
from doors.errors import SettingsError
from doors.loading import hospital_of
from doors.settings import Settings
from doors.wiring import open_records
from hospital import acting, colleagues, errors, filing
from hospital.access import ForbiddenError
from hospital.directory_rows import Directory
from hospital.filing import Content, FiledElsewhereError


def file(settings: Settings, document: str, patient: str, content: Content, email: str, moved_because: str = "") -> int:
    """File a document. The exit status. Raises SettingsError with a sentence for whatever goes wrong."""
    office = open_records(settings)
    hospital = hospital_of(office, Directory())
    reference, number = document.strip().upper(), patient.strip().upper()
    try:
        done = acting.as_colleague(
            office,
            email,
            lambda unit, actor: filing.file_document(
                unit, hospital, actor, reference, number, content, moved_because=moved_because
            ),
        )
    except errors.HospitalError as error:
        raise SettingsError(_sentence(error, reference, number, email)) from None
    anybody = "billing" if done.queue == "billing" else "whichever doctor takes it"
    whose = f"task {done.task} for {done.doctor or anybody}"
    sys.stdout.write(harmless(f"{reference} is on the chart of {done.patient} ({done.patient_number}); {whose}") + "\n")
    return 0


def _sentence(error: errors.HospitalError, reference: str, number: str, email: str) -> str:
    match error:
        case colleagues.UnknownStaffError():
            return f"nobody who works here has the e-mail address {email}; --as takes that of a colleague on file"
        case ForbiddenError():
            return f"{email} may not file this: {error.permission} is not among their rights"
        case FiledElsewhereError():
            return f"{reference} is on the chart of somebody else already; --move REASON takes it from there"
        case errors.NotFoundError():
            return f"there is no patient {number}, or no document {reference} that somebody sent"
        case errors.BusyError():
            return "the database is busy; try again"
        case _:
            return f"{reference} cannot be filed"
