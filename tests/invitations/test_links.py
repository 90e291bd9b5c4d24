"""Personal links: never stored readable, good until the deadline, and sent anew to the address on file alone."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from eventreg.core.db import Base, session, transaction
from eventreg.invitations.models import Invitation
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration
from tests.browser import Browser
from tests.conftest import NOW
from tests.factories import a_registration, a_session, an_invitation


@pytest.fixture
def things(app: Flask) -> tuple[Invitation, Registration]:
    with transaction():
        council_session = a_session()
        council_session.nominate_until = NOW + timedelta(days=1)
        return an_invitation(council_session), a_registration(council_session)


def test_no_table_holds_a_token(things: tuple[Invitation, Registration]) -> None:
    tokens = [thing.link.token for thing in things]

    dump = "".join(str(session().execute(select(table)).all()) for table in Base.metadata.sorted_tables)

    assert [token for token in tokens if token in dump] == []
    assert all(str(thing.link_hash) in dump for thing in things)


def test_the_link_of_a_body_works_until_the_deadline_and_no_longer(
    things: tuple[Invitation, Registration], browser: Browser
) -> None:
    address = f"/i/{things[0].link.token}"

    for moment, status in ((NOW, 303), (NOW + timedelta(days=1), 303), (NOW + timedelta(days=1, seconds=1), 410)):
        with time_machine.travel(moment, tick=False):
            assert browser.request("GET", address).status_code == status, moment


@pytest.mark.parametrize("guest", ["i", "r"])
def test_who_asks_for_a_new_link_is_told_the_same_for_known_and_unknown_addresses(
    things: tuple[Invitation, Registration], browser: Browser, guest: str
) -> None:
    known = things[0].email if guest == "i" else things[1].person.email

    answers = []
    for email in (known, "nobody@nowhere.example"):
        with time_machine.travel(NOW, tick=False):
            page = browser.submit(browser.get(f"/{guest}/new-link?lang=en"), "", email=email)
        answers.append((page.status, page.text.replace(email, "")))

    assert answers[0] == answers[1]
    assert session().scalars(select(Letter.recipient)).all() == [known]
    assert session().scalar(select(func.count(Letter.id))) == 1
