"""Statements that run hundreds of times a second: SQLAlchemy writes them, the bare driver runs them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import cache
from typing import Any, cast  # Any: rows, and the driver's own objects

from sqlalchemy import ClauseElement, Dialect, Executable, Update

from eventreg.core.db import session

Rows = Callable[[], Sequence[tuple[Any, ...]]]  # reads them
DRIVER = "driver"  # where a session keeps the driver's connection for statements that travel together


class Prepared:
    """A statement that runs hundreds of times a second: on PostgreSQL it is compiled once and goes to the bare driver.

    What stands in `before` is done first: on PostgreSQL as a part of the same statement (WITH), where all parts see the
    rows as they were before it, so that they must not touch the same ones. `values` are what the driver takes: numbers,
    texts, moments with a zone, None; every place of a list has its name.
    """

    def __init__(self, statement: Executable, *before: Executable) -> None:
        self.statement = statement
        self.before = before
        self.compiled: tuple[str, dict[str, object]] | None = None  # for PostgreSQL: the text and its constants

    def run(self, values: Mapping[str, object]) -> Rows:
        """Runs in the caller's transaction; what is given back reads the rows, if the statement has any."""
        current = session()
        driver = current.info.get(DRIVER) or _driver()
        if driver is None:
            for statement in self.before:
                current.connection().execute(statement, _own(statement, values))
            return cast(Rows, current.connection().execute(self.statement, _own(self.statement, values)).all)
        self.compiled = self.compiled or _compiled(self._whole(), current.get_bind().dialect)
        text, constants = self.compiled
        return cast(Rows, driver.execute(text, {**constants, **values}).fetchall)

    def _whole(self) -> Executable:
        parts = [cast(Update, statement).cte(f"part_{number}") for number, statement in enumerate(self.before)]
        return cast(Update, self.statement).add_cte(*parts) if parts else self.statement


def _own(statement: Executable, values: Mapping[str, object]) -> dict[str, object]:
    """Those values that have a place in the statement: SQLAlchemy takes others for columns."""
    places = _places_in(statement)
    return {name: value for name, value in values.items() if name in places}


@cache
def _places_in(statement: Executable) -> frozenset[str]:
    return frozenset(cast(ClauseElement, statement).compile().params)


def _compiled(statement: Executable, dialect: Dialect) -> tuple[str, dict[str, object]]:
    compiled = cast(ClauseElement, statement).compile(dialect=dialect)
    values = {name: value.value if isinstance(value, Enum) else value for name, value in compiled.params.items()}
    return str(compiled), values


@contextmanager
def in_one_go() -> Iterator[None]:
    """Prepared statements travel together: on PostgreSQL one round trip for all, until the rows of one are read.

    An error of one is raised then, or at the end, as the driver's own. Source: psycopg, pipeline mode.
    """
    driver = _driver()
    if driver is None:
        yield
        return
    kept = session().info
    with driver.pipeline():
        kept[DRIVER] = driver
        try:
            yield
        finally:
            del kept[DRIVER]


def _driver() -> Any:
    """The driver's connection of the present transaction; None where it is not PostgreSQL's."""
    connection = session().connection()
    return connection.connection.driver_connection if connection.dialect.name == "postgresql" else None
