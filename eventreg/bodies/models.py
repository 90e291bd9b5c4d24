"""Bodies, regions and people."""

from enum import StrEnum
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import ForeignKey
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


class Body(PublicId, Base):
    """An organisation that is invited, sends delegates and is addressed by clauses."""

    __tablename__ = "body"

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[BodyKind]
    name: Mapped[Translated] = mapped_column(TranslatedText)
    dative: Mapped[Translated] = mapped_column(TranslatedText)  # for addressing it: "to whom?", kk and ru
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    protocol_rank: Mapped[int] = mapped_column(default=0)  # lower comes first in lists and documents
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]  # in which it is written to
    search_key: Mapped[str]
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)  # values of the last import, to see later edits

    region: Mapped[Region | None] = relationship()


class Person(PublicId, Base):
    """A person, in the name forms that documents need."""

    __tablename__ = "person"

    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    surname: Mapped[str]
    given_name: Mapped[str] = mapped_column(default="")
    patronymic: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")  # E.164
    language: Mapped[str] = mapped_column(default="kk")
    search_key: Mapped[str]

    body: Mapped[Body | None] = relationship()
