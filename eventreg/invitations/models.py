"""Mailings, invitations and seats."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.bodies.models import Body
from eventreg.core.db import Base, PublicId
from eventreg.core.links import Linked
from eventreg.files.models import StoredFile
from eventreg.i18n.text import Translated, TranslatedText
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.sessions.models import CouncilSession


class InvitationState(StrEnum):
    """`draft` until its letter is queued; `invited` until the body answers."""

    DRAFT = "draft"
    INVITED = "invited"
    ANSWERED = "answered"
    DECLINED = "declined"


class Campaign(PublicId, Base):
    """One mailing to many bodies: subject and text per language, with `{placeholders}`."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("council_session_id", "version"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    subject: Mapped[Translated] = mapped_column(TranslatedText)
    text: Mapped[Translated] = mapped_column(TranslatedText)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    council_session: Mapped[CouncilSession] = relationship()


class Invitation(Linked, Base):
    """One body's invitation to one session; its link opens the body's page."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("council_session_id", "body_id"),
        CheckConstraint("(state = 'declined') = (declined_at IS NOT NULL)", name="declined_has_moment"),
    )
    link_purpose: ClassVar[str] = "invitation"

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.DRAFT)
    email: Mapped[str]  # where the letter goes; the body's address when the invitation was made
    language: Mapped[str]
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(default="")

    council_session: Mapped[CouncilSession] = relationship()
    body: Mapped[Body] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="invitation", order_by="Seat.role, Seat.position", cascade="all, delete-orphan"
    )


class Seat(Base):
    """A place of a body in a session; taken when a registration stands in it, and by one only."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("invitation_id", "role", "position"),
        UniqueConstraint("registration_id"),
    )

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    role: Mapped[ParticipantRole] = mapped_column(default=ParticipantRole.DELEGATE)
    position: Mapped[int]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    is_lent: Mapped[bool] = mapped_column(default=False)  # came with a person from the waiting list, goes with them

    invitation: Mapped[Invitation] = relationship(back_populates="seats")
    registration: Mapped[Registration | None] = relationship()


class ExtraNominee(Base):
    """A person whom a body named beyond its seats or beyond the hall; gone once the person stands in a seat."""

    __tablename__ = "extra_nominee"
    __table_args__ = (UniqueConstraint("registration_id"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))

    invitation: Mapped[Invitation] = relationship()
    registration: Mapped[Registration] = relationship()


class NominatingLetter(PublicId, Base):
    """A signed paper in which a body names its people, uploaded on the body's page."""

    __tablename__ = "nominating_letter"
    __table_args__ = (UniqueConstraint("invitation_id", "stored_file_id"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str]  # as the body called the file
    uploaded_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()
    stored_file: Mapped[StoredFile] = relationship()


class BodyMessage(PublicId, Base):
    """What a body wrote to the secretariat on its page; `form_key` keeps a form sent twice from being two messages."""

    __tablename__ = "body_message"
    __table_args__ = (UniqueConstraint("invitation_id", "form_key"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    form_key: Mapped[str]
    text: Mapped[str]
    sent_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()
