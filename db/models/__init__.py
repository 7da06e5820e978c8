"""Every table of the front desk, by subject."""

from db.models.base import Base, Instant
from db.models.booking import (
    AppointmentEventRow,
    AppointmentRow,
    ScheduleDayRow,
    ScheduleRow,
    SlotGuardRow,
    SlotRow,
    TaskRow,
    TimeOffRow,
    WaitlistEntryRow,
    WaitlistOfferRow,
)
from db.models.catalogue import InsurancePlanRow, InsurerRow, ProductRow, ServiceRow
from db.models.hospital import HolidayRow, HospitalRow, LocationRow, SpecialityRow, TopicRow, WardRow
from db.models.people import (
    ConsentRow,
    DependantRow,
    DoctorRow,
    HandlePatientRow,
    HandleRow,
    HelperRow,
    PatientRow,
    StaffRow,
)
from db.models.traffic import AuditHeadRow, AuditRow, ConversationRow, InboxRow, OutboxRow

__all__ = [
    "AppointmentEventRow",
    "AppointmentRow",
    "AuditHeadRow",
    "AuditRow",
    "Base",
    "ConsentRow",
    "ConversationRow",
    "DependantRow",
    "DoctorRow",
    "HandlePatientRow",
    "HandleRow",
    "HelperRow",
    "HolidayRow",
    "HospitalRow",
    "InboxRow",
    "Instant",
    "InsurancePlanRow",
    "InsurerRow",
    "LocationRow",
    "OutboxRow",
    "PatientRow",
    "ProductRow",
    "ScheduleDayRow",
    "ScheduleRow",
    "ServiceRow",
    "SlotGuardRow",
    "SlotRow",
    "SpecialityRow",
    "StaffRow",
    "TaskRow",
    "TimeOffRow",
    "TopicRow",
    "WaitlistEntryRow",
    "WaitlistOfferRow",
    "WardRow",
]
