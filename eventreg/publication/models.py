"""Publications: what was released to the public, with its files and seals."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.files.models import StoredFile
from eventreg.sessions.models import CouncilSession


class PublicationKind(StrEnum):
    """What was published."""

    RECOMMENDATIONS = "recommendations"


class Publication(PublicId, Base):
    """One published version; `canonical_sha256` seals its content, the version before included."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("council_session_id", "kind", "version"),)

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    kind: Mapped[PublicationKind]
    version: Mapped[int]
    released_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    canonical_sha256: Mapped[str]
    previous_sha256: Mapped[str | None]  # of the version before, or None for the first

    council_session: Mapped[CouncilSession] = relationship()
    files: Mapped[list["PublishedFile"]] = relationship(
        back_populates="publication", order_by="PublishedFile.format", cascade="all, delete-orphan"
    )


class PublishedFile(Base):
    """One file of a publication: its format, the languages in it and its stored bytes."""

    __tablename__ = "published_file"
    __table_args__ = (UniqueConstraint("publication_id", "format", "languages"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    format: Mapped[str]  # pdf, docx or json
    languages: Mapped[str]  # "kk", "ru", "en" or "kk-ru"; for json "all"
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    publication: Mapped[Publication] = relationship(back_populates="files")
    stored_file: Mapped[StoredFile] = relationship()
