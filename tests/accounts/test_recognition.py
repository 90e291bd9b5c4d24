"""Who a request comes from: the cookie names a sign-in, the database says whether it still counts."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from eventreg.accounts.models import StaffSession, StaffUser
from eventreg.core.actors import Actor, Role
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, public
from eventreg.sessions.rules import may_see_session
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_session


@pytest.fixture
def bare_app(changed_app: Flask) -> Flask:
    return changed_app


@pytest.fixture
def actors(bare_app: Flask) -> list[Actor]:
    """Who the requests to /who came from, one after the other."""
    seen: list[Actor] = []

    @public
    def who() -> str:
        seen.append(current_actor())
        return ""

    bare_app.add_url_rule("/who", view_func=who)
    return seen


def test_a_member_of_staff_is_known_by_name_and_roles_in_one_query(
    app: Flask, browser: Browser, actors: list[Actor]
) -> None:
    with transaction():
        council = a_council()
        council_id = council.public_id
    sign_in(browser, council, Role.SECRETARY, Role.CHAIR)

    with counted_statements() as statements:
        browser.get("/who")

    assert [statement.split()[0] for statement in statements].count("SELECT") == 1
    assert actors[0].kind == "staff"
    assert actors[0].name == "Сәуле Ахметова"
    assert actors[0].roles == {council_id: frozenset({Role.SECRETARY, Role.CHAIR})}


def test_a_visitor_costs_no_query(app: Flask, browser: Browser, actors: list[Actor]) -> None:
    with counted_statements() as statements:
        browser.get("/who")

    assert statements == []
    assert actors[0].kind == "visitor"


def test_a_role_in_one_council_gives_nothing_in_another(app: Flask, browser: Browser, actors: list[Actor]) -> None:
    with transaction():
        own, foreign = a_council(), a_council()
        own_session, foreign_session = a_session(own), a_session(foreign)
    sign_in(browser, own, Role.SECRETARY)

    browser.get("/who")

    assert may_see_session(actors[0], own_session)
    assert not may_see_session(actors[0], foreign_session)
    assert not actors[0].has_role(foreign.public_id, *Role)


def test_roles_count_from_the_next_request_on(app: Flask, browser: Browser, actors: list[Actor]) -> None:
    with transaction():
        council = a_council()
    user = sign_in(browser, council, Role.SECRETARY)
    browser.get("/who")

    with transaction():
        user.role_grants = []
    browser.get("/who")

    assert [bool(actor.roles) for actor in actors] == [True, False]


def test_a_revoked_sign_in_is_signed_out_at_its_next_request(app: Flask, browser: Browser) -> None:
    sign_in(browser, None, is_admin=True)
    before = browser.get("/office/team")

    with transaction() as current:
        current.execute(update(StaffSession).values(revoked_at=NOW))
    after = browser.get("/office/team")

    assert (before.status, after.status) == (200, 401)


def test_a_deactivated_member_of_staff_is_signed_out_at_the_next_request(app: Flask, browser: Browser) -> None:
    sign_in(browser, None, is_admin=True)

    with transaction() as current:
        current.execute(update(StaffUser).values(is_active=False))
    page = browser.get("/office/team")

    assert page.status == 401


def test_a_sign_in_ends_after_eight_idle_hours_but_not_while_it_is_used(
    app: Flask, browser: Browser, clock: time_machine.Traveller
) -> None:
    sign_in(browser, None, is_admin=True)
    statuses = []

    for pause in (timedelta(0), timedelta(hours=7), timedelta(hours=7), timedelta(hours=8, minutes=2)):
        clock.shift(pause)
        statuses.append(browser.get("/office/team").status)

    assert statuses == [200, 200, 200, 401]


def test_a_sign_in_ends_after_fourteen_days_however_busy(
    app: Flask, browser: Browser, clock: time_machine.Traveller
) -> None:
    sign_in(browser, None, is_admin=True)
    days = []

    while browser.get("/office/team").status == 200:
        days.append(clock)
        clock.shift(timedelta(hours=6))

    assert len(days) == 14 * 4 + 1


def test_the_moment_of_the_last_request_is_written_once_a_minute_at_most(
    app: Flask, browser: Browser, clock: time_machine.Traveller
) -> None:
    sign_in(browser, None, is_admin=True)
    written = []

    for pause in (0, 30, 29, 1, 10):
        clock.shift(timedelta(seconds=pause))
        written.append("Set-Cookie" in browser.request("GET", "/office/team").headers)

    assert written == [True, False, False, True, False]


def test_looking_at_pages_writes_nothing(app: Flask, browser: Browser) -> None:
    sign_in(browser, None, is_admin=True)

    with counted_statements() as statements:
        pages = [browser.get(path) for path in ("/office/team", "/office/account", "/office/team/invite")]

    assert {page.status for page in pages} == {200}
    assert {statement.split()[0] for statement in statements} <= {"SELECT", "BEGIN"}
