"""`python -m bench [SECTION ...]`: figures as ratios to their floors, taken in one run; `--help` names the sections."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable

from bench import (
    exchanges,
    interruptions,
    load,
    messaging,
    ordering,
    processes,
    races,
    search,
    stock,
    telegram,
    turns,
    webchat,
    webhooks,
)
from bench.lists import measuring
from bench.report import Report
from bench.stage import LackingError, Stage, stage
from bench.town.filling import PATIENTS
from doors import logs
from tests.races.push_kills import VENDORS

Section = Callable[[Stage, Report], None]

SECTIONS: dict[str, Section] = {
    "turns": turns.measure,
    "length": turns.measure_length,
    "search": search.measure,
    "load": load.measure,
    "processes": processes.measure,
    "webchat": webchat.measure,
    "messaging": messaging.measure,
}
"""What runs when nothing is named; together a few minutes."""
NAMED_ONLY = ("webhooks", "telegram", "ordering", "races", "stock", "exchanges", "kills", "stops", "poison", "lists")
"""What takes longer."""


def main() -> int:
    """Run the sections that are asked for. The exit status: 2 when the machine lacks what one needs."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [*SECTIONS, *NAMED_ONLY]
    parser.add_argument(
        "sections",
        nargs="*",
        metavar="SECTION",
        help=f"{', '.join(names)} ({', '.join(NAMED_ONLY)}: only when named)",
    )
    rounds = "rounds of each race, and of stock, on MariaDB; a fifth on SQLite"
    parser.add_argument("--rounds", type=_at_least_one, default=10, help=rounds)
    parser.add_argument("--kills", type=int, default=20, help="kills on each database")
    parser.add_argument("--seeds", type=_at_least_one, default=20, help="how often a stream is shuffled anew")
    parser.add_argument("--channel", choices=("lines", *sorted(VENDORS)), default="lines", help="who is killed")
    parser.add_argument(
        "--database",
        choices=("sqlite", "mariadb"),
        default="sqlite",
        help="of kills on a channel, of poison and of lists",
    )
    parser.add_argument("--stops", type=_at_least_one, default=10, help="stops on each database")
    parser.add_argument("--patients", type=_at_least_one, default=PATIENTS, help="whose records lists are taken of")
    parser.add_argument("--filled", default="", metavar="URL", help="a database filled by bench.town, for lists")
    given = parser.parse_args()
    if unknown := set(given.sections) - set(names):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    sections: dict[str, Section] = {
        **SECTIONS,
        "webhooks": webhooks.measure,
        "telegram": telegram.measure,
        "ordering": lambda where, report: ordering.measure(where, report, given.seeds),
        "races": lambda where, report: races.measure(where, report, given.rounds),
        "stock": lambda where, report: stock.measure(where, report, given.rounds),
        "exchanges": lambda where, report: exchanges.measure(where, report, given.rounds),
        "kills": lambda where, report: _kills(where, report, given),
        "poison": lambda where, report: interruptions.measure_poison(where, report, given.database),
        "lists": lambda where, report: measuring.measure(where, report, given.database, given.patients, given.filled),
        "stops": lambda where, report: interruptions.measure_stops(where, report, given.stops),
    }
    logs.configure(level=logging.ERROR)
    report, begun = Report(), time.monotonic()
    with stage() as where:
        for name in given.sections or SECTIONS:
            try:
                sections[name](where, report)
            except LackingError as lacking:
                sys.stderr.write(f"{lacking}\n")
                return 2
    report.summary(time.monotonic() - begun)
    return 0


def _kills(where: Stage, report: Report, given: argparse.Namespace) -> None:
    if given.channel == "lines":
        races.measure_kills(where, report, given.kills)
    else:
        interruptions.measure_kills(where, report, given.kills, given.channel, given.database)


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    raise SystemExit(main())
