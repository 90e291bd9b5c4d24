"""The application that a command works with."""

import os

import click
from flask import Flask

from eventreg.app import create_app
from eventreg.settings import Settings, SettingsError


def application() -> Flask:
    """The application on the settings of the environment; every fault of theirs is printed on a line, exit 1."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        raise SystemExit(1) from None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return create_app(settings)
