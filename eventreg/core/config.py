"""The settings of the running application."""

from typing import cast

from flask import current_app

from eventreg.settings import Settings

EXTENSION = "eventreg"


def current_settings() -> Settings:
    """The `Settings` that `create_app` was given; needs an application context."""
    return cast(Settings, current_app.extensions[EXTENSION])
