"""Consents and requests for erasure."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.councils.models import ConsentText
from eventreg.registrations.models import Registration


class Consent(Base):
    """That a person agreed to one version of the council's text, in one language; withdrawn, or still standing."""

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_standing",
            "registration_id",
            "consent_text_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    consent_text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"), index=True)
    language: Mapped[str]  # in which the text was read
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()
    consent_text: Mapped[ConsentText] = relationship()


class ErasureRequestState(StrEnum):
    """`open` until the office has erased the person or said why not."""

    OPEN = "open"
    ERASED = "erased"
    REFUSED = "refused"


class ErasureRequest(PublicId, Base):
    """A person withdrew consent and asks for erasure; the office decides."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        Index(
            "uq_erasure_request_open",
            "registration_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("(state = 'open') = (handled_at IS NULL)", name="handled_has_moment"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    state: Mapped[ErasureRequestState] = mapped_column(default=ErasureRequestState.OPEN)
    asked_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")  # why it was refused: a law that asks to keep the data

    registration: Mapped[Registration] = relationship()
