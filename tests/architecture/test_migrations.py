"""Migrations: one head, numbered, equal to the models, and reversible."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from eventreg.core.db import Base, db
from eventreg.paths import resource

FOLDER = str(resource("migrations"))


def test_there_is_one_head_and_every_revision_is_a_number() -> None:
    script = ScriptDirectory(FOLDER)

    assert len(script.get_heads()) == 1
    assert all(re.fullmatch(r"\d{4}", revision.revision) for revision in script.walk_revisions())


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, parents: kind != "table" or name in Base.metadata.tables,
            },
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_every_migration_can_be_undone_and_done_again(bare_app: Flask) -> None:
    with bare_app.app_context():
        downgrade(FOLDER, revision="base")
        after_down = set(inspect(db.engine).get_table_names()) & set(Base.metadata.tables)
        upgrade(FOLDER)
        after_up = set(inspect(db.engine).get_table_names()) & set(Base.metadata.tables)

    assert after_down == set()
    assert after_up == set(Base.metadata.tables)


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []


def test_no_later_migration_lost_what_the_database_guards_by_itself(app: Flask) -> None:
    """A table that is rebuilt on SQLite loses its triggers; the migration that rebuilds it creates them again."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        else:
            query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        found = {name.split("_insert")[0].split("_update")[0] for (name,) in connection.exec_driver_sql(query)}

    assert {"registration_capacity", "clause_locked", "recommendations_locked"} <= found
