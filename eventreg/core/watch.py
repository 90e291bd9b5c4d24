"""Knowing, for next to nothing, that the database still holds what it held: for answers that are kept in memory.

SQLite counts the commits of all other connections, in every process (`PRAGMA data_version`). PostgreSQL names the
transactions whose work a statement sees (`pg_current_snapshot()`): where the names are the same, nothing was committed.
"""

from itertools import count
from threading import Lock
from typing import Any, cast  # Any: pysqlite3's or psycopg's own connection
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from eventreg.core.db import db

QUESTIONS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}
_numbers = count()
_watches: "WeakKeyDictionary[Engine, Watch]" = WeakKeyDictionary()
_watching = Lock()


class Watch:
    """One connection that never writes and holds no transaction open, shared by all threads of the process.

    It does not hold on to its engine, so that both go when the application does.
    """

    def __init__(self, engine: Engine) -> None:
        self._question = QUESTIONS[engine.dialect.name]
        self._faults = cast(Any, engine.dialect).dbapi.Error
        self._lock = Lock()
        self._connection: Any = None
        self._number = 0
        event.listen(engine, "engine_disposed", lambda _: self.close())

    def mark(self, engine: Engine) -> object:
        """Equal to an earlier one only where nothing was committed since; equal to none while nobody answers."""
        with self._lock:
            try:
                connection = self._connection or self._open(engine)
                return self._number, connection.execute(self._question).fetchone()[0]
            except (self._faults, DBAPIError):
                self._forget()
                return object()

    def close(self) -> None:
        """The connection is gone; the next mark opens another."""
        with self._lock:
            self._forget()

    def _open(self, engine: Engine) -> Any:
        found = engine.raw_connection()
        self._connection = found.driver_connection
        found.detach()  # the pool lends it to nobody else
        if hasattr(self._connection, "autocommit"):
            self._connection.autocommit = True
        self._number = next(_numbers)  # what two connections say is never compared
        return self._connection

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def mark() -> object:
    """The mark of the application's database, to be taken before what is kept under it is read."""
    engine = db.engine
    with _watching:
        if engine not in _watches:
            _watches[engine] = Watch(engine)
        watch = _watches[engine]
    return watch.mark(engine)
