"""Councils and their members."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.bodies.models import Body, Person
from eventreg.core.db import Base, PublicId
from eventreg.i18n.text import Translated, TranslatedText


class MemberRole(StrEnum):
    """What a member is in the council."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    SECRETARY = "secretary"
    MEMBER = "member"


class DataKind(StrEnum):
    """Kinds of personal data that are kept for a period of their own after a session."""

    CONTACTS = "contacts"
    NEEDS = "needs"
    LOGISTICS = "logistics"
    ANSWERS = "answers"
    LETTERS = "letters"
    APPLICATIONS = "applications"


class Numbering(StrEnum):
    """How the numbers of outgoing papers go on over the end of a year."""

    YEARLY = "yearly"  # they begin again at 1 with each year
    CONTINUOUS = "continuous"


class Council(PublicId, Base):
    """A council with what stays the same from session to session."""

    __tablename__ = "council"

    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)  # the code in lower case, as in addresses; never changes
    name: Mapped[Translated] = mapped_column(TranslatedText)
    organiser: Mapped[Translated] = mapped_column(TranslatedText)
    co_organiser: Mapped[Translated] = mapped_column(TranslatedText)
    time_zone: Mapped[str]
    languages: Mapped[list[Any]]  # language codes; the first is that of public pages
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def first_language(self) -> str:
        return str(self.languages[0])


class Member(PublicId, Base):
    """A person's membership of a council for a term; `votes` says whether it counts for the quorum."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("council_id", "person_id", "starts_on"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    role: Mapped[MemberRole] = mapped_column(default=MemberRole.MEMBER)
    votes: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    council: Mapped[Council] = relationship()
    person: Mapped[Person] = relationship()
    body: Mapped[Body | None] = relationship()


class Letterhead(Base):
    """What stands on the official letters of a council; what is left empty is taken from the council itself."""

    __tablename__ = "letterhead"
    __table_args__ = (UniqueConstraint("council_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    name: Mapped[Translated] = mapped_column(TranslatedText)  # of the organisation that writes
    details: Mapped[Translated] = mapped_column(TranslatedText)  # address, phone, BIN: several lines
    number_index: Mapped[str] = mapped_column(default="")  # what stands before the number: "01-15/"
    numbering: Mapped[Numbering] = mapped_column(default=Numbering.YEARLY)
    number_floor: Mapped[int] = mapped_column(default=1)  # the counter gives no lower number …
    number_floor_year: Mapped[int | None]  # … in this year, or in any where numbers go on; None: nobody set it
    signatory_post: Mapped[Translated] = mapped_column(TranslatedText)
    signatory_name: Mapped[Translated] = mapped_column(TranslatedText)
    bilingual_letters: Mapped[bool] = mapped_column(default=False)  # e-mail to ministries and akimats is in kk and ru

    council: Mapped[Council] = relationship()


class OutgoingNumber(Base):
    """The number and date of one outgoing paper: given once, and never changed once a paper bears it.

    The counter's own are whole numbers with the index before them; the registry office's, which were entered by hand,
    have a label alone. No label stands twice in one year of a council, whatever its spaces and capitals.
    """

    __tablename__ = "outgoing_number"
    __table_args__ = (
        UniqueConstraint("council_id", "year", "number"),
        UniqueConstraint("council_id", "year", "label_key", name="uq_outgoing_number_label"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    year: Mapped[int]  # of `dated`
    number: Mapped[int | None]  # of the counter; None for one that was entered by hand
    label: Mapped[str]  # as it is written: "01-15/12"
    label_key: Mapped[str]  # the label as `rules.number_key` has it
    dated: Mapped[date]  # at the council's place
    about_kind: Mapped[str]  # to whom or about what, as the journal names it
    about_id: Mapped[str]

    council: Mapped[Council] = relationship()


class ConsentText(Base):
    """What people agree to when they confirm, in up to three languages; each version stays as it was.

    A version without any text means that nobody is asked.
    """

    __tablename__ = "consent_text"
    __table_args__ = (
        UniqueConstraint("council_id", "version"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    version: Mapped[int]  # 1, 2, 3 …
    text: Mapped[Translated] = mapped_column(TranslatedText)
    created_at: Mapped[datetime]

    council: Mapped[Council] = relationship()


class RetentionPeriod(Base):
    """How many days after the end of a session this council keeps one kind of personal data."""

    __tablename__ = "retention_period"
    __table_args__ = (
        UniqueConstraint("council_id", "kind"),
        CheckConstraint("days BETWEEN 0 AND 3650", name="days_in_range"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    kind: Mapped[DataKind]
    days: Mapped[int]


class CalendarDay(Base):
    """A day of which the office says itself whether it is worked, such as one that a decree moved."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(unique=True)
    is_working: Mapped[bool]
