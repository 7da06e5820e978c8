"""The house holds what it promises to those who build in it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("bench", "tests"))
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))


def declared() -> list[Requirement]:
    """Everything that pyproject.toml asks for, whatever for."""
    groups = PROJECT["dependency-groups"].values()
    return [Requirement(line) for lines in (PROJECT["project"]["dependencies"], *groups) for line in lines]


def modules_imported_by(path: Path) -> set[str]:
    """The names in the import statements of a file, in full."""
    tree = ast.parse(path.read_text())
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_with_hashes_and_names_no_address(lock):
    text = lock.read_text()
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith("-")], "options would name an index"
    assert entries and all(re.match(r"[a-z0-9._-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


def test_what_runs_is_locked_to_the_same_version_for_the_tests():
    run, test = (
        set(re.findall(r"(?m)^\S+==\S+", (ROOT / f"requirements/{n}.lock").read_text())) for n in ("run", "test")
    )
    assert run and run < test


@pytest.mark.parametrize("requirement", declared(), ids=lambda requirement: requirement.name)
def test_a_dependency_has_both_bounds_a_reason_and_a_place_in_the_lock(requirement):
    operators = {bound.operator for bound in requirement.specifier}
    assert ">=" in operators and "<" in operators, "a silent downgrade or a surprise upgrade would be possible"
    assert f"`{requirement.name}`" in (ROOT / "docs/dependencies.md").read_text()
    pin = re.search(
        rf"(?m)^{re.escape(canonicalize_name(requirement.name))}==(\S+)", (ROOT / "requirements/test.lock").read_text()
    )
    assert pin and pin[1] in requirement.specifier


def test_the_readme_leads_with_the_commands_that_make_knows():
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"(?m)^([a-z]+):", makefile))
    named = set(re.findall(r"`make ([a-z]+)", readme)) | set(re.findall(r"(?m)^make ([a-z]+)", readme))
    assert {"run", "test", "chat"} <= named <= targets


def test_every_room_stands_under_the_import_law():
    law = PROJECT["tool"]["importlinter"]
    cycles = next(contract for contract in law["contracts"] if contract["type"] == "acyclic_siblings")
    assert sorted(law["root_packages"]) == ROOMS == sorted(cycles["ancestors"])


def test_extractors_import_nothing_of_ours_but_extractors():
    ours = {*ROOMS, "run", "tests", "bench"}
    strays = {
        (path.name, module)
        for path in (ROOT / "conversation/extractors").rglob("*.py")
        for module in modules_imported_by(path)
        if module.split(".")[0] in ours and not f"{module}.".startswith("conversation.extractors.")
    }
    assert strays == set()


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_a_decision_says_why_what_follows_and_what_else_was_possible(decision):
    headings = re.findall(r"(?m)^## (.+)$", decision.read_text())
    assert headings == ["Context", "Decision", "Consequences", "Alternatives"]


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert DECISIONS
