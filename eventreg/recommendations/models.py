"""The final recommendations and their clauses."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.attendance.models import QuorumSnapshot
from eventreg.bodies.models import Body
from eventreg.core.db import Base, PublicId
from eventreg.i18n.text import Translated, TranslatedText
from eventreg.sessions.models import CouncilSession


class RecommendationsState(StrEnum):
    """From first wordings to publication; from `adopted` on the text is locked for everybody."""

    COLLECTING = "collecting"
    DRAFTING = "drafting"
    TABLED = "tabled"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class DeadlineKind(StrEnum):
    """How a clause's deadline is given; one of six, or none."""

    BY_DATE = "by_date"
    WITHIN_DAYS = "within_days"
    QUARTER = "quarter"
    CONTINUOUS = "continuous"
    QUARTERLY = "quarterly"
    NONE = "none"


@dataclass(frozen=True)
class Deadline:
    """When a clause is due: `on` goes with BY_DATE and QUARTER, `days` with WITHIN_DAYS and QUARTERLY."""

    kind: DeadlineKind = DeadlineKind.NONE
    on: date | None = None
    days: int | None = None

    @property
    def is_complete(self) -> bool:
        """Nothing is missing and nothing is too much, as the database demands it too."""
        needs_date = self.kind in (DeadlineKind.BY_DATE, DeadlineKind.QUARTER)
        needs_days = self.kind in (DeadlineKind.WITHIN_DAYS, DeadlineKind.QUARTERLY)
        return needs_date == (self.on is not None) and needs_days == (self.days is not None)


NO_DEADLINE = Deadline()


class AddresseeClass(StrEnum):
    """Many bodies addressed by one word."""

    MINISTRIES = "ministries"
    AKIMATS = "akimats"
    EDUCATION_AUTHORITIES = "education_authorities"
    EDUCATION_ORGANISATIONS = "education_organisations"
    NGOS = "ngos"
    COMPANIES = "companies"


class Recommendations(PublicId, Base):
    """The recommendations of one session."""

    __tablename__ = "recommendations"

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), unique=True)
    state: Mapped[RecommendationsState] = mapped_column(default=RecommendationsState.DRAFTING)
    preamble: Mapped[Translated] = mapped_column(TranslatedText)
    version: Mapped[int] = mapped_column(default=1)
    tabled_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]
    quorum_snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("quorum_snapshot.id"))
    adopted_text: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as adopted, names of addressees included
    adopted_sha256: Mapped[str | None]  # of the canonical JSON of `adopted_text`

    council_session: Mapped[CouncilSession] = relationship()
    quorum_snapshot: Mapped[QuorumSnapshot | None] = relationship()
    clauses: Mapped[list["Clause"]] = relationship(
        back_populates="recommendations", order_by="Clause.position", cascade="all, delete-orphan"
    )


class Clause(PublicId, Base):
    """A point of the recommendations: text per language, addressees, deadline."""

    __tablename__ = "clause"
    __table_args__ = (
        Index("ix_clause_order", "recommendations_id", "position"),
        CheckConstraint(
            "(deadline_kind IN ('by_date', 'quarter')) = (deadline_on IS NOT NULL)", name="deadline_has_date"
        ),
        CheckConstraint(
            "(deadline_kind IN ('within_days', 'quarterly')) = (deadline_days IS NOT NULL)", name="deadline_has_days"
        ),
        CheckConstraint("deadline_days IS NULL OR deadline_days > 0", name="deadline_days_positive"),
    )

    recommendations_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    position: Mapped[int]
    text: Mapped[Translated] = mapped_column(TranslatedText)
    deadline_kind: Mapped[DeadlineKind] = mapped_column(default=DeadlineKind.NONE)
    deadline_on: Mapped[date | None]  # of BY_DATE; for QUARTER any day of that quarter
    deadline_days: Mapped[int | None]  # of WITHIN_DAYS, after adoption; of QUARTERLY the day of the month
    version: Mapped[int] = mapped_column(default=1)

    recommendations: Mapped[Recommendations] = relationship(back_populates="clauses")
    addressees: Mapped[list["ClauseAddressee"]] = relationship(
        back_populates="clause", order_by="ClauseAddressee.position", cascade="all, delete-orphan"
    )
    revisions: Mapped[list["ClauseRevision"]] = relationship(
        back_populates="clause", order_by="ClauseRevision.number", cascade="all, delete-orphan"
    )

    @property
    def deadline(self) -> Deadline:
        return Deadline(self.deadline_kind, self.deadline_on, self.deadline_days)

    @property
    def lead(self) -> "ClauseAddressee | None":
        """The addressee that leads; the others are co-executors."""
        return self.addressees[0] if self.addressees else None


class ClauseAddressee(Base):
    """Whom a clause addresses: one body, or a class of bodies."""

    __tablename__ = "clause_addressee"
    __table_args__ = (
        UniqueConstraint("clause_id", "position"),
        CheckConstraint("(body_id IS NULL) <> (addressee_class IS NULL)", name="body_or_class"),
    )

    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    addressee_class: Mapped[AddresseeClass | None]

    clause: Mapped[Clause] = relationship(back_populates="addressees")
    body: Mapped[Body | None] = relationship()

    @property
    def code(self) -> str:
        """`body:<public id>` or `class:<name>`, as forms, revisions and published files name it."""
        return f"body:{self.body.public_id}" if self.body else f"class:{self.addressee_class}"


class ClauseRevision(Base):
    """A clause as it stood after one edit, with who made it."""

    __tablename__ = "clause_revision"
    __table_args__ = (UniqueConstraint("clause_id", "number"),)

    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"))
    number: Mapped[int]  # the clause's version after the edit
    text: Mapped[Translated] = mapped_column(TranslatedText)
    addressees: Mapped[list[Any]] = mapped_column(default=list)  # codes of `ClauseAddressee`
    deadline: Mapped[dict[str, Any]] = mapped_column(default=dict)  # kind, on (ISO) and days
    made_at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]

    clause: Mapped[Clause] = relationship(back_populates="revisions")
