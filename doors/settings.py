"""The configuration: `config.yaml`, overridden by `FRONTDESK__SECTION__KEY` from the environment; embedded defaults."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, YamlConfigSettingsSource

DEFAULT_FILE = "config.yaml"


class SettingsError(Exception):
    """A configuration that cannot be used; the text says which setting and why."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Section):
    """Where the records are."""

    url: str = ""
    """SQLAlchemy URL; empty means a SQLite file under `data_dir`."""


class Address(_Section):
    """A server to use; empty means the embedded way."""

    url: str = ""


class Llm(_Section):
    """An OpenAI-compatible server that may help to understand."""

    base_url: str = ""
    api_key: str = ""
    model: str = ""
    timeout_s: float = 8.0
    daily_budget: int = 0


class Telegram(_Section):
    """The Telegram bot."""

    token: str = ""
    base_url: str = ""
    webhook_secret: str = ""
    mode: Literal["webhook", "polling"] = "polling"


class Twilio(_Section):
    """WhatsApp, SMS and telephone."""

    account_sid: str = ""
    auth_token: str = ""
    base_url: str = ""
    whatsapp_from: str = ""
    sms_from: str = ""
    voice: Literal["gather", "relay"] = "gather"


class Slack(_Section):
    """The staff's Slack."""

    bot_token: str = ""
    signing_secret: str = ""
    app_token: str = ""
    mode: Literal["http", "socket"] = "http"
    base_url: str = ""


class Speech(_Section):
    """Speech to text for voice notes."""

    base_url: str = ""
    api_key: str = ""
    model: str = ""


class Payments(_Section):
    """Payment links."""

    provider: str = ""
    base_url: str = ""
    api_key: str = ""
    webhook_secret: str = ""


class Channel(_Section):
    """How one channel behaves."""

    documents: Literal["link", "file"] = "link"


class Smtp(_Section):
    """The mail server."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    host: str = ""
    port: int = 587
    username: str = ""
    password: str = ""
    sender: str = Field(default="", alias="from")


class Secret(_Section):
    """A key of our own; made once per `data_dir` on loopback when it is missing."""

    key: str = ""


class Session(_Section):
    """Signed cookies."""

    secret: str = ""


class Settings(BaseSettings):
    """Everything that can be configured."""

    model_config = SettingsConfigDict(
        env_prefix="FRONTDESK__", env_nested_delimiter="__", extra="forbid", frozen=True, yaml_file=DEFAULT_FILE
    )

    database: Database = Database()
    state: Address = Address()
    jobs: Address = Address()
    data_dir: Path = Path("data")
    public_url: str = ""
    llm: Llm = Llm()
    telegram: Telegram = Telegram()
    twilio: Twilio = Twilio()
    slack: Slack = Slack()
    speech: Speech = Speech()
    payments: Payments = Payments()
    channels: dict[str, Channel] = {}
    smtp: Smtp = Smtp()
    audit: Secret = Secret()
    session: Session = Session()
    workers: int = 1

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands over the file."""
        return init_settings, env_settings, YamlConfigSettingsSource(settings_cls)

    @property
    def database_url(self) -> str:
        """The records' URL, the embedded file where none is set."""
        return self.database.url or f"sqlite:///{(self.data_dir / 'frontdesk.sqlite3').absolute()}"

    @property
    def is_production(self) -> bool:
        """Whether people outside this machine are served."""
        return bool(self.public_url) and not is_loopback(self.public_url)


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read(file: Path | None = None) -> Settings:
    """The settings from a file (given, or `FRONTDESK_CONFIG`, or `config.yaml` when there is one) and the environment.

    Raises SettingsError.
    """
    named = file or (Path(os.environ["FRONTDESK_CONFIG"]) if os.environ.get("FRONTDESK_CONFIG") else None)
    if named is not None and not named.is_file():
        raise SettingsError(f"the configuration file {named} does not exist")
    path = named or Path(DEFAULT_FILE)

    class Chosen(Settings):
        model_config = SettingsConfigDict(yaml_file=path)

    try:
        return Chosen()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or str(path)
        raise SettingsError(f"{where} in {path} or the environment: {first['msg']}") from None
    except Exception as error:
        # YAML errors and unreadable files come in many types; the reader needs one sentence
        raise SettingsError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None


def data_dir(settings: Settings) -> Path:
    """The data directory, made when missing, its owner's alone. Raises SettingsError when it cannot be written."""
    path = settings.data_dir
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = path / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(f"data_dir {path} cannot be written: {error.strerror}") from None
    return path


def secret(settings: Settings, name: str, given: str) -> bytes:
    """A secret as configured, or one made once per `data_dir`. Raises SettingsError in production without one."""
    if given:
        return given.encode()
    if settings.is_production:
        raise SettingsError(f"{name} must be set when public_url is not this machine")
    path = data_dir(settings) / f"{name}.secret"
    if not path.exists() or not path.read_text().strip():
        _make_secret(path)
    return path.read_text().strip().encode()


def _make_secret(path: Path) -> None:
    """Write a new secret whole or not at all; of several processes one wins and all read the same."""
    own = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    own.touch(mode=0o600)
    own.write_text(secrets.token_hex(32))
    try:
        if path.exists() and not path.read_text().strip():
            own.replace(path)
        else:
            os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink(missing_ok=True)
