"""Short codes that people can read out: no letters or digits that sound or look alike."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXYZ"
APPOINTMENT, TASK, PATIENT, DOCUMENT = "A", "H", "P", "D"
ENCOUNTER, DIAGNOSIS, PLAN, PRESCRIPTION, REFILL = "E", "C", "CP", "RX", "RF"
ORDER, REPORT, DISPENSE, PURCHASE, COUNT = "O", "R", "DS", "PO", "SC"
PAYMENT, REFUND, TILL, CLAIM, AUTHORISATION = "PY", "RD", "TL", "CL", "AU"
INVOICE, PAYMENT_LINK = "B", "PL"
COVERAGE, ALLERGY = "CV", "AL"

TRIES = 5
"""How often whoever keeps one draws again when it is in use."""


def new(kind: str, length: int = 6) -> str:
    """A fresh code such as `A-7K3QX2`; unique by the column that keeps it."""
    return f"{kind}-" + "".join(secrets.choice(ALPHABET) for _ in range(length))
