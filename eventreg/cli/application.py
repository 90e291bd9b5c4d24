"""The application that a command works with, and what goes wrong around it in one sentence each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from eventreg.app import create_app
from eventreg.core.db import be_patient, db
from eventreg.core.link_secret import links_are_of_another_secret
from eventreg.core.outages import KINDS, is_outage
from eventreg.core.schema import schema_is_behind
from eventreg.settings import Settings, SettingsError


def application() -> Flask:
    """The application on the settings of the environment; every fault of theirs is printed on a line, exit 1."""
    try:
        settings = Settings.from_environment(os.environ)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except SettingsError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        raise SystemExit(1) from None
    except OSError as error:
        raise click.ClickException(f"DATA_DIR cannot be used: {error.strerror}: {error.filename}.") from None
    return create_app(settings)


@contextmanager
def ready_application(*, is_patient: bool = True, needs_secret: bool = True) -> Iterator[Flask]:
    """The application with a context, on a database that answers and has the schema of this release; else exit 1.

    Also where the personal links were made with another secret, unless the command needs no other.
    A command waits longer for a locked database than a page does; what serves pages is not patient.
    """
    app = application()
    with outages_in_words(), app.app_context():
        try:
            if is_patient:
                be_patient(db.engine)
            check_schema()
            if needs_secret:
                check_secret()
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()  # a connection of a command that has ended is closed, not left to chance


def check_schema() -> None:
    """Exit 1 with the command that helps, where the schema is not that of this release."""
    if schema_is_behind():
        raise click.ClickException("The schema is behind; run: eventreg migrate")


def check_secret() -> None:
    """Exit 1 with what to do, where the personal links were made with another secret than that of the settings."""
    if links_are_of_another_secret():
        raise click.ClickException(
            "The personal links in this database were made with another SECRET_KEY, so new letters would carry dead "
            "links. Set that key again; where it is lost or leaked, stop every process and run: eventreg links renew"
        )


@contextmanager
def outages_in_words() -> Iterator[None]:
    """A database that is away, locked or full, and a full disk, end the command with one sentence and exit 1."""
    try:
        yield
    except KINDS as error:
        if not is_outage(error):
            raise
        cause = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
        raise click.ClickException(
            f"Stopped, since the database or the disk refused: {cause}. "
            "Check DATABASE_URL, that the server runs and that the disk has room; then run the command again."
        ) from None
