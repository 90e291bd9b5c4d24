"""A page that says what went wrong names the secretariat where the visitor may know of the session, else nobody."""

import pytest
from flask import Flask

from eventreg.core.db import transaction
from eventreg.sessions.models import Stage
from tests.browser import Browser
from tests.factories import a_session

CONTACT = "secretariat@council.example"


def a_session_with_contact(stage: Stage) -> str:
    with transaction():
        found = a_session(stage=stage)
        found.council.contact_email, found.council.contact_phone = CONTACT, "+77132000000"
        return found.address


@pytest.mark.parametrize("rest", ["/agenda", "/agenda/7", "/recommendations", "/recommendations/v3", "/register"])
def test_what_a_public_session_lacks_names_its_secretariat(app: Flask, browser: Browser, rest: str) -> None:
    page = browser.get(f"/s/{a_session_with_contact(Stage.OPEN)}{rest}")

    assert page.status == 404
    assert f"mailto:{CONTACT}" in page.links
    assert "tel:+77132000000" in page.links


@pytest.mark.parametrize("rest", ["", "/agenda", "/recommendations", "/register"])
def test_a_draft_answers_as_a_session_that_does_not_exist(app: Flask, browser: Browser, rest: str) -> None:
    page = browser.get(f"/s/{a_session_with_contact(Stage.DRAFT)}{rest}")

    assert page.status == 404
    assert CONTACT not in page.text


@pytest.mark.parametrize("address", ["/i/unknown-token", "/r/unknown-token", "/u/unknown-token", "/nowhere"])
def test_a_link_that_opens_nothing_names_nobody(app: Flask, browser: Browser, address: str) -> None:
    a_session_with_contact(Stage.OPEN)

    assert CONTACT not in browser.get(address).text
