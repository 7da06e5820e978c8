"""The configuration: `config.yaml`, overridden by `FRONTDESK__SECTION__KEY` from the environment; embedded defaults."""

from __future__ import annotations

import json
import os
import re
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, YamlConfigSettingsSource
from pydantic_settings import SettingsError as UnreadableVariableError

from doors.content_templates import Templates
from doors.errors import SettingsError

DEFAULT_FILE = "config.yaml"
SECRET_LENGTH = 32
"""So many characters a secret has where the world reaches the desk."""


def _empty_is_default(model: type[BaseModel], data: Any) -> Any:
    """The values without those known settings that are there and say nothing."""
    if not isinstance(data, dict):
        return data
    known = {field.alias or name for name, field in model.model_fields.items()}
    return {name: value for name, value in data.items() if name not in known or value not in ("", None)}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, data: Any) -> Any:
        return _empty_is_default(cls, data)


def _web_address(url: str) -> str:
    if not url:
        return url
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or any(character.isspace() for character in url):
        raise ValueError("is not a web address: write it as https://host or https://host:port/path")
    return url


def _queue_address(url: str) -> str:
    if url and not url.startswith(("redis://", "rediss://", "amqp://", "amqps://")):
        raise ValueError("is not the address of a queue: write it as redis://host:6379/1 or amqp://user@host")
    return url


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Database(_Section):
    """Where the records are."""

    url: str = ""
    """SQLAlchemy URL; empty means a SQLite file under `data_dir`."""


class Address(_Section):
    """A server to use; empty means the embedded way."""

    url: str = ""


class Jobs(_Section):
    """Where background jobs are announced; empty means the embedded way."""

    url: Annotated[str, AfterValidator(_queue_address)] = ""


class Llm(_Section):
    """An OpenAI-compatible server that may help to understand; with neither address nor key the rules serve alone."""

    base_url: WebAddress = ""
    """The address before `/chat/completions`, as `http://127.0.0.1:8080/v1`; empty: OpenAI's own."""
    api_key: str = ""
    model: str = "gpt-4o-mini"
    timeout_s: Annotated[float, Field(gt=0, le=120)] = 8.0
    """How long a turn waits at most; never more than 8 s, on the phone 4 s."""
    daily_budget: Annotated[int, Field(ge=0)] = 0
    """Calls in a day of the hospital, by all processes together; 0: as many as there are. A conversation has 30."""

    @property
    def is_configured(self) -> bool:
        """Whether a model may be asked."""
        return bool(self.base_url or self.api_key)


class Telegram(_Section):
    """The Telegram bot."""

    token: str = ""
    base_url: WebAddress = ""
    webhook_secret: str = ""
    mode: Literal["webhook", "polling"] = "polling"


class Twilio(_Section):
    """WhatsApp, SMS and telephone."""

    account_sid: str = ""
    auth_token: str = ""
    base_url: WebAddress = ""
    whatsapp_from: str = ""
    sms_from: str = ""
    voice: Literal["gather", "relay"] = "gather"
    templates: Templates = {}
    """Content SIDs: `buttons_1` to `buttons_3` and `list_1` to `list_10` for answers; approved ones by kind of message
    (`reminder`, `offer`, `staff`, ...) for what is written more than 24 hours after somebody's last message."""

    @property
    def is_configured(self) -> bool:
        """Whether there is an account to use."""
        return bool(self.account_sid and self.auth_token)

    @property
    def numbers(self) -> dict[str, str]:
        """Our numbers by channel, where there are any."""
        given = {"whatsapp": self.whatsapp_from.removeprefix("whatsapp:"), "sms": self.sms_from}
        return {channel: number for channel, number in given.items() if number}


class Slack(_Section):
    """The staff's Slack."""

    bot_token: str = ""
    signing_secret: str = ""
    app_token: str = ""
    mode: Literal["http", "socket"] = "http"
    base_url: WebAddress = ""


class Speech(_Section):
    """An OpenAI-compatible server that writes down voice notes; with neither address nor key none is heard."""

    base_url: WebAddress = ""
    """The address before `/audio/transcriptions`, as `http://127.0.0.1:8080/v1`; empty with a key: OpenAI's own."""
    api_key: str = ""
    model: str = "whisper-1"

    @property
    def is_configured(self) -> bool:
        """Whether voice notes can be heard."""
        return bool(self.base_url or self.api_key)


class Payments(_Section):
    """Payment links."""

    provider: str = ""
    base_url: WebAddress = ""
    api_key: str = ""
    webhook_secret: str = ""


ChannelName = Literal["webchat", "telegram", "whatsapp", "sms", "voice"]


def _origins(given: Any) -> Any:
    """A list, also where the environment gives it as JSON."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise ValueError('is not a list: write it as ["https://www.hospital.example"]') from None


def _origin(text: str) -> str:
    parts = urlsplit(_web_address(text))
    is_bare = not parts.path.strip("/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    if not text or not is_bare or re.search(r"[;,'\"*]", text):
        raise ValueError("is not the origin of a site: write it as https://www.hospital.example, without a path")
    if parts.scheme == "http" and not is_loopback(text):
        raise ValueError("must begin with https://: browsers keep no cookies for the chat in a page without it")
    return f"{parts.scheme}://{parts.netloc.lower()}"


class Channel(_Section):
    """How one channel behaves."""

    documents: Literal["link", "file"] = "link"
    origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(_origins)] = ()
    """Sites that may show the web chat in their own pages."""


class Smtp(_Section):
    """The mail server."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    username: str = ""
    password: str = ""
    sender: str = Field(default="", alias="from")
    """One address, a name before it where it is not to be the hospital's: `City Clinic <desk@clinic.example>`."""
    reply_to: str = ""
    """Where answers go; empty: they are not read, and mails say so."""
    security: Literal["", "starttls", "tls", "none"] = ""
    """How the connection is kept secret; empty: as the port has it."""

    @property
    def way(self) -> Literal["starttls", "tls", "none"]:
        """How the connection is kept secret."""
        return self.security or ("tls" if self.port == 465 else "starttls")


