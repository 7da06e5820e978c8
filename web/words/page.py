"""The words that a language must have for the pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Every word of the pages. `{hospital}`, `{number}` and `{phone}` stand for the hospital's own."""

    skip: str
    """Takes a keyboard past what stands at the top."""
    emergency: str
    emergency_call: str
    demo: str
    by: str

    welcome_title: str
    welcome_lead: str
    start_chat: str
    try_saying: str
    examples: tuple[str, ...]
    can_title: str
    can: tuple[tuple[str, str], ...]
    """What the desk does: a heading and a sentence each."""
    call_us: str
    privacy: str
    stands: str
    portal_link: str
    admin_link: str

    chat_title: str
    chat_subtitle: str
    chat_hello: str
    log_label: str
    field_label: str
    field_hint: str
    send: str
    new_chat: str
    new_chat_sure: str
    new_chat_yes: str
    new_chat_no: str
    choices_label: str
    you: str
    desk: str
    writing: str
    offline: str
    online: str
    busy: str
    not_sent: str
    too_long: str
    no_cookies: str
    no_script: str
    language_to: str
    """In the language that it leads to: its name, as a button."""
    language_ask: str
    """What somebody says who wants to be spoken to in this language."""
    attach: str
    drop_here: str
    upload_sending: str
    upload_cancel: str
    upload_cancelled: str
    upload_failed: str
    upload_again: str
    upload_unreadable: str
    close_chat: str
    to_call: tuple[str, ...]
    """Words that stand before a number to call."""

    embed_open: str
    embed_close: str
    embed_title: str

    portal_title: str
    portal_text: tuple[str, ...]
    admin_title: str
    admin_text: tuple[str, ...]
    to_chat: str
    to_start: str

    pay_title: str
    pay_trial: str
    """That no money moves."""
    pay_text: str
    pay_button: str
    pay_done: str
    pay_over: str

    not_found_title: str
    not_found: str
    not_built: str
    wrong_method: str
    away_title: str
    away: str
    failed_title: str
    failed: str
