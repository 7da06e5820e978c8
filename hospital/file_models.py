"""The hospital file: every key that a hospital may say about itself, with what an absent one means.

Local times are on the hospital's clock; amounts are in its currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hospital.file_fields import (
    ByLanguage,
    Clock,
    Closing,
    Code,
    Count,
    Currency,
    Day,
    Dial,
    Email,
    Language,
    Languages,
    Link,
    ListsByLanguage,
    Minutes,
    Moment,
    Money,
    Name,
    Percent,
    Phone,
    QuietHours,
    Ratio,
    SlotMinutes,
    Weekdays,
    Word,
    Words,
    Zone,
)

Role = Literal["nurse", "inpatient_admin", "outpatient_admin", "pharmacist", "billing", "auditor", "admin"]


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a map of the file may have."""
    return [field.alias or name for name, field in model.model_fields.items()]


class Part(BaseModel):
    """A map of the file: a key that it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None or key not in keys_of(cls)}
        return data


class Hours(Part):
    """Hours on some days of the week."""

    days: Weekdays
    begin: Clock = Field(alias="from")
    end: Closing = Field(alias="to")


class HoldMinutes(Part):
    """How long a chosen time stays reserved while the patient confirms: in the browser, and in text chats."""

    web: Minutes = 5
    text: Minutes = 20


def _for_all_channels(value: Any) -> Any:
    return {"web": value, "text": value} if isinstance(value, str) else value


class VisitType(Part):
    """A kind of visit with its length in minutes."""

    code: Code
    name: Name
    minutes: SlotMinutes


class Booking(Part):
    """How patients may book."""

    horizon_days: Annotated[int, Field(ge=1, le=730)] = 60
    minimum_notice_minutes: Minutes = 0
    hold_minutes: Annotated[HoldMinutes, BeforeValidator(_for_all_channels)] = HoldMinutes()
    confirm: Literal["always", "when_inferred", "never"] = "when_inferred"
    cancellation_notice_hours: Annotated[int, Field(ge=0, le=720)] = 0
    cancellation_fee: Money = Field(default="0.00", validate_default=True)
    max_open_appointments: Annotated[int, Field(ge=1, le=1000)] = 5
    waitlist_offer_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)] = 15
    guardian_until_age: Annotated[int, Field(ge=0, le=30)] = 16
    visit_types: list[VisitType] = []


class Reminders(Part):
    """When patients are reminded."""

    days_before: list[Annotated[int, Field(ge=0, le=60)]] = [7, 2]
    at: Clock = Field(default="10:00", validate_default=True)
    quiet: QuietHours = "20:00-08:00"


class Digest(Part):
    """The morning's summary for those who run the hospital."""

    at: Clock = Field(default="07:00", validate_default=True)
    to: list[Email] = []


class Billing(Part):
    """When visits are paid, above which amount a refund needs a second person, and how long insurers take to answer."""

    pay: Literal["before", "at_desk", "after"] = "at_desk"
    refund_second_person_over: Money | None = None
    claim_answer_days: Annotated[int, Field(ge=1, le=730)] = 30


class Slack(Part):
    """The hospital's Slack workspace."""

    team_id: Word | None = None
    oncall_channel: Word | None = None
    handoff_channel: Word | None = None
    relay: bool = False


class Holiday(Part):
    """A closed day."""

    date: Day
    name: Name | None = None


class HospitalPart(Part):
    """The hospital itself."""

    name: Name
    timezone: Zone
    currency: Currency
    languages: Annotated[Languages, Field(min_length=1)]
    phone: Phone | None = None
    emergency_number: Dial
    crisis_number: Dial | None = None
    handoff_phone: Phone | None = None
    desk_hours: list[Hours] = []
    privacy_url: Link | None = None
    booking: Booking = Booking()
    reminders: Reminders = Reminders()
    digest: Digest = Digest()
    billing: Billing = Billing()
    slack: Slack = Slack()
    holidays: list[Holiday] = []


class Topic(Part):
    """Something the desk may answer in the hospital's own words."""

    topic: Code
    asks: ListsByLanguage = {}
    answer: Annotated[ByLanguage, Field(min_length=1)]


class Location(Part):
    """A site."""

    code: Code
    name: Name
    city: Name | None = None
    address: Name | None = None


class Speciality(Part):
    """A speciality and what people call it. `default` is where nothing fits better."""

    code: Code
    name: Name
    practitioner: Name | None = None
    names: ByLanguage = {}
    practitioners: ByLanguage = {}
    complaints: ListsByLanguage = {}
    default: bool = False


