"""`papers`, `print` and `file`: what the front desk hands over, and files, from the terminal."""

from __future__ import annotations

import io
import json
import stat
from enum import StrEnum
from pathlib import Path

import pypdfium2
import pytest

from doors import desk_commands
from hospital import desk_papers, filing, handed_papers
from tests.services import files
from tests.services.shared import new_directory
from tests.web.desk import run

DESK, BILLING = "tom.ashdown@lanternquay.example", "stella.marchetti@lanternquay.example"


@pytest.fixture(scope="module")
def demo() -> Path:
    """The demo hospital, whose people have records."""
    directory = new_directory()
    made = run("demo", directory=directory)
    assert made.returncode == 0, made.stderr
    return directory


def papers(demo: Path, number: str) -> dict[str, str]:
    """What there is for a patient, by kind: its reference."""
    listed = run("papers", number, "--as", DESK, directory=demo)
    assert (listed.returncode, listed.stderr) == (0, ""), listed.stderr
    return {kind: reference for kind, reference, *_ in (line.split("\t") for line in listed.stdout.splitlines())}


def refused(demo: Path, *arguments: str) -> str:
    """The one sentence with which the command fails."""
    done = run("print", *arguments, directory=demo)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("frontdesk: ") and done.stderr.count("\n") == 1
    return done.stderr


def test_everything_that_is_listed_is_printed_for_this_user_alone(demo: Path, tmp_path: Path) -> None:
    found = papers(demo, "lq-000101")
    assert {"report", "prescription", "invoice"} <= set(found)
    for kind, reference in {**found, "statement": "LQ-000101"}.items():
        to = tmp_path / f"{kind}.pdf"
        done = run(
            "print", kind, reference.lower(), "--as", DESK, "--seen", "photo-id", "--to", str(to), directory=demo
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        told = "".join(
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(to.read_bytes()))
        )
        assert "Lantern Quay Hospital" in told and reference in told
        assert stat.S_IMODE(to.stat().st_mode) == 0o600


def test_what_is_not_handed_over_says_so_in_one_line_and_leaves_no_file(demo: Path, tmp_path: Path) -> None:
    to = tmp_path / "it.pdf"
    report, how = papers(demo, "LQ-000101")["report"], ("--seen", "photo-id", "--to", str(to))
    assert "report.hand_over" in refused(demo, "report", report, "--as", BILLING, *how)
    assert "no R-NOBODY" in refused(demo, "report", "R-NOBODY", "--as", DESK, *how)
    assert "nobody@here.example" in refused(demo, "report", report, "--as", "nobody@here.example", *how)
    days = ("--since", "2026-06-02", "--until", "2026-06-01")
    assert "--since" in refused(demo, "statement", "LQ-000101", "--as", DESK, *how, *days)
    assert not to.exists()
    to.write_bytes(b"mine")
    assert "already" in refused(demo, "report", report, "--as", DESK, *how)
    assert to.read_bytes() == b"mine"
    assert run("print", "report", report, "--as", DESK, "--to", str(to), directory=demo).returncode == 2, (
        "who proved it?"
    )


def test_what_was_sent_in_chat_is_filed_for_the_doctor_who_sees_the_patient(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(files.PDF)
    sent = {"conversation": "c", "attachments": [{"path": str(tmp_path / "letter.pdf"), "content_type": ""}]}
    said = run("chat", "--jsonl", directory=demo, stdin=json.dumps(sent) + "\n")
    reference = json.loads(said.stdout)["events"][0]["document_id"]
    done = run("file", reference.lower(), "lq-000101", "letter", "--as", DESK, directory=demo)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert f"{reference} is on the chart of" in done.stdout and "LQ-000101" in done.stdout and "Dr" in done.stdout
    task = done.stdout.partition("task ")[2].split()[0]
    assert reference in run("tasks", "show", task, directory=demo).stdout
    for whose, who, told in (
        ("LQ-000103", DESK, "somebody else"),
        ("LQ-999999", DESK, "no patient LQ-999999"),
        ("LQ-000101", BILLING, "document.file"),
    ):
        refused_ = run("file", reference, whose, "letter", "--as", who, directory=demo)
        assert refused_.returncode == 1 and told in refused_.stderr and refused_.stderr.count("\n") == 1


def test_what_can_be_said_at_the_terminal_is_what_the_hospital_knows() -> None:
    def said(kinds: type[StrEnum]) -> set[str]:
        return {str(each) for each in kinds}

    assert said(desk_commands.ShownAtDesk) == said(desk_papers.Shown)
    assert said(desk_commands.DocumentContent) == said(filing.Content)
    assert {each.replace("-", "_") for each in said(desk_commands.PaperKind)} == said(handed_papers.Kind)
