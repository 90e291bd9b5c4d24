"""What happens to registrations."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.journal.events import Event


@dataclass(frozen=True)
class PersonRegistered(Event):
    """A body nominated a person, or the office entered one; `body` is a public id or ""."""

    object_kind: ClassVar[str] = "registration"

    body: str = ""
    role: str = ""


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """The person, or the office for the person, confirmed."""

    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationChanged(Event):
    """Fields of a registration were edited; their names, never their values."""

    object_kind: ClassVar[str] = "registration"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegistrationWithdrawn(Event):
    """The person takes part no longer; the pass is dead and the seat is free."""

    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationLinkSent(Event):
    """The person's letter was sent once more."""

    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationsExported(Event):
    """Somebody took the list of a session out of the office, as a file."""

    object_kind: ClassVar[str] = "council_session"

    file_type: str = ""
    rows: int = 0


@dataclass(frozen=True)
class AccessNeedsForgotten(Event):
    """What people of a past session said about their needs was deleted."""

    object_kind: ClassVar[str] = "council_session"

    rows: int = 0
