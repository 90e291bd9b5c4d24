"""Signing in and out."""

import pytest
from flask import Flask

from eventreg.accounts.passwords import hash_password
from eventreg.core.db import transaction
from tests.browser import Browser, Page
from tests.cast import a_staff_user

PASSWORD = "жеті қазына төрт түлік"


@pytest.fixture
def rustem(app: Flask) -> str:
    """An administrator with a password; gives the address."""
    with transaction():
        user = a_staff_user(None, is_admin=True)
        user.password_hash = hash_password(PASSWORD)
        return user.email


def try_to_sign_in(browser: Browser, email: str, password: str) -> Page:
    page = browser.get("/office/sign-in?lang=en")
    return browser.submit(page, "sign-in", email=email, password=password)


def test_the_right_password_leads_to_the_page_that_was_asked_for(browser: Browser, rustem: str) -> None:
    asked = browser.get("/office/team?lang=en")

    page = browser.submit(asked, "sign-in", email=rustem, password=PASSWORD)

    assert asked.status == 401
    assert asked.heading == "Sign in"
    assert page.path == "/office/team"
    assert page.heading == "Team"
