"""The WSGI entry point: `app`, on the settings of the environment."""

import os

from eventreg.app import create_app
from eventreg.settings import Settings

app = create_app(Settings.from_environment(os.environ))
