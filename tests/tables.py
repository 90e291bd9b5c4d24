"""The whole database as plain rows, to compare before and after."""

from sqlalchemy import select

from eventreg.core.db import Base, db


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours; needs an application context."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=str)
            for table in Base.metadata.sorted_tables
        }
