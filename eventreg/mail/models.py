"""Letters and the attempts to deliver them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.core.links import Linked


class LetterState(StrEnum):
    """Where a letter is: `waiting` is between two attempts, `refused` got a 5xx, `missed` came too late."""

    QUEUED = "queued"
    SENDING = "sending"
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    MISSED = "missed"
    CANCELLED = "cancelled"


class LetterStanding(StrEnum):
    """What the office reads of a letter: its state, unless it came back or waits for a paused mailing to go on."""

    QUEUED = "queued"
    SENDING = "sending"
    WAITING = "waiting"
    PAUSED = "paused"
    SENT = "sent"
    BOUNCED = "bounced"
    REFUSED = "refused"
    MISSED = "missed"
    CANCELLED = "cancelled"


class InboundKind(StrEnum):
    """What came back: a bounce may mark its letter, only a hard one stops others; everything else is shown."""

    HARD_BOUNCE = "hard_bounce"  # 5.x.x: it will never arrive there
    SOFT_BOUNCE = "soft_bounce"  # 4.x.x: late, or given up
    DELIVERED = "delivered"
    AUTO_REPLY = "auto_reply"
    CALENDAR_REPLY = "calendar_reply"
    RECEIPT = "receipt"  # somebody opened it
    MESSAGE = "message"  # a person answered


UNREADABLE = "unreadable"  # the status of a message that could not be read at all
TO_BE_SENT = text("next_at IS NOT NULL")  # no index looks at `state` or the lease: PostgreSQL changes them in place


class Letter(PublicId, Base):
    """One e-mail to one recipient, stored in the transaction that causes it.

    `key` is unique: the same cause never makes a second letter. Texts hold marks in place of personal links.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_due", "next_at", "id", postgresql_where=TO_BE_SENT, sqlite_where=TO_BE_SENT),
        Index("ix_letter_about", "about_kind", "about_id"),
        Index("ix_letter_council_session", "council_session"),
        Index("ix_letter_to_be_sent_to", "domain", postgresql_where=TO_BE_SENT, sqlite_where=TO_BE_SENT),
        CheckConstraint("(next_at IS NULL) = (state IN ('sent', 'refused', 'missed', 'cancelled'))", "ended_or_due"),
    )

    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # the letter's name: function, template folder and snapshot
    about_kind: Mapped[str]
    about_id: Mapped[str]  # public id of the thing that it is about
    council_session: Mapped[str] = mapped_column(default="")  # public id of the session, or ""
    recipient: Mapped[str]  # one e-mail address
    domain: Mapped[str] = mapped_column(default="")  # the recipient's, in lower case: it is sent to at a limited pace
    reply_to: Mapped[str] = mapped_column(default="")  # a monitored mailbox; "" is the sender itself
    language: Mapped[str]
    subject: Mapped[str]
    search_key: Mapped[str]  # of recipient and subject
    text: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[str | None]  # an iCalendar object, sent as an alternative and as a file
    calendar_method: Mapped[str | None]
    # what a QR code holds that is drawn and attached on the way out, without its seal; "" for none
    qr_content: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(unique=True)  # without angle brackets; the same for every attempt
    state: Mapped[LetterState] = mapped_column(default=LetterState.QUEUED)
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime | None]  # not before this moment; None once it is sent, refused, missed or cancelled
    not_after: Mapped[datetime | None]  # later than this it is missed, not sent
    send_hours: Mapped[str | None]  # within which alone it is sent, as `mail.quiet` writes them; None: at any hour
    sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]  # when a server said that it will never arrive
    bounce_words: Mapped[str] = mapped_column(default="")  # that server's words
    is_last_attempt: Mapped[bool] = mapped_column(default=False)  # cancelled while it was handed over: it may arrive
    held_at: Mapped[datetime | None]  # since when a paused mailing keeps it back, whatever its state
    lease_owner: Mapped[str | None]  # the worker that is sending it
    lease_until: Mapped[datetime | None]
    unsubscribe: Mapped[str] = mapped_column(default="")  # mark of the link that stops such letters; "" for none
    forgotten_at: Mapped[datetime | None]  # since then recipient and texts are empty, for good

    attempts: Mapped[list["LetterAttempt"]] = relationship(
        back_populates="letter", order_by="LetterAttempt.id", cascade="all, delete-orphan"
    )
    attachments: Mapped[list["LetterAttachment"]] = relationship(
        back_populates="letter", order_by="LetterAttachment.id", cascade="all, delete-orphan"
    )

    @property
    def standing(self) -> LetterStanding:
        """As `mail.queries.letter_standing` has it for statements."""
        if self.bounced_at is not None:
            return LetterStanding.BOUNCED
        if self.held_at is not None and self.next_at is not None:
            return LetterStanding.PAUSED
        return LetterStanding(self.state)

    def end(self, state: LetterState) -> None:
        """Sent, refused, missed or cancelled: it is due at no moment any more."""
        self.state, self.next_at = state, None


