"""What fields and examinations are usually called in the languages of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hospital.names import fold_name


class UsualNames:
    """Names in English and Spanish. `pairs` has each as it is in both."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._in: dict[str, dict[str, str]] = {"en": {}, "es": {}}
        for english, spanish in pairs:
            self._in["en"].setdefault(fold_name(spanish), english)
            self._in["es"].setdefault(fold_name(english), spanish)

    def known_as(self, name: str, language: str) -> str:
        """The usual name in a language; the name as it is where none is known."""
        known: Mapping[str, str] = self._in.get(language, {})
        return known.get(fold_name(name), name)
