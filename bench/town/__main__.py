"""`python -m bench.town URL`: fill an empty database with a hospital's year and a half, the same for the same seed."""

from __future__ import annotations

import argparse
import sys

from bench.town import filling


def main() -> int:
    """Fill it; what it holds goes to stdout. The exit status: 2 for a database that is not empty."""
    parser = argparse.ArgumentParser(prog="python -m bench.town", description=__doc__)
    parser.add_argument("url", metavar="URL", help="such as sqlite:///town.sqlite3 or mariadb://user:pw@host/name")
    parser.add_argument("--patients", type=int, default=filling.PATIENTS, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=filling.SEED, help="of chance")
    given = parser.parse_args()
    try:
        counts = filling.fill(given.url, given.patients, given.seed)
    except filling.NotEmptyError:
        sys.stderr.write("The database holds a hospital already.\n")
        return 2
    for table, count in sorted(counts.items()):
        sys.stdout.write(f"{table:<24}{count:>10}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
