"""Bodies with their contacts, regions and people."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.i18n.text import Translated, TranslatedText


class BodyKind(StrEnum):
    """What sort of body it is, in the order of protocol."""

    LEGISLATURE = "legislature"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    AKIMAT = "akimat"
    EDUCATION_AUTHORITY = "education_authority"
    EDUCATION_ORGANISATION = "education_organisation"
    NGO = "ngo"
    COMPANY = "company"
    PRESS = "press"
    OTHER = "other"


class Region(Base):
    """A region or a city of republican significance, by its code (KZ-AKT)."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)


class ContactRank(StrEnum):
    """Whom to write to first; the chancellery takes what nobody answers."""

    FIRST = "first"
    SECOND = "second"
    CHANCELLERY = "chancellery"


class Body(PublicId, Base):
    """An organisation that is invited, sends delegates and is addressed by clauses.

    `valid_until` is its last day; from the day after `successor` stands in its place. `merged_into` is set on a
    duplicate, which is shown nowhere any more and keeps its row, so that the merge can be undone.
    """

    __tablename__ = "body"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="valid_in_order"),
        CheckConstraint("successor_id <> id", name="successor_is_another"),
        CheckConstraint("successor_id IS NULL OR valid_until IS NOT NULL", name="successor_has_day"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[BodyKind]
    name: Mapped[Translated] = mapped_column(TranslatedText)
    short_name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)  # for badges, table cards, grids
    dative: Mapped[Translated] = mapped_column(TranslatedText)  # for addressing it: "to whom?", kk and ru
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    protocol_rank: Mapped[int] = mapped_column(default=0)  # lower comes first in lists and documents
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]  # in which it is written to
    search_key: Mapped[str]
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)  # values of the last import, to see later edits
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)

    region: Mapped[Region | None] = relationship()
    successor: Mapped["Body | None"] = relationship(foreign_keys=[successor_id], remote_side="Body.id")
    merged_into: Mapped["Body | None"] = relationship(foreign_keys=[merged_into_id], remote_side="Body.id")
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="body", order_by="Contact.place, Contact.id", cascade="all, delete-orphan"
    )


class Contact(PublicId, Base):
    """Somebody at a body who is written to or telephoned: a person by name, or an office such as the chancellery."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("email <> '' OR phone <> ''", name="reachable"),
        Index("ix_contact_order", "body_id", "place"),
    )

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    rank: Mapped[ContactRank] = mapped_column(default=ContactRank.FIRST)
    place: Mapped[int] = mapped_column(default=0)  # by rank: the first contact is 0, the second 1, the chancellery 2
    name: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")  # E.164
    language: Mapped[str] = mapped_column(default="kk")

    body: Mapped[Body] = relationship(back_populates="contacts")


class Person(PublicId, Base):
    """A person, in the name forms that documents need.

    The name stands as the person writes it; `name_forms` holds what differs in another script, by "kk", "ru" and
    "latin": surname, given name, patronymic. `merged_into` is set on a duplicate, as it is on a body.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("merged_into_id <> id", name="merged_into_another"),)

    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    surname: Mapped[str]
    given_name: Mapped[str] = mapped_column(default="")
    patronymic: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")  # E.164
    language: Mapped[str] = mapped_column(default="kk")
    search_key: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="", index=True)  # the name alone, the same in every script
    name_forms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    erased_at: Mapped[datetime | None]  # since then a number stands in place of the name, and nothing else is known

    body: Mapped[Body | None] = relationship()
    merged_into: Mapped["Person | None"] = relationship(remote_side="Person.id")


class MergeKind(StrEnum):
    """What was merged."""

    BODY = "body"
    PERSON = "person"


class Merge(PublicId, Base):
    """A duplicate that was merged into the row that is kept, with all that undoing needs."""

    __tablename__ = "merge"

    kind: Mapped[MergeKind]
    kept: Mapped[str] = mapped_column(index=True)  # a public id
    gone: Mapped[str] = mapped_column(index=True)
    before: Mapped[dict[str, Any]]  # what fields of the kept row held before the merge filled them in
    filled: Mapped[dict[str, Any]]  # and what they hold since
    moved: Mapped[dict[str, Any]]  # "table.column" → ids of the rows that were handed over
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]


class Distinction(PublicId, Base):
    """Two rows of which somebody said that they are no duplicates, however alike they look; the older row stands first.

    The rows are named by public id and never handed over: whoever reads asks what they were merged into since.
    """

    __tablename__ = "distinction"
    __table_args__ = (UniqueConstraint("kind", "first", "second"),)

    kind: Mapped[MergeKind]
    first: Mapped[str] = mapped_column(index=True)  # a public id
    second: Mapped[str] = mapped_column(index=True)
    marked_at: Mapped[datetime]
