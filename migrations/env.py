"""Runs the migrations, on the application's own engine."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from eventreg.core.db import Base

target_metadata = Base.metadata


def include_name(name: str | None, type_: str, parent_names: object) -> bool:
    """Tables of the job engine live in the same SQLite file and are none of ours."""
    return type_ != "table" or name in target_metadata.tables


def run_migrations() -> None:
    """Brings the schema up in one transaction.

    On SQLite a table that others refer to is rebuilt with the foreign keys off, and they are all checked at the end.
    """
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(eventreg_writes=True) as connection:
        enforce_foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            include_name=include_name,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        check_foreign_keys(connection)
        connection.commit()
        enforce_foreign_keys(connection, "ON")


def enforce_foreign_keys(connection: Connection, wanted: str) -> None:
    """SQLite hears this outside of a transaction only; nothing was executed on the connection yet, or all was committed."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={wanted}")


def check_foreign_keys(connection: Connection) -> None:
    """Raises `RuntimeError`, and nothing is kept, when a migration left a row that refers to nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows refer to nothing: {sorted({row[0] for row in broken})}")


run_migrations()
