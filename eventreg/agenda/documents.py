"""The files of a release: PDF and DOCX, iCalendar, frab JSON and XML. All are made from the snapshot alone."""

import uuid
from datetime import datetime, timedelta
from typing import Any  # Any: the JSON of a snapshot
from xml.etree import ElementTree

from eventreg.agenda.models import AgendaRelease
from eventreg.core.links import absolute_url
from eventreg.documents.calendar import Event, render_calendar
from eventreg.documents.types import AgendaDocument, AgendaLine, AgendaPart, Sealed
from eventreg.documents.words import WORDS
from eventreg.i18n.dates import duration, local, moment_in_city
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.sessions.models import CouncilSession

NAMESPACE = uuid.UUID("5b0f8f2e-53c6-5f4e-9f0b-6b1d4c3f7a10")  # of our stable guids (RFC 9562, version 5)
DOCUMENT_LANGUAGES = (*LANGUAGES, "kk-ru")


def release_address(release: AgendaRelease, council_session: CouncilSession) -> str:
    """The permanent address of this release."""
    return absolute_url(f"/s/{council_session.address}/agenda/{release.number}")


def agenda_document(release: AgendaRelease, council_session: CouncilSession, languages: str) -> AgendaDocument:
    """The data of the PDF and the DOCX in `languages`: one code, or kk-ru for both, Kazakh first."""
    codes = languages.split("-")
    words = WORDS[codes[0]]
    seal = Sealed(
        title=f"{words['agenda']}: {Translated(release.snapshot['title']).in_language(codes[0])}",
        version=f"{words['version']} {release.number}",
        released_at=release.released_at,
        sha256=release.sha256,
        address=release_address(release, council_session),
    )
    return AgendaDocument(seal, tuple(_part(release.snapshot, language) for language in codes))


def _part(snapshot: dict[str, Any], language: str) -> AgendaPart:
    def text(name: str) -> str:
        return Translated(snapshot[name]).in_language(language)

    starts_at = datetime.fromisoformat(snapshot["starts_at"])
    lines = (
        AgendaLine(
            number=item["number"],
            starts=item["starts"],
            ends=item["ends"],
            title=Translated(item["title"]).in_language(language),
            speakers=tuple(speaker[language] for speaker in item["speakers"]),
            duration=duration(item["minutes"], language),
        )
        for item in snapshot["items"]
    )
    place = moment_in_city(starts_at, snapshot["time_zone"], text("city"), language)
    venue = text("venue")
    return AgendaPart(language, text("council"), text("title"), f"{place}\n{venue}" if venue else place, tuple(lines))


def agenda_calendar(release: AgendaRelease, council_session: CouncilSession, language: str) -> bytes:
    """One event for the session; its SEQUENCE grows with the release."""
    snapshot = release.snapshot
    lines = [
        f"{item['starts']} {item['number']} {Translated(item['title']).in_language(language)}".replace("  ", " ")
        for item in snapshot["items"]
    ]
    places = (Translated(snapshot[name]).in_language(language) for name in ("venue", "city"))
    event = Event(
        uid=f"{council_session.public_id}@{absolute_url('').split('://')[1].split(':')[0]}",
        sequence=release.number,
        starts_at=datetime.fromisoformat(snapshot["starts_at"]),
        ends_at=datetime.fromisoformat(snapshot["ends_at"]),
        summary=Translated(snapshot["title"]).in_language(language),
        description="\n".join(lines),
        location=", ".join(place for place in places if place),
        url=release_address(release, council_session),
    )
    return render_calendar([event], method="PUBLISH", stamp=release.released_at)


