"""The port for a source of interactions. The house has none of its own: a licensed one is handed to whoever signs.

Without a source nothing is checked, and nothing says that it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hospital import access, allergies, diagnoses
from hospital.access import Actor
from hospital.office import Unit
from hospital.prescriptions import records
from hospital.prescriptions.errors import WarningsUnseenError
from hospital.prescriptions.records import ACTIVE, ON_HOLD, Item, Prescription


@dataclass(frozen=True)
class Medication:
    """A medicine that somebody takes or is to take. `sku` is the pharmacy's code, None for what is free text;
    `is_new` what the prescription adds.
    """

    name: str
    sku: str | None
    is_new: bool


@dataclass(frozen=True)
class Interaction:
    """What a source warns of. `code` is the source's own and names this very warning; `text` is for the prescriber."""

    code: str
    severity: str
    text: str


class InteractionSource(Protocol):
    """Knows what medicines do to each other and to a patient.

    It is asked within a transaction: it answers from what is at hand, never over a network. What it raises stops the
    signature.
    """

    def check(
        self, medications: Sequence[Medication], allergies: Sequence[str] | None, conditions: Sequence[str]
    ) -> Sequence[Interaction]:
        """What stands against giving the new ones beside the others.

        `allergies` None where nobody asked the patient; `conditions` are codes where there are any, else words.
        """


def warnings(unit: Unit, actor: Actor, reference: str, source: InteractionSource) -> Sequence[Interaction]:
    """What a source warns of about a draft, to be shown to whoever signs it. Raises ForbiddenError, NotFoundError."""
    draft = records.get(unit, reference)
    access.require(unit, actor, "prescription.draft", draft.patient_id)
    return _found(unit, actor, draft, source)


def confirm(
    unit: Unit, actor: Actor, draft: Prescription, source: InteractionSource | None, seen: Sequence[str]
) -> Sequence[str]:
    """The codes of what a source warns of, all of which a prescriber saw; for this package.

    Raises WarningsUnseenError.
    """
    if source is None:
        return []
    found = _found(unit, actor, draft, source)
    codes = sorted({each.code for each in found})
    if codes != sorted(set(seen)):
        raise WarningsUnseenError([(each.code, each.text) for each in found])
    return codes


def _found(unit: Unit, actor: Actor, draft: Prescription, source: InteractionSource) -> Sequence[Interaction]:
    others = records.of_patient(unit, actor, draft.patient_id, ongoing=True)
    taken = [item for each in others if each.status in (ACTIVE, ON_HOLD) for item in each.items]
    medications = [*_medications(draft.items, is_new=True), *_medications(taken, is_new=False)]
    findings = [each.finding for each in diagnoses.of_patient(unit, actor, draft.patient_id, everything=False)]
    conditions = [finding.code or finding.condition for finding in findings]
    return source.check(medications, allergies.on_file(unit, draft.patient_id), conditions)


def _medications(items: Sequence[Item], *, is_new: bool) -> list[Medication]:
    return [Medication(item.medication, item.sku, is_new) for item in items]
