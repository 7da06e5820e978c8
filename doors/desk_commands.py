"""What the front desk does in the terminal until there are pages for it: papers handed over, documents filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from doors.settings import Settings

Run = Callable[["Callable[[Settings], int | None]", Path | None], None]
"""Runs a command under the settings of a file."""
Config = Annotated[
    Path | None, typer.Option("--config", help="The configuration file (default: config.yaml, or $FRONTDESK_CONFIG).")
]
Email = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who you are: a colleague's e-mail address.")]
Patient = Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's number.")]
DAY = ["%Y-%m-%d"]


class PaperKind(StrEnum):
    """What is printed."""

    REPORT = "report"
    PRESCRIPTION = "prescription"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit-note"
    RECEIPT = "receipt"
    STATEMENT = "statement"


class ShownAtDesk(StrEnum):
    """How somebody at the desk has shown that they may have it."""

    PHOTO_ID = "photo-id"
    GUARDIAN_ID = "guardian-id"
    AUTHORITY = "authority"


class DocumentContent(StrEnum):
    """What a document is."""

    LABORATORY = "laboratory"
    RADIOLOGY = "radiology"
    LETTER = "letter"
    PRESCRIPTION = "prescription"
    PHOTO = "photo"
    INSURANCE = "insurance"
    OTHER = "other"


def add_to(app: typer.Typer, run: Run) -> None:
    """Add the desk's commands to all the others."""

    @app.command("papers")
    def papers(patient: Patient, as_: Email, config: Config = None) -> None:
        """What the front desk may hand over to a patient: released reports, prescriptions, invoices, receipts."""

        def listed(settings: Settings) -> int:
            from doors.printing import Printing

            return Printing(settings).list(patient, as_)

        run(listed, config)

    @app.command("print")
    def print_paper(
        kind: Annotated[PaperKind, typer.Argument(help="What to print.")],
        of: Annotated[
            str, typer.Argument(metavar="REF", help="Its reference or number; a statement's is the patient's.")
        ],
        as_: Email,
        seen: Annotated[ShownAtDesk, typer.Option("--seen", help="What whoever gets it has shown you.")],
        to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The new PDF.")],
        language: Annotated[str | None, typer.Option(help="en or es (default: the patient's).")] = None,
        since: Annotated[datetime | None, typer.Option(formats=DAY, help="A statement's first day.")] = None,
        until: Annotated[datetime | None, typer.Option(formats=DAY, help="A statement's last day.")] = None,
        config: Config = None,
    ) -> None:
        """Hand a paper over at the front desk, as a PDF; who did, and what was shown, is written down.

        Example: `run.py print report R-7K3QX2 --as tom@hospital.example --seen photo-id --to report.pdf`
        """

        def printed(settings: Settings) -> int:
            from doors.printing import Printing
            from hospital.desk_papers import Handing, Shown
            from hospital.handed_papers import Kind

            days = since and since.date(), until and until.date()
            over = Handing(Shown(seen.value), language)
            return Printing(settings).print(Kind(kind.value.replace("-", "_")), of, as_, over, to, days)

        run(printed, config)

    @app.command("file")
    def file_document(
        document: Annotated[str, typer.Argument(metavar="REF", help="The document, as D-7K3QX2.")],
        patient: Patient,
        content: Annotated[DocumentContent, typer.Argument(help="What it is.")],
        as_: Email,
        move: Annotated[
            str, typer.Option("--move", metavar="REASON", help="Why it is taken from somebody else's chart.")
        ] = "",
        config: Config = None,
    ) -> None:
        """Put what a patient sent on their chart; the doctor who sees them gets a task to look at it.

        Example: `run.py file D-7K3QX2 LQ-000101 letter --as tom@hospital.example`
        """

        def filed(settings: Settings) -> int:
            from doors.filing import file
            from hospital.filing import Content

            return file(settings, document, patient, Content(content.value), as_, move)

        run(filed, config)
