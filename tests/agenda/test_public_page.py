"""The public agenda: what was released, to everybody alike, and never a word of the draft."""

from datetime import timedelta

import pytest
from flask import Flask

from eventreg.agenda.queries import items_of
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.sessions.models import CouncilSession, Stage
from tests.agenda.agendas import PATH, SUFFIXES, an_agenda, an_item, released
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import Listen
from tests.factories import three

SITE = "/s/rcc/2026-11-23"
EVERY = ("", *(f".{suffix}" for suffix in SUFFIXES), "/1", *(f"/1.{suffix}" for suffix in SUFFIXES))


@pytest.mark.parametrize("suffix", [*EVERY, "/0", "/2", f"/{10**20}", "/2.pdf", ".html", ".typ", "/1.html"])
def test_before_the_first_release_there_is_nothing(
    council_session: CouncilSession, browser: Browser, suffix: str
) -> None:
    assert browser.get(f"{PATH}{suffix}").status == 404
    assert "Бірінші" not in browser.get(SITE).text


@pytest.mark.parametrize("suffix", EVERY)
def test_a_draft_session_shows_not_even_its_released_agenda(
    council_session: CouncilSession, browser: Browser, suffix: str
) -> None:
    released(council_session)
    with transaction():
        session().merge(council_session).stage = Stage.DRAFT

    assert browser.get(f"{PATH}{suffix}").status == 404


def test_what_changed_after_a_release_does_not_leak(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    with transaction():
        an_item(council_session, "Құпия")
        items_of(council_session)[1].title = three("Құпия")
        session().merge(council_session).starts_at += timedelta(hours=1)

    pages = [browser.request("GET", f"{PATH}{suffix}") for suffix in EVERY]

    assert {page.status_code for page in pages} == {200}
    assert all("Құпия".encode() not in page.data for page in pages)
    assert "10:00 (" in browser.get(PATH).text


@pytest.mark.parametrize(
    ("language", "heading", "title", "moment"),
    [
        ("kk", "Күн тәртібі", "Бірінші (қаз)", "2026 жылғы 23 қараша, 10:00 (Ақтөбе қ. уақыты, UTC+5)"),
        ("ru", "Повестка дня", "Бірінші (рус)", "23 ноября 2026 года, 10:00 (время г. Актобе, UTC+5)"),
        ("en", "Agenda", "Бірінші (eng)", "23 November 2026, 10:00 (Aktobe time, UTC+5)"),
    ],
)
def test_the_page_speaks_the_asked_language_and_names_the_city(
    council_session: CouncilSession, browser: Browser, language: str, heading: str, title: str, moment: str
) -> None:
    released(council_session)

    page = browser.get(f"{PATH}?lang={language}")

    assert page.heading == heading
    assert title in page.text
    assert moment in page.text
    assert "10:30 – 11:00" in page.text


def test_without_a_choice_the_page_speaks_the_councils_first_language(
    council_session: CouncilSession, browser: Browser
) -> None:
    released(council_session)
    with transaction():
        session().merge(council_session).council.languages = ["ru", "kk"]

    assert browser.get(PATH).heading == "Повестка дня"


def test_an_item_has_an_address_of_its_own_that_stays(council_session: CouncilSession, browser: Browser) -> None:
    anchors = [f'id="item-{item.public_id}"' for item in items_of(council_session)]
    released(council_session)
    with transaction():
        an_item(council_session, "Тағы")
    released(council_session)

    first, latest = browser.get(f"{PATH}/1").html, browser.get(PATH).html

    assert all(anchor in first and anchor in latest for anchor in anchors)


def test_a_former_release_leads_to_the_latest(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    alone = browser.get(f"{PATH}/1?lang=en")
    with transaction():
        an_item(council_session, "Тағы")
    released(council_session)

    former, latest = browser.get(f"{PATH}/1?lang=en"), browser.get(f"{PATH}?lang=en")

    assert "There is a later release" not in alone.text
    assert "There is a later release" in former.text
    assert "There is a later release" not in latest.text
    assert "Release 2 of 2 November 2026." in latest.text


def test_a_session_of_two_days_names_each_day(council_session: CouncilSession, browser: Browser) -> None:
    with transaction():
        items_of(council_session)[3].pinned_at = council_session.starts_at + timedelta(days=1)
    released(council_session)

    page = browser.get(f"{PATH}?lang=en")

    assert "24 November 2026" in page.text
    assert page.text.index("Үзіліс") < page.text.index("24 November 2026") < page.text.index("Екінші")


def test_a_reader_who_has_the_page_is_told_so(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    first = browser.request("GET", PATH)

    again = browser.request("GET", PATH, headers={"If-None-Match": first.headers["ETag"]})
    other_language = browser.request("GET", f"{PATH}?lang=en", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.data) == (304, b"")
    assert other_language.status_code == 200


@pytest.mark.parametrize("change", ["release", "contact"])
def test_what_the_page_shows_anew_is_sent_anew(council_session: CouncilSession, browser: Browser, change: str) -> None:
    released(council_session)
    before = browser.request("GET", f"{PATH}/1")
    with transaction():
        if change == "contact":
            session().merge(council_session).council.contact_phone = "+77172000000"
        else:
            an_item(council_session, "Тағы")
    if change == "release":
        released(council_session)

    after = browser.request("GET", f"{PATH}/1", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.data != before.data


def test_a_session_that_is_a_draft_again_is_gone_at_once_even_for_a_reader_who_has_it(
    council_session: CouncilSession, browser: Browser
) -> None:
    released(council_session)
    before = browser.request("GET", PATH)
    with transaction():
        session().merge(council_session).stage = Stage.DRAFT

    after = browser.request("GET", PATH, headers={"If-None-Match": before.headers["ETag"]})

    assert (before.status_code, after.status_code) == (200, 404)


def test_everybody_gets_the_same_page_and_nobody_a_cookie(council_session: CouncilSession, browser: Browser) -> None:
    released(council_session)
    visitor = browser.request("GET", PATH)
    sign_in(browser, council_session.council, Role.SECRETARY)
    with browser.client.session_transaction() as cookie:
        cookie.permanent = True
        cookie["_flashes"] = [("success", "Only for the secretary")]
        cookie["grants"] = {"invitation:abc": 1}

    staff = [browser.request("GET", f"{PATH}{suffix}") for suffix in EVERY]

    assert staff[0].data == visitor.data
    assert all("Set-Cookie" not in answer.headers for answer in (visitor, *staff))


def test_a_page_costs_two_statements_once_and_then_none_until_something_is_committed(
    app: Flask, browser: Browser, listen: Listen
) -> None:
    council_session = an_agenda()
    released(council_session)
    asked: list[str] = []

    def note(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            asked.append(str(arguments[2]))

    listen("before_cursor_execute", note)
    numbers = []
    for _ in range(6):
        browser.request("GET", PATH)
        numbers.append(len(asked))
        asked.clear()

    with transaction():
        an_item(session().merge(council_session), "Тағы")
    asked.clear()
    browser.request("GET", PATH)
    numbers.append(len(asked))

    # other tests commit on the same PostgreSQL server, and that counts as well
    assert (numbers[0], min(numbers[1:-1]), numbers[-1]) == (2, 0, 1)
