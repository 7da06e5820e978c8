"""Reports in chat: how far they are, what may be had and how, what they mean left to doctors, and being told of one."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import insert, select, update

from conversation import notices, results
from conversation.papers import Papers
from db.models import AuditRow, DependantRow, OutboxRow, PatientRow, ReportVersionRow, TaskRow
from doors.papers import opened
from hospital import accounts, acting, consent, files, handed_papers, papers
from hospital.access import Actor, Role
from hospital.consent import REMINDERS, Decision
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.reports import handing, registering, reviewing, writing
from hospital.reports.registering import NewReport
from hospital.reports.results import Result
from tests.services import files as samples
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, NORA, NUMBERS, SITUATIONS, TOM, Chat, Frontdesk, phrases
from tests.situations.test_rights import codes

SERVICES = """
services:
  - {code: knee-mri, name: Knee MRI, kind: radiology, price: "300.00"}
  - {code: chest-xray, name: Chest X-ray, kind: radiology, price: "75.00"}
  - {code: lipid, name: Lipid panel, kind: laboratory, price: "32.50"}
"""
HERS = "2 May 1984"
SECRET = "A tear of the medial meniscus"
PLAIN = "The knee needs rest; see you in June."


@pytest.fixture
def house(open_hospital: OpenDesk) -> Frontdesk:
    return open_hospital(SITUATIONS.read_text() + SERVICES)


class Ward:
    """Doctors at work on the reports of one patient."""

    def __init__(self, desk: Frontdesk, phone: str = NORA, doctor: str = "arjun") -> None:
        self.desk, self.hospital = desk, desk.hospital
        self.patient: int = self._ask(select(PatientRow.id).where(PatientRow.number == NUMBERS[phone]))
        self.doctor = Actor(f"doctor:{doctor}", Role.DOCTOR, doctor_id=self.hospital.doctor(doctor).id)
        desk.give(phone, doctor, "2026-06-02 10:00", status="fulfilled")

    def _ask(self, query: Any) -> Any:
        with self.desk.parts.office.read() as unit:
            return unit.connection.scalar(query)

    def do(self, work: Any, at: str = "2026-06-05 10:00") -> Any:
        now = self.desk.instant(at)
        return acting.as_actor(self.desk.parts.office, self.doctor, work, now=now)

    def registered(self, title: str, kind: str, at: str = "2026-06-03 10:00", **more: Any) -> str:
        new = NewReport(patient_id=self.patient, kind=kind, title=title, **more)
        key = f"{title} {kind} {self.patient}"
        made = self.do(lambda unit, actor: registering.register(unit, self.hospital, actor, new, key=key), at)
        return str(made.reference)

    def with_doctor(self, title: str, kind: str, paper: bytes | None = None, **more: Any) -> str:
        """A report that is written and waits for its doctor since Thursday 4 June."""
        made = self.registered(title, kind, **more)
        at = "2026-06-04 16:00"
        self.do(lambda unit, actor: writing.conclude(unit, actor, made, SECRET), at)
        if paper is not None:
            self.attach(made, paper, at)
        self.do(lambda unit, actor: writing.finalise(unit, self.hospital, actor, made), at)
        return made

    def attach(self, report: str, paper: bytes, at: str) -> str:
        path = self.desk.parts.uploads.directory.parent / "given.pdf"
        path.write_bytes(paper)
        stored = self.desk.parts.uploads.take(str(path))
        document = self.do(lambda unit, actor: files.put(unit, actor, self.patient, stored, title="knee.pdf"), at)
        self.do(lambda unit, actor: writing.attach(unit, actor, report, document.reference), at)
        return str(document.reference)

    def reviewed(self, report: str, at: str = "2026-06-05 10:00") -> None:
        self.do(lambda unit, actor: reviewing.review(unit, actor, report, message=PLAIN), at)

    def agrees(self, channel: str = "whatsapp", address: str = NORA, *, is_given: bool = True) -> None:
        """What the patient said about being written to."""
        decided = Decision(self.patient, REMINDERS, "May I send reminders?", is_given, channel, address)
        self.desk.parts.office.write(lambda unit: consent.record(unit, 1, [decided]))


def proven(desk: Frontdesk, words: str = "my results", phone: str = NORA, born: str = HERS, **more: Any) -> Chat:
    """A conversation in which somebody has asked for their results and proven who they are."""
    chat = desk.chat(phone, **more)
    assert chat.say(words).question == "prove_birth", "the status of reports asks for a proof"
    chat.say(born)
    return chat


def rows(desk: Frontdesk, model: Any, *where: Any) -> Sequence[Any]:
    with desk.parts.office.read() as unit:
        return unit.connection.execute(select(model.__table__).where(*where).order_by(model.id)).all()


# --- how far they are -----------------------------------------------------------------------------


@phrases(
    ("words", "name", "day"),
    [
        ("are my MRI results in?", "Knee MRI", "4 June"),
        ("is the knee scan back yet?", "Knee MRI", "4 June"),
        ("has my magnetic resonance report arrived?", "Knee MRI", "4 June"),
        ("¿ya está mi resonancia?", "Resonancia de rodilla", "4 de junio"),
        ("¿han llegado los resultados de la resonancia de rodilla?", "Resonancia de rodilla", "4 de junio"),
    ],
)
def test_66_until_a_doctor_has_seen_it_only_how_far_it_is_is_told(
    house: Frontdesk, words: str, name: str, day: str
) -> None:
    ward = Ward(house)
    ward.with_doctor("Knee MRI", "radiology")
    ward.registered("Lipid panel", "laboratory")
    said = proven(house, words).last
    assert name in said.text and "Arjun Sharma" in said.text and day in said.text
    assert "ipid" not in said.text, "only what was asked for"
    assert SECRET not in said.text and PLAIN not in said.text
    assert {"name": "records.shown", "kind": "reports"} in said.events
    (read,) = [row for row in rows(house, AuditRow) if row.action == "report.read_status"]
    assert read.subject == f"patient {ward.patient}"


@phrases(
    ("words", "told", "untold"),
    [
        ("my results", {"Knee MRI", "Lipid panel", "Chest X-ray"}, set()),
        ("my blood test results please", {"Lipid panel"}, {"Knee MRI", "Chest X-ray"}),
        ("can I get the x-ray report", {"Chest X-ray"}, {"Knee MRI", "Lipid panel"}),
        ("is the lipid panel result there?", {"Lipid panel"}, {"Knee MRI", "Chest X-ray"}),
        ("¿ya están mis análisis?", {"Perfil lipídico"}, {"Resonancia", "Radiografía"}),
        ("¿están mis resultados?", {"Perfil lipídico", "Resonancia de rodilla", "Radiografía de tórax"}, set()),
        # none of the kind: that is said, and what there is
        ("did my ultrasound results come in?", {"none like that", "Knee MRI", "Lipid panel"}, set()),
        ("is my discharge letter ready?", {"none like that", "Knee MRI"}, set()),
    ],
)
def test_66_the_words_say_which_is_meant_and_else_all_are_told(
    house: Frontdesk, words: str, told: set[str], untold: set[str]
) -> None:
    ward = Ward(house)
    ward.reviewed(ward.with_doctor("Chest X-ray", "radiology"))
    ward.with_doctor("Knee MRI", "radiology")
    ward.registered("Lipid panel", "laboratory")
    said = proven(house, words).last.text
    assert [each for each in told if each not in said] == []
    assert [each for each in untold if each in said] == []


def test_66_what_is_asked_for_next_is_told_and_the_booking_in_progress_goes_on(house: Frontdesk) -> None:
    ward = Ward(house)
    ward.with_doctor("Knee MRI", "radiology")
    ward.registered("Lipid panel", "laboratory")
    chat = house.chat(NORA)
    offered = chat.say("I need to see Dr Chen").labels
    assert chat.say("wait, are my MRI results in?").question == "prove_birth"
    said = chat.say(HERS)
    assert "Knee MRI" in said.text and said.labels == offered, "what was open is asked again"
    assert chat.tap(0).happened == ["appointment.booked"]
    chat = proven(house, "is my MRI report there?")
    assert "Lipid panel" in chat.say("and the blood test?").text
    assert "Arjun" in chat.say("Is the MRI with Dr Sharma back?").text and chat.state["task"] is None


@phrases("words", ["send me the link again", "the link please", "¿me manda otra vez el enlace?"])
def test_after_results_their_link_is_meant_and_no_bills(house: Frontdesk, words: str) -> None:
    Ward(house).with_doctor("Knee MRI", "radiology")
    answer = proven(house).say(words)
    assert [event.get("kind") for event in answer.events] == ["reports"]
    assert "Knee MRI" in answer.text or "Resonancia de rodilla" in answer.text


@phrases(
    "words", ["are my husband's results in?", "Tom Walsh's MRI results please", "¿están los resultados de mi madre?"]
)
def test_66_nobody_elses_results_are_told_nor_whether_there_are_any(house: Frontdesk, words: str) -> None:
    ward = Ward(house, TOM)
    ward.with_doctor("Knee MRI", "radiology")
    chat = house.chat(NORA)
    said = chat.say(words)
    with_none = house.chat(ELENA).say(words)
    assert said.events == with_none.events == []
    assert "Knee" not in said.text and "Arjun" not in said.text and "rodilla" not in said.text


def test_66_a_wrong_birth_date_tells_nothing(house: Frontdesk) -> None:
    Ward(house).with_doctor("Knee MRI", "radiology")
    chat = house.chat(NORA)
    said = chat.say("are my results in?", "3 May 1985")
    assert "Knee" not in said.text and "records.shown" not in chat.events
    by_sms = house.chat(NORA, channel="sms").say("are my results in?")
    assert "SMS" in by_sms.text and by_sms.question == "offer_human"


# --- what may be had ------------------------------------------------------------------------------

AS_FILES = Papers(frozenset({"telegram", "whatsapp"}), frozenset({"webchat"}), b"k" * 32, "https://desk.example")


def test_66_what_is_ready_is_had_at_the_desk_where_no_other_way_stands(house: Frontdesk) -> None:
    ward = Ward(house)
    ward.reviewed(ward.with_doctor("Knee MRI", "radiology", samples.PDF))
    said = proven(house).last
    assert "ready since Friday 5 June" in said.text and "front desk" in said.text
    assert said.raw["replies"][-1]["attachments"] == []
    assert SECRET not in said.text and PLAIN not in said.text, "what a doctor wrote is told where files may be"
    house.with_papers(Papers(portal_url="https://desk.example/portal"))
    assert "https://desk.example/portal" in proven(house, name="p").last.text


def test_66_as_files_the_version_that_counts_is_sent_and_nothing_before_it_was_reviewed(house: Frontdesk) -> None:
    ward = Ward(house)
    made = ward.with_doctor("Knee MRI", "radiology", samples.PDF)
    house.with_papers(AS_FILES)
    assert proven(house).last.raw["replies"][-1]["attachments"] == []
    ward.reviewed(made)
    said = proven(house, name="b").last
    of_report, link = said.raw["replies"][-1]["attachments"]
    assert PLAIN in said.text and SECRET not in said.text
    assert printed(house, of_report, "2026-06-08 09:16") is None
    told = printed(house, of_report, "2026-06-08 09:10")
    assert told is not None and all(words in told for words in (made, "Nora Byrne", SECRET, PLAIN, "Arjun Sharma"))
    paper = opened(house.parts.office, house.parts.directory, house.parts.uploads, AS_FILES, link)
    assert paper is None, "the link was made on a Monday in June"
    with pytest.raises(NotFoundError):
        open_at(house, link, "2026-06-08 09:16")
    assert open_at(house, link, "2026-06-08 09:10").title == "knee.pdf"
    with pytest.raises(NotFoundError):
        open_at(house, link[:-2] + ("AA" if link[-2:] != "AA" else "BB"), "2026-06-08 09:10")
    actions = [row.action for row in rows(house, AuditRow)]
    assert actions.count("report.open_link") == actions.count("paper.open_link") == 1
    ward.do(
        lambda unit, actor: writing.amend(
            unit, ward.hospital, actor, made, writing.Content(conclusion="No tear."), reason="second reading"
        ),
        "2026-06-08 09:05",
    )
    with pytest.raises(NotFoundError):
        open_at(house, link, "2026-06-08 09:10")
    assert printed(house, of_report, "2026-06-08 09:10") is None
    said = proven(house, name="c").last
    assert said.raw["replies"][-1]["attachments"] == [] and PLAIN not in said.text and "for review" in said.text


def test_66_a_report_without_any_file_is_handed_over_as_a_paper_by_a_link_in_the_browser(house: Frontdesk) -> None:
    ward = Ward(house)
    ward.reviewed(ward.with_doctor("Knee MRI", "radiology"))
    house.with_papers(AS_FILES)
    chat = house.chat(channel="webchat")
    chat.say("¿ya está mi resonancia?", "Nora Byrne", "2 de mayo de 1984")
    ((_, digits),) = codes(house)
    said = chat.say(digits)
    (link,) = re.findall(r"https://desk\.example/files/\S+", said.text)
    told = printed(house, link, "2026-06-08 09:10")
    assert told is not None and "Informe" in told and "Resonancia de rodilla" in told and SECRET in told
    altered = update(ReportVersionRow).values(conclusion="Nothing at all.")
    house.parts.office.write(lambda unit: unit.connection.execute(altered))
    assert printed(house, link, "2026-06-08 09:10") is None


@phrases("channel", ["telegram", "whatsapp"])
def test_66_a_report_made_of_values_comes_as_a_file_with_no_word_of_them_in_the_chat(house, channel: str) -> None:
    ward = Ward(house)
    made = ward.registered("Lipid panel", "laboratory")
    values = [Result("Cholesterol", "6.3", "mmol/L", high="5.0")]
    ward.do(lambda unit, actor: writing.enter(unit, ward.hospital, actor, made, values), "2026-06-04 16:00")
    ward.do(lambda unit, actor: writing.finalise(unit, ward.hospital, actor, made), "2026-06-04 16:00")
    ward.reviewed(made)
    house.with_papers(AS_FILES)
    if channel == "telegram":
        chat = house.chat(NORA, channel="telegram")
        chat.say("my results", "Nora Byrne", "2 May 1984")
        said = chat.say(codes(house)[0][1])
    else:
        said = proven(house).last
    (link,) = said.raw["replies"][-1]["attachments"]
    told = printed(house, link, "2026-06-08 09:10")
    assert told is not None and "Cholesterol" in told and "6.3" in told and "up to 5.0" in told
    assert "6.3" not in said.text and "holesterol" not in said.text


def printed(desk: Frontdesk, link: str, at: str) -> str | None:
    """What stands on the paper that a link opens at a moment of the hospital's clock."""
    token = link.rpartition("/")[2]
    now, hospital = desk.instant(at), desk.hospital
    try:
        found = desk.parts.office.write(lambda unit: handed_papers.opened(unit, hospital, AS_FILES.key, token), now=now)
    except NotFoundError:
        return None
    if found is None:
        return None
    pages = pypdfium2.PdfDocument(io.BytesIO(papers.pdf(hospital, found)))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def open_at(desk: Frontdesk, link: str, at: str) -> files.File:
    token = link.rpartition("/")[2]
    return desk.parts.office.write(lambda unit: handing.opened(unit, AS_FILES.key, token), now=desk.instant(at))


