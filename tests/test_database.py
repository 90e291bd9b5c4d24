"""The database's own promises: one commit site, no lost updates, a journal that is chained."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text, update

from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, locked, session, transaction
from eventreg.core.errors import Refusal
from eventreg.files.models import StoredFile
from eventreg.journal.actions import announce
from eventreg.journal.events import Event
from eventreg.journal.models import JournalEntry
from eventreg.journal.queries import chain
from eventreg.journal.rules import first_broken_entry
from eventreg.settings import Settings
from tests.databases import PostgresTemplate


@dataclass(frozen=True)
class ThingDone(Event):
    object_kind: ClassVar[str] = "thing"

    size: int = 0


def a_file(now: datetime, size: int = 0) -> StoredFile:
    return StoredFile(sha256=f"{size:064d}", size=size, media_type="text/plain", stored_at=now)


def test_a_failed_use_case_leaves_nothing_behind(app: Flask, now: datetime) -> None:
    def fail_late() -> None:
        with transaction() as current:
            current.add(a_file(now))
            announce(ThingDone(about="x"), SYSTEM, now)
            raise Refusal("too_late")

    with pytest.raises(Refusal):
        fail_late()

    assert session().scalars(select(StoredFile)).all() == []
    assert list(chain()) == []


def test_a_hundred_additions_in_four_threads_are_all_kept(bare_app: Flask, now: datetime) -> None:
    with bare_app.app_context(), transaction() as current:
        current.add(a_file(now))

    def add_25() -> None:
        with bare_app.app_context():
            for _ in range(25):
                with transaction():
                    stored = locked(session().scalars(select(StoredFile)).one())
                    stored.size += 1
            db.session.remove()

    threads = [threading.Thread(target=add_25) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with bare_app.app_context():
        assert session().scalars(select(StoredFile.size)).one() == 100


def test_the_journal_numbers_its_rows_without_gaps_and_seals_them(app: Flask, now: datetime) -> None:
    for size in range(3):
        with transaction():
            announce(ThingDone(about="a", size=size), SYSTEM, now)
            announce(ThingDone(about="b", size=size), SYSTEM, now)

    entries = list(chain())

    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert first_broken_entry(entries) is None


def test_a_changed_row_of_the_journal_is_found(app: Flask, now: datetime) -> None:
    for size in range(3):
        with transaction():
            announce(ThingDone(about="a", size=size), SYSTEM, now)

    with transaction() as current:
        current.execute(update(JournalEntry).where(JournalEntry.number == 2).values(payload={"size": 7}))

    assert first_broken_entry(chain()) == 2


def test_a_connection_that_was_cut_while_it_rested_is_replaced_before_anybody_uses_it(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if settings.uses_sqlite:
        pytest.skip("SQLite has no server that could go away")
    monkeypatch.setattr("eventreg.core.db.PING_AFTER_SECONDS", 0.0)
    own_number = text("SELECT pg_backend_pid()")
    with transaction():
        former = session().scalar(own_number)
    with psycopg.connect(settings.database_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [former])

    with transaction():
        present = session().scalar(own_number)

    assert present != former


def test_tests_take_turns_at_a_clone_that_is_emptied_and_one_with_another_schema_goes(
    postgres_template: PostgresTemplate,
) -> None:
    used = []
    for statement in (
        "INSERT INTO worker_sign (name, started_at, seen_at) VALUES ('w', now(), now()) RETURNING id",
    ) * 2:
        with postgres_template.clone() as url, psycopg.connect(url.replace("+psycopg", "")) as connection:
            assert connection.execute(statement).fetchall() == [(1,)]
            used.append(url)
    with postgres_template.clone() as url, psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("ALTER TABLE worker_sign ADD CONSTRAINT odd CHECK (name <> 'odd')")
        used.append(url)
    with postgres_template.clone() as url:
        used.append(url)

    assert len(set(used[:3])) == 1
    assert used[3] != used[2]
