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


@dataclass(frozen=True)
class ConsentTextSaved(Event):
    """People are asked to agree to a new version from now on; 0 languages mean that nobody is asked."""

    sentence: ClassVar[str] = lazy_gettext("The consent text has a new version")
    object_kind: ClassVar[str] = "council"

    version: int = 1
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class RetentionChanged(Event):
    """Personal data of this council is kept for other periods; `days` are pairs "<kind>:<days>"."""

    sentence: ClassVar[str] = lazy_gettext("The periods for personal data were changed")
    object_kind: ClassVar[str] = "council"

    days: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonalDataPurged(Event):
    """Personal data of one kind was deleted after its period; `about` is the session, `rows` are rows."""

    sentence: ClassVar[str] = lazy_gettext("Personal data was deleted after its period")
    object_kind: ClassVar[str] = "council_session"

    kind: str = ""
    rows: int = 0