def test_66_a_report_that_was_altered_is_handed_to_nobody_and_a_doctor_is_told_once(house: Frontdesk) -> None:
    ward = Ward(house)
    made = ward.with_doctor("Knee MRI", "radiology", samples.PDF)
    ward.reviewed(made)
    house.with_papers(AS_FILES)
    altered = update(ReportVersionRow).values(conclusion="Nothing at all.")
    house.parts.office.write(lambda unit: unit.connection.execute(altered))
    said = proven(house).last
    assert said.raw["replies"][-1]["attachments"] == [] and PLAIN not in said.text and "front desk" in said.text
    proven(house, name="again")
    (task,) = rows(house, TaskRow)
    assert (task.kind, task.queue, task.summary) == ("tampered", "clinic", made)


# --- what they mean -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "born", "ways"),
    [
        (
            "are my MRI results in?",
            HERS,
            ["is it cancer?", "is it bad?", "just tell me if I should worry", "does the doctor think it's a tumour?"],
        ),
        (
            "¿ya está mi resonancia?",
            HERS,
            ["¿es cáncer?", "¿es malo?", "dígame si es grave", "¿tengo que preocuparme?"],
        ),
    ],
)
def test_67_asked_four_ways_nothing_is_hinted_at_and_a_doctor_calls_once(
    house: Frontdesk, asked: str, born: str, ways: list[str]
) -> None:
    ward = Ward(house)
    ward.with_doctor("Knee MRI", "radiology")
    chat = proven(house, asked, born=born)
    said = [chat.say(words) for words in ways]
    (task,) = rows(house, TaskRow)
    assert (task.kind, task.queue, task.status, task.for_doctor_id, task.phone) == (
        "patient_asks", "clinic", "requested", ward.doctor.doctor_id, NORA
    )  # fmt: skip
    assert all(words in task.summary for words in ways), "the doctor reads what was asked"
    assert [answer.happened for answer in said] == [["handoff.requested"], [], [], []]
    for answer in said:
        assert task.reference in answer.text and "13:00" in answer.text, "until when the call comes"
        assert not re.search(r"meniscus|tear|knee needs|fine|nothing serious|don't worry|tranquil", answer.text)
    elsewhere = house.chat(NORA).say("is my scan normal?")
    assert task.reference in elsewhere.text and "Sharma" not in elsewhere.text, "whose patient one is asks for a proof"
    assert len(rows(house, TaskRow)) == 1


