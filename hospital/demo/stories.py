"""What happened to some of the demo's people at their last visit: found, prescribed, examined, and billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.writing import NewItem
from hospital.reports.results import Result


class Far(IntEnum):
    """How far an examination is."""

    ORDERED = 0
    DONE = 1
    WITH_DOCTOR = 2
    READY = 3


@dataclass(frozen=True)
class Exam:
    """An examination that the doctor ordered: `service` by its code; `message` is what the doctor writes about it."""

    service: str
    far: Far
    results: Sequence[Result] = ()
    conclusion: str = ""
    message: str = ""


@dataclass(frozen=True)
class Given:
    """A medicine of a story; `given` is how much of it was handed over, `ready` that it waits to be collected."""

    item: NewItem
    given: int = 0
    is_ready: bool = False


@dataclass(frozen=True)
class Story:
    """One visit of some days ago. `number` is the patient's, or that of the guardian whose first child it was.

    `paid` is what was paid at the desk: None for nothing yet, 0 for all of it.
    """

    number: str
    doctor: str
    condition: str
    code: str
    """Of ICD-10."""
    medicines: Sequence[Given] = ()
    exams: Sequence[Exam] = ()
    paid: Decimal | None = None
    method: str = "card"
    of_child: bool = False
    asks_again: bool = False
    """Whether the patient has asked for the first medicine again, and the doctor has not decided."""


def _tablets(
    sku: str, days: int, times: int = 1, *, form: str = "tablet", repeats: int = 0, needed: bool = False
) -> NewItem:
    return NewItem(Dosage(form, Decimal(1), Decimal(times), days, as_needed=needed), sku=sku, repeats=repeats)


_INHALER = NewItem(
    Dosage("inhaler", Decimal(2), Decimal(4), 25, route="inhalation", as_needed=True, pack=Decimal(200)),
    sku="SALB-INH",
    repeats=2,
)
_SUSPENSION = NewItem(
    Dosage("suspension", Decimal(5), Decimal(3), 7, pack=Decimal(100)),
    medication="Cefalexin 250 mg/5 ml oral suspension",
    instructions="Shake the bottle. Finish all of it.",
)
_CREAM = NewItem(
    Dosage("cream", Decimal(2), Decimal(2), 14, route="topical", pack=Decimal(30)),
    sku="HYDRO-1",
    instructions="A thin layer.",
)

OWING = ("LQ-000106", "LQ-000112", "LQ-000116")
"""Who has a bill to pay, and a phone to themselves."""
REPEATING = "LQ-000104"
"""Who may have the first medicine of their story again: a week of it was given, and the visit is a week ago."""

STORIES: Sequence[Story] = (
    Story(
        "LQ-000101",
        "okafor",
        "Essential hypertension",
        "I10",
        [Given(_tablets("AMLO-5", 28, repeats=2), given=28)],
        [
            Exam(
                "lipid",
                Far.READY,
                [
                    Result("Total cholesterol", "4.6", "mmol/l", high="5.0"),
                    Result("LDL cholesterol", "2.7", "mmol/l", high="3.0"),
                    Result("HDL cholesterol", "1.5", "mmol/l", low="1.2"),
                    Result("Triglycerides", "1.1", "mmol/l", high="1.7"),
                ],
                message="Your cholesterol is as it should be. We go on as we said.",
            ),
            Exam("blood-count", Far.ORDERED),
        ],
    ),
    Story(
        "LQ-000101",
        "osullivan",
        "Acute otitis media",
        "H66.9",
        [Given(_SUSPENSION)],
        of_child=True,
        paid=Decimal(0),
    ),
    Story(
        "LQ-000102",
        "hughes",
        "Low back pain",
        "M54.5",
        [Given(_tablets("IBUP-400", 5, 3), given=15)],
        paid=Decimal(0),
    ),
    Story(
        "LQ-000103",
        "ivanova",
        "Hypothyroidism",
        "E03.9",
        [Given(_tablets("LEVO-50", 7), given=7)],
        [Exam("hba1c", Far.WITH_DOCTOR, [Result("HbA1c", "37", "mmol/mol", high="42")])],
        asks_again=True,
    ),
    Story(
        "LQ-000104",
        "okafor",
        "Pure hypercholesterolaemia",
        "E78.0",
        [Given(_tablets("ATORV-20", 7, repeats=5), given=7)],
        paid=Decimal("60.00"),
        method="cash",
    ),
    Story("LQ-000106", "sharma-r", "Atopic dermatitis", "L20.9", [Given(_CREAM, given=2)]),
    Story(
        "LQ-000107",
        "adeyemi",
        "Migraine without aura",
        "G43.0",
        exams=[Exam("mri-head", Far.DONE)],
    ),
    Story(
        "LQ-000109",
        "ferreira",
        "Gastro-oesophageal reflux",
        "K21.9",
        [Given(_tablets("OMEP-20", 28, form="capsule"), given=28)],
        [Exam("ultrasound-abdomen", Far.ORDERED)],
        paid=Decimal(0),
        method="cash",
    ),
    Story("LQ-000111", "eriksen", "Asthma", "J45.9", [Given(_INHALER)], paid=Decimal(0)),
    Story(
        "LQ-000112",
        "begum",
        "Type 2 diabetes mellitus",
        "E11.9",
        [Given(_tablets("METF-850", 30, 2, repeats=3), is_ready=True)],
        [
            Exam(
                "hba1c",
                Far.READY,
                [Result("HbA1c", "51", "mmol/mol", high="42")],
                message="A little better than last time. Please come again in three months.",
            )
        ],
    ),
    Story(
        "LQ-000114",
        "qureshi",
        "Allergic rhinitis",
        "J30.1",
        [Given(_tablets("CETI-10", 14), given=14)],
        [
            Exam(
                "blood-count",
                Far.READY,
                [
                    Result("Haemoglobin", "128", "g/l", low="115", high="155"),
                    Result("White cells", "7.1", "10^9/l", low="4.5", high="13.5"),
                    Result("Platelets", "284", "10^9/l", low="150", high="400"),
                ],
                message="Everything is as it should be.",
            )
        ],
        of_child=True,
        paid=Decimal(0),
    ),
    Story(
        "LQ-000115",
        "greenberg",
        "Insomnia",
        "G47.0",
        [Given(_tablets("DIAZ-5", 7, needed=True), given=7)],
        paid=Decimal(0),
    ),
    Story(
        "LQ-000116",
        "almeida",
        "Cough",
        "R05",
        exams=[
            Exam(
                "xray-chest",
                Far.READY,
                conclusion="Heart and lungs without findings.",
                message="Los pulmones están bien. Si la tos sigue en dos semanas, vuelva.",
            )
        ],
    ),
    Story(
        "LQ-000117",
        "haddad",
        "Contusion of the wrist",
        "S60.2",
        [Given(_tablets("PARA-500", 5, 4, needed=True), given=20)],
        [Exam("xray-limb", Far.WITH_DOCTOR, conclusion="No fracture.")],
    ),
)
