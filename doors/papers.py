"""How papers get to patients, from the settings; and what the links to them open."""

from __future__ import annotations

import mimetypes

from conversation.papers import PATH, Paper, Papers
from doors.paying import own_address
from doors.settings import Settings, secret
from hospital import file_links, handed_papers, papers
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.errors import NotFoundError
from hospital.files import File
from hospital.office import Office, Unit
from hospital.reports import handing
from hospital.uploads import PDF, Uploads, shown_name

CARRIED, LINKED = frozenset({"telegram", "whatsapp"}), frozenset({"webchat"})
"""Channels that carry files, and those on which one is a link."""
FETCHED = frozenset({"whatsapp"})
"""Those of them to which it goes by way of others, who fetch it from us at an address that the world reaches."""


def build(settings: Settings) -> Papers:
    """How they get there, clinical ones as files where a channel is set up so. Raises SettingsError."""
    address = own_address(settings)
    able = CARRIED - (frozenset() if settings.public_url else FETCHED) | (LINKED if address else frozenset())
    clinical = {name for name in able if name in settings.channels and settings.channels[name].documents == "file"}
    key = secret(settings, "session.secret", settings.session.secret)
    ways = frozenset(clinical & CARRIED), frozenset(clinical & LINKED)
    of_bills = frozenset(able & CARRIED), frozenset(able & LINKED)
    return Papers(*ways, key, address, "", *of_bills)


def lacking_address(settings: Settings) -> list[str]:
    """Channels that are to hand files out, with no `public_url` from which the world could have them."""
    wished = {name for name, channel in settings.channels.items() if channel.documents == "file"}
    return [] if settings.public_url else sorted(wished & (FETCHED | LINKED))


def opened(office: Office, directory: Directory, uploads: Uploads, ways: Papers, link: str) -> Paper | None:
    """What a link, or its token alone, opens now; None for anything else, and for a file that is not there."""
    token = link.rpartition(PATH)[2] if PATH in link else link
    if not ways.key:
        return None
    try:
        found = office.write(lambda unit: _opened(unit, directory, ways.key, token), actor="link")
        return _stored(uploads, found) if isinstance(found, File) else found and _printed(*found)
    except (NotFoundError, OSError):
        return None


def _opened(unit: Unit, directory: Directory, key: bytes, token: str) -> File | tuple[Hospital, papers.Paper] | None:
    """What a token opens: a file that is kept, or a paper, which is made once the records are let go of."""
    sort, _ = file_links.read(unit, key, token)
    if sort == handing.LINK:
        return handing.opened(unit, key, token)
    hospital = directory.current(unit)
    paper = handed_papers.opened(unit, hospital, key, token)
    return (hospital, paper) if paper is not None else None


def _printed(hospital: Hospital, paper: papers.Paper) -> Paper:
    return Paper(shown_name(f"{handed_papers.name_of(paper)}.pdf"), PDF, papers.pdf(hospital, paper))


def _stored(uploads: Uploads, file: File) -> Paper:
    """A file as it is kept. Raises OSError where it is not there."""
    content = uploads.place(file.path).read_bytes()
    ending = mimetypes.guess_extension(file.content_type) or ""
    name = shown_name(file.title or file.reference)
    return Paper(name if name.endswith(ending) else f"{name}{ending}", file.content_type, content)
