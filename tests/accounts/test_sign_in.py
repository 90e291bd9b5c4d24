"""Signing in and out."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from eventreg.accounts.models import FailedSignIn, StaffSession, StaffUser
from eventreg.accounts.rules import is_own_path
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.core.limits import limiter
from eventreg.journal.queries import chain
from tests.accounts.conftest import PASSWORD, Known, try_to_sign_in
from tests.browser import Browser
from tests.cast import a_staff_user, sign_in
from tests.factories import a_council

WRONG = "The e-mail address or the password is wrong. Check both, or ask for a new password."


def test_the_right_password_leads_to_the_page_that_was_asked_for(browser: Browser, rustem: Known) -> None:
    asked = browser.get("/office/team?lang=en")

    page = browser.submit(asked, "sign-in", email=rustem.email.upper(), password=PASSWORD)

    assert (asked.status, asked.heading) == (401, "Sign in")
    assert (page.path, page.heading) == ("/office/team", "Team")


def test_a_sign_in_is_journalled_without_names(browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)

    entry = list(chain())[-1]
    assert (entry.event, entry.actor_id, entry.object_id) == ("SignedIn", rustem.public_id, rustem.public_id)
    assert entry.payload == {"staff_session": session().scalars(select(StaffSession.public_id)).one()}


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: Browser, rustem: Known) -> None:
    wrong = try_to_sign_in(browser, rustem.email, "not the password at all")
    unknown = try_to_sign_in(browser, "nobody@eventreg.example", "not the password at all")

    assert (wrong.status, unknown.status) == (422, 422)
    assert WRONG in wrong.text
    assert wrong.text == unknown.text


def test_the_form_keeps_the_address_typed_and_forgets_the_password(browser: Browser, rustem: Known) -> None:
    page = try_to_sign_in(browser, "Rustem@eventreg.example", "not the password at all")

    assert page.form("sign-in")["email"] == "Rustem@eventreg.example"
    assert page.form("sign-in")["password"] == ""


def test_somebody_who_never_set_a_password_cannot_sign_in(app: Flask, browser: Browser) -> None:
    with transaction():
        email = a_staff_user(None, is_admin=True).email

    page = try_to_sign_in(browser, email, "")
    guess = try_to_sign_in(browser, email, PASSWORD)

    assert "Enter your password." in page.text
    assert WRONG in guess.text


def test_a_deactivated_member_of_staff_cannot_sign_in(browser: Browser, rustem: Known) -> None:
    with transaction() as current:
        current.execute(update(StaffUser).values(is_active=False))

    page = try_to_sign_in(browser, rustem.email, PASSWORD)

    assert WRONG in page.text


def test_after_ten_failures_even_the_right_password_has_to_wait(
    browser: Browser, rustem: Known, clock: time_machine.Traveller
) -> None:
    for _ in range(10):
        try_to_sign_in(browser, rustem.email, "not the password at all")
        clock.shift(timedelta(seconds=30))

    blocked = try_to_sign_in(browser, rustem.email, PASSWORD)
    clock.shift(timedelta(minutes=10, seconds=1))
    later = try_to_sign_in(browser, rustem.email, PASSWORD)

    assert blocked.status == 429
    assert "Try again in 10 min." in blocked.text
    assert later.path == "/office/"


def test_an_unknown_address_is_blocked_in_the_same_words(app: Flask, browser: Browser) -> None:
    for _ in range(10):
        try_to_sign_in(browser, "nobody@eventreg.example", "not the password at all")

    page = try_to_sign_in(browser, "nobody@eventreg.example", "not the password at all")

    assert (page.status, "Try again in 15 min." in page.text) == (429, True)


def test_failures_of_one_address_do_not_block_another(app: Flask, browser: Browser, rustem: Known) -> None:
    for _ in range(10):
        try_to_sign_in(browser, "nobody@eventreg.example", "not the password at all")

    page = try_to_sign_in(browser, rustem.email, PASSWORD)

    assert page.path == "/office/"


def test_a_successful_sign_in_forgets_the_failures(browser: Browser, rustem: Known) -> None:
    for _ in range(9):
        try_to_sign_in(browser, rustem.email, "not the password at all")

    try_to_sign_in(browser, rustem.email, PASSWORD)

    assert session().scalar(select(func.count()).select_from(FailedSignIn)) == 0


def test_failed_tries_name_no_address(app: Flask, browser: Browser) -> None:
    try_to_sign_in(browser, "nobody@eventreg.example", "not the password at all")

    kept = session().scalars(select(FailedSignIn.email_hash)).one()
    assert "nobody" not in kept
    assert len(kept) == 64


def test_one_reader_may_try_twenty_times_a_minute(app: Flask, browser: Browser) -> None:
    limiter.reset()
    for number in range(20):
        try_to_sign_in(browser, f"nobody-{number}@eventreg.example", "not the password at all")

    page = try_to_sign_in(browser, "nobody@eventreg.example", "not the password at all")

    assert (page.status, page.heading) == (429, "Too many tries in a short time")


def test_the_cookie_is_a_new_one_after_signing_in_but_opened_links_stay(browser: Browser, rustem: Known) -> None:
    browser.get("/office/sign-in")
    with browser.client.session_transaction() as cookie:
        cookie["grants"] = {"invitation:abc": 1}
        cookie["planted"] = "by somebody else"
        token_before = cookie["csrf_token"]

    try_to_sign_in(browser, rustem.email, PASSWORD)

    with browser.client.session_transaction() as cookie:
        assert cookie["grants"] == {"invitation:abc": 1}
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != token_before


def test_signing_out_ends_the_sign_in_for_good(browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)
    team = browser.get("/office/team")
    with browser.client.session_transaction() as cookie:
        stolen = dict(cookie)

    page = browser.submit(team, "sign-out")
    with browser.client.session_transaction() as cookie:
        cookie.update(stolen)
    replayed = browser.get("/office/team")

    assert (page.heading, "You are signed out." in page.text) == ("Sign in", True)
    assert replayed.status == 401
    assert list(chain())[-1].event == "SessionRevoked"


def test_the_language_of_the_member_of_staff_is_that_of_the_office(app: Flask, browser: Browser, rustem: Known) -> None:
    page = browser.get("/office/sign-in")

    browser.submit(page, "sign-in", email=rustem.email, password=PASSWORD)
    team = browser.get("/office/team")

    assert '<html lang="kk"' in page.html
    assert '<html lang="en"' in team.html


@pytest.mark.parametrize("path", ["/office/team", "/office/rcc/2026-11-23/?page=2&q=%D3%99", "/"])
def test_own_paths_are_followed_after_signing_in(path: str) -> None:
    assert is_own_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "", "office", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
        "https:evil.example", "javascript:alert(1)", "/a\\b", "/a b", "/a\tb", "/\t/evil.example", "/a\nb", "\u2025",
        "/\u2025/evil.example", "//evil.example/office", " /office", "data:text/html,x", "/a\x00",
    ],
)  # fmt: skip
def test_foreign_addresses_are_not_followed_after_signing_in(path: str) -> None:
    assert not is_own_path(path)


def test_a_foreign_next_leads_home(browser: Browser, rustem: Known) -> None:
    page = browser.get("/office/sign-in?next=//evil.example/x&lang=en")

    fields = {**page.form("sign-in"), "email": rustem.email, "password": PASSWORD}
    answer = browser.request("POST", "/office/sign-in?next=//evil.example/x", data=fields)

    assert (answer.status_code, answer.location) == (303, "/office/")


def test_staff_without_the_role_get_403_and_visitors_401(app: Flask, browser: Browser, other_browser: Browser) -> None:
    with transaction():
        council = a_council()
    sign_in(browser, council, Role.SECRETARY)

    statuses = [browser.get("/office/team").status, other_browser.get("/office/team").status]

    assert statuses == [403, 401]
