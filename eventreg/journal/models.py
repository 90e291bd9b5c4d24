"""The journal: one row per event, each sealed with the hash of the row before it."""

from datetime import datetime
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from eventreg.core.db import Base


class JournalEntry(Base):
    """Who did what to which thing; rows are only ever added."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_object", "object_kind", "object_id"),
        Index("ix_journal_entry_council_session", "council_session"),
    )

    number: Mapped[int] = mapped_column(unique=True)  # 1, 2, 3 … without gaps
    at: Mapped[datetime]
    event: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    council_session: Mapped[str]
    payload: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
