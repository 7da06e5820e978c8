"""`explain` shows how a sentence is understood, and the manual's example is what it really shows."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from doors.explaining import Step, explain, run

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "understanding.md"
HOSPITAL = """
hospital:
  name: Harbour View Hospital
  timezone: Europe/Dublin
  currency: EUR
  languages: [en, es]
  emergency_number: "112"
specialities:
  - {code: dermatology, name: Dermatology, practitioner: dermatologist}
  - {code: general-medicine, name: General Medicine, practitioner: GP, default: true}
  - {code: feet, name: Foot Clinic, complaints: {en: [dancer's toe]}}
doctors:
  - {code: moreno, name: Dr Luis Moreno, speciality: dermatology}
  - {code: kelly, name: Dr Niamh Kelly, speciality: general-medicine}
"""
NOW = datetime(2026, 3, 5, 9)


@pytest.fixture
def hospital(tmp_path: Path) -> Path:
    file = tmp_path / "hospital.yaml"
    file.write_text(HOSPITAL, encoding="utf-8")
    return file


def heard(steps: list[Step], what: str) -> list[str]:
    return [step.value for step in steps if step.what == what]


def test_the_manuals_example_is_what_the_command_shows(hospital: Path) -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    sentence = re.search(r"^> (.+)$", manual, re.MULTILINE)
    rows = manual.split("<!-- example: begin -->")[1].split("<!-- example: end -->")[0].strip().splitlines()[2:]
    assert sentence
    shown = [f"| {step.what} | {step.value} | {step.words} |" for step in explain(sentence[1], hospital, NOW, None)]
    assert rows == shown


def test_a_complaint_that_a_hospital_adds_can_be_tried_before_it_is_loaded(hospital: Path) -> None:
    assert heard(explain("I've got dancer's toe", hospital, NOW, None), "complaint")[0].startswith("feet")


def test_an_alarm_is_shown_first(hospital: Path) -> None:
    steps = explain("my father has collapsed and isn't breathing", hospital, NOW, None)
    assert steps[1].what == "alarm"


def test_a_sentence_is_read_in_the_light_of_what_was_asked(hospital: Path) -> None:
    assert heard(explain("Mary Nolan", hospital, NOW, "name"), "person") == ["name Mary Nolan"]


def test_without_a_hospital_file_the_demo_hospital_is_taken() -> None:
    assert heard(explain("a cardiologist please", None, NOW, None), "speciality") == ["cardiology"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("hello", tmp_path / "nowhere.yaml", None, None) == 1
    assert "cannot be read" in capsys.readouterr().err
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("hospital:\n  name: X\n", encoding="utf-8")
    assert run("hello", wrong, None, None) == 1
    assert "wrong.yaml:1:" in capsys.readouterr().err
