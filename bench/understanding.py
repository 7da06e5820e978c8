"""`python -m bench.understanding --tools DIR --data DIR`: how well patients are understood, as one table of scores.

The sets are public ones, their scorers drive `run.py extract`; neither is part of the project. What the scorers do not
count is counted here: times and emergencies heard where there are none, slips of the fingers, and what a message costs.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import Report
from bench.scorers import EXTRACT, HOME, Data, Json, ScorerError, dialogues, rate
from bench.slips import slip_case
from conversation.extractors.emergency import find_emergency
from conversation.extractors.text import UNDERSTOOD_CHARACTERS, Message
from conversation.extractors.warming import warm_up
from doors.extract import Extractor

PAGE = HOME / "docs" / "understanding.md"
BEGIN, END = "<!-- scores: begin -->", "<!-- scores: end -->"
INTENTS, LABELS = HOME / "docs" / "nlu_intents.json", HOME / "docs" / "nlu_labels.json"
SENTENCES = HOME / "tests" / "conversation" / "extractors" / "sentences"
SEEDS = (1, 2, 3)
STARTS = "book reschedule cancel waitlist".split()
"""What nobody may be led into by a sentence that is none of the hospital's business."""


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the table; `goal` is the least, or with `most` the most, that it should be."""

    what: str
    value: float
    goal: float
    unit: str = " %"
    most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached, as rounded for the table."""
        value = round(self.value, 1)
        return value <= self.goal if self.most else value >= self.goal


def dates(data: Data) -> Iterator[Score]:
    """Dates and times in English and Spanish."""
    for language, name, goal in (("English", "datetime", 87.0), ("Spanish", "datetime_es", 85.0)):
        negative = data.file(f"{name}_negative")
        said = data.score("score_datetime", data.file(name), "--negative", str(negative))
        if language == "English":
            yield Score("dates in English, no vendor's convention", rate(said, "exact_without_conventions"), 92)
        yield Score(f"dates in {language}, exact", rate(said, "exact"), goal)
        alarms = said["false_alarms"]
        count = round(alarms["rate"] * alarms["n"])
        yield Score(f"dates in {language}, false alarms of {alarms['n']}", count, 1, "", most=True)


def bookings(data: Data) -> Iterator[Score]:
    """Whole dialogues: SGD with one service, and STAR."""
    said = data.score("score_sgd", data.file("sgd"), "--single", "--intent-map", str(INTENTS))
    yield Score("SGD, all slots, F1", rate(said, "slots", "all", "f1"), 96)
    yield Score("SGD, joint goal without the city", rate(said, "joint_goal_accuracy_without_city"), 88)
    yield Score("SGD, intent", rate(said, "intent_accuracy"), 96)
    yield Score("SGD, the doctor taken from an offer", rate(said, "recall_accepted", "doctor_name"), 95)
    star = data.score("score_star", data.file("star"))
    yield Score("STAR, whole booking right", rate(star, "booking_right"), 80)
    yield Score("STAR, difficult dialogues", rate(star, "booking_right_unhappy"), 75)


def complaints(data: Data) -> Iterator[Score]:
    """A complaint to its speciality."""
    said = data.score("score_symptoms", data.file("symptoms"))
    yield Score("complaints, first speciality right", rate(said, "top1"), 82)
    yield Score("complaints, real patients' questions", rate(said, "top1_by_source", "icliniq"), 80)
    yield Score("complaints, one of three right", rate(said, "top3"), 95)


def small_talk(data: Data) -> Iterator[Score]:
    """CLINC: what is recognised as small talk, and what must start nothing."""
    known: dict[str, str] = json.loads(LABELS.read_text(encoding="utf-8"))
    desk, right, social, starting, timed = Extractor(), 0, 0, 0, 0
    for case in data.rows("intents"):
        answer = desk.answer({"text": case["text"]})
        if case["label"] == "out_of_scope":
            starting += answer["intent"] in STARTS
            continue
        social += 1
        right += known.get(answer["intent"], answer["intent"]) == case["label"]
        timed += answer["when"] is not None
    yield Score("CLINC, small talk recognised", 100 * right / social, 92)
    yield Score("CLINC, out of scope and yet something is begun", starting, 2, "", most=True)
    yield Score("a time heard in CLINC's small talk", 100 * timed / social, 1, most=True)


