"""A mail server on this machine, by aiosmtpd: what it was handed as it came over the wire, and what it says no to."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.services.servers import free_port

HOST = "127.0.0.1"
USER, PASSWORD = "desk", "s3cret"


@dataclass
class Mail:
    """An e-mail as it came."""

    sender: str
    recipients: list[str]
    raw: bytes
    is_encrypted: bool
    user: str | None

    @property
    def parsed(self) -> EmailMessage:
        """The same, read strictly: a defect is an error."""
        made = message_from_bytes(self.raw, policy=policy.default.clone(raise_on_defect=True))
        assert isinstance(made, EmailMessage)
        for part in made.walk():
            assert not part.defects
            if not part.is_multipart():
                part.get_content()
        for value in made.values():
            assert not getattr(value, "defects", ())
        return made

    def part(self, kind: str) -> str:
        """The words of its part of a kind."""
        (found,) = (part for part in self.parsed.walk() if part.get_content_type() == kind)
        content = found.get_content()
        return content if isinstance(content, str) else content.decode()


@dataclass
class PostOffice:
    """A server. `says` are answers to the next steps of a kind (`MAIL`, `RCPT`, `DATA`), first come first served."""

    security: str = "none"
    certificate: Path | None = None
    has_sign_in: bool = False
    mails: list[Mail] = field(default_factory=list)
    says: dict[str, list[str]] = field(default_factory=dict)
    data_s: float = 0.0
    """How long it takes to say that it took a message."""
    cuts: bool = False
    """Whether it cuts the connection instead of saying so."""

    def __post_init__(self) -> None:
        self.port = free_port()
        given: dict[str, Any] = {}
        context = self._context()
        if self.security == "tls":
            given["ssl_context"] = context
        elif self.security == "starttls":
            given |= {"tls_context": context, "require_starttls": True}
        if self.has_sign_in:
            given |= {"authenticator": _signs_in, "auth_required": True}
            given["auth_require_tls"] = self.security == "starttls"
        self._controller = Controller(self, hostname=HOST, port=self.port, **given)
        self._controller.start()

    def _context(self) -> ssl.SSLContext | None:
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context

    def close(self) -> None:
        """End it."""
        self._controller.stop()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._next("MAIL"):
            return self._taken("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._next("RCPT"):
            return self._taken("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self._next("DATA"):
            return self._taken("DATA")
        raw = envelope.content
        assert isinstance(raw, bytes) and envelope.mail_from is not None
        by = getattr(session.auth_data, "login", None)
        user = by.decode() if by else None
        transport: Any = server.transport
        is_encrypted = transport.get_extra_info("ssl_object") is not None
        self.mails.append(Mail(envelope.mail_from, list(envelope.rcpt_tos), raw, is_encrypted, user))
        if self.cuts:
            transport.abort()
        await asyncio.sleep(self.data_s)
        return "250 OK"

    def _next(self, step: str) -> bool:
        return bool(self.says.get(step))

    def _taken(self, step: str) -> str:
        return self.says[step].pop(0)


def _signs_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False, auth_data=data)


def certificate(directory: Path, *names: str) -> Path:
    """A key and its certificate for these addresses of this machine, in one file; it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "post office")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(each)) for each in names]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    file = directory / "post-office.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file