class WorkingHours(Hours):
    """Bookable hours, cut into times of `slot_minutes`; `valid_to` is included."""

    slot_minutes: SlotMinutes
    location: Code | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class TimeOff(Part):
    """An absence: of whole days (`to` included) or between two times (`to` is when work begins again)."""

    begin: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    reason: Name | None = None


class Doctor(Part):
    """A doctor who can be booked."""

    code: Code
    name: Name
    speciality: Code
    location: Code | None = None
    languages: Languages = []
    gender: Literal["female", "male", "other", "unknown"] | None = None
    active: bool = True
    fee: Money | None = None
    room: Word | None = None
    email: Email | None = None
    slack_user_id: Word | None = None
    schedule: list[WorkingHours] = []
    time_off: list[TimeOff] = []


class Staff(Part):
    """Somebody who works here and is not a doctor. Shifts may pass midnight."""

    name: Name
    role: Role
    email: Email
    slack_user_id: Word | None = None
    ward: Code | None = None
    qualifications: list[Words] = []
    shifts: list[Hours] = []


class Room(Part):
    """A room of a ward."""

    code: Code
    beds: Count


class Ward(Part):
    """A ward, its beds given as a number or by room."""

    code: Code
    name: Name
    location: Code | None = None
    beds: Count | None = None
    rooms: list[Room] = []
    nurse_to_patient: Ratio | None = None
    requires: list[Words] = []
    bed_day: Money | None = None
    cleaning_minutes: Minutes | None = None


class Service(Part):
    """Something billed besides a doctor's fee; with a schedule it can be booked."""

    code: Code
    name: Name
    kind: Word
    price: Money
    minutes: SlotMinutes | None = None
    needs_order: bool = False
    prepare: ByLanguage = {}
    schedule: list[WorkingHours] = []


class Plan(Part):
    """A plan of an insurer."""

    code: Code
    name: Name
    covers_percent: Percent
    annual_limit: Money | None = None
    copay: Money | None = None
    deductible: Money | None = None
    needs_authorisation: list[Words] = []
    locations: list[Code] = []


class Insurer(Part):
    """An insurer whose members the hospital treats."""

    code: Code
    name: Name
    plans: list[Plan] = []


class Batch(Part):
    """A batch of a product."""

    lot: Word
    expires: Day
    quantity: Count


class Product(Part):
    """A product of the pharmacy; the stock that it begins with is given as a number or by batch."""

    sku: Code
    name: Name
    names: ByLanguage = {}
    form: Word | None = None
    ingredient: Name | None = None
    strength: Word | None = None
    unit: Word | None = None
    price: Money
    stock: Count | None = None
    reorder_at: Count = 0
    prescription_only: bool = False
    controlled: bool = False
    batches: list[Batch] = []


class Helper(Part):
    """An adult who may book or move visits for the patient, with the patient's consent."""

    name: Name
    phone: Phone
    may: Annotated[list[Literal["book", "move"]], Field(min_length=1)] = ["book", "move"]


class Insurance(Part):
    """The patient's cover."""

    insurer: Code
    plan: Code
    member_id: Word


def _birth(value: Any) -> Any:
    if value.year < 1900:
        raise ValueError(f'"{value}" is too long ago for a date of birth')
    return value


Birth = Annotated[Day, AfterValidator(_birth)]


class Dependant(Part):
    """A minor for whom the patient may book."""

    name: Name
    date_of_birth: Birth
    relation: Word = "child"


class Patient(Part):
    """A known patient. Families may share a phone."""

    name: Name
    number: Code | None = None
    phone: Phone | None = None
    email: Email | None = None
    language: Language | None = None
    date_of_birth: Birth | None = None
    allergies: list[Name] = []
    insurance: Insurance | None = None
    helpers: list[Helper] = []
    dependants: list[Dependant] = []


class HospitalFile(Part):
    """A whole hospital file."""

    hospital: HospitalPart
    information: list[Topic] = []
    locations: list[Location] = []
    specialities: list[Speciality] = []
    doctors: list[Doctor] = []
    staff: list[Staff] = []
    wards: list[Ward] = []
    services: list[Service] = []
    insurers: list[Insurer] = []
    products: list[Product] = []
    patients: list[Patient] = []


def stored(part: BaseModel | Mapping[str, Any]) -> dict[str, Any]:
    """A part as the database keeps it: keys as in the file, amounts and times as text, without what was left out."""
    if isinstance(part, BaseModel):
        return part.model_dump(mode="json", by_alias=True, exclude_none=True)
    return dict(part)
