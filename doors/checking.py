"""`check`, `queue status` and `audit verify`: how the desk stands, for its operators."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from doors import hearing, mailing, messaging, modelling, papers, paying, telegram, twilio_account, voice
from doors.errors import SettingsError
from doors.parts import FUTURE, JOBS_NOT_YET, listed
from doors.settings import Settings, data_dir, fault_of_secret
from doors.wiring import open_records, previews_of

OK, OFF, WARNING, FAILS = "ok", "off", "warning", "FAILS"
REDIS_SECONDS = 1.0
STYLES = {OK: "green", OFF: "dim", WARNING: "yellow", FAILS: "bold red"}


@dataclass(frozen=True)
class Finding:
    """How one part stands."""

    part: str
    state: str
    reason: str


def check(settings: Settings) -> int:
    """Try every part, a line each on stdout. The exit status: 1 when one fails."""
    has_failed = False
    for finding in _findings(settings):
        has_failed = has_failed or finding.state == FAILS
        _print(finding)
    return 1 if has_failed else 0


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _tried("data_dir", lambda: f"{data_dir(settings)} can be written")
    yield from _database(settings)
    yield _state(settings)
    yield from (_secret(settings, name, value) for name, value in _secrets(settings))
    if settings.jobs.url:
        yield Finding("jobs", FAILS, JOBS_NOT_YET)
    else:
        yield Finding("jobs", OK, "embedded: in `serve`, and in any number of `run.py worker`")
    yield Finding("web chat", OK, "on in `serve`, needs nothing")
    yield _model(settings)
    yield _telegram(settings)
    for name, works, said in messaging.tried(settings):
        yield Finding(name, OFF if works is None else OK if works else FAILS, said)
    works, said = mailing.tried(settings)
    yield Finding(mailing.NAME, OFF if works is None else OK if works else FAILS, said)
    yield _speech(settings)
    yield _phone(settings)
    works, said = paying.tried(settings)
    yield Finding(paying.NAME, OFF if works is None else OK if works else FAILS, said)
    yield from _documents(settings)
    for part in FUTURE:
        given = part.given(settings)
        if given:
            said = f"{listed(given)} set, but this version has no {part.name} yet: {part.instead}"
            yield Finding(part.name, FAILS, said)
        else:
            yield Finding(part.name, OFF, f"{part.keys[0]} is not set: {part.instead}")
    yield Finding("FHIR", OFF, "/fhir/R4 is kept for later and answers 404")


def _print(finding: Finding) -> None:
    if not sys.stdout.isatty():
        sys.stdout.write(f"{finding.part:22}{finding.state:9}{finding.reason}\n")
        sys.stdout.flush()
        return
    from rich.console import Console
    from rich.text import Text

    line = Text.assemble(f"{finding.part:22}", (f"{finding.state:9}", STYLES[finding.state]), finding.reason)
    Console(highlight=False).print(line, soft_wrap=True)


def _tried(part: str, attempt: Callable[[], str]) -> Finding:
    try:
        return Finding(part, OK, attempt())
    except SettingsError as error:
        return Finding(part, FAILS, str(error))


# --- the database ---------------------------------------------------------------------------------


def _database(settings: Settings) -> Iterator[Finding]:
    """The database as it is: nothing is made or upgraded."""
    if not settings.database.url and not _embedded_file(settings).exists():
        yield Finding("database", OK, f"{_embedded_file(settings)} will be made by the first command that needs it")
        yield Finding("hospital", FAILS, "none loaded: `run.py load FILE` loads yours, `run.py demo` one to play with")
        return
    try:
        state, where = _schema(settings)
    except SettingsError as error:
        yield Finding("database", FAILS, str(error))
        return
    finding = _of_schema(state, where)
    yield finding
    if finding.state != FAILS:
        yield _tried("hospital", lambda: _hospital(settings, state))
    if state == "current":
        yield from _what_waits(settings)


def _embedded_file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _schema(settings: Settings) -> tuple[str, str]:
    from db import migrate
    from db.engine import UnsupportedDatabaseError, connect
    from hospital.office import reason

    try:
        engine = connect(settings.database_url)
    except UnsupportedDatabaseError as error:
        raise SettingsError(
            f"database.url {error.url!r} is neither sqlite:///FILE nor mysql://user@host/name"
        ) from None
    try:
        return migrate.state(engine), f"{engine.dialect.name}, schema {migrate.revisions()[-1]}"
    except Exception as error:
        # drivers raise what they like; the reader needs one sentence
        raise SettingsError(f"does not answer: {reason(error)}") from None
    finally:
        engine.dispose()


def _of_schema(state: str, where: str) -> Finding:
    match state:
        case "current":
            return Finding("database", OK, where)
        case "empty":
            return Finding("database", OK, f"{where}: empty, the first command makes the tables")
        case "behind":
            return Finding("database", WARNING, f"{where}: of an older version, the next command upgrades it")
        case "newer":
            return Finding("database", FAILS, "made by a newer version of the front desk: install that one")
        case _:
            return Finding("database", FAILS, "holds other tables: give the front desk a database of its own")


def _hospital(settings: Settings, state: str) -> str:
    from doors.loading import hospital_of
    from hospital.directory_rows import Directory

    none = "none loaded: `run.py load FILE` loads yours, `run.py demo` one to play with"
    if state != "current":
        raise SettingsError(none)
    office = open_records(settings)
    try:
        hospital = hospital_of(office, Directory())
    finally:
        office.engine.dispose()
    kind = ", a demo" if hospital.is_demo else ""
    doctors = sum(doctor.is_active for doctor in hospital.doctors.values())
    return f"{hospital.name}{kind}: {doctors} doctors, revision {hospital.revision}"


# --- state, secrets, the model ----------------------------------------------------------------------------


def _state(settings: Settings) -> Finding:
    if not settings.state.url:
        return Finding("state", OK, "embedded, in the database")
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        client: Any = Redis.from_url(
            settings.state.url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            decode_responses=True,
        )
        with client:
            client.ping()
            policy = _policy(client)
    except ValueError:
        return Finding("state", FAILS, "state.url cannot be used: it takes redis://host:6379/0")
    except (RedisError, OSError) as error:
        return Finding("state", FAILS, f"state.url does not answer: {str(error).splitlines()[0]}")
    if policy not in ("noeviction", ""):
        said = f"Redis answers; its maxmemory-policy is {policy}, noeviction keeps what the desk puts there"
        return Finding("state", WARNING, said)
    return Finding("state", OK, "Redis answers")


def _policy(client: Any) -> str:
    from redis.exceptions import RedisError

    try:
        return str(client.config_get("maxmemory-policy").get("maxmemory-policy", ""))
    except RedisError:
        return ""  # hosted servers often refuse CONFIG


def _secrets(settings: Settings) -> tuple[tuple[str, str], ...]:
    return ("audit.key", settings.audit.key), ("session.secret", settings.session.secret)


def _secret(settings: Settings, name: str, value: str) -> Finding:
    fault = fault_of_secret(settings, value)
    if fault is not None:
        return Finding(name, FAILS, fault)
    if value:
        return Finding(name, OK, "set")
    return Finding(name, OK, f"not set: made once in {settings.data_dir}, for this machine only")


def _model(settings: Settings) -> Finding:
    if not settings.llm.is_configured:
        return Finding(modelling.NAME, OFF, modelling.OFF)
    is_there, said = modelling.tried(settings.llm)
    return Finding(modelling.NAME, OK if is_there else FAILS, said)


def _telegram(settings: Settings) -> Finding:
    if not settings.telegram.token:
        return Finding(telegram.NAME, OFF, telegram.OFF)
    try:
        is_there, said = telegram.tried(settings)
    except SettingsError as error:
        return Finding(telegram.NAME, FAILS, str(error))
    return Finding(telegram.NAME, OK if is_there else FAILS, said)


def _speech(settings: Settings) -> Finding:
    if not settings.speech.is_configured:
        return Finding(hearing.NAME, OFF, hearing.OFF)
    is_there, said = hearing.tried(settings.speech)
    return Finding(hearing.NAME, OK if is_there else FAILS, said)


def _phone(settings: Settings) -> Finding:
    """Whether calls are taken; the credentials themselves are tried with the messages."""
    off = voice.why_off(settings)
    if off is not None:
        given = settings.twilio.account_sid or settings.twilio.auth_token
        return Finding(voice.NAME, WARNING if given else OFF, off)
    if settings.is_production and not settings.public_url.startswith("https://"):
        return Finding(voice.NAME, FAILS, "public_url must begin with https://: calls are taken on no other")
    return Finding(voice.NAME, OK, voice.described(settings, None))


def _documents(settings: Settings) -> Iterator[Finding]:
    """Channels that are to hand documents out as files and cannot."""
    for name in papers.lacking_address(settings):
        where = "reaches nobody" if name in papers.FETCHED else "opens on this machine alone"
        said = f"channels.{name}.documents is file, which {where}: set public_url to the desk's own address"
        yield Finding(f"{name} documents", FAILS if name in papers.FETCHED else WARNING, said)


# --- queues and the audit trail -------------------------------------------------------------------


def queue_status(settings: Settings, *, as_json: bool) -> int:
    """Inbox, outbox and the pictures of files on stdout. The exit status."""
    from conversation.put_aside import put_aside
    from hospital import inbox, outbox, sending
    from hospital.clocks import machine_now
    from hospital.previews import ahead

    office = open_records(settings)
    with office.read(machine_now(office.clock)) as unit:
        received = asdict(inbox.figures(unit))
    received["dead"] += len(put_aside(settings.spool_dir))
    with office.read() as unit:
        boxes = {"inbox": received, "outbox": asdict(outbox.figures(unit))}
        drawn = asdict(ahead.figures(unit, previews_of(settings)))
        if drawn["pending"] or drawn["dead"]:
            boxes["previews"] = drawn
        troubles = sending.troubles(unit)
    for box in boxes.values():
        if box["oldest_age_s"] is not None:
            box["oldest_age_s"] = round(box["oldest_age_s"], 1)
    if as_json:
        if troubles:
            boxes["outbox"]["waits_for"] = troubles
        sys.stdout.write(json.dumps(boxes) + "\n")
        return 0
    for name, box in boxes.items():
        oldest = "nothing waits" if box["oldest_age_s"] is None else f"the oldest for {box['oldest_age_s']} s"
        sys.stdout.write(f"{name:8}{box['pending']:>8} pending{box['dead']:>8} dead   {oldest}\n")
    for reason, count in sorted(troubles.items()):
        sys.stdout.write(f"{'':8}{count:>8} of them: {_explained(reason)}\n")
    return 0


def _explained(reason: str) -> str:
    """Why messages wait, and what to do where it is ours to be done."""
    own = twilio_account.OURS.get(reason) or telegram.OURS.get(reason)
    return f"{reason} ({own})" if own else reason


def _what_waits(settings: Settings) -> Iterator[Finding]:
    """That messages wait because we are set up wrongly, where any do."""
    from hospital import sending

    try:
        office = open_records(settings)
    except SettingsError:
        return  # told of already
    try:
        with office.read() as unit:
            troubles = sending.troubles(unit)
    finally:
        office.engine.dispose()
    own = {reason: count for reason, count in troubles.items() if _explained(reason) != reason}
    if own:
        said = "; ".join(f"{count} for {_explained(reason)}" for reason, count in sorted(own.items()))
        yield Finding("outbox", WARNING, f"messages wait until something is put right: {said}")


def verify_audit(settings: Settings) -> int:
    """Walk the audit trail. The exit status: 1, and the first broken row, when it does not hold."""
    from hospital import audit

    office = open_records(settings)
    with office.read() as unit:
        broken, is_begun = audit.verify(unit), audit.is_begun(unit)
    if broken is None:
        holds = "the audit trail holds: no row was changed, added or taken away"
        sys.stdout.write(f"{holds if is_begun else 'there is no audit trail yet: nothing was ever loaded'}\n")
        return 0
    at = f"row {broken.sequence} of chain {broken.chain}"
    why = (
        "the trail that began with the hospital's loading was taken away"
        if broken.is_begun_anew
        else "a row was changed, added or taken away, or audit.key is not the key that it was written with"
    )
    sys.stderr.write(f"frontdesk: the audit trail is broken at {at}: {why}\n")
    return 1
