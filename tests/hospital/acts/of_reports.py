"""Writing reports, reviewing them, and reading them."""

from __future__ import annotations

from hospital.reports import (
    asking,
    critical,
    handing,
    incoming,
    missing,
    paper,
    reading,
    registering,
    reviewing,
    writing,
)
from hospital.reports.asking import Question
from hospital.reports.incoming import Incoming
from hospital.reports.records import Report
from hospital.reports.registering import NewReport
from hospital.reports.results import Result
from hospital.reports.writing import Content
from tests.hospital.acts.act import Act, nothing
from tests.hospital.acts.of_orders import done
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

CALM = Result("Cholesterol", "4.1", "mmol/L", high="5.0", critical_high="12.0")
RAISED = Result("Cholesterol", "6.3", "mmol/L", high="5.0", critical_high="12.0")
DANGEROUS = Result("Potassium", "7.1", "mmol/L", "3.5", "5.1", "2.5", "6.5")


def registered(house: House) -> Report:
    made = done(house)
    new = NewReport(order=made.reference)
    return house.as_(ADLER, lambda unit, actor: registering.register(unit, house.hospital, actor, new, key="r"))


def entered(house: House, *results: Result) -> Report:
    made = registered(house).reference
    values = results or (CALM,)
    return house.as_(ADLER, lambda unit, actor: writing.enter(unit, house.hospital, actor, made, values))


def final(house: House, *results: Result) -> Report:
    made = entered(house, *results).reference
    return house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made))


def reviewed(house: House, *results: Result) -> Report:
    made = final(house, *results).reference
    return house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, made, message="All is well."))


def dangerous(house: House) -> Report:
    return entered(house, DANGEROUS)


ACTS = {
    "hospital.reports.registering.register": Act(
        "report.register",
        done,
        lambda unit, house, actor, made: registering.register(
            unit, house.hospital, actor, NewReport(order=made.reference), key="another"
        ),
    ),
    "hospital.reports.registering.withdraw": Act(
        "report.cancel",
        registered,
        lambda unit, house, actor, made: registering.withdraw(
            unit, house.hospital, actor, made.reference, reason="wrong patient"
        ),
    ),
    "hospital.reports.writing.enter": Act(
        "report.enter",
        registered,
        lambda unit, house, actor, made: writing.enter(unit, house.hospital, actor, made.reference, [CALM]),
    ),
    "hospital.reports.writing.conclude": Act(
        "report.write",
        registered,
        lambda unit, house, actor, made: writing.conclude(unit, actor, made.reference, "Nothing unusual."),
    ),
    "hospital.reports.writing.attach": Act(
        "report.enter",
        registered,
        lambda unit, house, actor, made: writing.attach(unit, actor, made.reference, "D-NONE"),
    ),
    "hospital.reports.writing.finalise": Act(
        "report.write",
        entered,
        lambda unit, house, actor, made: writing.finalise(unit, house.hospital, actor, made.reference),
    ),
    "hospital.reports.writing.amend": Act(
        "report.amend",
        final,
        lambda unit, house, actor, made: writing.amend(
            unit, house.hospital, actor, made.reference, Content(results=[RAISED]), reason="measured again"
        ),
    ),
    "hospital.reports.reviewing.waiting": Act(
        "report.read_waiting", final, lambda unit, house, actor, made: reviewing.waiting(unit, actor)
    ),
    "hospital.reports.reviewing.review": Act(
        "report.approve",
        final,
        lambda unit, house, actor, made: reviewing.review(unit, actor, made.reference, message="All is well."),
    ),
    "hospital.reports.reviewing.discuss": Act(
        "report.discuss",
        reviewed,
        lambda unit, house, actor, made: reviewing.discuss(unit, actor, made.reference),
    ),
    "hospital.reports.reviewing.hand_on": Act(
        "clock.sweep",
        final,
        lambda unit, house, actor, made: reviewing.hand_on(unit, house.hospital, actor, made.reference),
    ),
    "hospital.reports.incoming.receive": Act(
        "report.receive",
        done,
        lambda unit, house, actor, made: incoming.receive(
            unit, house.hospital, actor, Incoming("L-1", made.reference, made.patient_number, (CALM,))
        ),
    ),
    "hospital.reports.missing.ask_after": Act(
        "clock.sweep",
        done,
        lambda unit, house, actor, made: missing.ask_after(unit, house.hospital, actor, made.reference),
    ),
    "hospital.reports.missing.ask_to_finish": Act(
        "clock.sweep",
        entered,
        lambda unit, house, actor, made: missing.ask_to_finish(unit, house.hospital, actor, made.reference),
    ),
    "hospital.reports.critical.acknowledge": Act(
        "report.acknowledge",
        dangerous,
        lambda unit, house, actor, made: critical.acknowledge(unit, actor, made.reference),
    ),
    "hospital.reports.critical.escalate": Act(
        "clock.sweep",
        dangerous,
        lambda unit, house, actor, made: critical.escalate(unit, house.hospital, actor, made.reference),
    ),
    "hospital.reports.reading.of_patient": Act(
        "report.read", nothing, lambda unit, house, actor, made: reading.of_patient(unit, actor, house.patient(IRIS))
    ),
    "hospital.reports.reading.read": Act(
        "report.read", reviewed, lambda unit, house, actor, made: reading.read(unit, actor, made.reference)
    ),
    "hospital.reports.handing.handed": Act(
        "report.open_in_chat", reviewed, lambda unit, house, actor, made: handing.handed(unit, actor, made.reference)
    ),
    "hospital.reports.paper.of_report": Act(
        "report.open_in_chat",
        reviewed,
        lambda unit, house, actor, made: paper.of_report(unit, house.hospital, actor, made.reference, "en"),
    ),
    "hospital.reports.asking.ask": Act(
        "report.ask",
        nothing,
        lambda unit, house, actor, made: asking.ask(
            unit, house.hospital, actor, Question("k", house.patient(IRIS), 1, "is it bad?")
        ),
    ),
    "hospital.reports.reading.versions": Act(
        "report.read_versions", final, lambda unit, house, actor, made: reading.versions(unit, actor, made.reference)
    ),
    "hospital.reports.reading.stages": Act(
        "report.read_status",
        nothing,
        lambda unit, house, actor, made: reading.stages(unit, actor, house.patient(IRIS)),
    ),
}
