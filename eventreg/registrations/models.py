"""Registrations, how a session admits people, and who came instead of whom."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
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
    """`nominated` by a body, then `confirmed` by the person; `withdrawn` by either, or `replaced` by another.

    `pending`: holds a place while the office approves. `asked`: the body asks for a seat more. `waiting`: on the
    waiting list, without a place. `lapsed`: an offered place was not confirmed in time. `rejected` by the office.
    """

    NOMINATED = "nominated"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    PENDING = "pending"
    ASKED = "asked"
    WAITING = "waiting"
    LAPSED = "lapsed"
    REJECTED = "rejected"


class Overflow(StrEnum):
    """What becomes of a person for whom no seat or no place is left."""

    REFUSE = "refuse"
    WAIT = "wait"
    ASK = "ask"


class Registration(Linked, Base):
    """One person's participation in one session."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("council_session_id", "person_id"),
        UniqueConstraint("council_session_id", "short_code"),
        UniqueConstraint("council_session_id", "waiting_number"),
        CheckConstraint("(state = 'waiting') = (waiting_number IS NOT NULL)", name="waiting_has_number"),
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
    told_revision: Mapped[int] = mapped_column(default=0)  # of the session, as the person's letters have it
    told_before: Mapped[int] = mapped_column(default=0)  # that revision before the latest news
    nominated_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    waiting_number: Mapped[int | None]  # the order of the waiting list; lower comes first
    offered_until: Mapped[datetime | None]  # a place from the waiting list is held for the person until then
    decision_reason: Mapped[str] = mapped_column(default="")  # why the office did not approve

    council_session: Mapped[CouncilSession] = relationship()
    person: Mapped[Person] = relationship()
    body: Mapped[Body | None] = relationship()


class Admission(Base):
    """How a session admits people; a session without a row refuses what is too many and asks for no approval."""

    __tablename__ = "admission"
    __table_args__ = (
        UniqueConstraint("council_session_id"),
        CheckConstraint("offer_hours BETWEEN 1 AND 720", name="offer_hours_sensible"),
    )

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    overflow: Mapped[Overflow] = mapped_column(default=Overflow.REFUSE)
    bodies_confirm: Mapped[bool] = mapped_column(default=False)  # a body may confirm for its people
    approved_roles: Mapped[list[Any]] = mapped_column(default=list)  # values of ParticipantRole
    offers_by_itself: Mapped[bool] = mapped_column(default=True)  # else the office presses a button
    offer_hours: Mapped[int] = mapped_column(default=48)

    council_session: Mapped[CouncilSession] = relationship()


class Substitution(Base):
    """Somebody came into the seat of somebody else. `seat` names it upwards (`<invitation>/<role>/<position>`)."""

    __tablename__ = "substitution"
    __table_args__ = (CheckConstraint("from_registration_id <> to_registration_id", name="two_people"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    from_registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    to_registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    seat: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    by_kind: Mapped[str]  # who did it, as the journal names actors
    by_id: Mapped[str]
    at: Mapped[datetime]

    from_registration: Mapped[Registration] = relationship(foreign_keys=[from_registration_id])
    to_registration: Mapped[Registration] = relationship(foreign_keys=[to_registration_id])
