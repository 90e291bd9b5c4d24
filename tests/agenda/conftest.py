"""Fixtures for the stories about agendas."""

import pytest
from flask import Flask

from eventreg.sessions.models import CouncilSession
from tests.agenda.agendas import an_agenda


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    return an_agenda()
