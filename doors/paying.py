"""Paying online, from the settings: the provider that is named there; on a demo hospital the trial one of our own."""

from __future__ import annotations

import os

from doors.addresses import clickable
from doors.errors import SettingsError
from doors.parts import listed
from doors.settings import Settings, secret
from hospital.billing import trial_gateway
from hospital.billing.gateway import PaymentGateway
from hospital.directory import Hospital

NAME = "payments"
OFF = "payments.provider is not set: patients pay at the desk"
TRIAL = "by the trial provider: pages of this server on which no money moves"
REAL_HOUSE = (
    f"payments.provider {trial_gateway.NAME!r} is for trying things out: it moves no money, and public_url is not of "
    "this machine"
)
_ADDRESS = "FRONTDESK__PAYMENTS__BASE_URL"
_HERE = "http://localhost:8000"


class Payments:
    """Which provider a hospital's bills are paid by. Raises SettingsError for one that cannot be had."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        if settings.payments.provider == trial_gateway.NAME and settings.is_production:
            raise SettingsError(REAL_HOUSE)

    def provider(self, hospital: Hospital) -> str | None:
        """The provider's name; None where bills are not paid online."""
        given = self._settings.payments.provider
        is_trial = given == trial_gateway.NAME or (not given and hospital.is_demo and not self._settings.is_production)
        return trial_gateway.NAME if is_trial else None

    def gateway(self, hospital: Hospital) -> PaymentGateway | None:
        """The provider; None where there is none."""
        given = self._settings
        address = given.payments.base_url or given.public_url or _HERE
        return trial_gateway.TrialGateway(address) if self.provider(hospital) is not None else None

    def webhook_secret(self) -> bytes:
        """What providers sign with. Raises SettingsError."""
        return secret(self._settings, "payments.webhook_secret", self._settings.payments.webhook_secret)


def reached_at(settings: Settings, host: str, port: int) -> Settings:
    """The settings with the address of this server for the trial provider's pages, also for processes to come."""
    if settings.payments.base_url or settings.public_url:
        return settings
    address = f"http://{clickable(host)}:{port}"
    os.environ[_ADDRESS] = address
    payments = settings.payments.model_copy(update={"base_url": address})
    return settings.model_copy(update={"payments": payments})


def own_address(settings: Settings) -> str:
    """Where this server is reached, by the world or else from this machine alone; empty where it is not known."""
    is_trial = settings.payments.provider in ("", trial_gateway.NAME)
    return settings.public_url or (settings.payments.base_url if is_trial else "")


def described(settings: Settings, hospital: Hospital) -> tuple[str, str]:
    """Whether bills can be paid online, as `serve` says at its start."""
    works, said = tried(settings)
    if works is False:
        return "ignored", said
    is_on = Payments(settings).provider(hospital) is not None
    return ("on", TRIAL) if is_on else ("off", OFF)


def tried(settings: Settings) -> tuple[bool | None, str]:
    """Whether the provider of the settings can be had, None where there is none; as `check` says it."""
    given = settings.payments
    if given.provider == trial_gateway.NAME:
        return not settings.is_production, REAL_HOUSE if settings.is_production else TRIAL
    named = [name for name in ("provider", "api_key") if getattr(given, name)]
    if named:
        keys = listed([f"payments.{name}" for name in named])
        return False, f"{keys} set, but this version has no payments yet: patients pay at the desk"
    return None, OFF
