"""Mailings, invitations and seats."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.bodies.models import Body
from eventreg.core.db import Base, PublicId
from eventreg.core.links import Linked
from eventreg.councils.models import OutgoingNumber
from eventreg.files.models import StoredFile
from eventreg.i18n.languages import BILINGUAL
from eventreg.i18n.text import Translated, TranslatedText
from eventreg.mail.models import Letter
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.sessions.models import CouncilSession

UNUSED = text("recipient_id IS NULL")  # a number that was entered by hand, and that no paper bears yet


class InvitationState(StrEnum):
    """`draft` until its letter is queued; `invited` until the body answers; `withdrawn`: the office took it back."""

    DRAFT = "draft"
    INVITED = "invited"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NOT_INVITED = (InvitationState.DRAFT, InvitationState.WITHDRAWN)  # not yet, or not any more
SENDS_NOBODY = (InvitationState.DECLINED, InvitationState.WITHDRAWN)


class CampaignKind(StrEnum):
    """What a mailing brings: the invitation itself, or a letter about something else."""

    INVITATION = "invitation"
    LETTER = "letter"


class CampaignState(StrEnum):
    """`running` until every letter is in the outbox, then `done`; a cancelled one never goes on."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Failure(StrEnum):
    """Why the letters of a mailing could not be made, as people are told."""

    LETTER = "letter_cannot_be_made"
    STORAGE_FULL = "storage_full"
    STORAGE = "storage_cannot_be_used"


def letter_language(language: str, is_bilingual: bool) -> str:
    """In which a body is written to: a language, or "kk-ru"."""
    return BILINGUAL if is_bilingual else language


class Campaign(PublicId, Base):
    """One mailing to many bodies: subject and text per language, with `{placeholders}`.

    Its words may change while it is a draft. With `has_official_letter` a numbered paper with `official_text` (kk and
    ru) goes along.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("council_session_id", "number"),
        CheckConstraint("(state = 'draft') = (started_at IS NULL)", name="started_has_moment"),
    )

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    number: Mapped[int]  # within the session, from 1
    kind: Mapped[CampaignKind] = mapped_column(default=CampaignKind.INVITATION)
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    subject: Mapped[Translated] = mapped_column(TranslatedText)
    text: Mapped[Translated] = mapped_column(TranslatedText)
    has_official_letter: Mapped[bool] = mapped_column(default=False)
    official_text: Mapped[Translated] = mapped_column(TranslatedText)
    version: Mapped[int] = mapped_column(default=1)  # of the words
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when the last letter was put into the outbox, or it was cancelled
    lease_owner: Mapped[str | None]  # the worker that is putting its letters into the outbox
    lease_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # how often in a row its letters could not be made
    failure: Mapped[str] = mapped_column(default="")  # why it was paused by itself: a `Failure`, or ""
    failure_type: Mapped[str] = mapped_column(default="")  # the error's class; its words are in the log alone

    council_session: Mapped[CouncilSession] = relationship()


class CampaignRecipient(Base):
    """A body that a mailing goes to: chosen when the mailing starts, and what became of it.

    While `queued_at` is empty the letter is still to be put into the outbox, and `letter` is an earlier one. Number and
    paper stay when the letter is sent again (`sending` counts from 1), unless the paper would state what is not so.
    """

    __tablename__ = "campaign_recipient"
    __table_args__ = (
        UniqueConstraint("campaign_id", "invitation_id"),
        UniqueConstraint("outgoing_number_id"),
        CheckConstraint("pdf_sha256 IS NULL OR outgoing_number_id IS NOT NULL", name="paper_has_number"),
        Index("ix_campaign_recipient_pending", "campaign_id", "queued_at"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    sending: Mapped[int] = mapped_column(default=1)
    sent_by_kind: Mapped[str] = mapped_column(default="")  # who sent it this time, as the journal names the actor
    sent_by_id: Mapped[str] = mapped_column(default="")
    queued_at: Mapped[datetime | None]
    is_left_out: Mapped[bool] = mapped_column(default=False)  # its address stopped such letters: none was queued
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), index=True)
    outgoing_number_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_number.id"))
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    docx_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    paper_facts: Mapped[str | None]  # a hash of what the paper states; None: there is none, or it is older than this;
    # "": the invitation that it brought was withdrawn

    campaign: Mapped[Campaign] = relationship()
    invitation: Mapped["Invitation"] = relationship()
    letter: Mapped[Letter | None] = relationship()
    outgoing_number: Mapped[OutgoingNumber | None] = relationship()

    @property
    def is_paper_withdrawn(self) -> bool:
        """The invitation that the paper brought was withdrawn since; the next paper has a number of its own."""
        return self.paper_facts == ""


class OutgoingPaper(PublicId, Base):
    """What bears an outgoing number, one row for each number: the line of the register, with the files as they froze.

    Without a recipient the number was entered by hand, and the next paper to the body will bear it.
    """

    __tablename__ = "outgoing_paper"
    __table_args__ = (
        UniqueConstraint("outgoing_number_id"),
        CheckConstraint("pdf_sha256 IS NULL OR recipient_id IS NOT NULL", name="paper_has_recipient"),
        Index("uq_outgoing_paper_entered", "invitation_id", unique=True, postgresql_where=UNUSED, sqlite_where=UNUSED),
    )

    outgoing_number_id: Mapped[int] = mapped_column(ForeignKey("outgoing_number.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("campaign_recipient.id"), index=True)
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    docx_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))

    outgoing_number: Mapped[OutgoingNumber] = relationship()
    invitation: Mapped["Invitation"] = relationship()
    recipient: Mapped[CampaignRecipient | None] = relationship()


class Invitation(Linked, Base):
    """One body's invitation to one session; its link opens the body's page."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("council_session_id", "body_id"),
        CheckConstraint("(state = 'declined') = (declined_at IS NOT NULL)", name="declined_has_moment"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_moment"),
    )
    link_purpose: ClassVar[str] = "invitation"

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.DRAFT)
    email: Mapped[str]  # where the letter goes; the body's address when the invitation was made
    language: Mapped[str]
    is_bilingual: Mapped[bool] = mapped_column(default=False)  # its letters are in Kazakh and, below, in Russian
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]  # this and what follows: as long as the office keeps it taken back
    withdrawn_by_kind: Mapped[str] = mapped_column(default="")  # as the journal names the actor
    withdrawn_by_id: Mapped[str] = mapped_column(default="")
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    is_reason_told: Mapped[bool] = mapped_column(default=False)  # in the letter that takes the invitation back
    told_revision: Mapped[int] = mapped_column(default=0)  # of the session, since the body is invited
    told_before: Mapped[int] = mapped_column(default=0)  # that revision before the latest news

    council_session: Mapped[CouncilSession] = relationship()
    body: Mapped[Body] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="invitation", order_by="Seat.role, Seat.position", cascade="all, delete-orphan"
    )

    @property
    def letter_language(self) -> str:
        """In which its invitation, reminders and further letters are: a language, or "kk-ru"."""
        return letter_language(self.language, self.is_bilingual)