def false_alarms(data: Data) -> Iterator[Score]:
    """Times where the patient gave none, and emergencies where nobody is in danger."""
    desk, turns, timed, alarms = Extractor(), 0, 0, 0
    for name in ("sgd", "star"):
        for turn, request in dialogues(data, name):
            answer = desk.answer(request)
            alarms += answer["emergency"]
            if name == "sgd" and turn.get("scored") and not {"slot_date", "slot_time"} & set(turn["state"]):
                turns += 1
                timed += answer["when"] is not None
    for name in ("intents", "datetime", "datetime_negative", "datetime_es", "datetime_es_negative"):
        alarms += sum(desk.answer({"text": case["text"]})["emergency"] for case in data.rows(name))
    yield Score("a time heard in SGD turns that give none", 100 * timed / turns, 1, most=True)
    yield Score("emergencies heard in SGD, STAR, CLINC and the dates, learnt from", alarms, 0, "", most=True)


def emergencies() -> Iterator[Score]:
    """Our own sets: those that nothing was learnt from, which tell what to expect, and one that the weights know."""
    for language, name in (("en", "English"), ("es", "Spanish")):
        caught, left = heard("unlearned_emergencies", language)
        yield Score(f"unlearnt emergencies in {name}, caught of {len(caught)}", share(caught), 96)
        yield Score(f"unlearnt near alarms in {name}, left alone of {len(left)}", share(left), 90)
        _, desk = heard("unlearned_desk", language)
        yield Score(f"unlearnt talk of the desk in {name}, left alone of {len(desk)}", share(desk), 85)
    caught, left = heard("emergencies")
    yield Score(f"emergencies caught, of {len(caught)} learnt from", share(caught), 99)
    yield Score(f"false emergencies, of {len(left)} learnt from", len(left) - sum(left), 0, "", most=True)


def heard(name: str, language: str = "") -> tuple[list[bool], list[bool]]:
    """Whether each emergency of a set was caught, and each other sentence left alone."""
    lines = (SENTENCES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if not language or case["language"] == language]
    told = [(case["fires"], find_emergency(Message.read(case["text"], None)) is not None) for case in cases]
    return [was for fires, was in told if fires], [not was for fires, was in told if not fires]


def share(was: Sequence[bool]) -> float:
    """How many of these are so, in percent."""
    return 100 * sum(was) / len(was)


def slips(data: Data) -> Iterator[Score]:
    """What one slip of the fingers a message costs, the worst of a few seeds."""
    clean = rate(data.score("score_sgd", data.file("sgd"), "--single"), "slots", "all", "f1")
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            slipped = Path(folder) / f"sgd_{seed}.jsonl"
            slipped.write_text("".join(_slipped(data.rows("sgd"), seed)), encoding="utf-8")
            worst = max(worst, clean - rate(data.score("score_sgd", slipped, "--single"), "slots", "all", "f1"))
    yield Score("SGD, F1 lost by a slip a message, points", worst, 2, "", most=True)


