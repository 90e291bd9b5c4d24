"""What a release keeps: everything that its pages and files show, in all languages, as plain JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any  # Any: the JSON of a snapshot

from eventreg.agenda.models import AgendaItem, AgendaRelease, ItemSpeaker
from eventreg.agenda.queries import frozen_numbers
from eventreg.agenda.rules import computed_times, numbers
from eventreg.bodies.models import Person
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.i18n.dates import local, time_of_day
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.names import PersonName
from eventreg.sessions.models import CouncilSession


def next_snapshot(
    council_session: CouncilSession, items: Sequence[AgendaItem], releases: Sequence[AgendaRelease]
) -> dict[str, Any]:
    """What a release made now would keep; `releases` are all there are, the latest first."""
    number = releases[0].number + 1 if releases else 1
    return _snapshot(council_session, items, number, frozen_numbers(releases))


def seal_of(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the snapshot's canonical JSON, in hex."""
    return sha256_hex(canonical_json(snapshot))


def is_changed_since(
    council_session: CouncilSession, items: Sequence[AgendaItem], releases: Sequence[AgendaRelease]
) -> bool:
    """Whether a release made now would show something else than the latest one."""
    present = _snapshot(council_session, items, releases[0].number, frozen_numbers(releases))
    return seal_of(present) != releases[0].sha256


def _snapshot(
    council_session: CouncilSession, items: Sequence[AgendaItem], number: int, frozen: Mapping[str, str]
) -> dict[str, Any]:
    """The agenda as it stands now. Names of people are Фамилия И. О. with post and body; never phone or e-mail."""
    numbered = numbers(items, frozen)
    slots = computed_times(items, council_session.starts_at)
    zone = council_session.time_zone
    return {
        "type": "agenda",
        "session": council_session.address,
        "release": number,
        "kind": council_session.kind.value,
        "session_number": council_session.number,
        "title": dict(council_session.title),
        "council": dict(council_session.council.name),
        "city": dict(council_session.city),
        "venue": dict(council_session.venue),
        "time_zone": zone,
        "starts_at": council_session.starts_at.isoformat(),
        "ends_at": council_session.ends_at.isoformat(),
        "items": [
            {
                "id": item.public_id,
                "number": numbered[item.public_id],
                "kind": item.kind.value,
                "title": dict(item.title),
                "minutes": item.minutes,
                "starts_at": slot.starts_at.isoformat(),
                "ends_at": slot.ends_at.isoformat(),
                "starts": time_of_day(local(slot.starts_at, zone)),
                "ends": time_of_day(local(slot.ends_at, zone)),
                "speakers": [speaker_texts(speaker) for speaker in item.speakers],
            }
            for item, slot in zip(items, slots, strict=True)
        ],
    }


@dataclass(frozen=True)
class Day:
    """The items of a snapshot that begin on one date at the venue; `starts_at` is the first one's, in its zone."""

    starts_at: datetime
    items: list[dict[str, Any]]


def days_of(snapshot: Mapping[str, Any]) -> list[Day]:
    """The items of a snapshot in their order, day by day."""

    def begins(item: dict[str, Any]) -> datetime:
        return local(datetime.fromisoformat(item["starts_at"]), snapshot["time_zone"])

    days = (list(items) for _, items in groupby(snapshot["items"], key=lambda item: begins(item).date()))
    return [Day(begins(items[0]), items) for items in days]


def speaker_texts(speaker: ItemSpeaker) -> dict[str, str]:
    """How the speaker is written in each language."""
    if speaker.name is not None:
        return dict.fromkeys(LANGUAGES, speaker.name)
    if speaker.body is not None:
        return {language: speaker.body.name.in_language(language) for language in LANGUAGES}
    registration = speaker.registration
    if registration is None:
        raise ValueError("a speaker is a person, a body or a name")
    person, body = registration.person, registration.body
    return {
        language: ", ".join(
            part
            for part in (name_in_papers(person), person.post, body.name.in_language(language) if body else "")
            if part
        )
        for language in LANGUAGES
    }


def name_in_papers(person: Person) -> str:
    """«Касымов Б. С.»"""
    return PersonName(person.surname, person.given_name, person.patronymic).surname_initials()