def frab_json(release: AgendaRelease, council_session: CouncilSession, language: str) -> dict[str, Any]:
    """The schedule in frab's JSON form: one day, one room; guids are the same for the same item in every release."""
    snapshot = release.snapshot
    room = _room(snapshot, language)
    begins, ends = (
        _at_venue(snapshot, snapshot["items"][place][name]) for place, name in ((0, "starts_at"), (-1, "ends_at"))
    )
    events = [_frab_event(number, item, snapshot, language) for number, item in enumerate(snapshot["items"], start=1)]
    conference = {
        "acronym": council_session.address.replace("/", "-"),
        "title": Translated(snapshot["title"]).in_language(language),
        "start": begins[:10],
        "end": ends[:10],
        "daysCount": 1,
        "timeslot_duration": "00:05",
        "time_zone_name": snapshot["time_zone"],
        "rooms": [{"name": room, "guid": _guid(f"room {council_session.public_id}")}],
        "tracks": [],
        "days": [
            {
                "index": 1,
                "date": begins[:10],
                "day_start": begins,
                "day_end": ends,
                "rooms": {room: events},
            }
        ],
    }
    address = release_address(release, council_session)
    return {"schedule": {"version": str(release.number), "base_url": address, "conference": conference}}


def _room(snapshot: dict[str, Any], language: str) -> str:
    return Translated(snapshot["venue"]).in_language(language) or Translated(snapshot["city"]).in_language(language)


def _at_venue(snapshot: dict[str, Any], moment: str) -> str:
    """The moment with the venue's offset."""
    return local(datetime.fromisoformat(moment), snapshot["time_zone"]).isoformat()


def _frab_event(number: int, item: dict[str, Any], snapshot: dict[str, Any], language: str) -> dict[str, Any]:
    length = timedelta(minutes=item["minutes"])
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return {
        "id": number,
        "guid": _guid(item["id"]),
        "date": _at_venue(snapshot, item["starts_at"]),
        "start": item["starts"],
        "duration": f"{hours:02d}:{minutes:02d}",
        "room": _room(snapshot, language),
        "slug": f"item-{item['id']}",
        "title": Translated(item["title"]).in_language(language),
        "subtitle": item["number"],
        "track": None,
        "type": item["kind"],
        "language": language,
        "abstract": "",
        "description": "",
        "persons": [
            {"id": place, "public_name": speaker[language]} for place, speaker in enumerate(item["speakers"], start=1)
        ],
        "links": [],
        "attachments": [],
    }


def frab_xml(release: AgendaRelease, council_session: CouncilSession, language: str) -> bytes:
    """The same schedule as frab XML."""
    schedule = frab_json(release, council_session, language)["schedule"]
    conference = schedule["conference"]
    root = ElementTree.Element("schedule")
    _leaf(root, "version", schedule["version"])
    head = ElementTree.SubElement(root, "conference")
    for name, key in (("title", "title"), ("acronym", "acronym"), ("start", "start"), ("end", "end")):
        _leaf(head, name, conference[key])
    _leaf(head, "days", "1")
    _leaf(head, "timeslot_duration", conference["timeslot_duration"])
    _leaf(head, "time_zone_name", conference["time_zone_name"])
    _leaf(head, "base_url", schedule["base_url"])
    day = conference["days"][0]
    of_day = {"index": "1", "date": day["date"], "start": day["day_start"], "end": day["day_end"]}
    day_element = ElementTree.SubElement(root, "day", of_day)
    for room in conference["rooms"]:
        room_element = ElementTree.SubElement(day_element, "room", {"name": room["name"], "guid": room["guid"]})
        for event in day["rooms"][room["name"]]:
            _frab_element(room_element, event)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _frab_element(parent: ElementTree.Element, event: dict[str, Any]) -> None:
    element = ElementTree.SubElement(parent, "event", {"guid": event["guid"], "id": str(event["id"])})
    for name in ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "language"):
        _leaf(element, name, event[name])
    persons = ElementTree.SubElement(element, "persons")
    for person in event["persons"]:
        ElementTree.SubElement(persons, "person", {"id": str(person["id"])}).text = person["public_name"]


def _leaf(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _guid(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))
