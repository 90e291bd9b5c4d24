"""Whatever a person typed survives an expired sign-in and an expired page."""

from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any  # Any: form fields by name

import pytest
import time_machine
from flask import Flask, request
from sqlalchemy import update

from eventreg.accounts.kept import KeptForm, sealed, unsealed
from eventreg.accounts.models import StaffSession
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, public, require
from tests.accounts.conftest import PASSWORD, Known, try_to_sign_in
from tests.browser import Browser, Page
from tests.conftest import NOW

TEXT = "Әкімдіктер 2027 жылғы 1 наурызға дейін\r\nесеп берсін. «Тырнақша» <b> & т.б."
SAVED = ("saved", {"Content-Type": "text/plain"})
FIELDS = {"text_kk": TEXT, "seen": "3", "tag": ["a", "b"], "password": "never kept", "empty": ""}


@pytest.fixture
def bare_app(changed_app: Flask) -> Flask:
    return changed_app


@pytest.fixture
def written(bare_app: Flask) -> list[dict[str, list[str]]]:
    """What arrives at a page of the office that takes a text, and at one for guests."""
    arrived: list[dict[str, list[str]]] = []

    def office_text() -> tuple[str, dict[str, str]]:
        require(current_actor().is_staff)
        arrived.append(request.form.to_dict(flat=False))
        return SAVED

    @public
    def guest_text() -> tuple[str, dict[str, str]]:
        arrived.append(request.form.to_dict(flat=False))
        return SAVED

    bare_app.add_url_rule("/office/texts", view_func=office_text, methods=["POST"])
    bare_app.add_url_rule("/r/p/texts", view_func=guest_text, methods=["POST"])
    return arrived


def signed_in_with_a_form(browser: Browser, known: Known) -> dict[str, Any]:
    """The fields of a form that was opened while signed in."""
    try_to_sign_in(browser, known.email, PASSWORD)
    page = browser.get("/office/account?lang=en")
    return {**FIELDS, "csrf_token": page.form("")["csrf_token"]}


def send_kept(browser: Browser, page: Page) -> Page:
    return browser.submit(page, "/texts")


def test_a_text_sent_after_the_sign_in_expired_is_sent_again_with_one_button(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]], clock: time_machine.Traveller
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    clock.shift(timedelta(hours=9))

    asked = browser.post("/office/texts?part=2", fields)
    kept = browser.submit(asked, "sign-in", email=rustem.email, password=PASSWORD)
    browser.post("/office/texts?part=2", {**kept.found_form("/office/texts?part=2")["fields"], "tag": ["a", "b"]})

    assert (asked.status, asked.heading) == (401, "Sign in")
    assert "Your text is kept" in asked.text
    assert kept.heading == "Your text is kept"
    assert "есеп берсін. «Тырнақша»" in kept.text
    arrived = written[0]
    assert arrived.pop("csrf_token") != [fields["csrf_token"]]
    assert arrived == {"text_kk": [TEXT], "seen": ["3"], "tag": ["a", "b"], "empty": [""]}


def test_a_text_survives_a_mistyped_password(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]], clock: time_machine.Traveller
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    clock.shift(timedelta(hours=9))
    asked = browser.post("/office/texts", fields)

    mistyped = browser.submit(asked, "sign-in", email=rustem.email, password="not the password at all")
    kept = browser.submit(mistyped, "sign-in", email=rustem.email, password=PASSWORD)
    send_kept(browser, kept)

    assert "Your text is kept" in mistyped.text
    assert written[0]["text_kk"] == [TEXT]


def test_a_text_survives_a_sign_in_that_was_revoked_elsewhere(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]]
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    with transaction() as current:
        current.execute(update(StaffSession).values(revoked_at=NOW))

    asked = browser.post("/office/texts", fields)
    kept = browser.submit(asked, "sign-in", email=rustem.email, password=PASSWORD)
    send_kept(browser, kept)

    assert written[0]["text_kk"] == [TEXT]


def test_nothing_is_written_before_the_button_is_pressed(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]], clock: time_machine.Traveller
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    clock.shift(timedelta(hours=9))

    browser.submit(browser.post("/office/texts", fields), "sign-in", email=rustem.email, password=PASSWORD)

    assert written == []


