"""Runs the migrations, on the application's own engine."""

from alembic import context
from flask import current_app

from eventreg.core.db import Base

target_metadata = Base.metadata


def include_name(name: str | None, type_: str, parent_names: object) -> bool:
    """Tables of the job engine live in the same SQLite file and are none of ours."""
    return type_ != "table" or name in target_metadata.tables


def run_migrations() -> None:
    """Brings the schema up in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(eventreg_writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            include_name=include_name,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
