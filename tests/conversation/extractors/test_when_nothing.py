"""What holds numbers or words of time and asks for none."""

import pytest

from tests.conversation.extractors.when_reading import brief, meant, whens


@pytest.mark.parametrize(
    "said",
    [
        "call me on +353 86 123 4567",
        "my number is 0861234567",
        "I am 45",
        "book for my 4-year-old",
        "he's 10 months old",
        "for two weeks now",
        "since 3 days",
        "twice a day",
        "three times a week",
        "every Monday",
        "it costs $40 or 30 euros",
        "take 2 tablets at night",
        "blood pressure 120/80",
        "my pain is 7/10",
        "it may be nothing",
        "is Dr March in?",
        "a second opinion",
        "the second one",
        "one moment please",
        "born 14 March 1990",
        "my date of birth is 14/03/1990",
        "I sat down in the sun",
        "last year",
        "two days ago",
        "yesterday at 3",
        "it started on Friday",
        "I have had a fever since Saturday",
        "good morning",
        "good evening, I need a doctor",
        "see you later",
        "that is all for today, thanks",
        "room 12 on the 2nd floor",
        "I need 2 appointments",
        "reference FD-7K3QX2",
        "there are two to four of us",
        "I'd like vitamin D3 at night",
        "are you open 24 hours?",
        "don't book one yet",
        "how about one in the city centre",
        "who was the 13th emperor",
        "I hold at 17 in cards",
        "is 90 divisible by 9",
        "what is the apr of this loan",
        "at 6.5 kilos",
        "I have had it less than 3 days",
        "I'm pregnant, in week 20",
        "my baby is due in 3 weeks",
        "are you open 24/7?",
    ],
)
def test_no_time_is_read(said: str) -> None:
    assert whens(said) == ()


def test_a_birth_date_beside_a_wish_is_left_out() -> None:
    found = whens("Book me with Dr. Chen on Thursday at 10am, I'm Ravi Kumar, 14 March 1990")
    assert [brief(when) for when in found] == ["2026-06-11 10:00"]


@pytest.mark.parametrize("said", ["14 March 1990", "14/3", "the 14th of March"])
def test_a_date_answers_the_question_for_the_birth_date(said: str) -> None:
    assert whens(said, question="date_of_birth") == ()


def test_another_wish_is_still_heard_while_the_birth_date_is_asked() -> None:
    assert brief(meant("can I come tomorrow instead?", question="date_of_birth")) == "2026-06-09"


def test_the_past_beside_a_wish_is_left_out() -> None:
    assert brief(meant("I was there yesterday at 3, can I come tomorrow?")) == "2026-06-09"
