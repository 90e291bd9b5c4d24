"""Logs are for operators: whatever people do, no name, address, phone or token stands in them."""

import logging
from io import StringIO

import pytest
from flask import Flask

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.personal_data import erase_person, people_called
from eventreg.core.actors import SYSTEM, Actor
from eventreg.core.db import session, transaction
from eventreg.core.log import set_up_logging
from eventreg.invitations.actions.answers import Nominee, nominate_delegates
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration
from tests.browser import Browser
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation

DETAILS = PersonDetails("Журналов", "Логбек", "Жазбаұлы", "Құпия маман", "logbek@private.example", "+77015550099", "ru")


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        invitation = an_invitation(a_session(a_council("rcc")), a_body("MON"))
        (found,) = nominate_delegates(invitation, [Nominee(DETAILS)], Actor("invitation", invitation.public_id), NOW)
    return found


def traces(registration: Registration) -> list[str]:
    own = DETAILS
    return [own.surname, own.given_name, own.email, own.phone, own.post, registration.link.token, "Арба керек"]


def test_a_journey_with_errors_leaves_no_personal_data_in_the_log(
    registration: Registration,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("sys.stderr", lines := StringIO())
    set_up_logging("DEBUG")
    words = traces(registration)

    page = browser.get(f"/r/{registration.link.token}")
    page = browser.submit(page, "/answers", access_needs="Арба керек")
    monkeypatch.setattr("eventreg.registrations.views.answers._store", _broken)
    broken = browser.submit(page, "/confirm")
    browser.get("/r/" + registration.link.token[:-1] + "x")
    browser.post("/r/new-link", {"email": DETAILS.email})
    with transaction():
        erase_person(people_called(DETAILS.email)[0], SYSTEM, NOW)

    output = caplog.text + lines.getvalue()
    assert broken.status == 500
    assert "request_failed" in output
    assert [word for word in words if word in output] == []


def _broken(*arguments: object) -> None:
    """A fault of the database, whose message would hold the values of the statement."""
    with transaction():
        session().add(Letter(key=DETAILS.email, recipient=DETAILS.email, text=DETAILS.surname, subject=DETAILS.phone))
        session().flush()