class LinkUse(Base):
    """A device from which something was sent by the body's present link.

    Kept are the moments and a hash of the random name in the device's cookie, which differs from body to body: no
    address, no kind of browser, nothing that names anybody.
    """

    __tablename__ = "link_use"
    __table_args__ = (UniqueConstraint("invitation_id", "device"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    device: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()


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


class RungTarget(StrEnum):
    """Whom a rung of the reminder ladder speaks to; `call` puts the body on the list of calls."""

    FIRST = "first"
    SECOND = "second"
    CHANCELLERY = "chancellery"
    CALL = "call"


class Rung(Base):
    """So many working days before the deadline for nominating, whoever is silent is reminded."""

    __tablename__ = "rung"
    __table_args__ = (
        UniqueConstraint("council_session_id", "days"),
        CheckConstraint("days >= 0 AND days <= 90", name="days_in_range"),
    )

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    days: Mapped[int]
    target: Mapped[RungTarget]

    council_session: Mapped[CouncilSession] = relationship()


class PhoneCall(Base):
    """A silent body was telephoned on one rung before one deadline, by whom, and what was said."""

    __tablename__ = "phone_call"
    __table_args__ = (UniqueConstraint("invitation_id", "days", "deadline"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    days: Mapped[int]  # the rung's
    deadline: Mapped[date]  # at the venue
    note: Mapped[str] = mapped_column(default="")
    actor_kind: Mapped[str]
    actor_id: Mapped[str]
    made_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()


class Reminder(Base):
    """A silent body was reminded on one rung before one deadline: unique, so that two workers remind it once."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("invitation_id", "days", "deadline"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    days: Mapped[int]  # the rung's
    deadline: Mapped[date]  # at the venue; for another one the body is reminded anew
    address: Mapped[str]
    letter: Mapped[str] = mapped_column(index=True)  # public id of the digest
    made_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()
