"""However the facts of a booking are spread over messages, and whatever is said between, the books are right."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.situations.desk import NORA, Frontdesk, phrases, plain

in_one_hospital = settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
"""Examples share the test's hospital, each with all times free; a transcript tells more than a shrunk example."""

numbers = count(1)
FAMILY_NAMES = ("Adair", "Bolger", "Curran", "Dolan", "Egan", "Foley", "Geary", "Hogan", "Ivers", "Joyce", "Keogh")

FACTS = {
    "doctor": ["Dr Chen", "with Mei Chen please", "I'd like to see doctor chen"],
    "day": ["Thursday", "on the 11th of June", "this Thursday", "11 June"],
    "time": ["at 10", "10 am", "at 10:00", "ten in the morning"],
    "name": ["I'm {name}", "my name is {name}", "this is {name}"],
    "born": ["I was born on 14 March 1990", "born 14 March 1990", "date of birth 14/03/1990"],
}


@st.composite
def orders(draw: st.DrawFn) -> list[list[str]]:
    """The five facts in any order and wording, grouped into one to five messages."""
    kinds: list[str] = draw(st.permutations(list(FACTS)))
    breaks: list[bool] = draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    messages: list[list[str]] = [[]]
    for kind, breaks_off in zip(kinds, breaks, strict=True):
        if messages[-1] and breaks_off:
            messages.append([])
        messages[-1].append(kind)
    at = {kind: number for number, message in enumerate(messages) for kind in message}
    # once today's times are shown, a bare "at 10" means one of them, and rightly so
    assume(not at["doctor"] <= at["time"] < at["day"])
    return [[draw(st.sampled_from(FACTS[kind])) for kind in message] for message in messages]


@in_one_hospital
@given(messages=orders())
def test_the_facts_of_one_message_in_any_order_and_any_pieces_make_the_same_booking(
    desk: Frontdesk, messages: list[list[str]]
) -> None:
    desk.clear()
    name = f"Ada {FAMILY_NAMES[next(numbers) % len(FAMILY_NAMES)]}"
    chat = desk.chat()
    for message in messages:
        chat.say(", ".join(message).format(name=name))
    if chat.last.question == "phone":
        chat.say("+353861119999")
    chat.agree()
    assert desk.booked(name) == ["chen 2026-06-11 10:00"], messages
    assert chat.events.count("appointment.booked") == 1 and desk.held() == [] and desk.is_sound()


@phrases(
    "messages",
    [
        ["Thursday", "at 10", "Dr Chen"],
        ["at 10", "Thursday", "Dr Chen"],
        ["Dr Chen", "Thursday", "at 10"],
        ["at 10", "Dr Chen", "Thursday"],
        ["Thursday", "Dr Chen", "at 10"],
        ["el jueves", "a las 10", "con la doctora Chen"],
        ["a las 10", "la doctora Chen", "el jueves"],
        ["on Thursday morning", "Dr Chen", "10:00"],
        ["my daughter has an earache", "Dr Chen", "Thursday at 10", "Nora Byrne"],
    ],
)
def test_doctor_day_and_time_in_any_order(desk: Frontdesk, messages: list[str]) -> None:
    chat = desk.chat(NORA)
    chat.say(*messages)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 10:00"]


SAYINGS = [
    "Dr Chen", "Dr Haddad", "Dr Sharma", "Dr Chan", "Dr Whitfield", "cardiology", "someone for my knee",
    "my usual doctor", "Thursday", "tomorrow", "next week", "on Sunday", "on 1 June", "05/06", "at 10", "at 8",
    "in the morning", "after work", "Thursday at 10", "Friday at 2:30", "Dr Chen on Thursday at 10",
    "Dr Haddad on Friday at 11:00", "any doctor, soonest", "yes", "yes please", "no", "none of these", "maybe",
    "the first one", "the second", "2", "the last one", "other times", "something earlier", "change the doctor",
    "another day", "not Thursday", "cancel that", "cancel my appointment", "cancel it", "move my appointment",
    "move it to Friday at 11:00", "move it to Monday", "take it back", "undo", "never mind", "let's continue",
    "one moment please", "what have you got so far?", "why?", "what does it cost?", "what does it cost to cancel?",
    "my appointments", "thanks", "hello", "", "?", "flurb wibble", "put me on the waiting list", "sí", "no, gracias",
    "mañana a las 10", "quiero cancelar mi cita", "¿qué tienes hasta ahora?", "start over",
]  # fmt: skip
steps = st.lists(st.one_of(st.sampled_from(SAYINGS), st.integers(0, 5)), min_size=6, max_size=14)


@in_one_hospital
@given(said=steps)
def test_whatever_is_said_the_books_agree_with_what_was_told(desk: Frontdesk, said: list[str | int]) -> None:
    desk.clear()
    chat = desk.chat(NORA)
    standing: dict[str, str] = {}
    for each in said:
        if isinstance(each, str):
            answer = chat.say(each)
        elif chat.answers and len(chat.last.labels) > each:
            answer = chat.tap(each)
        else:
            continue
        assert answer.state, f"an apology after {each!r}"
        for event in answer.events:
            if event["name"] in ("appointment.booked", "appointment.rescheduled"):
                standing[event["appointment_id"]] = event["starts_at"][:16].replace("T", " ")
            elif event["name"] == "appointment.cancelled":
                del standing[event["appointment_id"]]
        assert {visit.reference: visit.at for visit in desk.visits("booked")} == standing
        held = answer.state["held"]
        assert desk.held() == ([f"{held['doctor']} {plain(held['starts_at'])}"] if held else []) and desk.is_sound()
        assert answer.words or answer.labels


@phrases(
    "complaint",
    ["I had chest pain last year and need a check-up", "el año pasado tuve dolor de pecho y necesito una revisión"],
)
def test_facts_said_while_something_else_is_asked_are_noted_and_kept(desk: Frontdesk, complaint: str) -> None:
    chat = desk.chat()
    asked = chat.say(complaint)
    assert asked.question == "speciality" and len(asked.labels) > 1
    for said in ("Robert Rossi", "14/03/1960", "+353 86 111 9999"):
        answer = chat.say(said)
        assert answer.question == "speciality" and answer.labels == asked.labels
        assert answer.text != asked.words, "the same words once more, as if nothing had been heard"
    state = chat.state
    assert (state["patient_name"], state["date_of_birth"], state["phone"]) == (
        "Robert Rossi",
        "1960-03-14",
        "+353861119999",
    )
    assert chat.tap("Cardio").question == "slot"
