"""The first patient waits no longer than the others."""

import subprocess
import sys

_COLD = """
from conversation.extractors.warming import _tables, warm_up
warm_up()
print(*sorted(f"{table.__module__}.{table.__name__}" for table in _tables() if not table.cache_info().currsize))
"""


def test_after_warming_up_every_table_stands() -> None:
    answer = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
