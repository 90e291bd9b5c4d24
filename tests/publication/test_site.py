"""What the public sees before anything is published: the list of sessions and the page of one."""

import pytest
from flask import Flask

from eventreg.core.db import transaction
from eventreg.i18n.text import Translated
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.factories import a_council, a_session


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        return a_session(a_council("rcc"))


@pytest.mark.parametrize("stage", [Stage.ANNOUNCED, Stage.OPEN, Stage.HELD, Stage.CLOSED, Stage.CANCELLED])
def test_a_session_is_listed_from_its_announcement(
    app: Flask, browser: Browser, council_session: CouncilSession, stage: Stage
) -> None:
    with transaction():
        council_session.stage = stage

    assert "Дамыту (eng)" in browser.get("/?lang=en").text
    assert browser.get(f"/s/{council_session.address}?lang=en").heading == "Дамыту (eng)"


def test_a_draft_is_nowhere(app: Flask, browser: Browser, council_session: CouncilSession) -> None:
    with transaction():
        council_session.stage = Stage.DRAFT

    assert "Дамыту" not in browser.get("/?lang=en").text
    for path in ("", "/agenda", "/agenda/1", "/agenda.pdf", "/recommendations", "/recommendations/v1.json"):
        assert browser.request("GET", f"/s/{council_session.address}{path}").status_code == 404


@pytest.mark.parametrize("words", ["Aktobe", "актобе", "АҚТӨБЕ"])
def test_search_finds_a_place_in_any_script(
    app: Flask, browser: Browser, council_session: CouncilSession, words: str
) -> None:
    assert "Дамыту (eng)" in browser.get(f"/?lang=en&q={words}").text


def test_search_that_finds_nothing_says_so(app: Flask, browser: Browser, council_session: CouncilSession) -> None:
    assert "Nothing found" in browser.get("/?lang=en&q=Almaty").text


@pytest.mark.parametrize(("language", "title"), [("kk", "(қаз)"), ("ru", "(рус)"), ("en", "(eng)")])
def test_the_page_speaks_three_languages(
    app: Flask, browser: Browser, council_session: CouncilSession, language: str, title: str
) -> None:
    page = browser.get(f"/s/{council_session.address}?lang={language}")

    assert f'lang="{language}"' in page.html
    assert title in page.heading


def test_a_text_that_is_missing_is_shown_in_another_language_and_marked(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    with transaction():
        council_session.title = Translated(kk="Дамыту", ru="Развитие")

    page = browser.get(f"/s/{council_session.address}?lang=en")

    assert page.heading in ("Дамыту", "Развитие")
    assert "only in" in page.text


def test_times_are_those_of_the_venue_with_its_city(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    page = browser.get(f"/s/{council_session.address}?lang=en")

    assert "23 November 2026, 10:00–17:00 (Aktobe time, UTC+5)" in page.text


def test_public_pages_set_no_cookie_and_answer_304(
    app: Flask, browser: Browser, council_session: CouncilSession
) -> None:
    for path in ("/", f"/s/{council_session.address}"):
        answer = browser.request("GET", path)
        again = browser.request("GET", path, headers={"If-None-Match": answer.headers["ETag"]})

        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert again.status_code == 304


def test_probes_answer_under_any_host_name(app: Flask, browser: Browser) -> None:
    assert browser.request("GET", "/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert browser.request("GET", "/readyz", headers={"Host": "10.0.0.7"}).text == "ready\n"
    assert browser.request("GET", "/", headers={"Host": "evil.example"}).status_code == 400
