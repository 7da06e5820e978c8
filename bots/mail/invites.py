"""A visit for the reader's calendar: an invitation by RFC 5546, carried as RFC 6047 says."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

from conversation.messages import CalendarEntry

REQUEST, CANCEL = "REQUEST", "CANCEL"


def method(visit: CalendarEntry) -> str:
    """What is asked of the calendar."""
    return CANCEL if visit.is_cancelled else REQUEST


def invite(visit: CalendarEntry, *, organiser: str, name: str, attendee: str, now: datetime) -> str:
    """The calendar in its own text. `now` is aware."""
    calendar = Calendar()
    calendar.add("prodid", "-//Frontdesk//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(visit))
    event = Event()
    event.add("uid", visit.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", visit.sequence)
    # by the world's clock: each reader's calendar shows it by their own, and no rules of a zone need to travel along
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", visit.ends_at.astimezone(UTC))
    event.add("summary", visit.summary)
    if visit.place:
        event.add("location", visit.place)
    event.add("status", "CANCELLED" if visit.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    by = vCalAddress(f"mailto:{organiser}")
    by.params["CN"] = vText(name)
    event.add("organizer", by)
    # already agreed to, and nobody reads a calendar's answer
    whose = vCalAddress(f"mailto:{attendee}")
    whose.params.update({"PARTSTAT": vText("ACCEPTED"), "RSVP": vText("FALSE")})
    event.add("attendee", whose, encode=False)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
