"""The rules of a test run: servers end with it, nothing is left out in silence, and in CI nothing is left out."""

import os
from collections.abc import Generator
from typing import Any

import pytest

from tests.services import machine, shared
from tests.services.lacking import lacking

DATABASE, STATE = "FRONTDESK_TEST_DATABASE", "FRONTDESK_TEST_STATE"
CHOICES = {DATABASE: ("sqlite", "mariadb", "both"), STATE: ("embedded", "redis", "both")}
CHOSEN_BY = {"database_url": DATABASE, "empty_database_url": DATABASE, "state_url": STATE}
TOGETHER = (
    {"database_url": "sqlite", "state_url": "embedded"},
    {"database_url": "mariadb", "state_url": "redis"},
)
"""Rows and state know nothing of each other: a test that needs both runs on all that is embedded and on all servers."""
PART_OF_FIXTURE = {
    "own_mariadb": machine.MARIADB,
    "mariadb_server_url": machine.MARIADB,
    "redis_url": machine.REDIS,
    "own_redis": machine.REDIS,
    "chromium_path": machine.CHROMIUM,
    "_aimock_server": machine.NODE,
    "another_peer": machine.TELEMELYA,
    "emulate": machine.NODE,
    "prism": machine.PRISM,
    "speaking_program": machine.SPEECH,
}
PART_OF_KIND = {"mariadb": machine.MARIADB, "redis": machine.REDIS}


def is_worker(config: pytest.Config) -> bool:
    """Whether this process runs tests for another one that started it."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "words: is about what words mean, and so runs on what is embedded alone")
    config.addinivalue_line("markers", "state: depends on where the conversation state lives (set by itself)")
    for variable, choices in CHOICES.items():
        if os.environ.get(variable, "both") not in choices:
            raise pytest.UsageError(f"{variable} is one of {', '.join(choices)}")
    if is_worker(config):
        return
    if machine.in_ci() and (advice := lacking()):
        raise pytest.UsageError("\n".join(advice.values()))
    shared.open_session()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait for servers and browsers a third of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config):
        shared.close_session()


def kinds_of(item: pytest.Item) -> dict[str, str]:
    """Which kind of each fixture that comes in kinds this test was given."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return {}
    return {fixture: str(kind) for fixture, kind in item.callspec.params.items() if fixture in CHOSEN_BY}


def wanted(item: pytest.Item) -> bool:
    """Whether this run asks for the kinds of database and state that the test is about."""
    kinds = kinds_of(item)
    if not CHOICES.keys() & os.environ.keys() and kinds.keys() >= set(TOGETHER[0]):
        # what words mean does not depend on what keeps the rows; a numbered situation is shown on all the same
        is_of_words = item.get_closest_marker("words") is not None and not item.name[5:6].isdigit()
        pairs = TOGETHER[:1] if is_of_words else TOGETHER
        return any(pair.items() <= kinds.items() for pair in pairs)
    for fixture, variable in CHOSEN_BY.items():
        choice = os.environ.get(variable, "both")
        if fixture in kinds and choice not in ("both", kinds[fixture]):
            return False
    return True


def needs(item: pytest.Item) -> set[machine.Part]:
    """The parts of the machine without which the test cannot run."""
    if not isinstance(item, pytest.Function):
        return set()
    by_kind = {PART_OF_KIND[kind] for kind in kinds_of(item).values() if kind in PART_OF_KIND}
    return by_kind | {part for fixture, part in PART_OF_FIXTURE.items() if fixture in item.fixturenames}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    absent = lacking().keys()
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        if "state_url" in getattr(item, "fixturenames", ()):
            item.add_marker("state")
        (kept if wanted(item) and not needs(item) & absent else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def _skip_is_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    if machine.in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"left out, which CI does not allow: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _skip_is_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _skip_is_failure(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for advice in lacking().values():
        terminalreporter.write_line(advice, yellow=True)
