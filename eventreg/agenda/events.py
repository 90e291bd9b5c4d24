"""What happens to an agenda."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class ItemAdded(Event):
    """An item entered the working draft."""

    sentence: ClassVar[str] = lazy_gettext("An agenda item was added")
    object_kind: ClassVar[str] = "agenda_item"


@dataclass(frozen=True)
class ItemChanged(Event):
    """An item's kind, title, length, start or speakers were edited."""

    sentence: ClassVar[str] = lazy_gettext("An agenda item was changed")
    object_kind: ClassVar[str] = "agenda_item"

    version: int = 0


@dataclass(frozen=True)
class ItemMoved(Event):
    """An item changed places."""

    sentence: ClassVar[str] = lazy_gettext("An agenda item changed places")
    object_kind: ClassVar[str] = "agenda_item"

    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class ItemRemoved(Event):
    """An item left the working draft."""

    sentence: ClassVar[str] = lazy_gettext("An agenda item was removed")
    object_kind: ClassVar[str] = "agenda_item"


@dataclass(frozen=True)
class AgendaReleased(Event):
    """The agenda was released; the release is never changed afterwards."""

    sentence: ClassVar[str] = lazy_gettext("A version of the agenda was released")
    object_kind: ClassVar[str] = "agenda_release"

    number: int = 0
    sha256: str = ""