def test_a_password_typed_into_an_expired_form_is_not_kept(
    browser: Browser, rustem: Known, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)
    form = browser.get("/office/account/password?lang=en")
    clock.shift(timedelta(hours=9))

    asked = browser.submit(form, "", present_password=PASSWORD, password="a new and secret word", password_again="b")
    kept = browser.submit(asked, "sign-in", email=rustem.email, password=PASSWORD)

    assert "secret" not in kept.html
    assert PASSWORD not in kept.html
    assert sorted(kept.form("/office/account/password")) == ["csrf_token", "username"]


def test_files_cannot_be_kept_and_the_page_says_so(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]], clock: time_machine.Traveller
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    clock.shift(timedelta(hours=9))

    asked = browser.post("/office/texts", {**fields, "letter": (BytesIO(b"%PDF"), "letter.pdf")})
    kept = browser.submit(asked, "sign-in", email=rustem.email, password=PASSWORD)

    assert "Files cannot be kept: choose them again on the page that follows." in kept.text


def test_a_text_that_is_too_large_is_not_lost_in_silence(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]], clock: time_machine.Traveller
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    clock.shift(timedelta(hours=9))
    dice = Random(1)
    large = "".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(150_000))  # hardly compressible

    asked = browser.post("/office/texts", {**fields, "text_kk": large}, content_type="multipart/form-data")

    assert asked.status == 401
    assert "What you sent was too large to keep here. Go back, copy your text" in asked.text


def test_a_form_from_a_foreign_site_is_not_kept(
    app: Flask, browser: Browser, written: list[dict[str, list[str]]]
) -> None:
    page = browser.post("/office/texts", FIELDS, headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status == 403
    assert "есеп берсін" not in page.html
    assert written == []


def test_a_form_that_was_open_during_another_sign_in_is_sent_again(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]]
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    browser.submit(browser.get("/office/account?lang=en"), "sign-out")
    try_to_sign_in(browser, rustem.email, PASSWORD)

    kept = browser.post("/office/texts", fields, headers={"Sec-Fetch-Site": "same-origin"})
    send_kept(browser, kept)

    assert (kept.status, kept.heading) == (400, "Your text is kept")
    assert written[0]["text_kk"] == [TEXT]


def test_a_form_whose_cookie_is_gone_asks_to_sign_in_and_keeps_the_text(
    browser: Browser, rustem: Known, written: list[dict[str, list[str]]]
) -> None:
    fields = signed_in_with_a_form(browser, rustem)
    browser.client.delete_cookie("eventreg")

    asked = browser.post("/office/texts", fields, headers={"Sec-Fetch-Site": "same-origin"})
    kept = browser.submit(asked, "sign-in", email=rustem.email, password=PASSWORD)
    send_kept(browser, kept)

    assert asked.status == 401
    assert written[0]["text_kk"] == [TEXT]


def test_a_guest_whose_page_was_open_too_long_sends_again_with_one_button(
    app: Flask, browser: Browser, written: list[dict[str, list[str]]]
) -> None:
    kept = browser.post("/r/p/texts?lang=ru", FIELDS, headers={"Sec-Fetch-Site": "same-origin"})
    send_kept(browser, kept)

    assert (kept.status, kept.heading) == (400, "Ваш текст сохранён")
    assert written[0]["text_kk"] == [TEXT]


def test_a_sign_in_page_that_was_open_too_long_keeps_the_address(browser: Browser, rustem: Known) -> None:
    page = browser.get("/office/sign-in?lang=en&next=/office/team")
    browser.client.delete_cookie("eventreg")

    stale = browser.submit(page, "sign-in", email=rustem.email, password=PASSWORD)
    team = browser.submit(stale, "sign-in", password=PASSWORD)

    assert stale.status == 400
    assert "This page was open too long. Enter your password again." in stale.text or stale.path == "/office/sign-in"
    assert stale.form("sign-in")["email"] == rustem.email
    assert team.path == "/office/team"


def test_a_kept_form_cannot_be_forged_or_used_a_day_later(app: Flask, clock: time_machine.Traveller) -> None:
    kept = KeptForm("/office/texts", (("text", "words"),), had_files=False)
    seal = sealed(kept)

    assert unsealed(seal) == kept
    assert unsealed(seal[:-1] + ("A" if seal[-1] != "A" else "B")) is None
    assert unsealed("") is None
    clock.shift(timedelta(hours=25))
    assert unsealed(seal) is None
