"""When the front desk is open, and how its time runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from hospital.directory import Hospital
from hospital.schedule import day_bounds

_STEP = timedelta(minutes=5)


def after_desk_time(hospital: Hospital, start: datetime, left: timedelta) -> datetime:
    """When so much time has passed since an instant while the desk was open."""
    at = start
    for _ in range(10):
        at = opens_at(hospital, at)
        open_for = closes_at(hospital, at) - at
        if open_for >= left:
            break
        at, left = at + open_for, left - open_for
    return at + left


def closes_at(hospital: Hospital, moment: datetime) -> datetime:
    """When the desk, open at an instant, next closes; within a day."""
    at = moment
    while hospital.is_desk_open(at) and at < moment + timedelta(days=1):
        at += _STEP - timedelta(seconds=at.timestamp() % _STEP.total_seconds())
    return at


def opens_at(hospital: Hospital, moment: datetime) -> datetime:
    """When the desk next opens after an instant, within two weeks; the instant itself while it is open."""
    if hospital.is_desk_open(moment):
        return moment
    day = hospital.local(moment).date()
    for offset in range(15):
        begin, end = day_bounds(day + timedelta(days=offset), hospital.zone)
        at = begin
        while at < end:
            if at > moment and hospital.is_desk_open(at):
                return at
            at += _STEP
    return moment
