"""Statements that run hundreds of times a second: SQLAlchemy writes them, the bare driver runs them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any, cast  # Any: rows, and the driver's own objects

from sqlalchemy import ClauseElement, Dialect, Executable

from eventreg.core.db import session

Rows = Callable[[], Sequence[tuple[Any, ...]]]  # reads them


class Prepared:
    """A statement that runs hundreds of times a second: on PostgreSQL it is compiled once and goes to the bare driver.

    `values` are what the driver takes: numbers, texts, moments with a zone, None; every place of a list has its name.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self.compiled: tuple[str, dict[str, object]] | None = None  # for PostgreSQL: the text and its constants

    def run(self, values: Mapping[str, object]) -> Rows:
        """Runs in the caller's transaction; what is given back reads the rows, if the statement has any."""
        connection = session().connection()
        if connection.dialect.name != "postgresql":
            return cast(Rows, connection.execute(self.statement, values).all)
        self.compiled = self.compiled or _compiled(self.statement, connection.dialect)
        text, constants = self.compiled
        driver = cast(Any, connection.connection.driver_connection)
        return cast(Rows, driver.execute(text, {**constants, **values}).fetchall)


def _compiled(statement: Executable, dialect: Dialect) -> tuple[str, dict[str, object]]:
    compiled = cast(ClauseElement, statement).compile(dialect=dialect)
    values = {name: value.value if isinstance(value, Enum) else value for name, value in compiled.params.items()}
    return str(compiled), values


@contextmanager
def in_one_go() -> Iterator[None]:
    """Prepared statements travel together: on PostgreSQL one round trip for all, until the rows of one are read.

    An error of one is raised then, or at the end, as the driver's own. Source: psycopg, pipeline mode.
    """
    connection = session().connection()
    if connection.dialect.name != "postgresql":
        yield
        return
    with cast(Any, connection.connection.driver_connection).pipeline():
        yield
