"""What happens to bodies."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.journal.events import Event


@dataclass(frozen=True)
class BodyAdded(Event):
    """A body entered the registry."""

    object_kind: ClassVar[str] = "body"


@dataclass(frozen=True)
class BodyChanged(Event):
    """Fields of a body were edited; their names, never their values."""

    object_kind: ClassVar[str] = "body"

    fields: tuple[str, ...] = ()