def test_67_the_same_message_again_asks_nobody_twice(house: Frontdesk) -> None:
    Ward(house).with_doctor("Knee MRI", "radiology")
    chat = proven(house)
    first, again = chat.send("", {"text": "is it bad?", "id": "m"}), chat.send("", {"text": "is it bad?", "id": "m"})
    assert first.raw["events"] == again.raw["events"]
    (task,) = rows(house, TaskRow)
    assert task.summary.count("is it bad?") == 1


def test_67_without_a_word_about_results_it_is_advice_and_no_hint_either(house: Frontdesk) -> None:
    Ward(house).with_doctor("Knee MRI", "radiology")
    for chat in (house.chat(), house.chat(TOM), house.chat(NORA)):
        said = chat.say("is it cancer?")
        assert said.events == [] and "doctor" in said.text.casefold()
        assert "Knee" not in said.text
    unknown = house.chat().say("are my test results normal?")
    assert "not even yes or no" in unknown.text and unknown.question == "prove_name"
    assert chat.say("so is it cancer?").happened == ["handoff.requested"]


# --- that one is there ----------------------------------------------------------------------------


def news(desk: Frontdesk) -> list[tuple[str, str, str]]:
    """What was written to patients about results: the channel, the address and the words."""
    found = rows(desk, OutboxRow, OutboxRow.kind == "result_news")
    return [(row.channel, row.address, json.loads(row.payload)["text"]) for row in found]


