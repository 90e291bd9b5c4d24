"""Fixtures that every test may use."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from eventreg.app import create_app
from eventreg.core.db import db
from eventreg.core.limits import limiter
from eventreg.settings import Settings
from tests.browser import Browser
from tests.databases import PostgresTemplate, SqliteTemplate, settings_for
from tests.ready_apps import ReadyApps
from tests.snapshots import snapshots

__all__ = ["snapshots"]

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
Listen = Callable[[str, Callable[..., object]], None]
DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the fault runs in their full size: minutes, not seconds")
    parser.addoption("--update-snapshots", action="store_true", help="write the snapshots anew; read the diff")


@pytest.fixture
def is_full(request: pytest.FixtureRequest) -> bool:
    """True in `make faults`."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresTemplate]:
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):  # one server for all processes of a parallel run
        shared = shared.parent
    template = PostgresTemplate(tmp_path_factory.mktemp("postgres"), shared / "postgres-server")
    yield template
    template.drop()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database; the test runs once on each kind."""
    template = request.getfixturevalue("sqlite_template" if request.param == "sqlite" else "postgres_template")
    with template.clone() as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture(scope="session")
def ready_apps() -> ReadyApps:
    """Applications that were made already in this process."""
    return ReadyApps()


@pytest.fixture
def bare_app(settings: Settings, ready_apps: ReadyApps) -> Iterator[Flask]:
    """The application without a pushed context, for tests that run threads or servers of their own."""
    yield from _in_use(ready_apps.on(settings))


@pytest.fixture
def changed_app(settings: Settings) -> Iterator[Flask]:
    """An application that the test may change: it adds pages, or settings of Flask."""
    yield from _in_use(create_app(settings))


def _in_use(app: Flask) -> Iterator[Flask]:
    limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(bare_app: Flask) -> Iterator[Flask]:
    """The application with a context in which a test may call actions and queries."""
    with bare_app.app_context():
        yield bare_app


@pytest.fixture
def browser(bare_app: Flask) -> Browser:
    """A visitor who checks every page that is fetched."""
    return Browser(bare_app)


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Hears an event of the engine until the test is over: other tests have the same engine."""
    heard: list[tuple[Engine, str, Callable[..., object]]] = []

    def add(name: str, note: Callable[..., object]) -> None:
        heard.append((db.engine, name, note))
        event.listen(*heard[-1])

    yield add
    for one in heard:
        event.remove(*one)


@pytest.fixture
def now() -> datetime:
    return NOW


def with_settings(settings: Settings, **changes: object) -> Settings:
    """The same settings with some of them changed."""
    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]  # names are checked by dataclasses
