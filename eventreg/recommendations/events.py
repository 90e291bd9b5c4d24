"""What happens to the recommendations and their clauses."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class ClauseAdded(Event):
    """A clause stands in the draft."""

    sentence: ClassVar[str] = lazy_gettext("A clause was added")
    object_kind: ClassVar[str] = "clause"


@dataclass(frozen=True)
class ClauseEdited(Event):
    """A clause has a further revision; `languages` are those whose text changed."""

    sentence: ClassVar[str] = lazy_gettext("A clause was edited")
    object_kind: ClassVar[str] = "clause"

    version: int = 0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClauseMoved(Event):
    """A clause has changed places with its neighbour."""

    sentence: ClassVar[str] = lazy_gettext("A clause changed places")
    object_kind: ClassVar[str] = "clause"

    direction: str = ""


@dataclass(frozen=True)
class ClauseDeleted(Event):
    """A clause is no longer in the draft."""

    sentence: ClassVar[str] = lazy_gettext("A clause was deleted")
    object_kind: ClassVar[str] = "clause"


@dataclass(frozen=True)
class PreambleEdited(Event):
    """The preamble was changed; `languages` are those whose text changed."""

    sentence: ClassVar[str] = lazy_gettext("The preamble was edited")
    object_kind: ClassVar[str] = "recommendations"

    version: int = 0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecommendationsTabled(Event):
    """The text lies before the council and stands still."""

    sentence: ClassVar[str] = lazy_gettext("The recommendations were tabled")
    object_kind: ClassVar[str] = "recommendations"


@dataclass(frozen=True)
class RecommendationsReturned(Event):
    """The text went back to drafting."""

    sentence: ClassVar[str] = lazy_gettext("The recommendations went back to drafting")
    object_kind: ClassVar[str] = "recommendations"


@dataclass(frozen=True)
class RecommendationsAdopted(Event):
    """The text is locked for everybody; `sha256` seals it, `quorum_snapshot` is the count it was adopted with."""

    sentence: ClassVar[str] = lazy_gettext("The recommendations were adopted")
    object_kind: ClassVar[str] = "recommendations"

    sha256: str = ""
    quorum_snapshot: str = ""
