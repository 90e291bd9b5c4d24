"""The database: base class, engine settings, the one commit site, and row locks.

SQLite: `BEGIN IMMEDIATE` for writing transactions and a process-wide writer lock, because a write after a stale
read fails at once with "database is locked" whatever the timeout. PostgreSQL: plain transactions and FOR UPDATE.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from time import monotonic
from typing import Any, ClassVar, TypeVar, cast  # Any: SQLAlchemy's own event and type signatures carry it

from flask_sqlalchemy import SQLAlchemy
from pysqlite3 import dbapi2 as sqlite_driver
from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    any_,
    bindparam,
    event,
    inspect,
    select,
)
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# States are stored as their values with a check, so that both databases hold the same and a new state is no ALTER TYPE.
StateColumn = EnumColumn(
    Enum,
    native_enum=False,
    create_constraint=True,
    length=40,
    values_callable=lambda states: [state.value for state in states],
)
JsonColumn = JSON().with_variant(JSONB(), "postgresql")

BeforeCommit = Callable[[Session], None]
AfterCommit = Callable[[Session], None]
_before_commit: list[BeforeCommit] = []
_after_commit: list[AfterCommit] = []
sqlite_writer = threading.RLock()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC; refuses a datetime without a zone and always gives one back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: an integer key inside, and names for all constraints."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        Enum: StateColumn,
        dict[str, Any]: JsonColumn,
        list[Any]: JsonColumn,
    }

    id: Mapped[int] = mapped_column(primary_key=True)


def new_public_id() -> str:
    """A name for addresses and the journal: 16 characters, 96 random bits; it opens nothing by itself."""
    return secrets.token_urlsafe(12)


# secure_delete: what was deleted is overwritten with zeros, so that erased people are not found in free pages
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
# How long a lock that somebody else holds is waited for: a person at a page, and a job or command.
WEB_SECONDS, WORK_SECONDS = 8, 30
PING_AFTER_SECONDS = 1.0  # a server takes longer to start again
Row = TypeVar("Row", bound=Base)
Value = TypeVar("Value")


class PublicId:
    """Mixin of every thing that is named outside the database."""

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)


db = SQLAlchemy(metadata=Base.metadata)


def session() -> Session:
    """The session of the present request, command or job."""
    return cast(Session, db.session())


def before_commit(hook: BeforeCommit) -> BeforeCommit:
    """Registers what is written last before each commit (the journal's chain)."""
    if hook not in _before_commit:
        _before_commit.append(hook)
    return hook


def after_commit(hook: AfterCommit) -> AfterCommit:
    """Registers what follows each commit outside of the database (discarded files leave the disk)."""
    if hook not in _after_commit:
        _after_commit.append(hook)
    return hook


def engine_options(database_url: str) -> dict[str, object]:
    """Options for `create_engine`: the bundled SQLite, or a PostgreSQL pool that survives a restart of the server.

    Error messages leave out the values of a statement, since they end up in the log.
    """
    if database_url.startswith("sqlite"):
        connecting = {"timeout": 30, "check_same_thread": False}
        return {"module": sqlite_driver, "connect_args": connecting, "hide_parameters": True}
    pool = {"pool_size": 10, "max_overflow": 30, "pool_timeout": WEB_SECONDS}
    return {**pool, "connect_args": {"connect_timeout": 5}, "hide_parameters": True}


@contextmanager
def transaction() -> Iterator[Session]:
    """One use case: ends the reading transaction, writes, commits; rolls back on any exception.

    Loaded objects expire at the start, so that what an action decides on is read anew. The only commit site.
    """
    current = session()
    current.rollback()
    current.info.clear()  # what an earlier, failed use case announced
    with _writer_of(current):
        current.connection(execution_options={"eventreg_writes": True})
        try:
            yield current
            current.flush()
            for hook in _before_commit:
                hook(current)
            current.commit()
        except BaseException:
            current.rollback()
            raise
    for hook in _after_commit:
        hook(current)


@contextmanager
def _writer_of(current: Session) -> Iterator[None]:
    engine = current.get_bind().engine
    if engine.dialect.name != "sqlite":
        yield
        return
    seconds = _patience(engine)
    if not sqlite_writer.acquire(timeout=seconds if seconds < WORK_SECONDS else -1):
        raise OperationalError("BEGIN IMMEDIATE", None, sqlite_driver.OperationalError("database is locked"))
    try:
        yield
    finally:
        sqlite_writer.release()


def locked(thing: Row, *options: ORMOption) -> Row:
    """The row read anew and, on PostgreSQL, locked until the end of the transaction (FOR UPDATE).

    `options` say what is read along with it, unlocked. Under SQLite's BEGIN IMMEDIATE there is one writer, so reading
    anew is enough. Raises `LookupError` when the row is gone.
    """
    model, identity = type(thing), inspect(thing).identity  # asking the expired row for its key would read it once more
    key = identity[0] if identity else thing.id
    query = select(model).where(model.id == key).with_for_update(of=model).options(*options)
    fresh = session().scalar(query.execution_options(populate_existing=True))
    if fresh is None:
        raise LookupError(f"{model.__name__} {key} is gone")
    return fresh


def is_among(column: InstrumentedAttribute[Value], values: Sequence[Value]) -> ColumnElement[bool]:
    """The column holds one of many values: an array on PostgreSQL, where a long list of places takes longer to read
    than the rows take to find."""
    if session().get_bind().dialect.name == "postgresql":
        return column == any_(bindparam(None, values, type_=ARRAY(column.type)))
    return column.in_(values)


def prepare_engine(engine: Engine) -> None:
    """Gives the application's own engine its connection settings and its BEGIN (job engine and tests have others)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "checkin", _rests)
        event.listen(engine, "checkout", lambda connection, record, _: _see_that_it_lives(engine, connection, record))
    event.listen(engine, "checkout", lambda connection, record, _: _wait_as(engine, connection, record))


def be_patient(engine: Engine) -> None:
    """From now on locks are waited for as jobs and commands do, since no person is at the other end."""
    engine.update_execution_options(eventreg_patience=WORK_SECONDS)


def _patience(engine: Engine) -> float:
    """Seconds."""
    return cast(float, engine.get_execution_options().get("eventreg_patience", WEB_SECONDS))


def _set_up_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours: see `_begin`
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _rests(connection: Any, record: Any) -> None:
    record.info["rests_since"] = monotonic()


def _see_that_it_lives(engine: Engine, connection: Any, record: Any) -> None:
    """A connection that rested is asked whether its server is still there, and the pool is filled anew if it is not.

    SQLAlchemy's own `pool_pre_ping` asks each time; a delivery run takes a connection some hundred times a second.
    """
    if monotonic() - record.info.get("rests_since", monotonic()) < PING_AFTER_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _wait_as(engine: Engine, connection: Any, record: Any) -> None:
    """A connection keeps how long it waits for locks, so it is told once, and again when that has changed."""
    seconds = _patience(engine)
    if record.info.get("patience") == seconds:
        return
    record.info["patience"] = seconds
    if engine.dialect.name == "sqlite":
        connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
    else:
        connection.execute(f"SET lock_timeout = {int(seconds * 1000)}")
        connection.commit()


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("eventreg_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
