"""What every answer carries: nobody's page is kept by a cache, shown in a foreign frame or sent by another site."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from eventreg.app import create_app
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.invitations.models import BodyMessage
from eventreg.registrations import mails
from eventreg.sessions.models import CouncilSession
from eventreg.settings import Settings
from tests.browser import Browser, Page, checked
from tests.cast import sign_in
from tests.conftest import NOW, with_settings
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation

MISSING = "AAAAAAAAAAAAAAAA"
SHARED = re.compile(r"public, max-age=\d+(, immutable)?")


@pytest.fixture
def things(app: Flask) -> dict[str, str]:
    """What addresses are about, by the names of their parts."""
    with transaction():
        council_session = a_session(a_council("rcc"), "2026-11-23")
        invitation = an_invitation(council_session, a_body("MON", language="en"))
        registration = a_registration(council_session)
        tokens = {"i": invitation.link.token, "r": registration.link.token}
        return {"council_slug": "rcc", "session_code": "2026-11-23", "public_id": invitation.public_id, **tokens}


@pytest.mark.parametrize("path", ["/s/rcc%00", "/i/%00", "/office/letters/x%00", "/?lang=en&page=%00"])
def test_nothing_is_found_under_an_address_with_a_nul(browser: Browser, things: dict[str, str], path: str) -> None:
    sign_in(browser, session().scalars(select(CouncilSession)).one().council, Role.SECRETARY)

    assert browser.get(path).status == 404


def addresses(app: Flask, things: dict[str, str]) -> Iterator[str]:
    """Every address that can be opened, with things that are there or with ids of nothing."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            values = {name: things.get(name) or _anything(rule._converters[name]) for name in rule.arguments}
            with app.test_request_context():
                yield app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False)


def _anything(converter: BaseConverter) -> str:
    if isinstance(converter, IntegerConverter):
        return "1"
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else MISSING


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_whatever_can_be_opened_is_shared_without_a_cookie_or_kept_by_nobody(
    app: Flask, browser: Browser, things: dict[str, str], is_signed_in: bool
) -> None:
    council = session().scalars(select(CouncilSession)).one().council
    if is_signed_in:
        sign_in(browser, council, Role.ORGANIZER, Role.SECRETARY, is_admin=True)
    for kind in ("i", "r"):
        browser.request("GET", f"/{kind}/{things[kind]}")  # from now on the cookie opens both pages

    kept, foreign_frames, statuses = [], [], set()
    for address in addresses(app, things):
        response = browser.request("GET", address)
        statuses.add(response.status_code)
        word = response.headers.get("Cache-Control", "")
        if not (SHARED.fullmatch(word) and "Set-Cookie" not in response.headers) and "no-store" not in word:
            kept.append((address, word))
        if response.headers.get("X-Frame-Options") != "DENY":
            foreign_frames.append(address)

    assert kept == []
    assert foreign_frames == []
    assert {200, 404} <= statuses


def test_a_letter_is_shown_in_a_frame_of_ours_alone(app: Flask, browser: Browser, things: dict[str, str]) -> None:
    with transaction():
        council = session().scalars(select(CouncilSession)).one().council
        letter = mails.registration_link(a_registration(session().scalars(select(CouncilSession)).one()), NOW)
        assert letter is not None
        public_id = letter.public_id
    sign_in(browser, council, Role.SECRETARY)

    frame = browser.request("GET", f"/office/letters/{public_id}/html")

    assert frame.status_code == 200
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-origin", 200), ("same-site", 200), ("none", 200)]
)
def test_a_form_sent_by_another_site_is_refused_even_with_a_token_of_ours(
    browser: Browser, things: dict[str, str], site: str, status: int
) -> None:
    page = browser.get(f"/i/{things['i']}?lang=en")
    fields = {**page.form("/message"), "message_text": "A question"}
    headers = {"Sec-Fetch-Site": site}

    answer = browser.request(
        "POST", f"/i/b/{things['public_id']}/message", data=fields, headers=headers, follow_redirects=True
    )

    page = checked(Page(answer.status_code, answer.request.path, answer.get_data(as_text=True)))
    assert page.status == status
    assert ("This form was sent by another site" in page.text) == (status == 403)
    assert len(session().scalars(select(BodyMessage)).all()) == (status == 200)


@pytest.mark.parametrize(
    ("address", "status"), [("/u/no-such-token", 410), ("/api/v1/mail/inbound", 401), ("/none", 403)]
)
def test_programs_are_not_taken_for_foreign_pages(app: Flask, browser: Browser, address: str, status: int) -> None:
    data = {"List-Unsubscribe": "One-Click"}

    answer = browser.request("POST", address, data=data, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == status


def test_a_link_from_another_site_opens(browser: Browser, things: dict[str, str]) -> None:
    assert browser.request("GET", f"/i/{things['i']}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 303


def test_whoever_finds_a_weakness_reads_where_to_report_it(browser: Browser, things: dict[str, str]) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = browser.request("GET", "/.well-known/security.txt")

    lines = [line.partition(": ")[::2] for line in answer.get_data(as_text=True).splitlines()]
    assert answer.content_type == "text/plain; charset=utf-8"
    assert SHARED.fullmatch(answer.headers["Cache-Control"])
    assert [name for name, _ in lines] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    said = dict(lines)
    assert said["Contact"] == "mailto:secretary@eventreg.example"
    expires = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - NOW < timedelta(days=365), "RFC 9116 (2.5.5) asks for less than a year"
    assert said["Preferred-Languages"] == "kk, ru, en"
    assert said["Canonical"] == "http://localhost/.well-known/security.txt"


def test_an_address_of_the_settings_comes_first(settings: Settings, app: Flask) -> None:
    other = create_app(with_settings(settings, security_contact="https://council.example/security"))

    assert "Contact: https://council.example/security\nExpires" in Browser(other).request(
        "GET", "/.well-known/security.txt"
    ).get_data(as_text=True)
