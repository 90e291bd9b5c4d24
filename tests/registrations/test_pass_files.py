"""The pass to take along: a sheet and a picture that fit any name, and the QR code in the letter."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from eventreg.core.db import session, transaction
from eventreg.i18n.text import Translated
from eventreg.registrations.models import Registration, RegistrationState
from tests.browser import Browser
from tests.factories import a_body, a_registration, a_session


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        return a_registration(a_session(), a_body(), "Қасымова", RegistrationState.CONFIRMED)


def the_sheet(browser: Browser, registration: Registration, language: str = "kk") -> PdfReader:
    browser.get(f"/r/{registration.link.token}")
    answer = browser.request("GET", f"/r/p/{registration.public_id}/pass.pdf?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert f"pass-{registration.short_code}.pdf" in answer.headers["Content-Disposition"]
    return PdfReader(BytesIO(answer.data))


@pytest.mark.parametrize(("language", "month"), [("kk", "қараша"), ("ru", "ноября"), ("en", "November")])
def test_the_sheet_is_one_page_of_a6_that_says_who_comes_where_and_when(
    registration: Registration, browser: Browser, language: str, month: str
) -> None:
    sheet = the_sheet(browser, registration, language)

    text = " ".join(sheet.pages[0].extract_text().split())
    facts = registration.council_session
    assert len(sheet.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in sheet.pages[0].mediabox[2:]] == [105, 148]
    assert sheet.trailer["/Root"]["/Lang"] == language  # type: ignore[index]  # a PDF's own object
    assert registration.body is not None
    for words in (
        registration.short_code,
        "Қасымова",
        registration.body.name.in_language(language),
        facts.title.in_language(language),
        facts.city.in_language(language),
        month,
    ):
        assert words in text


def test_the_longest_names_still_stand_on_one_page(registration: Registration, browser: Browser) -> None:
    name = "Қазақстан Республикасының Мемлекеттік балаларға қосымша білім беруді дамыту жөніндегі "
    with transaction():
        found = session().scalars(select(Registration)).one()
        found.person.surname = found.person.given_name = "Ахметова-Бектұрғановалықызы" * 2
        assert found.body is not None
        found.body.name = Translated(kk=name * 4, ru=name * 4)
        found.council_session.title = Translated(kk=name * 4, ru=name * 4)
        found.council_session.venue = Translated(kk=name * 2, ru=name * 2)

    sheet = the_sheet(browser, registration)

    assert len(sheet.pages) == 1
    assert registration.short_code in sheet.pages[0].extract_text()


def test_the_pass_is_a_picture_too(registration: Registration, browser: Browser) -> None:
    browser.get(f"/r/{registration.link.token}")

    answer = browser.request("GET", f"/r/p/{registration.public_id}/pass.png")

    picture = Image.open(BytesIO(answer.data))
    assert (picture.format, picture.width, answer.headers["Content-Disposition"].split(";")[0]) == (
        "PNG",
        909,
        "attachment",
    )
    assert len(answer.data) < 150_000


@pytest.mark.parametrize("file_type", ["png", "pdf"])
def test_who_has_no_pass_gets_no_file(registration: Registration, browser: Browser, file_type: str) -> None:
    foreign = browser.request("GET", f"/r/p/{registration.public_id}/pass.{file_type}").status_code
    browser.get(f"/r/{registration.link.token}")
    with transaction():
        session().scalars(select(Registration)).one().state = RegistrationState.WITHDRAWN

    assert foreign == 410
    assert browser.request("GET", f"/r/p/{registration.public_id}/pass.{file_type}").status_code == 404


def test_page_and_pass_lead_to_the_files(registration: Registration, browser: Browser) -> None:
    page = browser.get(f"/r/{registration.link.token}")
    alone = browser.get(f"/r/p/{registration.public_id}/pass")

    for found in (page, alone):
        for file_type in ("png", "pdf"):
            assert f'href="/r/p/{registration.public_id}/pass.{file_type}"' in found.html
