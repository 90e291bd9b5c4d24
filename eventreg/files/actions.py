"""Keeping bytes on disk."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eventreg.core.canonical import sha256_hex
from eventreg.core.db import after_commit, session
from eventreg.files.models import StoredFile
from eventreg.files.queries import path_of

GONE = "files_discarded"


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


def discard(digests: Iterable[str]) -> None:
    """The stored files that nothing refers to any more are gone once this transaction commits; others stay."""
    for digest in set(digests):
        try:
            with session().begin_nested():
                session().execute(delete(StoredFile).where(StoredFile.sha256 == digest))
        except IntegrityError:  # a foreign key: something still refers to it
            continue
        session().info.setdefault(GONE, set()).add(digest)


@after_commit
def remove_discarded(current: Session) -> None:
    """Takes the bytes of discarded files off the disk."""
    for digest in current.info.pop(GONE, ()):
        path_of(digest).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """The file is there whole or not at all, also after a power cut."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as new:
        try:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        except OSError:  # the disk is full, say: what is half there must not fill it further
            Path(new.name).unlink()
            raise
    Path(new.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
