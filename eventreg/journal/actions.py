"""Announcing events: reactions run at once, the chain's rows are written last before COMMIT."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any  # Any: a reaction takes its own event class

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from eventreg.core.actors import Actor
from eventreg.core.db import before_commit, session
from eventreg.journal.events import Event
from eventreg.journal.models import JournalEntry
from eventreg.journal.rules import FIRST_HASH, seal

Reaction = Callable[[Any, Actor, datetime], None]
CHAIN_LOCK = 0x6A6F7572  # one advisory lock for the whole chain on PostgreSQL
# Asked before every commit: built once, and two columns, since the row itself is not needed.
_LAST = select(JournalEntry.number, JournalEntry.hash).order_by(JournalEntry.number.desc()).limit(1)
_reactions: dict[type[Event], tuple[Reaction, ...]] = {}


def react_with(reactions: Mapping[type[Event], tuple[Reaction, ...]]) -> None:
    """Replaces the table of reactions (from `wiring.REACTIONS`)."""
    _reactions.clear()
    _reactions.update(reactions)


def announce(event: Event, by: Actor, now: datetime) -> None:
    """Every reaction to the event has run in this transaction, and the journal will hold it after the commit.

    A reaction may raise `Refusal`, which undoes the whole use case.
    """
    session().info.setdefault("journal", []).append((event, by, now))
    for reaction in _reactions.get(type(event), ()):
        reaction(event, by, now)


@before_commit
def write_chain(current: Session) -> None:
    """Appends what was announced in this transaction to the chain, under one lock."""
    announced: list[tuple[Event, Actor, datetime]] = current.info.pop("journal", [])
    if not announced:
        return
    if current.get_bind().dialect.name == "postgresql":
        current.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    number, previous = current.execute(_LAST).one_or_none() or (0, FIRST_HASH)
    rows = []
    for event, by, at in announced:
        number += 1
        rows.append(_entry(number, event, by, at, previous))
        previous = str(rows[-1]["hash"])
    current.execute(insert(JournalEntry), rows)  # all at once: an import announces hundreds in a transaction


def _entry(number: int, event: Event, by: Actor, at: datetime, previous: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "number": number,
        "at": at,
        "event": type(event).__name__,
        "actor_kind": by.kind,
        "actor_id": by.public_id,
        "object_kind": event.object_kind,
        "object_id": event.about,
        "council_session": event.council_session,
        "payload": event.payload,
        "previous_hash": previous,
    }
    return {**entry, "hash": seal(entry)}
