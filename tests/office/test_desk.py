"""The staff's desk: sessions, dashboard, search, journal, import."""

import html
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any  # Any: a bundle is plain JSON

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
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
        an_invitation(council_session, state=InvitationState.DRAFT)
        an_invitation(council_session, state=InvitationState.ANSWERED)
        an_invitation(council_session, state=InvitationState.DECLINED)
        a_registration(council_session)
        a_registration(council_session, state=RegistrationState.NOMINATED)
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.get(f"/office/{council_session.address}/?lang=en")

    assert "Bodies: 3, answered: 1, declined: 1, seats taken: 0 of 8" in page.text
    board = browser.get(f"/office/{council_session.address}/invitations/?lang=en")
    for shown in ("Answered 1", "Declined 1"):  # the same words for the same numbers
        assert (shown in page.text, shown in board.text) == (True, True)
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
            now=clock.now() - timedelta(hours=2),
            context={"name": "Айгүл", "email": "", "link": ""},
        )
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.get(f"/office/{council_session.address}/?lang=en")

    assert "(Aktobe time, UTC+5) – 2 hours ago" in page.text
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


def import_bundle(browser: Browser, bundle: dict[str, Any]) -> TestResponse:
    content = io.BytesIO(json.dumps(bundle).encode())
    fields = {**browser.get("/office/import?lang=en").form(""), "bundle": (content, "session.json")}
    return browser.request("POST", "/office/import", data=fields, follow_redirects=True)


def aktobe(**of_session: object) -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(BUNDLE.read_text())
    bundle["session"] |= of_session
    return bundle


def test_an_administrator_imports_a_new_council_and_its_secretary_the_next_session(
    app: Flask, browser: Browser
) -> None:
    sign_in(browser, None, is_admin=True)
    first = import_bundle(browser, aktobe())
    council = session().scalars(select(Council).filter_by(slug="rcc-stc")).one()
    sign_in(browser, council, Role.SECRETARY)

    second = import_bundle(browser, aktobe(code="next"))

    assert "Imported rcc-stc/2015-11-18" in first.text
    assert "Imported rcc-stc/next" in second.text


def test_nobody_brings_a_council_in_another_ones_name(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    sign_in(browser, council_session.council, Role.SECRETARY)

    answer = import_bundle(browser, aktobe(stage="open"))

    assert answer.status_code == 422
    assert "The council RCC-STC is not known here yet." in answer.text
    assert session().query(CouncilSession).count() == 1


@pytest.mark.parametrize(
    ("of_session", "fault"),
    [
        ({"starts_at": "0001-01-01T00:00"}, "session.starts_at: must lie in the years from 2000 to 2100"),
        ({"ends_at": "9999-12-31T23:00:00-12:00"}, "session.ends_at: must lie in the years from 2000 to 2100"),
        ({"ends_at": "2015-11-18T09:00:00+05:00"}, "session.ends_at: must be later than starts_at"),
        ({"number": "\ud800"}, "session.number: "),
        ({"title": {"kk": "A\0B", "ru": "B"}}, "session.title: holds characters that cannot be stored"),
        ({"title": {"kk": "x" * 200_000, "ru": "B"}}, "session.title: is longer than 1000 characters"),
        ({"capacity": 10**30}, "session.capacity: must be a whole number within bounds"),
        ({"capacity": True}, "session.capacity: must be a whole number within bounds"),
        ({"code": "privacy"}, "session.code: is a word that addresses use: privacy"),
        ({"nominate_until": "2016-11-18T10:00"}, "session.starts_at: must be later than nominate_until"),
        ({"confirm_until": "2016-11-18T10:00"}, "session.starts_at: must not be before confirm_until"),
        ({"kind": "circus"}, "session.kind: must be one of: "),
        ({"kolor": "red"}, "session.kolor: is not known here"),
    ],
)
def test_a_bundle_brings_nothing_that_a_form_refuses(
    app: Flask, browser: Browser, of_session: dict[str, object], fault: str
) -> None:
    sign_in(browser, None, is_admin=True)

    answer = import_bundle(browser, aktobe(**of_session))

    assert answer.status_code == 422
    assert fault in html.unescape(answer.text)
    assert session().query(CouncilSession).count() == 0


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
