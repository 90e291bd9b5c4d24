"""Reading the journal."""

from collections.abc import Iterator

from sqlalchemy import Select, select

from eventreg.core.db import session
from eventreg.journal.models import JournalEntry


def chain(portion: int = 500) -> Iterator[JournalEntry]:
    """Every entry in order, read in portions of 500 so that a long journal fits into memory."""
    last = 0
    while rows := session().scalars(_after(last).limit(portion)).all():
        yield from rows
        last = rows[-1].number


def _after(number: int) -> Select[JournalEntry]:
    return select(JournalEntry).where(JournalEntry.number > number).order_by(JournalEntry.number)


def entries_about(object_kind: str, object_id: str) -> Select[JournalEntry]:
    """What happened to one thing, newest first."""
    found = select(JournalEntry).filter_by(object_kind=object_kind, object_id=object_id)
    return found.order_by(JournalEntry.at.desc(), JournalEntry.number.desc())


def entries_of_session(council_session: str) -> Select[JournalEntry]:
    """What happened in one council session, newest first."""
    return select(JournalEntry).filter_by(council_session=council_session).order_by(JournalEntry.number.desc())
