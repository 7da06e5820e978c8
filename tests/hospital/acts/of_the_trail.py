"""Reading the audit trail."""

from __future__ import annotations

from hospital import audit_reading
from hospital.audit_reading import Wanted
from tests.hospital.acts.act import Act, nothing

ACTS = {
    "hospital.audit_reading.page": Act(
        "audit.read", nothing, lambda unit, house, actor, made: audit_reading.page(unit, actor, Wanted())
    ),
    "hospital.audit_reading.verify": Act(
        "audit.verify", nothing, lambda unit, house, actor, made: audit_reading.verify(unit, actor)
    ),
}
