"""What is told when a session is called off, announced again or moved, and to whom.

Each domain above counts whom it tells through `wiring.NEWS_RECIPIENTS`, and tells them by its reactions.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from eventreg.i18n.text import Translated
from eventreg.sessions.events import SessionMoved, StageChanged
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.rules import is_told

LETTERS = {
    Stage.POSTPONED: "session_postponed",
    Stage.CANCELLED: "session_cancelled",
    Stage.ANNOUNCED: "session_announced",
}


@dataclass(frozen=True)
class News:
    """The letter `kind` that tells it, and what its calendar entry does; `former_…` are set where a session moved.

    A postponed session has no date, which iTIP cannot say, so its entry is cancelled; a new date requests the same UID
    again with a higher SEQUENCE (RFC 5546, 3.2.2 and 3.2.5).
    """

    kind: str
    method: Literal["REQUEST", "CANCEL"] | None
    former_starts_at: datetime | None = None
    former_city: Translated = field(default_factory=Translated)
    former_venue: Translated = field(default_factory=Translated)


def news_of(event: StageChanged | SessionMoved) -> News | None:
    """What people are told of this; None for a stage that nobody is told of."""
    if isinstance(event, SessionMoved):
        former = datetime.fromisoformat(event.former_starts_at)
        return News("session_moved", "REQUEST", former, Translated(event.former_city), Translated(event.former_venue))
    before, after = Stage(event.before), Stage(event.after)
    if not is_told(before, after):
        return None
    if after is Stage.ANNOUNCED:
        return News(LETTERS[after], "REQUEST")
    return News(LETTERS[after], "CANCEL" if before is Stage.ANNOUNCED else None)  # else it was cancelled before


@dataclass(frozen=True)
class Recipients:
    """How many letters would go to people and to bodies, and how many people and bodies have no address."""

    people: int = 0
    bodies: int = 0
    without_address: int = 0

    def __add__(self, other: "Recipients") -> "Recipients":
        return Recipients(
            self.people + other.people, self.bodies + other.bodies, self.without_address + other.without_address
        )

    @property
    def letters(self) -> int:
        return self.people + self.bodies


RecipientCount = Callable[[CouncilSession], Recipients]
_counts: list[RecipientCount] = []


def count_recipients_with(counts: tuple[RecipientCount, ...]) -> None:
    """Replaces what counts whom a session's news go to (from `wiring.NEWS_RECIPIENTS`)."""
    _counts[:] = counts


def recipients_of_news(council_session: CouncilSession) -> Recipients:
    """Everybody who would be told now."""
    return sum((count(council_session) for count in _counts), Recipients())
