"""What the desk has to do, and what the clock looks at every few seconds or minutes."""

from __future__ import annotations

from datetime import timedelta

from bench.lists.looks import Ask, Look
from bench.town.house import NOW
from db.models import ReportRow
from hospital import (
    alerts,
    codes,
    deliveries,
    given_up,
    inbox,
    offers,
    outbox,
    refill_news,
    sending,
    slots,
    task_clock,
    tasks,
    waitlist_line,
)
from hospital.billing import link_news, links
from hospital.pharmacy import alerts as pharmacy_alerts
from hospital.pharmacy import announcing as ready
from hospital.pharmacy import dispenses
from hospital.reports import announcing, by_the_clock
from hospital.steps import Steps

CHANNELS = ("whatsapp", "sms", "mail", "telegram")
DAY = timedelta(days=1)


def _due(ask: Ask, column: str) -> int:
    """The list alone: nothing is done about what is due."""
    steps = Steps(ask.place.office, "bench", is_ended=lambda: True)
    return by_the_clock.each_due(ask.place.office, getattr(ReportRow, column), _nothing, steps)


def _nothing(*_: object) -> bool:
    return False


QUEUES = tuple(
    Look(f"tasks: open, of the {queue}", "", lambda a, queue=queue: tasks.open_tasks(a.unit, queue))  # type: ignore[misc]
    for queue in tasks.LEADS
)
DESK = (
    Look("tasks: all that are open", "", lambda a: tasks.open_tasks(a.unit)),
    *QUEUES,
    Look("tasks: hand-overs to tell of", "", lambda a: task_clock.untold(a.unit, NOW - DAY)),
    Look("dead letters: not sent", "", lambda a: sending.dead_letters(a.unit)),
    Look("dead letters: not answered", "", lambda a: given_up.dead_letters(a.unit)),
    Look("dead letters: why not sent again", "", lambda a: sending.why_not_again(a.unit)),
    Look("dead letters: why not answered again", "", lambda a: given_up.why_not_again(a.unit, NOW)),
    Look("figures: outbox", "", lambda a: outbox.figures(a.unit)),
    Look("figures: inbox", "", lambda a: inbox.figures(a.unit)),
    Look("figures: troubles of sending", "", lambda a: sending.troubles(a.unit)),
)
CLOCK = (
    Look("clock: conversations with something to send", "", lambda a: sending.waiting(a.unit, CHANNELS, NOW)),
    Look("clock: turns that are owed", "", lambda a: inbox.left_over(a.unit)),
    Look("clock: waiting messages with files", "", lambda a: inbox.waiting_payloads(a.unit)),
    Look("clock: reports of delivery that were early", "system", lambda a: deliveries.early(a.unit)),
    Look("clock: alerts that nobody heard", "system", lambda a: alerts.unheard(a.unit)),
    Look("clock: holds that ran out", "system", lambda a: slots.release_lapsed(a.unit, a.place.hospital)),
    Look("clock: codes that ran out", "system", lambda a: codes.withdraw_expired(a.unit)),
    Look("clock: times to offer", "", lambda a: offers.openings(a.unit)),
    Look("clock: offers that ran out", "", lambda a: offers.lapsed(a.unit)),
    Look("clock: when the next offer runs out", "", lambda a: offers.next_expiry(a.unit)),
    Look("clock: times forgotten", "system", lambda a: offers.note_lost(a.unit)),
    Look(
        "clock: waits that are over", "", lambda a: waitlist_line.over(a.unit, a.place.hospital, a.place.free_slots[:5])
    ),
    Look("clock: waits without a visit", "", lambda a: waitlist_line.without_visit(a.unit, a.place.hospital)),
    Look("clock: days waited for", "", lambda a: waitlist_line.days_waited_for(a.unit, a.place.hospital)),
    Look("clock: reports that nobody reviewed", "", lambda a: _due(a, "cover_at")),
    Look("clock: dangerous values that nobody knows", "", lambda a: _due(a, "escalate_at")),
    Look(
        "clock: dispenses that nobody fetched", "system", lambda a: dispenses.lapsed(a.unit, a.place.hospital, a.actor)
    ),
    Look(
        "clock: what the pharmacy must see to",
        "system",
        lambda a: pharmacy_alerts.cases(a.unit, a.place.hospital, a.actor),
    ),
    Look("clock: payment links to open", "", lambda a: link_news.unopened(a.unit, "fake")),
    Look("clock: payment links to tell of", "", lambda a: link_news.untold(a.unit)),
    Look("clock: payments to thank for", "", lambda a: link_news.paid_untold(a.unit)),
    Look("clock: refills to tell of", "", lambda a: refill_news.untold(a.unit)),
    Look("clock: reports to tell of", "", lambda a: announcing.waiting(a.unit)),
    Look("clock: what is ready to tell of", "", lambda a: ready.waiting(a.unit)),
    Look("clock: payment links to close", "", lambda a: links.to_end(a.unit, "fake")),
)
