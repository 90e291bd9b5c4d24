"""Applications to take part, before anything counts."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base
from eventreg.core.links import Linked
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


class ApplicationOption(Base):
    """Whether anybody may apply to take part in a session; without a row nobody may."""

    __tablename__ = "application_option"
    __table_args__ = (UniqueConstraint("council_session_id"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    is_open: Mapped[bool] = mapped_column(default=False)


class Application(Linked, Base):
    """What somebody typed on the public form; it counts for nothing until the e-mail address is proven.

    Then a registration stands for it, and what was typed is emptied here.
    """

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_email", "council_session_id", "email"),)
    link_purpose: ClassVar[str] = "application"

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    surname: Mapped[str]
    given_name: Mapped[str] = mapped_column(default="")
    patronymic: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")  # with the organisation, since no body of the registry stands for it
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    consent_version: Mapped[int | None]  # of the text that was agreed to on the form
    consent_language: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)

    council_session: Mapped[CouncilSession] = relationship()
    registration: Mapped[Registration | None] = relationship()
