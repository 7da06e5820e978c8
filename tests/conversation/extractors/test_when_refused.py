"""Days and times that somebody turns down: they are heard as such, wherever in the sentence that is said."""

import pytest

from tests.conversation.extractors.when_reading import brief, whens

MON, TUE, WED, FRI = "2026-06-08", "2026-06-09", "2026-06-10", "2026-06-12"


def _heard(said: str, language: str) -> tuple[list[str], list[str]]:
    found = whens(said, language=language)
    return (
        [brief(when) for when in found if when.rejected],
        [brief(when) for when in found if not when.rejected and brief(when)],
    )


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("a skin doctor, but no Mondays please", [MON]),
        ("Mondays are out for us", [MON]),
        ("it can't be a Tuesday", [TUE]),
        ("neither Monday nor Tuesday", [MON, TUE]),
        ("not Monday, Tuesday or Friday", [MON, TUE, FRI]),
        ("Mondays, Tuesdays and Fridays don't suit me", [MON, TUE, FRI]),
        ("any day bar Wednesday", [WED]),
        ("Friday is a no go", [FRI]),
        ("friday's no good now", [FRI]),
        ("Friday's out", [FRI]),
        ("fridays no good for us", [FRI]),
        ("Wednesday's not possible", [WED]),
        ("tomorrow's a no", [TUE]),
        ("no mornings, thanks", ["08:00-12:00"]),
        ("don't book Tuesday for us", [TUE]),
        ("please do not put me on Friday", [FRI]),
        ("don't book anything on Friday", [FRI]),
    ],
)
def test_an_english_refusal_leaves_no_wish(said: str, refused: list[str]) -> None:
    assert _heard(said, "en") == (refused, [])


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("un dermatólogo, pero los martes no", [TUE]),
        ("cuanto antes, pero que no caiga en viernes", [FRI]),
        ("ni martes ni viernes", [TUE, FRI]),
        ("lunes, martes y viernes no puedo", [MON, TUE, FRI]),
        ("los miércoles ni hablar", [WED]),
        ("mejor no el viernes", [FRI]),
        ("el viernes ya no me viene bien", [FRI]),
        ("el viernes ya no puedo", [FRI]),
        ("el viernes ya no", [FRI]),
        ("no me pongas los lunes", [MON]),
        ("por las mañanas no", ["08:00-12:00"]),
    ],
)
def test_a_spanish_refusal_leaves_no_wish(said: str, refused: list[str]) -> None:
    assert _heard(said, "es") == (refused, [])


@pytest.mark.parametrize(
    ("said", "language", "refused", "wished"),
    [
        ("Friday no, Wednesday yes", "en", [FRI], [WED]),
        ("I can't do Monday and Tuesday works", "en", [MON], [TUE]),
        ("Monday's no good, Tuesday?", "en", [MON], [TUE]),
        ("Monday's no good Tuesday is fine", "en", [MON], [TUE]),
        ("I have Fridays off", "en", [], [FRI]),
        ("Friday's good", "en", [], [FRI]),
        ("I'd sooner Wednesday than Friday", "en", [FRI], [WED]),
        ("mejor el 10 que el 12", "es", [FRI], [WED]),
        ("la semana que viene, el martes no", "es", ["2026-06-16"], ["2026-06-15/2026-06-22"]),
        ("next week but nothing on the Friday", "en", ["2026-06-19"], ["2026-06-15/2026-06-19"]),
        ("el lunes no trabajo", "es", [], [MON]),
        ("¿puede ser el viernes o no?", "es", [], [FRI]),
    ],
)
def test_what_is_wished_beside_a_refusal_stands(
    said: str, language: str, refused: list[str], wished: list[str]
) -> None:
    assert _heard(said, language) == (refused, wished)


@pytest.mark.parametrize(
    ("said", "language", "wished"),
    [
        ("anything on the 11th except before ten", "en", "2026-06-11 10:00-"),
        ("I can't come until Friday", "en", f"{FRI}/"),
        ("whenever suits, only not this week", "en", "2026-06-15/"),
        ("nothing before 10", "en", "10:00-"),
        ("cualquier día menos antes del 15", "es", "2026-06-15/"),
        ("nada después de las 5", "es", "-17:00"),
    ],
)
def test_one_side_refused_leaves_the_other(said: str, language: str, wished: str) -> None:
    assert _heard(said, language) == ([], [wished])


@pytest.mark.parametrize(
    ("said", "language", "refused", "wish"),
    [
        ("don't book Monday, book Tuesday", "en", MON, TUE),
        ("don't put me on Monday, put me on Tuesday", "en", MON, TUE),
        ("I can't do mornings, Friday afternoon", "en", "08:00-12:00", f"{FRI} 12:00-16:00"),
        ("not on Tuesday, after 4", "en", TUE, "16:00-"),
        ("no reserves el lunes, reserva el martes", "es", MON, TUE),
        ("no me va bien por la mañana, el viernes por la tarde", "es", "08:00-12:00", f"{FRI} 12:00-20:00"),
    ],
)
def test_what_follows_a_refusal_behind_a_comma_is_wished_for(said: str, language: str, refused: str, wish: str) -> None:
    assert _heard(said, language) == ([refused], [wish])
