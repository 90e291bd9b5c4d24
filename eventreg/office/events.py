"""What happens at the desk: imports and exports of tables."""

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


@dataclass(frozen=True)
class RegistryExported(Event):
    """Somebody took bodies or people of the registry out of the office, as a file; `about` is "bodies" or "people"."""

    sentence: ClassVar[str] = lazy_gettext("The registry was exported")
    object_kind: ClassVar[str] = "registry"

    file_type: str = ""
    rows: int = 0
