"""What happens at the desk: imports of tables."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class ImportConfirmed(Event):
    """Somebody let the rows of a file into the registry; the numbers are those of the preview."""

    sentence: ClassVar[str] = lazy_gettext("An import was confirmed")
    object_kind: ClassVar[str] = "import"

    kind: str = ""
    new: int = 0
    changed: int = 0


@dataclass(frozen=True)
class ImportUndone(Event):
    """What an import brought was taken back."""

    sentence: ClassVar[str] = lazy_gettext("An import was undone")
    object_kind: ClassVar[str] = "import"
