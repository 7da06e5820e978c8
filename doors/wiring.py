"""Builds the desk from its settings: one place where everything that is shared gets made and handed on."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bots.switchboard import Switchboard
from conversation.engine import Engine
from conversation.graph import build
from conversation.media import MediaRoom
from conversation.model.asking import Model
from conversation.online_payments import OnlineDesk
from conversation.papers import AT_DESK, Papers
from conversation.parts import PULLED, Parts
from conversation.spool import Spool
from conversation.store import HotStore, NoStore, RedisStore
from db import migrate
from db.engine import UnsupportedDatabaseError
from doors import channels, hearing, messaging, modelling, papers
from doors.channels import Channels
from doors.errors import SettingsError
from doors.paying import Payments
from doors.settings import Settings, data_dir, secret
from hospital.clocks import Clock
from hospital.directory_rows import Directory
from hospital.errors import UnusableDatabaseError
from hospital.office import Office, open_office
from hospital.previews.kept import Previews
from hospital.uploads import Uploads
from notifications.courier import Courier

if TYPE_CHECKING:
    from bots.mail.composing import House


@dataclass(frozen=True)
class Desk:
    """A desk that is ready to work."""

    settings: Settings
    office: Office
    directory: Directory
    store: HotStore
    engine: Engine
    switchboard: Switchboard
    uploads: Uploads
    courier: Courier
    channels: Channels
    payments: Payments
    online: OnlineDesk
    model: Model | None = None
    papers: Papers = AT_DESK

    @property
    def previews(self) -> Previews:
        """Pictures of the files that people sent."""
        return previews_of(self.settings)

    @property
    def database(self) -> Any:
        """The connections; `dispose` closes them."""
        return self.office.engine


def previews_of(settings: Settings) -> Previews:
    """The directory of pictures."""
    return Previews(settings.data_dir / "previews")


def open_records(settings: Settings, clock: Clock | None = None) -> Office:
    """The records, at the schema of this version. Raises SettingsError with a sentence that says what to do."""
    if not settings.database.url:
        data_dir(settings)
    key = secret(settings, "audit.key", settings.audit.key)
    try:
        return open_office(settings.database_url, clock, key)
    except UnsupportedDatabaseError as error:
        sentence = f"database.url {error.url!r} cannot be used: it takes sqlite:///FILE or mysql://user@host/name"
    except migrate.DatabaseNewerError as error:
        sentence = (
            f"the database has schema {error.found}, newer than the {error.known} of this version: install a newer one"
        )
    except migrate.DatabaseForeignError:
        sentence = "the database holds other tables: give the front desk a database of its own"
    except migrate.UpgradeBusyError:
        sentence = "another process is upgrading the database and does not come to an end"
    except UnusableDatabaseError as error:
        sentence = f"the database cannot be used: {error.reason}"
    raise SettingsError(sentence)


def _store(settings: Settings) -> HotStore:
    if not settings.state.url:
        return NoStore()
    try:
        return RedisStore(settings.state.url)
    except ValueError:
        shown = urlsplit(settings.state.url)._replace(netloc=settings.state.url.rpartition("@")[2].split("/")[0])
        raise SettingsError(f"state.url {shown.geturl()!r} cannot be used: it takes redis://host:6379/0") from None


def _house(office: Office, directory: Directory) -> House:
    """Who writes, as letters say it. Raises NoHospitalError."""
    from bots.mail.composing import House

    with office.read() as unit:
        hospital = directory.current(unit)
    return House(hospital.name, hospital.phone, hospital.languages[0])


def open_desk(settings: Settings, *, clock: Clock | None = None, pulled: Callable[[str], bool] | None = None) -> Desk:
    """Everything that answers people. Raises SettingsError."""
    office = open_records(settings, clock)
    directory = Directory()
    store = _store(settings)
    owner = f"{socket.gethostname()[:12]}-{os.getpid()}-{secrets.token_hex(3)}"
    model = modelling.build(settings, store)
    uploads = Uploads(settings.data_dir / "uploads")
    given = papers.build(settings)
    pushed = channels.build(
        settings, lambda: _house(office, directory), lambda link: papers.opened(office, directory, uploads, given, link)
    )
    bring_in = MediaRoom(uploads, pushed.keepers, hearing.build(settings.speech)).bring_in
    payments = Payments(settings)
    parts = Parts(
        office,
        directory,
        store,
        build(),
        owner,
        pulled or PULLED.__contains__,
        bring_in,
        model,
        pays_by=payments.provider,
        papers=given,
    )
    engine = Engine(parts)
    switchboard = Switchboard(engine, Spool(settings.spool_dir, owner))
    on_lost, on_unreached = messaging.on_lost(settings, directory), messaging.on_unreached(directory, pushed.senders)
    courier = Courier(office, pushed.senders, owner, on_lost=on_lost, on_unreached=on_unreached)
    online = OnlineDesk(office, directory, payments.gateway, given)
    return Desk(
        settings,
        office,
        directory,
        store,
        engine,
        switchboard,
        uploads,
        courier,
        pushed,
        payments,
        online,
        model,
        given,
    )
