"""The words that a language must have for the demo's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPage:
    """Every word of /demo. What stands in braces is the hospital's own; `{doctor}` and the like are filled in."""

    title: str
    lead: str
    banner: str
    not_demo_title: str
    not_demo: str
    welcome_link: str
    welcome_text: str

    clock: str
    clock_hint: str
    quarter: str
    morning: str
    clock_moved: str
    too_far: str
    reset: str
    reset_sure: str
    reset_yes: str
    reset_no: str
    reset_runs: str
    reset_done: str
    failed: str
    away: str
    no_script: str

    things_title: str
    things: tuple[tuple[str, str], ...]
    """What to try: its heading and what it shows, in the order of the page: book, vanish, pain, person, waiting list,
    Spanish, bill, refill."""
    done: str
    runs: str
    narrator_first: str

    phone: str
    second_phone: str
    phone_tab: str
    hospital_tab: str

    clinic: str
    today: str
    clinic_empty: str
    around: str
    around_empty: str
    free: str
    none_free: str
    other_days: str
    just_now: str
    legend: str
    statuses: Mapping[str, str]
    """By FHIR's code."""

    tasks: str
    tasks_empty: str
    tasks_more: str
    take: str
    give_back: str
    close: str
    reply_label: str
    reply_hint: str
    reply_send: str
    taken_by: str
    due: str
    overdue: str
    patient_said: str
    desk_said: str
    task_gone: str
    talk: str
    """Opens what was said in a conversation."""
    queues: Mapping[str, str]
    kinds: Mapping[str, str]

    leaving: str
    leaving_hint: str
    leaving_empty: str
    to: str
    and_more: str
    stock: str
    waiting: str
    channels: Mapping[str, str]

    on_day: str
    """A day other than today, in a sentence."""
    book: str
    """The sentence to book in; `{doctor}`, `{day}`, `{time}`, `{name}`, `{born}`, `{phone}`."""
    look: str
    """Asks for a doctor's times."""
    pain: str
    person: str
    wait: str
    """Asks for a place on the waiting list, from `{time}` until `{until}`."""
    take_back: str
    spanish: str
    """The sentence in Spanish, in every language."""
    owes: str
    """Asks for the bills of somebody on file; `{name}`, `{born}`."""
    pay: str
    again: str
    """Asks for more of a medicine."""
    reply_example: str

    says: Mapping[str, str]
    """What the narrator says, by step."""
