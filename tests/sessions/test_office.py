"""Sessions in the office: added, edited, moved from stage to stage."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.sessions.actions import move_to
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.queries import listed_sessions, session_by_address
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_session


def found(slug: str, code: str) -> CouncilSession:
    council_session = session_by_address(slug, code)
    assert council_session is not None
    return council_session


def test_times_are_entered_at_the_venue_and_kept_in_utc(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council("rcc")
        a_session(council, "2026-11-23")
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get("/office/rcc/2026-11-23/edit?lang=en")
    page = browser.submit(page, "/edit", starts_at="2026-11-23T11:30", ends_at="2026-11-23T18:00")

    assert "The changes were saved." in page.text
    assert found("rcc", "2026-11-23").starts_at == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def test_an_end_before_the_beginning_is_refused_beside_the_field(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council("rcc")
        a_session(council, "2026-11-23")
    sign_in(browser, council, Role.ORGANIZER)

    page = browser.get("/office/rcc/2026-11-23/edit?lang=en")
    page = browser.submit(page, "/edit", ends_at="2026-11-23T09:00")

    assert page.status == 422
    assert "The end must be later than the beginning." in page.text
    assert page.form("/edit")["ends_at"] == "2026-11-23T09:00"


@pytest.mark.parametrize("field", ["nominate_until", "confirm_until"])
def test_a_deadline_after_the_beginning_is_refused_beside_the_field(app: Flask, browser: Browser, field: str) -> None:
    with transaction():
        council = a_council("rcc")
        a_session(council, "2026-11-23")
    sign_in(browser, council, Role.ORGANIZER)
    page = browser.get("/office/rcc/2026-11-23/edit?lang=en")
    begins = str(page.form("/edit")["starts_at"])

    refused = browser.submit(page, "/edit", **{field: begins.replace("2026-11-23", "2026-11-24")})
    accepted = browser.submit(page, "/edit", **{field: begins})

    assert refused.status == 422
    assert refused.text.count("A deadline cannot be later than the beginning of the session.") == 2, "summary and field"
    assert "The changes were saved." in accepted.text


def test_a_role_in_one_council_opens_nothing_in_another(app: Flask, browser: Browser) -> None:
    with transaction():
        own, other = a_council("own"), a_council("other")
        a_session(other, "2026-11-23")
    sign_in(browser, own, Role.ORGANIZER)

    assert browser.get("/office/other/2026-11-23/edit").status == 404


@pytest.mark.parametrize(
    ("before", "after"),
    [(Stage.DRAFT, Stage.HELD), (Stage.HELD, Stage.OPEN), (Stage.CLOSED, Stage.OPEN), (Stage.OPEN, Stage.CANCELLED)],
)
def test_stages_follow_their_order(app: Flask, before: Stage, after: Stage) -> None:
    with transaction():
        council_session = a_session(stage=before)

    def move() -> None:
        with transaction():
            move_to(council_session, after, SYSTEM, NOW)

    with pytest.raises(Refusal, match="stage_not_next"):
        move()


def test_the_public_list_shows_no_drafts(app: Flask) -> None:
    with transaction():
        council = a_council("rcc")
        a_session(council, "draft", Stage.DRAFT)
        a_session(council, "open", Stage.OPEN)

    coming, past = listed_sessions("", NOW)

    assert [item.code for item in coming] == ["open"]
    assert past == []
