"""What happens to council sessions."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.journal.events import Event


@dataclass(frozen=True)
class SessionAdded(Event):
    """A council session entered the office."""

    object_kind: ClassVar[str] = "council_session"


@dataclass(frozen=True)
class SessionChanged(Event):
    """Fields of a session were edited; their names, never their values."""

    object_kind: ClassVar[str] = "council_session"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageChanged(Event):
    """The session moved from one stage to another."""

    object_kind: ClassVar[str] = "council_session"

    before: str = ""
    after: str = ""
