"""Agendas for the stories: a session with an opening, two questions and a break between them."""

import json
from collections.abc import Sequence
from typing import Any  # Any: the JSON of a schedule

from eventreg.agenda.actions import SpeakerGiven, add_item, release_agenda
from eventreg.agenda.models import AgendaItem, AgendaRelease, ItemKind
from eventreg.agenda.queries import items_of, releases_of
from eventreg.core.actors import SYSTEM
from eventreg.core.db import transaction
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.conftest import NOW
from tests.factories import a_council, a_session, three

PATH = "/s/rcc/2026-11-23/agenda"
OFFICE = "/office/rcc/2026-11-23/agenda"
SUFFIXES = ("pdf", "docx", "ics", "json", "xml")


def an_item(
    council_session: CouncilSession,
    title: str,
    kind: ItemKind = ItemKind.REPORT,
    minutes: int = 30,
    speakers: Sequence[SpeakerGiven] = (),
) -> AgendaItem:
    """An item at the end; in the present transaction."""
    details = {"kind": kind, "title": three(title), "minutes": minutes, "speakers": speakers}
    return add_item(council_session, **details, by=SYSTEM, now=NOW)  # type: ignore[arg-type]  # plain values


def an_agenda() -> CouncilSession:
    """Opening, «Бірінші», break, «Екінші», half an hour each; opens a transaction of its own."""
    with transaction():
        council_session = a_session(a_council("rcc"), "2026-11-23")
        an_item(council_session, "Ашылуы", ItemKind.PROCEDURAL)
        an_item(council_session, "Бірінші", ItemKind.REPORT)
        an_item(council_session, "Үзіліс", ItemKind.BREAK)
        an_item(council_session, "Екінші", ItemKind.DECISION)
    return council_session


def released(council_session: CouncilSession) -> AgendaRelease:
    """The draft, released; opens a transaction of its own."""
    with transaction():
        return release_agenda(council_session, "", SYSTEM, NOW)


def titles(council_session: CouncilSession) -> list[str]:
    """The Kazakh titles of the draft, in its order."""
    return [item.title["kk"].removesuffix(" (қаз)") for item in items_of(council_session)]


def numbers_in(council_session: CouncilSession) -> list[str]:
    """The numbers of the latest release, in its order."""
    release = releases_of(council_session)[0]
    return [item["number"] for item in release.snapshot["items"]]


def schedule(browser: Browser, path: str = f"{PATH}.json") -> dict[str, Any]:
    """The frab conference that stands at the address."""
    conference = json.loads(browser.request("GET", path).data)["schedule"]["conference"]
    assert isinstance(conference, dict)
    return conference


def frab_events(browser: Browser, path: str = f"{PATH}.json") -> list[dict[str, Any]]:
    """The events of that schedule, of all days."""
    return [event for day in schedule(browser, path)["days"] for room in day["rooms"].values() for event in room]
