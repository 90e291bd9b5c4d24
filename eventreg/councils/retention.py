"""The nightly run that deletes personal data after its period; each domain does its own part (wiring.RETENTION)."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Actor
from eventreg.core.db import db, session, transaction
from eventreg.core.scrubbing import scrub
from eventreg.councils.events import PersonalDataPurged
from eventreg.councils.models import DataKind
from eventreg.councils.rules import DEFAULT_DAYS
from eventreg.journal.actions import announce
from eventreg.mail.forgetting import forget_unmatched

RUN_RETENTION = "run_retention"
Purge = Callable[[Actor, datetime], Mapping[DataKind, int]]
_parts: list[Purge] = []


class _NotForGood(Exception):
    """Undoes a rehearsal."""


def purge_with(parts: tuple[Purge, ...]) -> None:
    """Replaces the parts of the domains (from `wiring.RETENTION`)."""
    _parts[:] = parts


def run_retention() -> None:
    """The job: what is over its period is deleted, and the database's files are cleared of it."""
    purge_expired(SYSTEM, clock.now())
    scrub(db.engine)


def purge_expired(by: Actor, now: datetime, *, is_rehearsal: bool = False) -> dict[DataKind, int]:
    """How many rows of each kind were deleted, each domain in a transaction of its own; a rehearsal undoes it all.

    Running twice deletes once.
    """
    counts: Counter[DataKind] = Counter()
    for part in _parts:
        try:
            with transaction():
                counts.update(part(by, now))
                if is_rehearsal:
                    raise _NotForGood
        except _NotForGood:
            continue
    return {kind: number for kind, number in counts.items() if number}


def purge_unmatched(_by: Actor, now: datetime) -> Counter[DataKind]:
    """What came back and belongs to no session goes after the period that letters have where no council set its own.

    It belongs to no session, so the journal, which counts by session, says nothing of it.
    """
    before = now - timedelta(days=DEFAULT_DAYS[DataKind.LETTERS])
    return Counter({DataKind.LETTERS: forget_unmatched(before)})


def note_purge(council_session: str, kind: DataKind, rows: int, by: Actor, now: datetime) -> None:
    """The journal says what was deleted in a session (a public id), if anything was."""
    if rows:
        announce(
            PersonalDataPurged(about=council_session, council_session=council_session, kind=kind, rows=rows), by, now
        )
    session().flush()