def _slipped(rows: Iterable[Json], seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for case in rows:
        yield json.dumps(slip_case(case, chance), ensure_ascii=False) + "\n"


def cost(data: Data) -> Iterator[Score]:
    """Processor time of a message over all sets, and the memory of a process that has read them."""
    requests = [request for name in ("sgd", "star") for _, request in dialogues(data, name)]
    requests += [{"text": case["text"]} for name in ("symptoms", "intents", "datetime") for case in data.rows(name)]
    warm_up()
    desk = Extractor()
    for request in requests[:200]:
        desk.answer(request)
    spent = sorted(_processor_ms(desk, request) for request in requests)
    yield Score("processor time of a message, p50", spent[len(spent) // 2], 2, " ms", most=True)
    yield Score("processor time of a message, p99", spent[99 * len(spent) // 100], 8, " ms", most=True)
    held = _memory_mib(EXTRACT.split(), requests)
    command_line = _memory_mib([sys.executable, "-c", f"import pydantic, typer\n{_ECHO}"], requests[:1])
    python = _memory_mib([sys.executable, "-c", _ECHO], requests[:1])
    yield Score("memory over a bare start, the command line alone", held - command_line, 80, " MiB", most=True)
    yield Score("memory over a bare Python, command line and all", held - python, 100, " MiB", most=True)


TIRING = (
    "Dr ",
    "12/09 ",
    "el 5 ",
    "a b ",
    "my name is ",
    "at 10 ",
    "my knee hurts ",
    "not before 10 or Monday, ",
    "?a",
    "ana ",
    "a'",
    "1-",
    "??",
    "chest pain ",
)
"""What costs most when a message is full of it."""


def limits() -> Iterator[Score]:
    """The longest that a message can take, and the emergency gate over 100 kB."""
    warm_up()
    desk, chance = Extractor(), random.Random(1)
    strange = " ".join("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(15_000))
    whole = [part * (UNDERSTOOD_CHARACTERS // len(part)) for part in TIRING] + [strange[:UNDERSTOOD_CHARACTERS]]
    slowest = max(min(_processor_ms(desk, {"text": text}) for _ in range(3)) for text in whole)
    yield Score("the most tiring 4,096 characters, processor time", slowest, 50, " ms", most=True)
    for name, text in (("repeated", TIRING[-1] * 9_000), ("of strange words", strange)):
        begun = time.process_time()
        find_emergency(Message.read(text[:100_000], None))
        spent = 1000 * (time.process_time() - begun)
        yield Score(f"the emergency gate over 100 kB {name}", spent, 200, " ms", most=True)


def _processor_ms(desk: Extractor, request: Json) -> float:
    begun = time.process_time()
    desk.answer(request)
    return 1000 * (time.process_time() - begun)


_ECHO = "import sys\nfor line in sys.stdin: print('{}', flush=True)"


def _memory_mib(command: list[str], requests: Iterable[Json]) -> float:
    """What a process holds after it answered."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOME) as process:
        assert process.stdin is not None and process.stdout is not None
        for request in requests:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            process.stdout.readline()
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        process.stdin.close()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def table(scores: Iterable[Score]) -> str:
    """The scores as a table of the page."""
    rows = ["| what | score | goal |", "| --- | --- | --- |"]
    for score in scores:
        bound = "at most" if score.most else "at least"
        missed = "" if score.is_met else " (missed)"
        rows.append(
            f"| {score.what} | {_shown(score.value)}{score.unit} | {bound} {_shown(score.goal)}{score.unit}{missed} |"
        )
    return "\n".join(rows)


def _shown(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def write(page: Path, scores: Iterable[Score]) -> None:
    """Put the table into the page, between its marks."""
    text = page.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    page.write_text(f"{head}{BEGIN}\n{table(scores)}\n{END}{tail}", encoding="utf-8")


def main() -> int:
    """Score, tell, and write the table. The exit status: 1 when a scorer fails, 2 when the data is not there."""
    given = _arguments()
    data = Data(given.tools.resolve(), given.data.resolve(), given.part)
    if not data.file("sgd").exists() or not (data.tools / "score_sgd.py").exists():
        sys.stderr.write(f"no scorers in {data.tools} or no {data.file('sgd').name} in {data.cases}\n")
        return 2
    report, begun, scores = Report(), time.monotonic(), list[Score]()
    for part in (dates, bookings, complaints, small_talk, false_alarms, slips, cost):
        try:
            scores += _told(report, part(data))
        except ScorerError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    scores += _told(report, limits())
    scores += _told(report, emergencies())
    report.summary(time.monotonic() - begun)
    if given.write:
        write(PAGE, scores)
    return 0


def _told(report: Report, scores: Iterable[Score]) -> list[Score]:
    kept = list(scores)
    for score in kept:
        bound: dict[str, Any] = {"goal": score.goal} if score.most else {"least": score.goal}
        report.figure(score.what, score.value, score.unit, **bound)
    return kept


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.understanding", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--tools", type=Path, required=True, help="the folder of the scorers (score_sgd.py, ...)")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the cases (sgd_dev.jsonl, ...)")
    parser.add_argument("--part", default="dev", help="which part of the cases: dev, or a held-out one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/understanding.md")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
