"""The text that people agree to: versioned, edited by the secretary, nothing overwritten."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import ConsentText, Council
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_council

PATH = "/office/rcc/privacy/consent"


@pytest.fixture
def council(app: Flask) -> Council:
    with transaction():
        return a_council("rcc")


def texts() -> list[tuple[int, dict[str, str]]]:
    found = session().scalars(select(ConsentText).order_by(ConsentText.version))
    return [(text.version, dict(text.text)) for text in found]


def test_the_secretary_saves_a_text_and_its_next_version(council: Council, browser: Browser) -> None:
    sign_in(browser, council, Role.SECRETARY)

    page = browser.get(PATH)
    assert "Дербес" in page.html or "дербес" in page.html  # a text to start from
    page = browser.submit(page, "", text_kk="Келісемін", text_ru="Согласен", text_en="")
    browser.submit(page, "", text_ru="Согласен, 2")

    assert texts() == [
        (1, {"kk": "Келісемін", "ru": "Согласен"}),
        (2, {"kk": "Келісемін", "ru": "Согласен, 2"}),
    ]


def test_the_same_words_make_no_new_version(council: Council, browser: Browser) -> None:
    sign_in(browser, council, Role.SECRETARY)
    page = browser.submit(browser.get(PATH), "", text_kk="Келісемін", text_ru="", text_en="")

    browser.submit(page, "")

    assert len(texts()) == 1


def test_a_second_secretary_sees_what_the_first_saved(council: Council, browser: Browser) -> None:
    sign_in(browser, council, Role.SECRETARY)
    opened = browser.get(PATH)
    browser.submit(opened, "", text_kk="Бірінші", text_ru="", text_en="")

    page = browser.submit(opened, "", text_kk="Екінші", text_ru="", text_en="")
    assert page.status == 409
    assert ("Бірінші" in page.text, "Екінші" in page.html) == (True, True)
    browser.submit(page, "")

    assert [text["kk"] for _, text in texts()] == ["Бірінші", "Екінші"]


@pytest.mark.parametrize(("role", "status"), [(Role.ORGANIZER, 200), (Role.AUDITOR, 200), (Role.DOOR, 403)])
def test_others_read_it_at_most(council: Council, browser: Browser, role: Role, status: int) -> None:
    sign_in(browser, council, role)

    page = browser.get(PATH)

    assert page.status == status
    assert [form for form in page.forms if form.get("action", PATH) == PATH] == []
