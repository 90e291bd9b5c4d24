"""Council sessions. A variable is `council_session`, since `session` is Flask's and SQLAlchemy's."""

from datetime import datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.councils.models import Council
from eventreg.i18n.text import Translated, TranslatedText


class SessionKind(StrEnum):
    """How the council meets."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    EXTENDED = "extended"
    FIELD = "field"
    CORRESPONDENCE = "correspondence"


class Stage(StrEnum):
    """Where a session stands; `draft` is seen by the office alone."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class CouncilSession(PublicId, Base):
    """One session of a council, addressed as `<council slug>/<code>`."""

    __tablename__ = "council_session"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[str]  # the bundle's own code, or the local start date; never changes
    kind: Mapped[SessionKind]
    number: Mapped[str | None]  # taken once when the session opens, then frozen
    title: Mapped[Translated] = mapped_column(TranslatedText)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]  # of the venue
    city: Mapped[Translated] = mapped_column(TranslatedText)
    venue: Mapped[Translated] = mapped_column(TranslatedText)
    region_code: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT)
    stage_reason: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)  # why it was called off
    revision: Mapped[int] = mapped_column(default=0)  # grows with every change that people are told of
    nominate_until: Mapped[datetime | None]  # without a deadline nothing expires by date
    confirm_until: Mapped[datetime | None]
    figures: Mapped[list[Any]] = mapped_column(default=list)  # kept and exported unchanged
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)

    council: Mapped[Council] = relationship()

    @property
    def address(self) -> str:
        """`<council>/<session>`, as commands and public addresses name it."""
        return f"{self.council.slug}/{self.code}"


class SessionNews(Base):
    """What people are told since a session has this revision; who was told of it stands with each of them.

    `kind` is that of the letter, `method` what it does to a calendar entry. `former_…` are set where a session moved.
    """

    __tablename__ = "session_news"
    __table_args__ = (UniqueConstraint("council_session_id", "revision"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    revision: Mapped[int]
    kind: Mapped[str]
    method: Mapped[str | None]
    former_starts_at: Mapped[datetime | None]
    former_city: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    former_venue: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    made_at: Mapped[datetime]

    council_session: Mapped[CouncilSession] = relationship()
