"""Presence and quorum."""

from datetime import datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


class Channel(StrEnum):
    """How somebody was checked in."""

    SCAN = "scan"
    CODE = "code"
    NAME = "name"
    ONLINE = "online"


class QuorumBase(StrEnum):
    """Of what the quorum is counted: voting members, or invited bodies while a council has no members."""

    MEMBERS = "members"
    BODIES = "bodies"


class Presence(PublicId, Base):
    """An interval in the room or online; nobody is in twice at a time."""

    __tablename__ = "presence"
    __table_args__ = (
        Index(
            "uq_presence_open",
            "registration_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        CheckConstraint("left_at IS NULL OR left_at >= entered_at", name="leaves_after_entry"),
    )

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    channel: Mapped[Channel]
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()


class QuorumSnapshot(PublicId, Base):
    """The quorum as it was counted at one moment; never changed afterwards."""

    __tablename__ = "quorum_snapshot"

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    taken_at: Mapped[datetime]
    base: Mapped[QuorumBase]
    total: Mapped[int]
    present: Mapped[int]
    needed: Mapped[int]
    represented: Mapped[list[Any]]  # public ids of the members or bodies that were counted

    council_session: Mapped[CouncilSession] = relationship()

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed
