"""What a model says fills gaps, marked as proposed, and changes nothing that the rules found."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.extractors.entities import Choice, Intent, Understanding
from conversation.extractors.pipeline import understand
from conversation.model.gaps import Errand, find_gaps
from conversation.model.merging import answer_of, merge_proposal
from conversation.model.prompt import inquire
from conversation.model.pseudonyms import Pseudonyms
from conversation.model.schema import INTENTS, parse
from tests.conversation.model.reading import STATE, THING, TIMES, UNKNOWN, context


def fill(
    text: str,
    answer: object,
    question: str | None = None,
    choices: tuple[Choice, ...] = (),
    errand: Errand | None = None,
    names: tuple[str, ...] = (),
) -> tuple[Understanding, Understanding]:
    """A message as the rules read it, and with what a model answered."""
    told = context(question, choices)
    read = understand(text, told)
    gaps = find_gaps(read, told, errand or Errand())
    asked = inquire(gaps, Pseudonyms(read.message, names, told), told)
    proposal = parse(answer if isinstance(answer, str) else json.dumps(answer))
    return read, merge_proposal(read, told, gaps, answer_of(asked, proposal)) if proposal and gaps else read


def test_a_complaint_is_quoted_and_goes_where_the_model_says_if_the_hospital_has_it():
    _, filled = fill(UNKNOWN, {"complaint_words": f"my {THING}", "specialities": ["S1", "S9", "S1"], "intent": "book"})
    assert filled.complaint is not None and filled.proposed
    assert filled.complaint.span.words == f"my {THING}"
    assert [code for code, _ in filled.complaint.specialities] == ["cardiology"]
    assert filled.says(Intent.BOOK)


def test_quotes_are_of_the_patient_s_words_and_placeholders_are_theirs_again():
    text = f"Zoe's {THING} is {STATE}"
    _, filled = fill(text, {"complaint_words": f"[PERSON_1] {THING} is  {STATE}"}, names=("Zoe Marsh",))
    assert filled.complaint is not None and filled.complaint.span.words == text
    _, unmoved = fill(text, {"complaint_words": "he has a heart attack", "specialities": ["S1"]})
    assert unmoved.complaint is None and not unmoved.proposed


def test_specialities_are_those_that_were_shown():
    for label in ("S4", "S0", "derma", "C1", "Derma"):
        _, filled = fill(UNKNOWN, {"complaint_words": f"my {THING}", "specialities": [label]})
        assert filled.complaint is not None and filled.complaint.specialities == (), label


@pytest.mark.parametrize(
    "answer",
    [
        "", "[]", "{", "null", '{"intent": 7}', '{"intent": "cancel"}', '{"intent": "yes"}', '{"confirmed": true}',
        '{"specialities": "S1"}', '{"specialities": ["S1", "S2", "S3", "S1"]}', '{"choice": "C1"}', "{" * 50_000,
        '{"intent": NaN}', '{"specialities": [NaN]}', '{"intent": "book", "specialities": [1e999]}', '{"a":' * 1500,
        '{"intent": "bo\u200bok"}', '{"intent": "\uff42ook"}', '{"complaint_words": "\ud800"}',
        '{"intent": "book", "doctor": "day"}', '{"complaint_words": "' + "x" * 300 + '"}', "x" * 20_000,
        '{"time_words": "2026-06-09"}', "<html>{}</html>",
    ],
)  # fmt: skip
def test_an_answer_of_another_form_fills_nothing(answer: str):
    read, filled = fill(UNKNOWN, answer)
    assert filled == read


def test_an_answer_in_a_fence_is_read_all_the_same():
    _, filled = fill(UNKNOWN, 'Sure!\n```json\n{"intent": "book"}\n```')
    assert filled.says(Intent.BOOK)


def test_a_model_can_neither_agree_nor_cancel_nor_undo():
    assert not set(INTENTS.values()) & {
        Intent.YES, Intent.NO, Intent.MAYBE, Intent.CANCEL, Intent.UNDO, Intent.STOP, Intent.CONSENT, Intent.WAITLIST,
        Intent.REFILL, Intent.RESUME, Intent.MEDICAL_ADVICE, Intent.OTHERS_DATA,
    }  # fmt: skip


LABELS = st.sampled_from(["S1", "S2", "S3", "S4", "C1", "C2", "C3", "C9", "cardiology", "7.1", "yes", "day", ""])
MESSAGES = (
    UNKNOWN,
    f"hi there, the old {THING} does be at it",
    "whatever fits round the bingo",
    "a cardiologist on Tuesday at ten",
    "not Tuesday, rather Thursday, my chest hurts a bit when I climb stairs",
    "I have crushing chest pain and can't breathe",
    "my son Leo, born 3 April 2019, has the collywobbles",
    "the second one please",
    "cancel it",
    "yes",
    "algo raro con mis cañerías",
)
WORDS = st.one_of(
    st.none(),
    st.sampled_from(MESSAGES),
    st.sampled_from([f"my {THING}", "bingo", "tomorrow at 9"]),
    st.text(max_size=30),
)
ANSWERS = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "intent": st.one_of(st.none(), st.sampled_from([*INTENTS, "cancel", "yes", "emergency"])),
            "complaint_words": WORDS,
            "specialities": st.lists(LABELS, max_size=4),
            "choice": st.one_of(st.none(), LABELS),
            "confirmed": st.booleans(),
        },
    ),
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=8), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    ),
    st.text(max_size=60),
)
ASKED = st.sampled_from([None, "slot", "day", "doctor", "speciality", "reason", "confirm", "confirm_cancel", "name"])


@given(st.sampled_from(MESSAGES), ANSWERS, ASKED, st.booleans(), st.booleans())
def test_whatever_a_model_says_what_the_rules_found_stands(
    text: str, answer: object, question: str | None, is_active: bool, is_known: bool
):
    errand = Errand(is_active, not is_known)
    choices = TIMES if question in ("slot", "confirm") else ()
    read, filled = fill(text, answer, question, choices, errand)
    for field in fields(Understanding):
        before, after = getattr(read, field.name), getattr(filled, field.name)
        if field.name == "intents":
            kept = [mention for mention in before if mention.intent is not Intent.OTHER]
            assert [mention for mention in after if mention in kept] == kept
        elif before and field.name != "proposed":
            assert after == before, field.name
    answers = {Intent.YES, Intent.NO, Intent.MAYBE, Intent.CANCEL}
    assert {m.intent for m in filled.intents} & answers == {m.intent for m in read.intents} & answers
    assert (filled.chosen, filled.whens, filled.person) == (read.chosen, read.whens, read.person)
    assert filled.proposed == (filled != read)
