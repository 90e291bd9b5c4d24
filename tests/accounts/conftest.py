"""The clock stands at the tests' own moment until a test moves it; Rustem has a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from eventreg.accounts.passwords import hash_password
from eventreg.core.db import db, transaction
from tests.browser import Browser, Page
from tests.cast import a_staff_user
from tests.conftest import NOW

PASSWORD = "жеті қазына төрт түлік"


@dataclass(frozen=True)
class Known:
    """A member of staff with a password, as a test remembers them."""

    email: str
    public_id: str
    password: str = PASSWORD


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def other_browser(bare_app: Flask) -> Browser:
    """A second visitor, or the same person on another device."""
    return Browser(bare_app)


@pytest.fixture
def rustem(app: Flask) -> Known:
    """The administrator, who has a password."""
    with transaction():
        user = a_staff_user(None, is_admin=True)
        user.password_hash = hash_password(PASSWORD)
        return Known(user.email, user.public_id)


def try_to_sign_in(browser: Browser, email: str, password: str) -> Page:
    """What is shown after these words were sent from the English sign-in page."""
    page = browser.get("/office/sign-in?lang=en")
    return browser.submit(page, "sign-in", email=email, password=password)


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that the database is sent meanwhile."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)