class LetterAttempt(Base):
    """One attempt to hand a letter to the server, with the server's own words; written when it has ended."""

    __tablename__ = "letter_attempt"
    __table_args__ = (Index("ix_letter_attempt_pace", "domain", "started_at"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    domain: Mapped[str] = mapped_column(default="")  # the recipient's
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    worker: Mapped[str]
    code: Mapped[int | None]  # SMTP reply code; None when no reply came
    answer: Mapped[str] = mapped_column(default="")  # the server's words, or what broke

    letter: Mapped[Letter] = relationship(back_populates="attempts")


class LetterAttachment(Base):
    """A stored file that goes with a letter, under an ASCII file name."""

    __tablename__ = "letter_attachment"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    file_name: Mapped[str]

    letter: Mapped[Letter] = relationship(back_populates="attachments")


class InboundMessage(PublicId, Base):
    """A message that came back, as it is shown: headers and words, never the copy of our letter with its link."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        Index("ix_inbound_message_about", "about_kind", "about_id"),
        Index("ix_inbound_message_council_session", "council_session", "received_at"),
    )

    digest: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the raw message: the same one is kept once
    kind: Mapped[InboundKind]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)  # None: about no letter of ours
    about_kind: Mapped[str] = mapped_column(default="")
    about_id: Mapped[str] = mapped_column(default="")  # public id of the thing that the letter was about
    council_session: Mapped[str] = mapped_column(default="")  # public id of the session, or ""
    assigned_at: Mapped[datetime | None]  # when a person said to which body it belongs; it was nobody's before
    received_at: Mapped[datetime]
    sender: Mapped[str]
    recipient: Mapped[str] = mapped_column(default="")  # the address that it speaks about
    status: Mapped[str] = mapped_column(default="")  # "5.1.1", or a calendar answer such as "DECLINED", or UNREADABLE
    words: Mapped[str]  # the server's or the person's own
    source: Mapped[str]  # headers and text, at most 20,000 characters, personal links masked

    letter: Mapped[Letter | None] = relationship()

    @property
    def is_unreadable(self) -> bool:
        return self.status == UNREADABLE


class BouncedAddress(Base):
    """An address at which nothing arrives: no letter goes there until somebody sends one again by hand.

    Anybody can write a report that quotes no letter of ours: after such a one the address is shown, and not stopped.
    """

    __tablename__ = "bounced_address"

    address: Mapped[str] = mapped_column(unique=True)  # lower case
    since: Mapped[datetime]
    words: Mapped[str]
    is_stopped: Mapped[bool] = mapped_column(default=True)


class LinkPurpose(StrEnum):
    """What the link opens that somebody asked for: the page of a body, that of a person, or a new password of staff."""

    INVITATION = "invitation"
    REGISTRATION = "registration"
    PASSWORD = "password"  # noqa: S105  (the name of a purpose)


class LinkRequest(Base):
    """Somebody typed this address to have a link sent there; gone as soon as a worker has looked it up."""

    __tablename__ = "link_request"

    purpose: Mapped[LinkPurpose]
    address: Mapped[str]
    asked_at: Mapped[datetime]


class MailService(StrEnum):
    """What can be away: the server that takes our letters, or the mailbox in which bounces and answers arrive."""

    SENDING = "sending"
    READING = "reading"


class MailOutage(Base):
    """A service that could not be reached when it was tried last; gone as soon as it works again."""

    __tablename__ = "mail_outage"

    service: Mapped[MailService] = mapped_column(unique=True)
    since: Mapped[datetime]  # the first attempt that failed
    tried_at: Mapped[datetime]  # the latest
    words: Mapped[str]  # the server's, or what broke


class Subscription(Linked, Base):
    """Whether an address wants optional letters (reminders, and letters beside the invitation); its link stops them."""

    __tablename__ = "subscription"
    link_purpose: ClassVar[str] = "subscription"

    address: Mapped[str] = mapped_column(unique=True)  # lower case
    stopped_at: Mapped[datetime | None]
