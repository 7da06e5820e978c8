"""Days and times as people say them in Spanish."""

from datetime import datetime

import pytest

from tests.conversation.extractors.when_reading import brief, meant, whens


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("mañana", "2026-06-09"),
        ("pasado mañana a las 9 de la mañana", "2026-06-10 09:00"),
        ("esta noche", "2026-06-08 20:00-00:00"),
        ("el jueves", "2026-06-11"),
        ("el próximo jueves", "2026-06-18"),
        ("el jueves de la semana que viene", "2026-06-18"),
        ("el jueves que viene", "2026-06-11"),
        ("el lunes que viene", "2026-06-15"),
        ("dentro de dos semanas", "2026-06-22"),
        ("en tres días", "2026-06-11"),
        ("una semana a partir del martes", "2026-06-16"),
        ("el 5 de julio", "2026-07-05"),
        ("el día 20", "2026-06-20"),
        ("el 3 del mes que viene", "2026-07-03"),
        ("el primer lunes de julio", "2026-07-06"),
        ("la semana que viene", "2026-06-15/2026-06-22"),
        ("este fin de semana", "2026-06-13/2026-06-15"),
        ("a principios del mes que viene", "2026-07-01/2026-07-16"),
        ("de lunes a miércoles", "2026-06-08/2026-06-11"),
        ("del 15 al 19", "2026-06-15/2026-06-20"),
        ("antes del 20", "/2026-06-20"),
        ("a las dos y media", "14:30"),
        ("a las cinco menos cuarto", "16:45"),
        ("a las once menos diez", "10:50"),
        ("a la una", "13:00"),
        ("a las 4 de la tarde", "16:00"),
        ("al mediodía", "12:00"),
        ("entre las 2 y las 4", "14:00-16:00"),
        ("de 9 a 11", "09:00-11:00"),
        ("después de las 3", "15:00-"),
        ("antes de las 12", "-12:00"),
        ("a partir de las 5", "17:00-"),
        ("no antes de las 10", "10:00-"),
        ("por la tarde", "12:00-20:00"),
        ("mañana por la mañana", "2026-06-09 08:00-12:00"),
        ("el 12 por la mañana", "2026-06-12 08:00-12:00"),
        ("antes de llevar a los niños al colegio", "-08:30"),
        ("de lunes a viernes de 9 a 17", "2026-06-08/2026-06-13 09:00-17:00"),
        ("de hoy en ocho", "2026-06-15"),
        ("el viernes en ocho", "2026-06-19"),
        ("el lunes que viene no, el siguiente", "2026-06-22"),
        ("la semana que viene no, la semana siguiente", "2026-06-22/2026-06-29"),
        ("el próximo día 12", "2026-06-12"),
        ("el último día del mes", "2026-06-30"),
        ("del 15 en adelante", "2026-06-15/"),
        ("del lunes 15 al viernes 19 de junio", "2026-06-15/2026-06-20"),
        ("a finales del mes de julio", "2026-07-22/2026-08-01"),
        ("las diez menos cuarto", "09:45"),
        ("un cuarto para las cinco", "16:45"),
        ("diez para las tres", "14:50"),
        ("a las 9 y 45", "09:45"),
        ("a las quince horas y quince minutos", "15:15"),
        ("una y treinta", "13:30"),
        ("dentro de hora y media", "2026-06-08 10:30"),
        ("en las próximas horas", "2026-06-08 09:00-12:00"),
        ("de 10 a 2 de la madrugada", "22:00-02:00"),
        ("a última hora de la mañana", "10:00-12:00"),
        ("mañana temprano", "2026-06-09 08:00-10:00"),
        ("el miercoles a las 4 y media de la tarde", "2026-06-10 16:30"),
        ("MANANA POR LA MANANA", "2026-06-09 08:00-12:00"),
        ("el proximo lunes", "2026-06-15"),
        ("Quiero una cita mañana con el cardiólogo", "2026-06-09"),
    ],
)
def test_it_is_understood(said: str, wish: str) -> None:
    assert brief(meant(said, language="es")) == wish


def test_spanish_is_understood_before_the_language_is_known() -> None:
    assert brief(meant("quiero una cita el jueves a las 4 de la tarde")) == "2026-06-11 16:00"


@pytest.mark.parametrize("said", ["mñana", "mañna", "manana"])
def test_slips_and_missing_accents_are_forgiven(said: str) -> None:
    assert brief(meant(said, language="es")) == "2026-06-09"


def test_corrections_count() -> None:
    assert brief(meant("no el 5, quería decir el 15", language="es")) == "2026-06-15"
    found = whens("el jueves a las 11... no, mejor el viernes a las 2:30", language="es")
    assert [when.rejected for when in found] == [True, False]
    assert brief(found[-1]) == "2026-06-12 14:30"


def test_choices_and_refusals() -> None:
    when = meant("el martes o el miércoles", language="es")
    assert [brief(when), *map(brief, when.also)] == ["2026-06-09", "2026-06-10"]
    found = whens("no puedo el jueves, ¿y el viernes?", language="es")
    assert [(brief(each), each.rejected) for each in found] == [("2026-06-11", True), ("2026-06-12", False)]


def test_relative_wishes() -> None:
    assert meant("lo antes posible", language="es").soonest
    assert meant("algo más temprano", language="es").shift == "earlier"
    visit = datetime(2026, 6, 11, 11)
    assert brief(meant("a la misma hora la semana que viene", language="es", current=visit)) == "2026-06-18 11:00"


def test_once_is_eleven_only_where_an_hour_is_due() -> None:
    assert brief(meant("a las once", language="es")) == "11:00"
    assert whens("I was there once", language="en") == ()


@pytest.mark.parametrize(
    "said",
    [
        "buenas tardes",
        "tengo 45 años",
        "mi hijo de 4 años",
        "desde hace 3 días",
        "hace dos días",
        "dos veces al día",
        "una segunda opinión",
        "un momento por favor",
        "nacido el 14 de marzo de 1990",
        "me duele la cabeza desde el lunes",
        "tengo dolor por las noches",
        "todos los martes",
        "una cita con la Dra. Abril",
        "31 de febrero",
        "el año pasado",
        "abren 24 horas",
        "diabetes tipo 2",
        "no reserve una todavía",
        "una hora y media",
        "mi teléfono es 612 345 678",
    ],
)
def test_no_time_is_read(said: str) -> None:
    assert whens(said, language="es") == ()
