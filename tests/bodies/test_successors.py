"""Bodies that follow one another: from a day on the successor is offered, and the old name finds it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from eventreg.bodies.actions import replace_body
from eventreg.bodies.queries import bodies, body_by_code
from eventreg.bodies.rules import body_on
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.queries import bodies_not_invited
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import STARTS, a_body, a_council, a_session

LAST_DAY = date(2022, 6, 11)  # the ministry was split in June 2022


def test_a_later_session_offers_the_successor_and_an_earlier_one_the_body_itself(app: Flask) -> None:
    with transaction():
        replace_body(a_body("MON"), a_body("MP"), LAST_DAY, SYSTEM, NOW)
        later, earlier = a_session(), a_session()
        earlier.starts_at = STARTS - timedelta(days=4000)

    offered_later = [body.code for body in session().scalars(bodies_not_invited(later))]
    offered_earlier = [body.code for body in session().scalars(bodies_not_invited(earlier))]

    assert offered_later == ["MP"]
    assert offered_earlier == ["MON", "MP"]


def test_on_each_day_one_body_of_a_chain_stands(app: Flask) -> None:
    with transaction():
        first, second, third = a_body("A"), a_body("B"), a_body("C")
        replace_body(first, second, LAST_DAY, SYSTEM, NOW)
        replace_body(second, third, LAST_DAY + timedelta(days=365), SYSTEM, NOW)

    days = (LAST_DAY, LAST_DAY + timedelta(days=1), LAST_DAY + timedelta(days=366))
    assert [body_on(first, day).code for day in days] == ["A", "B", "C"]


def test_the_old_name_finds_the_successor(app: Flask) -> None:
    with transaction():
        replace_body(a_body("MON"), a_body("MP"), LAST_DAY, SYSTEM, NOW)

    found = session().scalars(bodies("MON", on=NOW.date())).all()

    assert [body.code for body in found] == ["MP"]


def test_nobody_follows_themselves(app: Flask) -> None:
    with transaction():
        first, second = a_body("A"), a_body("B")
        replace_body(first, second, LAST_DAY, SYSTEM, NOW)

    def close_the_circle() -> None:
        with transaction():
            replace_body(second, first, LAST_DAY, SYSTEM, NOW)

    with pytest.raises(Refusal, match="successor_in_a_circle"):
        close_the_circle()


def test_an_organizer_names_the_successor_and_takes_that_back(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        public_id = a_body("MON").public_id
        a_body("MP")
    sign_in(browser, council, Role.ORGANIZER)
    path = f"/office/bodies/{public_id}/successor?lang=en"

    page = browser.submit(browser.get(path), "", successor="MP", last_day="")
    assert "A body that is replaced needs a last day." in page.text
    page = browser.submit(page, "", last_day="2022-06-11")
    assert "11 June 2022" in page.text
    browser.submit(browser.get(path), "", successor="", last_day="")

    body = body_by_code("MON")
    assert body is not None
    assert (body.successor, body.valid_until) == (None, None)
