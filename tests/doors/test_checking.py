"""`check`, `queue status` and `audit verify`: how the desk stands."""

import json
import sqlite3
from pathlib import Path

import pytest

from doors.checking import check
from doors.settings import read
from doors.wiring import open_records
from tests.hospital import tampering
from tests.services.servers import Redis, free_port
from tests.web.desk import environment, give_clinic, run

FRESH = ("data_dir", "database", "state", "audit.key", "session.secret", "jobs", "web chat")


def findings(stdout: str) -> dict[str, tuple[str, str]]:
    """State and reason by part."""
    return {line[:22].strip(): (line[22:31].strip(), line[31:]) for line in stdout.splitlines()}


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    return give_clinic(tmp_path)


def test_a_desk_on_embedded_defaults_passes(loaded):
    ended = run("check", directory=loaded)
    assert ended.returncode == 0 and ended.stderr == ""
    found = findings(ended.stdout)
    assert {part: found[part][0] for part in (*FRESH, "hospital")} == dict.fromkeys((*FRESH, "hospital"), "ok")
    assert found["hospital"][1] == "Alder Road Clinic: 2 doctors, revision 1"
    assert found["Telegram"] == ("off", "telegram.token is not set: no Telegram bot answers")
    assert found["FHIR"][0] == "off"


def test_checking_makes_no_database_and_says_what_is_missing(tmp_path):
    ended = run("check", directory=tmp_path)
    assert ended.returncode == 1
    assert findings(ended.stdout)["hospital"] == (
        "FAILS",
        "none loaded: `run.py load FILE` loads yours, `run.py demo` one to play with",
    )
    assert not (tmp_path / "data/frontdesk.sqlite3").exists()


@pytest.mark.parametrize(
    ("setting", "value", "part", "reason"),
    [
        ("TELEGRAM__TOKEN", "token", "Telegram", "telegram.token is not a bot's token"),
        ("TWILIO__AUTH_TOKEN", "token", "SMS", "twilio.account_sid is not set: no SMS message is taken"),
        ("TWILIO__SMS_FROM", "+15005550006", "SMS", "twilio.account_sid is not set"),
        ("SLACK__SIGNING_SECRET", "token", "Slack", "slack.signing_secret set, but this version has no Slack yet"),
        ("LLM__BASE_URL", "http://127.0.0.1:{port}", "language model", "does not answer: look at llm.base_url"),
        ("SMTP__HOST", "127.0.0.1", "mail", "smtp.from is not set: no mail is sent"),
        ("SMTP__USERNAME", "desk", "mail", "smtp.host is not set: no mail is sent"),
        ("PAYMENTS__PROVIDER", "acme", "payments", "payments.provider set, but this version has no payments yet"),
        ("SPEECH__BASE_URL", "http://127.0.0.1:{port}", "speech", "does not answer: look at speech.base_url"),
        ("JOBS__URL", "redis://127.0.0.1:1/0", "jobs", "jobs.url is set, but this version has no job queue yet"),
        ("STATE__URL", "redis://127.0.0.1:{port}/0", "state", "state.url does not answer"),
        ("DATABASE__URL", "mysql://u:pass@127.0.0.1:{port}/x", "database", "does not answer"),
        ("DATABASE__URL", "oracle://u:pass@host/x", "database", "is neither sqlite:///FILE nor"),
        ("PUBLIC_URL", "https://desk.example", "audit.key", "must be set, as public_url https://desk.example"),
        ("PUBLIC_URL", "https://desk.example", "session.secret", "must be set"),
        ("CHANNELS__WHATSAPP__DOCUMENTS", "file", "whatsapp documents", "reaches nobody: set public_url"),
        ("AUDIT__KEY", "short", "audit.key", "must have at least 32 characters"),
    ],
)
def test_what_would_be_ignored_or_does_not_answer_fails_with_its_reason(
    loaded, monkeypatch, capsys, setting, value, part, reason
):
    # a short key will do on a machine of one's own
    more = {"PUBLIC_URL": "https://desk.example"} if setting == "AUDIT__KEY" else {}
    for name, given in environment(loaded, **{setting: value.format(port=free_port()), **more}).items():
        monkeypatch.setenv(name, given)
    assert check(read()) == 1
    stdout = capsys.readouterr().out
    state, said = findings(stdout)[part]
    assert state == "FAILS"
    assert reason in said
    assert "pass" not in stdout


