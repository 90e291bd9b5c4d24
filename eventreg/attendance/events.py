"""What happens at the door and in the room."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class PersonCheckedIn(Event):
    """The person of a registration came in; `presence` is the interval that began, `channel` how they were found."""

    sentence: ClassVar[str] = lazy_gettext("Checked in")
    object_kind: ClassVar[str] = "registration"

    presence: str = ""
    channel: str = ""


@dataclass(frozen=True)
class PersonCheckedOut(Event):
    """The person of a registration went out; `presence` is the interval that ended."""

    sentence: ClassVar[str] = lazy_gettext("Checked out")
    object_kind: ClassVar[str] = "registration"

    presence: str = ""


@dataclass(frozen=True)
class CheckInUndone(Event):
    """A check-in was a mistake; the interval `presence` is gone."""

    sentence: ClassVar[str] = lazy_gettext("A check-in was undone")
    object_kind: ClassVar[str] = "registration"

    presence: str = ""


@dataclass(frozen=True)
class QuorumTaken(Event):
    """The quorum was counted and kept; `base` is what was counted."""

    sentence: ClassVar[str] = lazy_gettext("The quorum was counted and kept")
    object_kind: ClassVar[str] = "council_session"

    snapshot: str = ""
    base: str = ""
    total: int = 0
    present: int = 0
    needed: int = 0
