"""Agenda items, their speakers, and releases."""

from datetime import datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.bodies.models import Body
from eventreg.core.db import Base, PublicId
from eventreg.i18n.text import Translated, TranslatedText
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


class ItemKind(StrEnum):
    """What happens during an item."""

    QUESTION = "question"
    REPORT = "report"
    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    PROCEDURAL = "procedural"
    BREAK = "break"
    DECISION = "decision"


class AgendaItem(PublicId, Base):
    """One item of the working draft; clock times are computed, never stored."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        Index("ix_agenda_item_order", "council_session_id", "position"),
    )

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    position: Mapped[int]  # 1, 2, 3 …
    kind: Mapped[ItemKind]
    title: Mapped[Translated] = mapped_column(TranslatedText)
    minutes: Mapped[int]
    pinned_at: Mapped[datetime | None]  # a fixed start; otherwise the item follows the one before
    version: Mapped[int] = mapped_column(default=1)  # raised by each edit, so that no edit overwrites another

    council_session: Mapped[CouncilSession] = relationship()
    speakers: Mapped[list["ItemSpeaker"]] = relationship(
        back_populates="item", order_by="ItemSpeaker.position", cascade="all, delete-orphan"
    )


class ItemSpeaker(Base):
    """Who speaks: a registered person, a body whose speaker is named later, or a plain name."""

    __tablename__ = "item_speaker"
    __table_args__ = (
        UniqueConstraint("item_id", "position"),
        CheckConstraint(
            "(CASE WHEN registration_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_of_three",
        ),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str | None]

    item: Mapped[AgendaItem] = relationship(back_populates="speakers")
    registration: Mapped[Registration | None] = relationship()
    body: Mapped[Body | None] = relationship()


class AgendaRelease(PublicId, Base):
    """The agenda as it was released, numbered 1, 2, 3 …; never changed afterwards."""

    __tablename__ = "agenda_release"
    __table_args__ = (UniqueConstraint("council_session_id", "number"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    number: Mapped[int]
    released_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    snapshot: Mapped[dict[str, Any]]  # everything that pages and files of this release show
    sha256: Mapped[str]  # of the snapshot's canonical JSON

    council_session: Mapped[CouncilSession] = relationship()
