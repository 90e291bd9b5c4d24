"""A release as PDF, DOCX and iCalendar, made from its snapshot alone."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from typing import Any  # Any: the JSON of a snapshot

from eventreg.agenda.models import AgendaRelease
from eventreg.agenda.snapshots import days_of
from eventreg.core.config import current_settings
from eventreg.core.links import absolute_url
from eventreg.documents.calendar import Event, render_calendar
from eventreg.documents.types import AgendaDocument, AgendaLine, AgendaPart, Sealed
from eventreg.documents.words import WORDS
from eventreg.i18n.dates import duration, moment_in_city, short_date
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.sessions.rules import takes_place

DOCUMENT_LANGUAGES = (*LANGUAGES, "kk-ru")


def release_address(release: AgendaRelease) -> str:
    """The permanent address of this release."""
    return absolute_url(f"/s/{release.snapshot['session']}/agenda/{release.number}")


def agenda_document(release: AgendaRelease, languages: str) -> AgendaDocument:
    """The data of the PDF and the DOCX in `languages`: one code, or kk-ru for both, Kazakh first."""
    codes = languages.split("-")
    words = WORDS[codes[0]]
    seal = Sealed(
        title=f"{words['agenda']}: {Translated(release.snapshot['title']).in_language(codes[0])}",
        version=f"{words['version']} {release.number}",
        released_at=release.released_at,
        sha256=release.sha256,
        address=release_address(release),
    )
    return AgendaDocument(seal, tuple(_part(release.snapshot, language) for language in codes))


def agenda_calendar(release: AgendaRelease, language: str) -> bytes:
    """One event for the session; its SEQUENCE grows with releases and with what people are told, its UID stays.

    Time, place and whether it takes place are those of the session now: a calendar is no record of a release.
    """
    snapshot, council_session = release.snapshot, release.council_session
    places = (text.in_language(language) for text in (council_session.venue, council_session.city))
    event = Event(
        uid=f"{snapshot['session'].replace('/', '-')}@{current_settings().host}",
        sequence=release.number + council_session.revision,
        starts_at=council_session.starts_at,
        ends_at=council_session.ends_at,
        summary=Translated(snapshot["title"]).in_language(language),
        description="\n".join(
            " ".join(part for part in (line.starts, line.number, line.title) if part)
            for line in _lines(snapshot, language)
        ),
        location=", ".join(place for place in places if place),
        url=release_address(release),
        organizer_name=council_session.council.name.in_language(language),
        organizer_email=council_session.council.contact_email or parseaddr(current_settings().mail_from)[1],
        is_off=not takes_place(council_session),
    )
    return render_calendar([event], method="PUBLISH", stamp=release.released_at)


def _part(snapshot: dict[str, Any], language: str) -> AgendaPart:
    def text(name: str) -> str:
        return Translated(snapshot[name]).in_language(language)

    starts_at = datetime.fromisoformat(snapshot["starts_at"])
    place = moment_in_city(starts_at, snapshot["time_zone"], text("city"), language)
    place = "\n".join(part for part in (place, text("venue")) if part)
    return AgendaPart(language, text("council"), text("title"), place, tuple(_lines(snapshot, language)))


def _lines(snapshot: dict[str, Any], language: str) -> Iterator[AgendaLine]:
    """The items in order; from the second day on, the first of a day bears its date."""
    for day_number, day in enumerate(days_of(snapshot)):
        for place, item in enumerate(day.items):
            date = f"{short_date(day.starts_at.date())} " if day_number and not place else ""
            yield AgendaLine(
                number=item["number"],
                starts=f"{date}{item['starts']}",
                ends=item["ends"],
                title=Translated(item["title"]).in_language(language),
                speakers=tuple(speaker[language] for speaker in item["speakers"]),
                duration=duration(item["minutes"], language),
            )
