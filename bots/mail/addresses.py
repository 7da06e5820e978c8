"""Addresses of mailboxes as a server takes them."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}")
_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")


def mailbox(text: str) -> str | None:
    """One address in ASCII, its domain in the form of RFC 5891; None for anything else, several of them included.

    What RFC 3490 would write as another domain (`faß.de` as `fass.de`) stays the domain that it is.

    A local part beyond ASCII (RFC 6531) is none: few servers carry it to the end.
    """
    local, _, domain = text.strip().rpartition("@")
    host = domain if domain.isascii() else _in_ascii(domain)
    is_local = _LOCAL.fullmatch(local) and not local.startswith(".") and not local.endswith(".") and ".." not in local
    return f"{local}@{host}" if is_local and _DOMAIN.fullmatch(host) else None


def _in_ascii(domain: str) -> str:
    import idna

    try:
        # capitals and full-width letters as browsers take them (UTS 46)
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def named(text: str) -> tuple[str, str] | None:
    """Name and address of "City Clinic <desk@clinic.example>", the name empty for an address alone; None for neither.

    The address is as `mailbox` gives it.
    """
    found = _NAMED.fullmatch(text)
    name, address = (found["name"].strip(" \"'"), found["address"]) if found else ("", text)
    told = mailbox(address)
    return None if told is None else (name, told)
