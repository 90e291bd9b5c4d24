"""What happens to councils."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.journal.events import Event


@dataclass(frozen=True)
class CouncilAdded(Event):
    """A council entered the installation."""

    object_kind: ClassVar[str] = "council"
