"""Bookable times: made for the days asked about, found without locks, taken under the locks that keep them single."""

from hospital.slots.finding import Search, bookable, check_bookable, find, get, is_free, nearest
from hospital.slots.making import ENSURE_DAYS, ensure, missing
from hospital.slots.taking import (
    hold,
    let_go,
    lock_days_of,
    occupy,
    pass_on,
    prolong,
    put_back,
    release,
    release_lapsed,
    take,
)
from hospital.slots.times import BUSY, CELL_SECONDS, CLOSED, FREE, HELD, NotEnsuredError, Slot, cells

__all__ = [
    "BUSY",
    "CELL_SECONDS",
    "CLOSED",
    "ENSURE_DAYS",
    "FREE",
    "HELD",
    "NotEnsuredError",
    "Search",
    "Slot",
    "bookable",
    "cells",
    "check_bookable",
    "ensure",
    "find",
    "get",
    "hold",
    "is_free",
    "let_go",
    "lock_days_of",
    "missing",
    "nearest",
    "occupy",
    "pass_on",
    "prolong",
    "put_back",
    "release",
    "release_lapsed",
    "take",
]
