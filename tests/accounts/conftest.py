"""The clock stands at the cast's moment, and every request has a context of its own, as in production."""

import contextvars
from collections.abc import Iterator
from functools import partial
from typing import Any  # Any: keyword arguments of werkzeug's client

import pytest
import time_machine
from flask import Flask

from tests.browser import Browser, Page
from tests.conftest import NOW


class SeparateBrowser(Browser):
    """A browser whose requests share nothing with the test or with each other but the cookie."""

    def get(self, path: str, **arguments: Any) -> Page:
        return contextvars.Context().run(partial(super().get, path, **arguments))

    def post(self, path: str, fields: dict[str, Any] | None = None, **arguments: Any) -> Page:
        return contextvars.Context().run(partial(super().post, path, fields, **arguments))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(bare_app: Flask) -> Browser:
    return SeparateBrowser(bare_app)


@pytest.fixture
def other_browser(bare_app: Flask) -> Browser:
    return SeparateBrowser(bare_app)
