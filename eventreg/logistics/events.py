"""What happens to travel, hotel and meals."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class LogisticsStated(Event):
    """The person said how to come, sleep and eat."""

    sentence: ClassVar[str] = lazy_gettext("Travel, hotel and meals were stated")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class LogisticsAsked(Event):
    """Delegates of the session are asked about travel, or no longer."""

    sentence: ClassVar[str] = lazy_gettext("Whether delegates are asked about travel was changed")
    object_kind: ClassVar[str] = "council_session"

    is_asked: bool = False


@dataclass(frozen=True)
class LogisticsExported(Event):
    """Somebody took a list for the hotel or the driver out of the office."""

    sentence: ClassVar[str] = lazy_gettext("A list of travel, hotel or meals was exported")
    object_kind: ClassVar[str] = "council_session"

    list_name: str = ""
    rows: int = 0
