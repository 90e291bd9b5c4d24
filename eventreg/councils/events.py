"""What happens to councils."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class CouncilAdded(Event):
    """A council entered the installation."""

    sentence: ClassVar[str] = lazy_gettext("A council was added")
    object_kind: ClassVar[str] = "council"


@dataclass(frozen=True)
class LetterheadEdited(Event):
    """Official letters of the council bear another head, index or signatory from now on."""

    sentence: ClassVar[str] = lazy_gettext("The letterhead of the council was changed")
    object_kind: ClassVar[str] = "council"
