"""One's own account."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from eventreg.accounts.models import StaffSession
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.journal.queries import chain
from tests.accounts.conftest import PASSWORD, Known, try_to_sign_in
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_council

NEW = "саған айтам қызым, келінім тыңда"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


def test_the_language_of_the_office_is_chosen_once_for_pages_and_letters(browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)

    browser.submit(browser.get("/office/account"), "", language="ru", name="Рустем Ә.")
    page = browser.get("/office/account")

    assert page.heading == "Моя учётная запись"
    assert page.form("")["language"] == "ru"
    assert "Рустем Ә." in page.text


def test_an_empty_name_is_refused_and_the_language_stays(browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)

    page = browser.submit(browser.get("/office/account"), "", language="ru", name="  ")

    assert (page.status, page.form("")["language"]) == (422, "ru")
    assert "Enter your name." in page.text


def test_another_device_is_signed_out_from_here(
    browser: Browser, other_browser: Browser, rustem: Known, clock: time_machine.Traveller
) -> None:
    sign_in_page = other_browser.get("/office/sign-in?lang=en")
    fields = {**sign_in_page.form("sign-in"), "email": rustem.email, "password": PASSWORD}
    other_browser.post("/office/sign-in", fields, headers={"User-Agent": FIREFOX})
    clock.shift(timedelta(minutes=5))
    try_to_sign_in(browser, rustem.email, PASSWORD)
    page = browser.get("/office/account?lang=en")

    after = browser.submit(page, "revoke")

    assert "Firefox, Windows 2 November 2026, 14:00 (Astana time, UTC+5) Sign out there" in page.text
    assert "This device" in page.text
    assert "The device is signed out." in after.text
    assert "Firefox" not in after.text
    assert other_browser.get("/office/account").status == 401
    assert browser.get("/office/account").status == 200
    assert list(chain())[-1].event == "SessionRevoked"


def test_a_sign_in_of_somebody_else_cannot_be_ended(browser: Browser, other_browser: Browser, rustem: Known) -> None:
    try_to_sign_in(other_browser, rustem.email, PASSWORD)
    foreign = session().scalars(select(StaffSession.public_id)).one()
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.DOOR)
    token = browser.get("/office/account").form("")["csrf_token"]

    page = browser.post(f"/office/account/sign-ins/{foreign}/revoke", {"csrf_token": token})

    assert page.status == 404
    assert other_browser.get("/office/account").status == 200


def test_a_changed_password_signs_out_everywhere_else(browser: Browser, other_browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)
    try_to_sign_in(other_browser, rustem.email, PASSWORD)
    form = browser.get("/office/account/password?lang=en")

    page = browser.submit(form, "", present_password=PASSWORD, password=NEW, password_again=NEW)

    assert "Your password is changed; you are signed out on all other devices." in page.text
    assert (browser.get("/office/account").status, other_browser.get("/office/account").status) == (200, 401)
    assert try_to_sign_in(other_browser, rustem.email, PASSWORD).status == 422
    assert try_to_sign_in(other_browser, rustem.email, NEW).path == "/office/"


def test_the_present_password_is_asked_for(browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)
    form = browser.get("/office/account/password?lang=en")

    page = browser.submit(form, "", present_password="not the password", password=NEW, password_again=NEW)

    assert (page.status, "This is not your present password." in page.text) == (422, True)
