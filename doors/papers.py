"""How reports get to patients, from the settings; and what the links to their files open."""

from __future__ import annotations

import mimetypes

from conversation.papers import AT_DESK, PATH, Paper, Papers
from doors.settings import Settings, secret
from hospital.errors import NotFoundError
from hospital.office import Office
from hospital.reports import handing
from hospital.uploads import Uploads, shown_name

CARRIED, LINKED = frozenset({"telegram", "whatsapp"}), frozenset({"webchat"})
"""Channels that carry files, and those on which one is a link."""
FETCHED = frozenset({"whatsapp", "webchat"})
"""Those of them on which somebody fetches it from us, and so needs our address."""


def build(settings: Settings) -> Papers:
    """How they get there: as files where a channel is set up so. Raises SettingsError."""
    wished = {name for name, channel in settings.channels.items() if channel.documents == "file"}
    able = {name for name in wished & (CARRIED | LINKED) if settings.public_url or name not in FETCHED}
    if not able:
        return AT_DESK
    key = secret(settings, "session.secret", settings.session.secret)
    return Papers(frozenset(able & CARRIED), frozenset(able & LINKED), key, settings.public_url)


def opened(office: Office, uploads: Uploads, papers: Papers, link: str) -> Paper | None:
    """What a link, or its token alone, opens now; None for anything else, and for a file that is not there."""
    token = link.rpartition(PATH)[2] if PATH in link else link
    if not papers.key:
        return None
    try:
        file = office.write(lambda unit: handing.opened(unit, papers.key, token), actor="link")
        content = uploads.place(file.path).read_bytes()
    except (NotFoundError, OSError):
        return None
    ending = mimetypes.guess_extension(file.content_type) or ""
    name = shown_name(file.title or file.reference)
    return Paper(name if name.endswith(ending) else f"{name}{ending}", file.content_type, content)
