"""Keeping bytes on disk."""

import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import select

from eventreg.core.canonical import sha256_hex
from eventreg.core.db import session
from eventreg.files.models import StoredFile
from eventreg.files.queries import path_of


def store(content: bytes, media_type: str, now: datetime) -> StoredFile:
    """The bytes are on disk for good, named by their SHA-256, and a row stands for them; equal bytes are kept once.

    Should the transaction roll back, the bytes stay without a row and do no harm.
    """
    digest = sha256_hex(content)
    _write(path_of(digest), content)
    existing = session().scalar(select(StoredFile).filter_by(sha256=digest))
    if existing is not None:
        return existing
    stored = StoredFile(sha256=digest, size=len(content), media_type=media_type, stored_at=now)
    session().add(stored)
    session().flush()
    return stored


def _write(path: Path, content: bytes) -> None:
    """The file is there whole or not at all, also after a power cut."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
