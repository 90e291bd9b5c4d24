"""Stored files."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from eventreg.core.db import Base, PublicId


class StoredFile(PublicId, Base):
    """Bytes on disk under DATA_DIR/files, named by their SHA-256; equal bytes are stored once."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    media_type: Mapped[str]
    stored_at: Mapped[datetime]