def told(desk: Frontdesk, at: str = "2026-06-05 10:01") -> int:
    """Look after it by the clock."""
    return notices.tell(desk.parts.office, desk.parts.directory, results.NOTES, now=desk.instant(at))


def test_a_release_tells_the_patient_once_that_something_is_there_and_nothing_else(house: Frontdesk) -> None:
    ward = Ward(house)
    ward.agrees()
    made = ward.with_doctor("Knee MRI", "radiology")
    assert told(house) == 0, "nobody has reviewed it"
    ward.reviewed(made)
    ward.reviewed(made)
    assert told(house, "2026-06-05 21:00") == 0, "nobody is written to at night"
    assert [told(house), told(house)] == [1, 0]
    ((channel, address, words),) = news(house)
    assert (channel, address) == ("whatsapp", NORA) and "Elm Park Hospital" in words
    assert not re.search(r"MRI|knee|Sharma|result is|Nora|meniscus|rest", words)
    content = writing.Content(conclusion="No tear.")
    ward.do(lambda unit, actor: writing.amend(unit, ward.hospital, actor, made, content, reason="again"))
    assert told(house) == 0
    ward.reviewed(made)
    assert [told(house), told(house)] == [1, 0], "an amended report is another"


@pytest.mark.parametrize("agreed", [None, False])
def test_nobody_is_told_who_never_agreed_to_be_written_to(house: Frontdesk, agreed: bool | None) -> None:
    ward = Ward(house)
    if agreed is not None:
        ward.agrees()
        ward.agrees(is_given=agreed)
    ward.reviewed(ward.with_doctor("Knee MRI", "radiology"))
    assert told(house) == 0 and news(house) == []
    (note,) = rows(house, OutboxRow)
    assert (note.status, note.failure) == ("withdrawn", "no_consent")


