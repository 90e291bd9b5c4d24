"""The base of all events: frozen dataclasses named by a past participle."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(frozen=True)
class Event:
    """Something that has happened to one thing.

    `about` is the thing's public id, `object_kind` its kind; `council_session` is the public id of the session it
    belongs to, or "". Further fields hold ids, numbers and codes only, never names or addresses of people.
    """

    object_kind: ClassVar[str]
    sentence: ClassVar[str]  # what the journal's readers are told, in their language

    about: str
    council_session: str = ""

    @property
    def payload(self) -> dict[str, object]:
        """Every further field, as it is written into the journal."""
        own = (field.name for field in fields(self) if field.name not in ("about", "council_session"))
        return {name: getattr(self, name) for name in own}


def event_sentence(name: str) -> str:
    """What happened, in the reader's language; the bare name for an event that this release no longer knows."""
    known = next((event for event in all_events() if event.__name__ == name), None)
    return str(known.sentence) if known else name


def all_events(base: type[Event] = Event) -> list[type[Event]]:
    """Every event of the domains that are loaded, without their shared bases."""
    below = [event for child in base.__subclasses__() for event in all_events(child)]
    return below or [base]
