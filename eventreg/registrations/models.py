"""Registrations."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.bodies.models import Body, Person
from eventreg.core.db import Base
from eventreg.core.links import Linked
from eventreg.sessions.models import CouncilSession


class ParticipantRole(StrEnum):
    """As what a person takes part."""

    DELEGATE = "delegate"
    SPEAKER = "speaker"
    GUEST = "guest"
    PRESS = "press"
    STAFF = "staff"


class RegistrationState(StrEnum):
    """`nominated` by a body, then `confirmed` by the person; `withdrawn` by either, or `replaced` by another."""

    NOMINATED = "nominated"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Registration(Linked, Base):
    """One person's participation in one session."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("council_session_id", "person_id"),
        UniqueConstraint("council_session_id", "short_code"),
        Index("ix_registration_list", "council_session_id", "sort_key"),
    )
    link_purpose: ClassVar[str] = "registration"

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    role: Mapped[ParticipantRole] = mapped_column(default=ParticipantRole.DELEGATE)
    state: Mapped[RegistrationState] = mapped_column(default=RegistrationState.NOMINATED)
    language: Mapped[str]  # chosen by the person; letters come in it
    access_needs: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(default="")  # the name by the Kazakh alphabet, in hexadecimal digits
    reference: Mapped[str] = mapped_column(unique=True)  # what a person quotes, such as R-7K3M9Q
    short_code: Mapped[str]  # typed at the door where a QR code cannot be scanned
    pass_version: Mapped[int] = mapped_column(default=1)  # raising it kills the printed QR code
    calendar_sequence: Mapped[int] = mapped_column(default=0)  # RFC 5546 SEQUENCE
    nominated_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")

    council_session: Mapped[CouncilSession] = relationship()
    person: Mapped[Person] = relationship()
    body: Mapped[Body | None] = relationship()
