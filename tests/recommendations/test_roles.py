"""Who sees the draft, who words it, who decides on it."""

import pytest
from flask import Flask

from eventreg.core.actors import Role
from eventreg.core.db import transaction
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council
from tests.recommendations.drafts import BY_MARCH, a_draft, found, office

PATHS = ("", "clauses/add", "clauses/{clause}", "clauses/{clause}/history", "clauses/{clause}/delete", "preamble")
ALL, READING, WORDING = {0, 1, 2, 3, 4, 5}, {0, 3}, {0, 2, 3, 5}
SEES = {
    Role.SECRETARY: ALL,
    Role.TRANSLATOR: WORDING,
    Role.CHAIR: READING,
    Role.ORGANIZER: READING,
    Role.PRESS: READING,
    Role.AUDITOR: READING,
    Role.DOOR: set(),
}


@pytest.mark.parametrize("role", SEES)
def test_each_role_opens_its_own_pages(app: Flask, browser: Browser, role: Role) -> None:
    council_session = a_draft(NOW)
    clause = found(council_session).clauses[0].public_id
    sign_in(browser, council_session.council, role)

    answers = [browser.get(office(council_session, path.format(clause=clause))).status for path in PATHS]

    assert answers == [200 if number in SEES[role] else 403 for number in range(len(PATHS))]


def test_an_admin_has_no_hand_in_texts(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    sign_in(browser, None, is_admin=True)

    assert browser.get(office(council_session)).status == 404


def test_a_secretary_of_another_council_sees_nothing(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    with transaction():
        other = a_council()
    sign_in(browser, other, Role.SECRETARY)

    assert browser.get(office(council_session)).status == 404


def test_a_visitor_is_led_to_signing_in(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)

    assert browser.client.get(office(council_session)).status_code in (302, 303, 401)


def test_a_translator_changes_words(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    clause = found(council_session).clauses[0]
    sign_in(browser, council_session.council, Role.TRANSLATOR)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    page = browser.submit(form, clause.public_id, text_en="draw up 1 programme")

    assert "Addressees and deadline are set by the secretary." in form.text
    assert "The clause was saved." in page.text
    assert found(council_session).clauses[0].text["en"] == "draw up 1 programme"


def test_a_translator_changes_neither_deadline_nor_addressees(app: Flask, browser: Browser) -> None:
    council_session = a_draft(NOW)
    clause = found(council_session).clauses[0]
    sign_in(browser, council_session.council, Role.TRANSLATOR)

    form = browser.get(office(council_session, f"clauses/{clause.public_id}"))
    browser.submit(form, clause.public_id, deadline_kind="continuous", lead="class:ngos", text_en="a plan of 1")

    clause = found(council_session).clauses[0]
    assert clause.text["en"] == "a plan of 1"
    assert clause.deadline == BY_MARCH
    assert [addressee.code for addressee in clause.addressees] == ["class:akimats"]


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.ORGANIZER, Role.PRESS, Role.AUDITOR, Role.DOOR])
def test_tabling_and_adopting_are_for_secretary_and_chair(app: Flask, browser: Browser, role: Role) -> None:
    council_session = a_draft(NOW)
    sign_in(browser, council_session.council, role)
    page = browser.get(f"/office/{council_session.address}/recommendations/?lang=en")
    token = next((form["fields"]["csrf_token"] for form in page.forms if "csrf_token" in form["fields"]), "")

    answers = [
        browser.post(office(council_session, path), {"csrf_token": token}).status
        for path in ("table", "return", "adopt", f"clauses/{found(council_session).clauses[0].public_id}/move")
    ]

    assert set(answers) <= {400, 403}


def test_an_unknown_clause_is_not_found(app: Flask, browser: Browser) -> None:
    council_session, other = a_draft(NOW), a_draft(NOW)
    sign_in(browser, council_session.council, Role.SECRETARY)
    foreign = found(other).clauses[0].public_id

    assert browser.get(office(council_session, f"clauses/{foreign}")).status == 404
