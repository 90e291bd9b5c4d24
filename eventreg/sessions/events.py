"""What happens to council sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class SessionAdded(Event):
    """A council session entered the office."""

    sentence: ClassVar[str] = lazy_gettext("A session was added")
    object_kind: ClassVar[str] = "council_session"


@dataclass(frozen=True)
class SessionChanged(Event):
    """Fields of a session were edited; their names, never their values."""

    sentence: ClassVar[str] = lazy_gettext("Details of the session were changed")
    object_kind: ClassVar[str] = "council_session"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageChanged(Event):
    """The session moved from one stage to another."""

    sentence: ClassVar[str] = lazy_gettext("The stage of the session was changed")
    object_kind: ClassVar[str] = "council_session"

    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class SessionMoved(Event):
    """The session takes place at another time or place; `former_…` is what it was (moments in ISO 8601)."""

    sentence: ClassVar[str] = lazy_gettext("The session was moved to another time or place")
    object_kind: ClassVar[str] = "council_session"

    former_starts_at: str = ""
    former_city: Mapping[str, str] = field(default_factory=dict)
    former_venue: Mapping[str, str] = field(default_factory=dict)
