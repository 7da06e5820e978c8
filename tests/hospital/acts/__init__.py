"""Every act on the records, as the test of rights tries it: an `Act` for each function that takes an `Actor`.

One module for each capability, with its `ACTS` by the functions' full names.
"""

from __future__ import annotations

import importlib
import pkgutil

from tests.hospital.acts.act import Act

ACTS: dict[str, Act] = {}
for _found in pkgutil.iter_modules(__path__, f"{__name__}."):
    ACTS.update(getattr(importlib.import_module(_found.name), "ACTS", {}))
