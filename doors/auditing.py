"""`audit list`: the audit trail in the terminal, for auditors."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bots.characters import harmless
from doors.errors import SettingsError
from doors.loading import hospital_of
from doors.settings import Settings
from doors.wiring import open_records
from hospital import access, acting, audit_reading, colleagues, errors
from hospital.audit_reading import Noted, Wanted
from hospital.directory_rows import Directory


@dataclass(frozen=True)
class Asked:
    """What somebody wants to read; moments are on the hospital's clock, without a zone. `until` at midnight is a day,
    and taken in whole.
    """

    patient: str | None
    about: str | None
    by: str | None
    since: datetime | None
    until: datetime | None


def show(settings: Settings, email: str, asked: Asked, *, before: int | None, limit: int) -> int:
    """A page of the trail on stdout, the latest first. The exit status. Raises SettingsError with a sentence."""
    office = open_records(settings)
    zone = hospital_of(office, Directory()).zone
    since, until = _instant(asked.since, zone), _instant(_end(asked.until), zone)
    wanted = Wanted(asked.patient, asked.about, asked.by, since, until)
    try:
        page = acting.as_colleague(
            office, email, lambda unit, actor: audit_reading.page(unit, actor, wanted, before=before, limit=limit)
        )
    except colleagues.UnknownStaffError:
        raise SettingsError(f"nobody who works here has the e-mail address {email}") from None
    except access.ForbiddenError:
        raise SettingsError(f"{email} may not read the audit trail; auditors may") from None
    except errors.NotFoundError as error:
        raise SettingsError(f"there is no {error}") from None
    except errors.BusyError:
        raise SettingsError("the database is busy; try again") from None
    sys.stdout.write("".join(f"{_line(entry, zone)}\n" for entry in page.entries))
    if page.before is not None:
        sys.stderr.write(f"there is more: --before {page.before}\n")
    elif not page.entries:
        sys.stderr.write("nothing in the trail is like that\n")
    return 0


def _line(entry: Noted, zone: ZoneInfo) -> str:
    at = entry.happened_at.astimezone(zone).isoformat(timespec="seconds")
    told = json.dumps(dict(entry.facts), ensure_ascii=False, sort_keys=True)
    return "\t".join(harmless(each) for each in (str(entry.id), at, entry.actor, entry.action, entry.subject, told))


def _end(until: datetime | None) -> datetime | None:
    is_a_day = until is not None and (until.hour, until.minute, until.second) == (0, 0, 0)
    return until + timedelta(days=1) if until is not None and is_a_day else until


def _instant(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)
