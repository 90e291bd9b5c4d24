"""A release as a frab schedule, in JSON and in XML, for conference applications.

Source: the format as frab and pretalx write it; `version` is the number of the release, guids are the same for the same
item in every release.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any  # Any: the JSON of a snapshot and of a schedule
from xml.etree.ElementTree import Element, SubElement, tostring

from eventreg.agenda.documents import release_address
from eventreg.agenda.models import AgendaRelease
from eventreg.i18n.dates import local
from eventreg.i18n.text import Translated

NAMESPACE = uuid.UUID("5b0f8f2e-53c6-5f4e-9f0b-6b1d4c3f7a10")  # of our stable guids (RFC 9562, version 5)
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
IN_CONFERENCE = ("title", "acronym", "start", "end", "timeslot_duration", "time_zone_name")
IN_EVENT = (
    "room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "language",
    "description", "url",
)  # fmt: skip
Json = dict[str, Any]


def frab_json(release: AgendaRelease, language: str) -> Json:
    """The schedule: the days on which items begin, each with the one room."""
    snapshot, address = release.snapshot, release_address(release)
    room = _text(snapshot, "venue", language) or _text(snapshot, "city", language)
    events = _events(snapshot, room, address, language)
    by_date = groupby(events, key=lambda event: event["date"][:10])
    days = [_day(number, room, list(of_day)) for number, (_, of_day) in enumerate(by_date, start=1)]
    conference = {
        "acronym": snapshot["session"].replace("/", "-"),
        "title": _text(snapshot, "title", language),
        "start": days[0]["date"],
        "end": days[-1]["date"],
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "time_zone_name": snapshot["time_zone"],
        "rooms": [{"name": room, "guid": _guid(f"room {snapshot['session']}")}],
        "tracks": [],
        "days": days,
    }
    return {"schedule": {"version": str(release.number), "base_url": address, "conference": conference}}


def frab_xml(release: AgendaRelease, language: str) -> bytes:
    """The same schedule as XML, with its declaration."""
    schedule = frab_json(release, language)["schedule"]
    conference = schedule["conference"]
    root = Element("schedule")
    SubElement(root, "generator", name="eventreg")
    _leaf(root, "version", schedule["version"])
    head = SubElement(root, "conference")
    for name in IN_CONFERENCE:
        _leaf(head, name, conference[name])
    _leaf(head, "days", conference["daysCount"])
    _leaf(head, "base_url", schedule["base_url"])
    (room,) = conference["rooms"]
    for day in conference["days"]:
        about = {"index": str(day["index"]), "date": day["date"], "start": day["day_start"], "end": day["day_end"]}
        element = SubElement(SubElement(root, "day", about), "room", name=_clean(room["name"]), guid=room["guid"])
        for event in day["rooms"][room["name"]]:
            _add_event(element, event)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _events(snapshot: Json, room: str, address: str, language: str) -> list[Json]:
    names = dict.fromkeys(speaker[language] for item in snapshot["items"] for speaker in item["speakers"])
    ids = {name: number for number, name in enumerate(names, start=1)}
    return [
        {
            "id": number,
            "guid": _guid(item["id"]),
            "date": local(datetime.fromisoformat(item["starts_at"]), snapshot["time_zone"]).isoformat(),
            "start": item["starts"],
            "duration": "{:02}:{:02}".format(*divmod(item["minutes"], 60)),
            "room": room,
            "slug": f"item-{item['id']}",
            "url": f"{address}#item-{item['id']}",
            "title": _text(item, "title", language),
            "subtitle": item["number"],
            "track": "",
            "type": item["kind"],
            "language": language,
            "abstract": "",
            "description": "",
            "persons": [{"id": ids[found[language]], "public_name": found[language]} for found in item["speakers"]],
            "links": [],
            "attachments": [],
        }
        for number, item in enumerate(snapshot["items"], start=1)
    ]


def _day(number: int, room: str, events: Sequence[Json]) -> Json:
    hours, minutes = map(int, events[-1]["duration"].split(":"))
    last = datetime.fromisoformat(events[-1]["date"])
    return {
        "index": number,
        "date": events[0]["date"][:10],
        "day_start": events[0]["date"],
        "day_end": (last + timedelta(hours=hours, minutes=minutes)).isoformat(),
        "rooms": {room: list(events)},
    }


def _add_event(room: Element, event: Json) -> None:
    element = SubElement(room, "event", guid=event["guid"], id=str(event["id"]))
    for name in IN_EVENT:
        _leaf(element, name, event[name])
    persons = SubElement(element, "persons")
    for person in event["persons"]:
        SubElement(persons, "person", id=str(person["id"])).text = _clean(person["public_name"])
    recording = SubElement(element, "recording")
    _leaf(recording, "license", "")
    _leaf(recording, "optout", "false")
    for name in ("links", "attachments"):
        SubElement(element, name)


def _leaf(parent: Element, name: str, text: object) -> None:
    SubElement(parent, name).text = _clean(str(text))


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)


def _text(part: Mapping[str, Any], name: str, language: str) -> str:
    return Translated(part[name]).in_language(language)


def _guid(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))