def test_what_was_taken_back_before_anybody_was_told_is_told_to_nobody(house: Frontdesk) -> None:
    ward = Ward(house, ELENA, "okafor")
    ward.agrees("sms", ELENA)
    made = ward.with_doctor("Chest X-ray", "radiology")
    ward.reviewed(made)
    content = writing.Content(conclusion="Another.")
    ward.do(lambda unit, actor: writing.amend(unit, ward.hospital, actor, made, content, reason="wrong picture"))
    assert told(house) == 0
    ward.reviewed(made)
    assert told(house) == 1
    ((channel, _, words),) = news(house)
    assert channel == "sms" and "mis resultados" in words, "in their language"


def test_what_weighs_most_is_told_of_once_it_was_talked_over(house: Frontdesk) -> None:
    ward = Ward(house)
    ward.agrees()
    made = ward.with_doctor("Biopsy of the knee", "histology")
    ward.reviewed(made)
    assert told(house) == 0
    assert "for review" in proven(house, "is my biopsy back?").last.text
    ward.do(lambda unit, actor: reviewing.discuss(unit, actor, made))
    assert told(house) == 1


def test_on_telegram_the_account_that_is_linked_is_written_to_as_long_as_it_is(house: Frontdesk) -> None:
    ward = Ward(house)
    ward.agrees("telegram", NORA)
    house.parts.office.write(lambda unit: accounts.link(unit, "telegram", "77", NORA, ward.patient))
    ward.reviewed(ward.with_doctor("Knee MRI", "radiology"))
    assert told(house) == 1 and [each[:2] for each in news(house)] == [("telegram", "77")]
    house.parts.office.write(lambda unit: accounts.unlink(unit, "telegram", "77"))
    ward.reviewed(ward.with_doctor("Chest X-ray", "radiology"))
    assert told(house) == 0