class Secret(_Section):
    """A key of our own; made once per `data_dir` on loopback when it is missing."""

    key: str = ""


class Session(_Section):
    """Signed cookies."""

    secret: str = ""


class Settings(BaseSettings):
    """Everything that can be configured."""

    model_config = SettingsConfigDict(
        env_prefix="FRONTDESK__",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        yaml_file=DEFAULT_FILE,
    )

    database: Database = Database()
    state: Address = Address()
    jobs: Jobs = Jobs()
    data_dir: Path = Path("data")
    public_url: WebAddress = ""
    llm: Llm = Llm()
    telegram: Telegram = Telegram()
    twilio: Twilio = Twilio()
    slack: Slack = Slack()
    speech: Speech = Speech()
    payments: Payments = Payments()
    channels: dict[ChannelName, Channel] = {}
    smtp: Smtp = Smtp()
    audit: Secret = Secret()
    session: Session = Session()
    workers: Annotated[int, Field(ge=1, le=256)] = 1

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, data: Any) -> Any:
        return _empty_is_default(cls, data)

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

    @model_validator(mode="after")
    def _only_the_web_chat_is_framed(self) -> Settings:
        for name, channel in self.channels.items():
            if channel.origins and name != "webchat":
                raise ValueError(f"has origins: only channels.webchat can stand in other pages, not {name}")
        return self

    @property
    def framing_origins(self) -> tuple[str, ...]:
        """Sites that may show the web chat in their own pages."""
        webchat = self.channels.get("webchat")
        return webchat.origins if webchat else ()

    @property
    def database_url(self) -> str:
        """The records' URL, the embedded file where none is set."""
        return self.database.url or f"sqlite:///{(self.data_dir / 'frontdesk.sqlite3').absolute()}"

    @property
    def spool_dir(self) -> Path:
        """Where messages wait while the database is away."""
        return self.data_dir / "spool"

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
    _check_environment()

    class Chosen(Settings):
        model_config = SettingsConfigDict(yaml_file=path)

    try:
        return Chosen()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or str(path)
        raise SettingsError(f"{where} in {path} or the environment: {_why(first)}") from None
    except UnreadableVariableError as error:
        found = re.search(r'field "(\w+)"', str(error))
        group = found[1] if found else "a group of settings"
        raise SettingsError(
            f"{group} in the environment cannot be read: name the setting in the group, FRONTDESK__{group.upper()}__KEY"
            '; a list is written as JSON, ["first", "second"]'
        ) from None
    except Exception as error:
        # YAML errors and unreadable files come in many types; the reader needs one sentence
        raise SettingsError(f"{path} cannot be read: {_why_unreadable(error)}") from None


def _why_unreadable(error: Exception) -> str:
    problem, mark = getattr(error, "problem", None), getattr(error, "problem_mark", None)
    if problem and mark:
        return f"line {mark.line + 1} is not YAML: {problem}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    is_of_yaml = isinstance(error, UnicodeError) or hasattr(error, "reason")
    return str(error).splitlines()[0] if is_of_yaml else "it must hold groups of settings, as README.md shows"


def _check_environment() -> None:
    """Raises SettingsError for a variable that is meant for the front desk and that would be passed over."""
    prefix = Settings.model_config["env_prefix"]
    for variable in sorted(os.environ):
        section = variable.upper().removeprefix(prefix).split("__")[0].lower()
        if variable.upper().startswith(prefix) and section not in Settings.model_fields:
            raise SettingsError(f"{variable} in the environment: the front desk has no setting {section!r}")


def _why(detail: ErrorDetails) -> str:
    """What is wrong, in the words of those who write a configuration."""
    if detail["type"] == "value_error":
        return f"{_without_password(str(detail['input']))!r} {detail['ctx']['error']}"
    sentences = {
        "extra_forbidden": "there is no such setting",
        "string_type": "must be a text: put it in quotes",
        "model_type": "must be a group of settings, each on a line of its own",
        "model_attributes_type": "must be a group of settings, each on a line of its own",
    }
    return sentences.get(detail["type"], detail["msg"])


def _without_password(url: str) -> str:
    scheme, _, rest = url.rpartition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if scheme else rest.rpartition("@")[2]


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


def fault_of_secret(settings: Settings, given: str) -> str | None:
    """What is wrong with a secret as configured; None when it may serve, or one may be made."""
    if not settings.is_production or len(given) >= SECRET_LENGTH:
        return None
    what = f"must have at least {SECRET_LENGTH} characters" if given else "must be set"
    return f"{what}, as public_url {settings.public_url} is not this machine"


def secret(settings: Settings, name: str, given: str) -> bytes:
    """A secret as configured, or one made once per `data_dir`. Raises SettingsError for one that is not good enough."""
    fault = fault_of_secret(settings, given)
    if fault is not None:
        raise SettingsError(f"{name} {fault}")
    if given:
        return given.encode()
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
