"""Reads a hospital file, and tells everything that is wrong in one, each thing with its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hospital.errors import FileProblem, HospitalFileError
from hospital.file_checks import UNIQUE, Finding, Path, check
from hospital.file_fields import nearest
from hospital.file_models import HospitalFile, keys_of
from hospital.file_yaml import Block, Rows, UnreadableError, read

__all__ = ["HospitalFile", "parse"]

_ONE_OF = {
    "information": "topic",
    "specialities": "speciality",
    "staff": "staff member",
    "holidays": "holiday",
}
"""Sections whose name is not simply one thing and an s."""


def parse(source: str | bytes, today: date | None = None) -> HospitalFile:
    """The hospital that a file describes. Dates of birth must not be after `today`, the present day unless given.

    Raises HospitalFileError with all problems in the order of their lines.
    """
    try:
        data, problems = read(source)
    except UnreadableError as error:
        raise HospitalFileError([error.problem]) from error
    if not isinstance(data, Block):
        raise HospitalFileError([_not_a_file(data)])
    file: HospitalFile | None = None
    findings = list(check(data, today or datetime.now(UTC).date()))
    try:
        file = HospitalFile.model_validate(data)
    except ValidationError as error:
        findings.extend(_finding(detail) for detail in error.errors(include_url=False))
    problems.extend(_problem(data, finding) for finding in findings)
    if problems or file is None:
        raise HospitalFileError(sorted(set(problems), key=lambda problem: (problem.line, problem.text)))
    return file


def _not_a_file(data: Rows | str | None) -> FileProblem:
    if data is None:
        return FileProblem(1, "The file is empty.")
    line = data.line if isinstance(data, Rows) else 1
    return FileProblem(line, "This is not a hospital file: it must be a map that begins with `hospital:`.")


# --- where ----------------------------------------------------------------------------------------


def _problem(data: Block, finding: Finding) -> FileProblem:
    path, sentence = finding
    subject = ", ".join(_subject(data, path))
    text = f"{subject}: {sentence}" if subject else sentence
    return FileProblem(_line(data, path), text if text.endswith("?") else f"{text}.")


def _line(data: Block, path: Path) -> int:
    """Where the last step of the path stands, or the last of them that the file has."""
    line, node = data.line, cast(Any, data)
    for step in path:
        try:
            line, node = node.lines[step], node[step]
        except (AttributeError, LookupError, TypeError):
            break
    return line


def _subject(data: Block, path: Path) -> Iterator[str]:
    """The path in words: `doctor patel`, `schedule 1`, `from`."""
    node: Any = data
    for index, step in enumerate(path):
        following = path[index + 1] if index + 1 < len(path) else None
        node = _step(node, step)
        if isinstance(step, int):
            section = str(path[index - 1])
            name = node.get(UNIQUE.get(section, "code")) or node.get("email") if isinstance(node, Block) else None
            yield f"{_one_of(section)} {name if isinstance(name, str) else step + 1}"
        elif not isinstance(following, int) and step != "[key]":
            yield step


def _step(node: Any, step: str | int) -> Any:
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None


def _one_of(section: str) -> str:
    return _ONE_OF.get(section, section.removesuffix("s") if section.endswith("s") else section)


# --- what -----------------------------------------------------------------------------------------


def _finding(detail: ErrorDetails) -> Finding:
    path = detail["loc"]
    return path, _sentence(detail["type"], path, detail)


def _sentence(kind: str, path: Path, detail: ErrorDetails) -> str:
    given, context = detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"is not a key of a hospital file here{nearest(str(path[-1]), _keys_at(path[:-1]))}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error" and isinstance(given, str):
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return f'"{given}" is not one of {expected}{nearest(given, expected.split(", "))}'
    return _plain_sentence(kind, given, context)


def _plain_sentence(kind: str, given: Any, context: dict[str, Any]) -> str:
    if kind.startswith(("int", "bool")):
        wanted = "a whole number" if kind.startswith("int") else "true or false"
        return f'must be {wanted}, not "{given}"' if isinstance(given, str) else f"must be {wanted}"
    sentences = {
        "list_type": "must be a list",
        "dict_type": "must be a map",
        "model_type": "must be a map",
        "literal_error": f"must be one of {context.get('expected')}",
        "greater_than_equal": f"must be at least {context.get('ge')}",
        "less_than_equal": f"must be at most {context.get('le')}",
        "too_short": "must not be empty",
        "too_long": f"is longer than {context.get('max_length')} characters",
    }
    return sentences.get(kind, f"cannot be read ({kind})")


def _keys_at(path: Path) -> list[str]:
    """The keys that a map at this place of the file may have."""
    model: type[BaseModel] = HospitalFile
    for step in path:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if isinstance(step, str) and step in fields:
            model = next(_models_in(fields[step].annotation), model)
    return keys_of(model)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
