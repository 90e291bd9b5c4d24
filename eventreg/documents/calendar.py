"""iCalendar: events with times in UTC, a stable UID and a growing SEQUENCE (RFC 5545, 5546)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Event:
    """One event; moments carry a zone. An attendee is needed for REQUEST and CANCEL, as Outlook and Gmail match it."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    organizer_name: str = ""
    organizer_email: str = ""
    attendee_name: str = ""
    attendee_email: str = ""
    is_off: bool = False  # published, and does not take place


def render_calendar(events: Sequence[Event], *, method: Method, stamp: datetime) -> bytes:
    """The calendar file: UTF-8, CRLF, folded at 75 octets without splitting a letter.

    Times are written in UTC, since phones with time zone data older than 2024a would show Kazakhstan an hour late.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//eventreg//council sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(_entry(event, method, stamp))
    return bytes(calendar.to_ical())


def _entry(event: Event, method: Method, stamp: datetime) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.summary)
    entry.add("status", "CANCELLED" if method == "CANCEL" or event.is_off else "CONFIRMED")
    for name in ("description", "location", "url"):
        if value := getattr(event, name):
            entry.add(name, value)
    if event.organizer_email:
        entry.add("organizer", _address(event.organizer_name, event.organizer_email))
    if event.attendee_email:
        entry.add("attendee", _attendee(event, method))
    return entry


def _attendee(event: Event, method: Method) -> vCalAddress:
    attendee = _address(event.attendee_name, event.attendee_email)
    if method == "REQUEST":  # who confirmed has accepted already; no answer by calendar is asked for
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = vText(name)
    return address
