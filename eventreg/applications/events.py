"""What happens to applications."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class ApplicationsOpened(Event):
    """Anybody may apply to take part in the session, or nobody any more."""

    sentence: ClassVar[str] = lazy_gettext("Whether anybody may apply to take part was changed")
    object_kind: ClassVar[str] = "council_session"

    is_open: bool = False


@dataclass(frozen=True)
class ApplicationMade(Event):
    """Somebody filled in the public form; nothing counts yet."""

    sentence: ClassVar[str] = lazy_gettext("Somebody applied to take part")
    object_kind: ClassVar[str] = "application"


@dataclass(frozen=True)
class ApplicationProven(Event):
    """The e-mail address is the applicant's own; a registration (a public id) waits for approval."""

    sentence: ClassVar[str] = lazy_gettext("The applicant's e-mail address was confirmed")
    object_kind: ClassVar[str] = "application"

    registration: str = ""
