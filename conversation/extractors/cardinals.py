"""Numbers in words, in both languages, as people tell ages, birth dates and telephone numbers."""

from __future__ import annotations

from collections.abc import Mapping


def _counted(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {
        word: start + step * place for place, words_alike in enumerate(words.split("|")) for word in words_alike.split()
    }


ONES_EN: Mapping[str, int] = _counted(
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
TENS_EN: Mapping[str, int] = _counted("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety", 20, 10)
ORDINALS_EN: Mapping[str, int] = _counted(
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth", 1,
) | {"thirtieth": 30}  # fmt: skip
ONES_ES: Mapping[str, int] = _counted(
    "cero|uno un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete"
    "|dieciocho|diecinueve|veinte|veintiuno veintiun|veintidos|veintitres|veinticuatro|veinticinco|veintiseis"
    "|veintisiete|veintiocho|veintinueve"
)
TENS_ES: Mapping[str, int] = _counted("treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa", 30, 10)
ORDINALS_ES: Mapping[str, int] = _counted("primero|segundo|tercero", 1)
