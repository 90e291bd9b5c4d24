"""Enqueuing work inside the transaction that causes it, and the tables that this needs.

The engine is imported inside the functions: it takes 24 MB and a quarter of a second, which most commands and a
quiet web process never need.
"""

from eventreg.core.config import current_settings
from eventreg.core.db import session
from eventreg.jobs.job import ORDINARY


def enqueue(name: str, *ids: str, key: str, lane: str = ORDINARY) -> None:
    """The job `name` of `wiring.JOBS` will run with these ids once this transaction commits, never if it rolls back.

    `key` names the cause: the same key starts the job once, however often it is enqueued.
    """
    from eventreg.jobs.engine import enqueue_in

    enqueue_in(session(), name, ids, key, lane)


def is_under_way(name: str, key: str) -> bool:
    """A job of that name waits or works whose key begins so. Asks over a connection of its own."""
    from eventreg.jobs.engine import is_unfinished

    return is_unfinished(session().get_bind().engine, name, key)


def prepare() -> None:
    """The engine's own tables are up to date; `eventreg migrate` calls this after our own migrations."""
    from eventreg.jobs.engine import prepare as prepare_tables

    prepare_tables(current_settings())
