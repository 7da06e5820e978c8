"""Paying online, from the settings: the provider whose name is there, or on a demo hospital the trial one of our own."""

from __future__ import annotations

import os

from doors.announcing import clickable
from doors.errors import SettingsError
from doors.settings import Settings
from hospital.billing import trial_gateway
from hospital.billing.gateway import PaymentGateway
from hospital.directory import Hospital

NAME = "payments"
OFF = "payments.provider is not set: patients pay at the desk"
TRIAL = "by the trial provider: pages of this server on which no money moves"
_ADDRESS = "FRONTDESK__PAYMENTS__BASE_URL"
_HERE = "http://localhost:8000"


class Payments:
    """Which provider a hospital's bills are paid by. Raises SettingsError for the trial one where the house is real."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        if settings.payments.provider == trial_gateway.NAME and settings.is_production:
            raise SettingsError(
                f"payments.provider {trial_gateway.NAME!r} is for trying things out: it moves no money, and "
                "public_url is not of this machine"
            )

    def provider(self, hospital: Hospital) -> str | None:
        """The provider's name; None where bills are not paid online."""
        return trial_gateway.NAME if self._is_trial(hospital) else None

    def gateway(self, hospital: Hospital) -> PaymentGateway | None:
        """The provider; None where there is none."""
        given = self._settings
        address = given.payments.base_url or given.public_url or _HERE
        return trial_gateway.TrialGateway(address) if self._is_trial(hospital) else None

    def _is_trial(self, hospital: Hospital) -> bool:
        given = self._settings.payments.provider
        return given == trial_gateway.NAME or (not given and hospital.is_demo)


def reached_at(settings: Settings, host: str, port: int) -> Settings:
    """The settings with the address of this server for the trial provider's pages, also for processes to come."""
    if settings.payments.base_url or settings.public_url:
        return settings
    address = f"http://{clickable(host)}:{port}"
    os.environ[_ADDRESS] = address
    payments = settings.payments.model_copy(update={"base_url": address})
    return settings.model_copy(update={"payments": payments})


def described(settings: Settings, hospital: Hospital) -> tuple[str, str]:
    """Whether bills can be paid online, as `serve` says at its start."""
    is_on = Payments(settings).provider(hospital) is not None
    return ("on", TRIAL) if is_on else ("off", OFF)