def test_documents_that_only_this_machine_could_open_are_warned_about_until_there_is_an_address(loaded):
    wished = {"CHANNELS__WEBCHAT__DOCUMENTS": "file", "CHANNELS__TELEGRAM__DOCUMENTS": "file"}
    found = findings(run("check", directory=loaded, **wished).stdout)
    state, reason = found["webchat documents"]
    assert state == "warning" and "public_url" in reason and "telegram documents" not in found
    with_address = run("check", directory=loaded, PUBLIC_URL="http://127.0.0.1:8000", **wished)
    assert "webchat documents" not in findings(with_address.stdout)


def test_a_redis_that_answers_passes_and_one_that_may_forget_is_warned_about(loaded, own_redis: Redis):
    ended = run("check", directory=loaded, STATE__URL=own_redis.url)
    assert ended.returncode == 0
    assert findings(ended.stdout)["state"] == ("ok", "Redis answers")
    import redis

    with redis.Redis.from_url(own_redis.url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
    ended = run("check", directory=loaded, STATE__URL=own_redis.url)
    assert ended.returncode == 0
    state, reason = findings(ended.stdout)["state"]
    assert state == "warning" and "allkeys-lru" in reason


def test_a_data_directory_that_cannot_be_written_fails(tmp_path):
    (tmp_path / "data").write_text("a file stands in the way")
    ended = run("check", directory=tmp_path)
    assert ended.returncode == 1
    assert findings(ended.stdout)["data_dir"][0] == "FAILS"


def test_the_queues_are_told_to_people_and_to_programs(loaded):
    told = run("queue", "status", "--json", directory=loaded)
    assert told.returncode == 0
    empty = {"pending": 0, "dead": 0, "oldest_age_s": None}
    assert json.loads(told.stdout) == {"inbox": empty, "outbox": empty}
    with sqlite3.connect(loaded / "data/frontdesk.sqlite3") as database:
        database.execute(
            "INSERT INTO inbox (channel, external_id, conversation_id, payload, status, tries, received_at)"
            " VALUES ('webchat', 'x', 1, '{}', 'pending', 0, datetime('now', '-90 seconds')),"
            " ('webchat', 'y', 1, '{}', 'dead', 3, datetime('now', '-1 day'))"
        )
    inbox = json.loads(run("queue", "status", "--json", directory=loaded).stdout)["inbox"]
    assert (inbox["pending"], inbox["dead"]) == (1, 1)
    assert 89 <= inbox["oldest_age_s"] <= 150
    assert "1 pending" in run("queue", "status", directory=loaded).stdout


def test_messages_that_wait_for_a_setting_to_be_put_right_are_told(loaded):
    with sqlite3.connect(loaded / "data/frontdesk.sqlite3") as database:
        database.execute(
            "INSERT INTO outbox (dedupe_key, conversation_id, channel, address, kind, payload, status, tries, due_at,"
            " created_at, is_open, failure) VALUES ('k', 1, 'sms', '+1', 'reply', '{}', 'pending', 9,"
            " datetime('now'), datetime('now'), 0, '20003')"
        )
    told = run("queue", "status", directory=loaded).stdout
    assert "1 of them: 20003" in told and "twilio.auth_token" in told
    told = json.loads(run("queue", "status", "--json", directory=loaded).stdout)
    assert told["outbox"]["waits_for"] == {"20003": 1}
    state, reason = findings(run("check", directory=loaded).stdout)["outbox"]
    assert state == "warning" and "twilio.auth_token" in reason


def test_what_is_of_no_use_any_more_is_said_to_be_instead_of_being_sent_after_all(loaded):
    with sqlite3.connect(loaded / "data/frontdesk.sqlite3") as database:
        database.execute(
            "INSERT INTO outbox (dedupe_key, conversation_id, channel, address, kind, payload, status, tries, due_at,"
            " created_at, is_open, use_until) VALUES ('old', 1, 'sms', '+1', 'reply', '{}', 'dead', 1,"
            " datetime('now', '-2 days'), datetime('now', '-2 days'), 0, datetime('now', '-1 day'))"
        )
    ended = run("queue", "replay", "--all", directory=loaded)
    assert ended.returncode == 1 and "is not sent: it is of no use any more" in ended.stderr
    assert "0 will be sent" in ended.stderr


def test_the_audit_trail_holds_until_somebody_touches_it(loaded):
    held = run("audit", "verify", directory=loaded)
    assert (held.returncode, held.stderr) == (0, "")
    assert "holds" in held.stdout
    with sqlite3.connect(loaded / "data/frontdesk.sqlite3") as database:
        database.execute("UPDATE audit SET actor = 'nobody' WHERE id = 1")
    broken = run("audit", "verify", directory=loaded)
    assert (broken.returncode, broken.stdout) == (1, "")
    assert "broken at row 1 of chain 0" in broken.stderr
    assert len(broken.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        (tampering.edit, "row 3 of chain 3"),
        (tampering.delete_one, "row 3 of chain 3"),
        (tampering.delete_the_last_ten, "row 3 of chain 7"),
        (tampering.swap, "row 3 of chain 3"),
        (tampering.insert_one, "row 6 of chain 3"),
        (tampering.edit_and_seal_without_the_key, "row 3 of chain 3"),
        (tampering.wipe, "row 1 of chain 0"),
    ],
)
def test_each_way_to_touch_the_trail_is_told_in_one_sentence_with_its_place(loaded, tamper, place, monkeypatch):
    monkeypatch.setenv("FRONTDESK__DATA_DIR", str(loaded / "data"))
    office = open_records(read(None))
    office.write(tampering.begin)
    assert run("audit", "verify", directory=loaded).returncode == 0
    office.write(tamper)
    office.engine.dispose()
    broken = run("audit", "verify", directory=loaded)
    assert (broken.returncode, broken.stdout) == (1, "")
    (told,) = broken.stderr.splitlines()
    assert f"the audit trail is broken at {place}: " in told


