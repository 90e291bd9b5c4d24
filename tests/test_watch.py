"""Whether the database was changed is known for certain, whoever changed it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from eventreg.core import watch
from eventreg.core.db import db, engine_options, session, transaction
from eventreg.files.models import StoredFile


@pytest.fixture
def other_process(app: Flask, database_url: str) -> Iterator[Engine]:
    """Connections that are none of the application's."""
    engine = create_engine(database_url, **engine_options(database_url))
    yield engine
    engine.dispose()


def add_a_file(now: datetime) -> None:
    with transaction() as current:
        current.add(StoredFile(sha256="0" * 64, size=0, media_type="text/plain", stored_at=now))


def test_while_nothing_is_committed_the_mark_stays(app: Flask, now: datetime) -> None:
    add_a_file(now)
    before = watch.mark()

    session().execute(text("SELECT 1 FROM stored_file"))
    with transaction():
        pass

    assert watch.mark() == before


def test_a_commit_of_ours_changes_the_mark(app: Flask, now: datetime) -> None:
    before = watch.mark()

    add_a_file(now)

    assert watch.mark() != before


def test_a_commit_of_another_process_changes_the_mark(app: Flask, now: datetime, other_process: Engine) -> None:
    add_a_file(now)
    before = watch.mark()

    with other_process.begin() as connection:
        connection.execute(text("UPDATE stored_file SET size = 1"))
        session().rollback()

    assert watch.mark() != before


def test_what_began_before_the_mark_and_is_committed_after_it_changes_it(
    app: Flask, now: datetime, other_process: Engine
) -> None:
    add_a_file(now)

    with other_process.begin() as connection:
        connection.execute(text("UPDATE stored_file SET size = 1"))
        meanwhile = watch.mark()

    assert watch.mark() != meanwhile


def test_another_connection_is_never_compared_with_the_one_before(app: Flask) -> None:
    before = watch.mark()

    db.engine.dispose()

    assert watch.mark() != before


def test_a_connection_that_was_cut_is_opened_anew(app: Flask, other_process: Engine) -> None:
    if other_process.dialect.name == "sqlite":
        pytest.skip("a file is not cut off")
    before = watch.mark()
    with other_process.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_current_snapshot%'"
            )
        )

    assert watch.mark() != before
    assert watch.mark() == watch.mark()
