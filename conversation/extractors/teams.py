"""Whose errand a message is about, when a person is to take it: billing's, the pharmacy's, else the front desk's."""

from __future__ import annotations

import re
from typing import Literal

from conversation.extractors.text import Message

Team = Literal["billing", "pharmacy"]

_WORDS: dict[Team, re.Pattern[str]] = {
    "billing": re.compile(
        r"\b(?:bill|bills|billed|billing|invoices?|payments?|charged|overcharged|refunds?|receipts?|accounts department"
        r"|insurance|insurers?|copay\w*|deductible|facturas?|facturacion|facturad[oa]|pagos?|cobr\w+|reembols\w+"
        r"|recibos?|seguros? (?:medico|de salud)|mi seguro|aseguradora|contabilidad)\b"
    ),
    "pharmacy": re.compile(
        r"\b(?:pharmac\w+|chemist|prescriptions?|refills?|medicines?|medications?|tablets|pills|inhalers?"
        r"|farmac\w+|recetas?|medicamentos?|pastillas|inhalador\w*)\b"
    ),
}


def find_team(message: Message) -> Team | None:
    """Whose errand it is by the word that comes first; None where the front desk's is as good as any."""
    found = [(match.start(), team) for team, words in _WORDS.items() if (match := words.search(message.folded))]
    return min(found)[1] if found else None


def speaks_of_bills(message: Message) -> bool:
    """Whether it is about a bill, whatever else it names."""
    return _WORDS["billing"].search(message.folded) is not None
