"""What happens to bodies."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class BodyAdded(Event):
    """A body entered the registry."""

    sentence: ClassVar[str] = lazy_gettext("A body was added to the registry")
    object_kind: ClassVar[str] = "body"


@dataclass(frozen=True)
class BodyChanged(Event):
    """Fields of a body were edited; their names, never their values."""

    sentence: ClassVar[str] = lazy_gettext("Details of a body were changed")
    object_kind: ClassVar[str] = "body"

    fields: tuple[str, ...] = ()
