"""Applications of tests: one is made for each kind of settings, and moves from one database to the next.

Nine tenths of making one is compiling the patterns of addresses, and templates compile at their first use: together
that would take longer than most tests.
"""

from typing import cast

from flask import Flask
from sqlalchemy import Engine, create_engine

from eventreg.app import create_app
from eventreg.core import config
from eventreg.core.db import WEB_SECONDS, db, engine_options, prepare_engine
from eventreg.core.log import set_up_logging
from eventreg.jobs import job
from eventreg.settings import Settings


class ReadyApps:
    """Those of this process."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Flask] = {}

    def on(self, settings: Settings) -> Flask:
        """The application as `create_app(settings)` makes it; the one before it with such settings is gone."""
        parts = _parts(settings)
        if parts not in self._made:
            self._made[parts] = create_app(settings)
        return _moved(self._made[parts], settings)


def _parts(settings: Settings) -> tuple[object, ...]:
    """Of which settings `create_app` makes something that stays."""
    kind = settings.database_url.partition(":")[0]
    keys = (settings.secret_key, settings.secret_key_fallbacks)
    return kind, settings.environment, settings.base_url, *keys, settings.redis_url, settings.trusted_proxies


def _moved(app: Flask, settings: Settings) -> Flask:
    """An engine keeps the statements that it has compiled, which costs a third of a test; so it stays where it can."""
    set_up_logging(settings.log_level)
    app.extensions.pop(job.EXTENSION, None)  # the worker that an earlier test began and stopped
    app.extensions[config.EXTENSION] = settings
    with app.app_context():
        db.engine.dispose()
        if app.config["SQLALCHEMY_DATABASE_URI"] != settings.database_url:
            app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
            engines = cast(dict[str | None, Engine], db.engines)  # it is a dict
            options = {**engine_options(settings.database_url), "query_cache_size": 5000}
            engines[None] = create_engine(settings.database_url, **options)
            prepare_engine(db.engine)
        db.engine.update_execution_options(eventreg_patience=WEB_SECONDS)
    return app