CAREGIVER = "+353861119999"


@pytest.mark.parametrize(
    ("channel", "address", "facts"),
    [
        ("whatsapp", CAREGIVER, {}),
        ("sms", NORA, {"phone": CAREGIVER}),
        ("whatsapp", NORA, {"is_contact_verified": False}),
        ("sms", TOM, {"phone": None, "date_of_birth": date(2005, 6, 1)}),
        ("mail", "tom@mail.example", {"date_of_birth": date(2005, 6, 1)}),
    ],
    ids=["a helper's", "no more theirs", "only typed", "a parent's of a grown child", "a parent's mailbox"],
)
def test_nobody_else_learns_of_a_result_whoever_agreed_to_it(
    house: Frontdesk, channel: str, address: str, facts: dict[str, Any]
) -> None:
    ward = Ward(house)

    def become(unit: Unit) -> None:
        connection = unit.connection
        tom = connection.scalars(select(PatientRow.id).where(PatientRow.phone == TOM)).one()
        connection.execute(update(PatientRow).where(PatientRow.id == tom).values(email="tom@mail.example"))
        link = {"guardian_id": tom, "patient_id": ward.patient, "relation": "daughter", "is_vouched": True}
        connection.execute(insert(DependantRow), link)
        if facts:
            connection.execute(update(PatientRow).where(PatientRow.id == ward.patient).values(facts))

    house.parts.office.write(become)
    ward.agrees(channel, address)
    ward.reviewed(ward.with_doctor("Knee MRI", "radiology"))
    assert told(house) == 0 and news(house) == []
