"""What is told when a session is called off, announced again or moved, and to whom.

The change notes its news and wakes a job, which tells registrations and bodies in portions: whoever has a lower
`told_revision` than the session is still to be told. News that waits while more is told is taken back, and the later
letter says it all. Each domain above counts its own through `wiring.NEWS_RECIPIENTS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.i18n.text import Translated
from eventreg.jobs.queue import enqueue
from eventreg.mail.bulk import take_out
from eventreg.mail.models import Letter
from eventreg.sessions.events import SessionMoved, StageChanged
from eventreg.sessions.models import CouncilSession, SessionNews, Stage
from eventreg.sessions.rules import is_told

TELL_NEWS = "tell_news"  # the job that tells people and bodies in portions
PORTION = 50  # letters in one transaction
MOVED = "session_moved"
Change = Literal["REQUEST", "CANCEL"] | None
LETTERS = {
    Stage.POSTPONED: "session_postponed",
    Stage.CANCELLED: "session_cancelled",
    Stage.ANNOUNCED: "session_announced",
}
NEWS = (MOVED, *LETTERS.values())  # kinds of letters
CALLED_OFF = (LETTERS[Stage.POSTPONED], LETTERS[Stage.CANCELLED])


@dataclass(frozen=True)
class News:
    """The letter `kind` that tells it, and what its calendar entry does; `former_…` are set where a session moved.

    A postponed session has no date, which iTIP cannot say, so its entry is cancelled; a new date requests the same UID
    again with a higher SEQUENCE (RFC 5546, 3.2.2 and 3.2.5).
    """

    kind: str
    method: Change
    former_starts_at: datetime | None = None
    former_city: Translated = field(default_factory=Translated)
    former_venue: Translated = field(default_factory=Translated)


def note_news(council_session: CouncilSession, news: News, now: datetime) -> None:
    """The session has a further revision, of which everybody concerned will be told soon after the commit."""
    council_session.revision += 1
    values = {**vars(news), "revision": council_session.revision, "made_at": now}
    session().add(SessionNews(council_session=council_session, **values))
    session().flush()
    enqueue(TELL_NEWS, key=f"{council_session.public_id}:{council_session.revision}")


def news_since(council_session: CouncilSession, told_revision: int) -> News | None:
    """What somebody is told who was last told of that revision: one letter for all that changed since.

    It says what is so now, and of a move what it was then. An entry that was to be cancelled in between is cancelled.
    """
    query = select(SessionNews).filter_by(council_session_id=council_session.id).order_by(SessionNews.revision)
    query = query.where(SessionNews.revision > told_revision, SessionNews.revision <= council_session.revision)
    found = session().scalars(query).all()
    if not found:
        return None
    kind = found[-1].kind
    method = next((one.method for one in reversed(found) if one.method), None)
    moved = next((one for one in found if one.former_starts_at), None) if kind == MOVED else None
    if moved is None:
        return News(kind, cast(Change, method))
    return News(kind, cast(Change, method), moved.former_starts_at, moved.former_city, moved.former_venue)


def take_back_news(about_kind: str, public_ids: Sequence[str]) -> set[str]:
    """News to these people or bodies that was not sent yet does not go; returns the public ids of whom it was for.

    A letter about them is told from what they knew before it (`told_before`), since it may never have arrived.
    """
    about = Letter.about_kind == about_kind, Letter.about_id.in_(public_ids), Letter.kind.in_(NEWS)
    taken = take_out(select(Letter.id).where(*about), also_going=True)
    return set(session().scalars(select(Letter.about_id).where(Letter.id.in_(taken))))


def news_of(event: StageChanged | SessionMoved) -> News | None:
    """What people are told of this; None for a stage that nobody is told of."""
    if isinstance(event, SessionMoved):
        former = datetime.fromisoformat(event.former_starts_at)
        return News(MOVED, "REQUEST", former, Translated(event.former_city), Translated(event.former_venue))
    before, after = Stage(event.before), Stage(event.after)
    if not is_told(before, after):
        return None
    if after is Stage.ANNOUNCED:
        return News(LETTERS[after], "REQUEST")
    return News(LETTERS[after], "CANCEL" if before is Stage.ANNOUNCED else None)  # else it was cancelled before


@dataclass(frozen=True)
class Recipients:
    """How many letters would go to people and to bodies, and how many people and bodies have no address.

    `untold` of them all are still to be told of the last change.
    """

    people: int = 0
    bodies: int = 0
    without_address: int = 0
    untold: int = 0

    def __add__(self, other: "Recipients") -> "Recipients":
        return Recipients(
            self.people + other.people,
            self.bodies + other.bodies,
            self.without_address + other.without_address,
            self.untold + other.untold,
        )

    @property
    def everybody(self) -> int:
        return self.letters + self.without_address

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
