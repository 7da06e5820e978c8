"""The page on the hospital file names every key that the file may have, and its example is a file that loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from hospital.file_models import HospitalFile, keys_of
from tests.situations.conftest import OpenDesk

PAGE = (Path(__file__).parents[2] / "docs/hospital-file.md").read_text()
EXAMPLE = PAGE.partition("```yaml\n")[2].partition("```")[0]


def parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The maps that a value may be or hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from parts_in(inner)


def parts(model: type[BaseModel] = HospitalFile, path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Every map of the file with where it stands."""
    yield path, model
    for key, field in zip(keys_of(model), model.model_fields.values(), strict=True):
        for part in parts_in(field.annotation):
            yield from parts(part, f"{path}.{key}".strip("."))


PARTS = {model: path for path, model in reversed(list(parts()))}


def section_of(path: str) -> set[str]:
    """The keys that the tables of the page name under the heading of a part."""
    last = path.rpartition(".")[2]
    wanted = f"`{path}`" if path else "The whole file"
    sections = re.split(r"(?m)^(#{2,4} .*)$", PAGE)[1:]
    found = [text for heading, text in zip(sections[::2], sections[1::2], strict=True) if wanted in heading]
    found = found or [t for h, t in zip(sections[::2], sections[1::2], strict=True) if f"`{last}`" in h]
    assert len(found) == 1, f"one heading with `{path}`"
    return set(re.findall(r"(?m)^\| `([a-z_]+)` \|", found[0]))


@pytest.mark.parametrize(("model", "path"), PARTS.items(), ids=lambda each: str(each))
def test_the_page_names_the_keys_of_each_part_and_no_others(model: type[BaseModel], path: str) -> None:
    assert section_of(path) == set(keys_of(model))


def keys_said(told: Any, model: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str]]:
    """The keys that the example gives, with the part that each belongs to."""
    fields = dict(zip(keys_of(model), model.model_fields.values(), strict=True))
    for key, value in told.items():
        yield model, key
        for part in parts_in(fields[key].annotation):
            for each in value if isinstance(value, list) else [value]:
                yield from keys_said(each, part)


def test_the_example_shows_every_key() -> None:
    said = set(keys_said(yaml.safe_load(EXAMPLE), HospitalFile))
    assert {(model, key) for model in PARTS for key in keys_of(model)} - said == set()


def test_the_example_is_a_hospital_that_loads_and_is_booked_with(open_hospital: OpenDesk) -> None:
    desk = open_hospital(EXAMPLE)
    chat = desk.chat("+353860005001")
    chat.say("Dr Lund on Wednesday at 10:00 for me")
    chat.agree()
    assert desk.booked("Maeve Quinlan Byrne") == ["lund 2026-06-10 10:00"]
    assert "*4141" in chat.say("I want to kill myself").text
