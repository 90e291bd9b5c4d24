"""What a release keeps: everything that its pages and files show, in all languages, as plain JSON."""

from collections.abc import Sequence
from typing import Any  # Any: the JSON of a snapshot

from eventreg.agenda.models import AgendaItem, ItemSpeaker
from eventreg.agenda.rules import computed_times, numbers
from eventreg.i18n.dates import local, time_of_day
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.names import PersonName
from eventreg.sessions.models import CouncilSession


def snapshot_of(
    council_session: CouncilSession, items: Sequence[AgendaItem], number: int, frozen: dict[str, str]
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


def speaker_texts(speaker: ItemSpeaker) -> dict[str, str]:
    """How the speaker is written in each language."""
    if speaker.name is not None:
        return dict.fromkeys(LANGUAGES, speaker.name)
    if speaker.body is not None:
        return {language: speaker.body.name.in_language(language) for language in LANGUAGES}
    registration = speaker.registration
    if registration is None:
        raise ValueError("a speaker is a person, a body or a name")
    person = registration.person
    name = PersonName(person.surname, person.given_name, person.patronymic).surname_initials()
    bodies = registration.body.name if registration.body else None
    return {
        language: ", ".join(
            part for part in (name, person.post, bodies.in_language(language) if bodies else "") if part
        )
        for language in LANGUAGES
    }