def test_a_database_without_anything_has_no_trail_and_that_is_said(tmp_path):
    ended = run("audit", "verify", directory=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "no audit trail yet" in ended.stdout


def test_another_audit_key_does_not_pass(loaded):
    assert run("audit", "verify", directory=loaded, AUDIT__KEY="another").returncode == 1


def test_an_auditor_reads_the_trail_and_nobody_else(loaded):
    auditor, other = "olive@alder.example", "bill@alder.example"
    with sqlite3.connect(loaded / "data/frontdesk.sqlite3") as database:
        for email, role in ((auditor, "auditor"), (other, "billing")):
            database.execute(
                "INSERT INTO staff (email, name, role, qualifications, shifts, is_active)"
                f" VALUES ('{email}', 'N N', '{role}', '[]', '[]', 1)"
            )
    read = run("audit", "list", "--as", auditor, directory=loaded)
    assert (read.returncode, read.stderr) == (0, "")
    assert "hospital.load" in read.stdout
    again = run("audit", "list", "--as", auditor, "--limit", "1", directory=loaded)
    assert "\taudit.read\t" in again.stdout and "--before" in again.stderr
    for asked, told in (
        (("--as", other), "may not read the audit trail"),
        (("--as", "nobody@post.example"), "nobody who works here"),
        (("--as", auditor, "--patient", "XX-1"), "there is no XX-1"),
    ):
        refused = run("audit", "list", *asked, directory=loaded)
        assert refused.returncode == 1 and told in refused.stderr and refused.stdout == ""
