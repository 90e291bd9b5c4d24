"""What happens to consents."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class ConsentGiven(Event):
    """The person agreed to that version of the council's text, in that language."""

    sentence: ClassVar[str] = lazy_gettext("Consent was given")
    object_kind: ClassVar[str] = "registration"

    version: int = 0
    language: str = ""


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """The person agrees no longer and asks for erasure."""

    sentence: ClassVar[str] = lazy_gettext("Consent was withdrawn and erasure asked for")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class ErasureRefused(Event):
    """The office keeps the data for a reason that it told."""

    sentence: ClassVar[str] = lazy_gettext("A request for erasure was answered with a reason to keep the data")
    object_kind: ClassVar[str] = "registration"
