"""The staff's desk: sessions, dashboard, search, journal, import."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.models import InvitationState
from eventreg.jobs.models import WorkerSign
from eventreg.mail.actions import post
from eventreg.registrations.models import RegistrationState
from eventreg.sessions.actions import move_to
from eventreg.sessions.models import CouncilSession, Stage
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation

BUNDLE = Path(__file__).resolve().parents[2] / "eventreg" / "cli" / "demo" / "aktobe-2015.json"


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        return a_session(a_council("rcc"))


def test_home_shows_the_sessions_of_own_councils_alone(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        other = a_session(a_council("other"), "2027-01-01")
    sign_in(browser, council_session.council, Role.TRANSLATOR)

    page = browser.get("/office/?lang=en")

    assert f"/office/{council_session.address}/" in page.links
    assert f"/office/{other.address}/" not in page.links


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_dashboard_whose_sections_open(
    app: Flask, browser: Browser, council_session: CouncilSession, role: Role
) -> None:
    sign_in(browser, council_session.council, role)

    page = browser.get(f"/office/{council_session.address}/?lang=en")

    assert page.status == 200
    sections = [link for link in page.links if link.startswith(f"/office/{council_session.address}/")]
    assert [link for link in sections if browser.get(link).status != 200] == []


def test_staff_of_another_council_find_no_dashboard(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        stranger = a_council("other")
    sign_in(browser, stranger, Role.SECRETARY)

    for path in ("", "journal", "letters/", "registrations", "invitations/", "agenda/", "recommendations/", "edit"):
        assert browser.get(f"/office/{council_session.address}/{path}").status == 404, path


def test_the_dashboard_counts(app: Flask, browser: Browser, council_session: CouncilSession) -> None:
    with transaction():
        an_invitation(council_session)
        an_invitation(council_session, state=InvitationState.ANSWERED)
        an_invitation(council_session, state=InvitationState.DECLINED)
        a_registration(council_session)
        a_registration(council_session, state=RegistrationState.NOMINATED)
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.get(f"/office/{council_session.address}/?lang=en")

    assert "Bodies: 3, answered: 2, seats taken: 0 of 6" in page.text
    assert "Confirmed: 1, not confirmed yet: 1" in page.text


@pytest.mark.parametrize(("silent", "word"), [(10, "Running"), (120, "Silent since")])
def test_the_dashboard_says_whether_a_worker_is_alive(
    app: Flask, browser: Browser, council_session: CouncilSession, silent: int, word: str
) -> None:
    with transaction() as current:
        seen = clock.now() - timedelta(seconds=silent)
        current.add(WorkerSign(name="w1", started_at=seen, seen_at=seen))
    sign_in(browser, council_session.council, Role.ORGANIZER)

    assert word in browser.get(f"/office/{council_session.address}/?lang=en").text


def test_the_dashboard_says_how_long_the_oldest_letter_waits(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        post(
            "staff_invitation",
            key="k",
            to="a@b.example",
            language="en",
            about=("invitation", "x"),
            council_session=council_session.public_id,
            now=NOW,
            context={"name": "Айгүл", "email": "", "link": ""},
        )
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.get(f"/office/{council_session.address}/?lang=en")

    assert "2 November 2026, 14:00 (Aktobe time, UTC+5)" in page.text
    assert "Letters stay here" in page.text


def test_search_finds_people_and_bodies_in_any_script(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        a_registration(council_session, a_body("AKTOBE"), surname="Қожахметов")
    sign_in(browser, council_session.council, Role.ORGANIZER)

    assert "Қожахметов" in browser.get("/office/search?lang=en&q=қожахметов").text
    assert "Nothing found" in browser.get("/office/search?lang=en&q=nobody-at-all").text


def test_search_shows_no_people_to_who_may_not_see_them(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        a_registration(council_session, surname="Қожахметов")
    sign_in(browser, council_session.council, Role.TRANSLATOR)

    assert "Айгүл" not in browser.get("/office/search?lang=en&q=қожахметов").text


def test_the_journal_says_who_did_what_in_words(app: Flask, browser: Browser, council_session: CouncilSession) -> None:
    with transaction():
        move_to(council_session, Stage.HELD, SYSTEM, NOW)
    sign_in(browser, council_session.council, Role.AUDITOR)

    page = browser.get(f"/office/{council_session.address}/journal?lang=en")

    assert "The stage of the session was changed" in page.text
    assert "System" in page.text


def test_a_bundle_is_imported_on_a_page(app: Flask, browser: Browser, council_session: CouncilSession) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get("/office/import?lang=en")
    fields = {**page.form(""), "bundle": (io.BytesIO(BUNDLE.read_bytes()), "session.json")}

    answer = browser.request("POST", "/office/import", data=fields, follow_redirects=True)

    assert answer.status_code == 200
    assert "Imported rcc-stc/2015-11-18" in answer.text


def test_a_broken_bundle_names_every_fault_and_brings_nothing(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    page = browser.get("/office/import?lang=en")
    bundle = json.loads(BUNDLE.read_text())
    bundle["bodies"][3]["kind"] = "circus"
    bundle["session"]["starts_at"] = "some day"
    content = io.BytesIO(json.dumps(bundle).encode())

    answer = browser.request("POST", "/office/import", data={**page.form(""), "bundle": (content, "session.json")})

    assert answer.status_code == 422
    assert "The file has 2 faults:" in answer.text
    assert "bodies" in answer.text
    assert "starts_at" in answer.text
    assert session().query(CouncilSession).count() == 1


@pytest.mark.parametrize("path", ["", "journal", "letters/", "registrations", "invitations/", "attendance/people"])
def test_a_list_of_three_needs_no_more_statements_than_a_list_of_one(
    app: Flask, browser: Browser, council_session: CouncilSession, path: str
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)
    numbers: list[int] = []
    for _ in range(2):
        with transaction():
            for _ in range(1 if not numbers else 2):
                body = a_body()
                an_invitation(council_session, body)
                a_registration(council_session, body)
        browser.get(f"/office/{council_session.address}/{path}")
        with counted_statements() as statements:
            browser.get(f"/office/{council_session.address}/{path}")
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]
