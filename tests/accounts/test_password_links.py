"""One-time links that set a password, from the command line, an invitation or "forgotten"."""

import logging
import unicodedata
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.accounts.actions import name_admin
from eventreg.accounts.models import StaffSession, StaffUser
from eventreg.core import clock as time_of_day
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import session, transaction
from eventreg.core.links import fill_marks
from eventreg.invitations.asked_links import send_asked_links
from eventreg.journal.models import JournalEntry
from eventreg.journal.queries import chain
from eventreg.mail.models import Letter, LinkRequest
from tests.accounts.conftest import PASSWORD, Known, counted_statements, try_to_sign_in
from tests.browser import Browser, Page

NEW = "саған айтам қызым, келінім тыңда"
EMAIL = "aliya@eventreg.example"


def an_admin_link(email: str = EMAIL) -> str:
    """The path of a fresh link for an administrator."""
    with transaction():
        url = name_admin(email, COMMAND_LINE, time_of_day.now()).link.url
    return "/office/password/" + url.rpartition("/")[2]


def set_it(browser: Browser, path: str, password: str = NEW, again: str | None = None) -> Page:
    page = browser.get(f"{path}?lang=en")
    return browser.submit(page, "", password=password, password_again=password if again is None else again)


def everything_kept() -> list[object]:
    """What the database holds about staff and what was done."""
    columns = [StaffUser.password_hash, StaffUser.link_hash, StaffUser.link_version, StaffUser.link_expires_at]
    users = session().execute(select(*columns).order_by(StaffUser.id)).all()
    return [*users, *session().scalars(select(StaffSession.public_id)), *session().scalars(select(JournalEntry.hash))]


def test_looking_at_the_link_writes_nothing(app: Flask, browser: Browser) -> None:
    path = an_admin_link()
    before = everything_kept()

    pages = [browser.get(path, headers={"User-Agent": agent}) for agent in ("ms-office", "Googlebot", "curl/8", "")]
    browser.request("HEAD", path)

    assert {page.status for page in pages} == {200}
    assert everything_kept() == before


def test_the_link_sets_the_password_and_signs_in(app: Flask, browser: Browser, other_browser: Browser) -> None:
    page = set_it(browser, an_admin_link())

    again = try_to_sign_in(other_browser, EMAIL, NEW)

    assert page.path == "/office/"
    assert browser.get("/office/team").status == 200
    assert again.path == "/office/"
    assert [entry.event for entry in chain()][-3:] == ["PasswordSet", "SignedIn", "SignedIn"]


def test_a_used_link_says_how_to_get_a_new_one(app: Flask, browser: Browser, other_browser: Browser) -> None:
    path = an_admin_link()
    set_it(browser, path)

    page = other_browser.get(f"{path}?lang=en")

    assert (page.status, page.heading) == (410, "This link no longer works")
    assert "/office/forgotten" in page.links
    assert "An administrator who was given the link on the command line makes a new one there" in page.text


def test_a_link_that_nobody_made_looks_like_a_used_one(app: Flask, browser: Browser) -> None:
    path = an_admin_link()
    set_it(browser, path)

    used = browser.get(f"{path}?lang=en")
    unknown = browser.get("/office/password/" + "x" * 32 + "?lang=en")

    assert (unknown.status, unknown.text) == (410, used.text)


def test_a_link_is_dead_after_half_an_hour(
    app: Flask, browser: Browser, other_browser: Browser, clock: time_machine.Traveller
) -> None:
    path = an_admin_link()
    opened_in_time = browser.get(f"{path}?lang=en")
    clock.shift(timedelta(minutes=29))
    early = other_browser.get(path)
    clock.shift(timedelta(minutes=2))

    late = other_browser.get(path)
    posted_late = browser.submit(opened_in_time, "", password=NEW, password_again=NEW)

    assert (early.status, late.status, posted_late.status) == (200, 410, 410)
    assert session().scalars(select(StaffUser.password_hash)).one() is None


def test_a_newer_link_kills_the_older_one(app: Flask, browser: Browser) -> None:
    older, newer = an_admin_link(), an_admin_link()

    statuses = [browser.get(older).status, browser.get(newer).status]

    assert statuses == [410, 200]


def test_a_new_password_ends_all_other_sign_ins(browser: Browser, other_browser: Browser, rustem: Known) -> None:
    try_to_sign_in(browser, rustem.email, PASSWORD)

    set_it(other_browser, an_admin_link(rustem.email))

    assert (browser.get("/office/team").status, other_browser.get("/office/team").status) == (401, 200)
    assert try_to_sign_in(browser, rustem.email, PASSWORD).status == 422


def test_somebody_who_was_locked_out_gets_in_by_the_link(
    browser: Browser, other_browser: Browser, rustem: Known
) -> None:
    for _ in range(10):
        try_to_sign_in(browser, rustem.email, "not the password at all")

    set_it(other_browser, an_admin_link(rustem.email))
    page = try_to_sign_in(browser, rustem.email, NEW)

    assert page.path == "/office/"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "Use at least 12 characters, such as three or four words that do not belong together."),
        ("password1234", "This password is easy to guess. Choose words that others would not think of."),
        ("Құпиясөз12345", "This password is easy to guess. Choose words that others would not think of."),
        ("aaaaaaaaaaaaaaaa", "This password is easy to guess. Choose words that others would not think of."),
        ("aliya@eventreg.example", "The password must not be like your e-mail address. Choose other words."),
        ("x" * 130 + "abcdefgh" * 20, "Use at most 256 characters."),
    ],
)
def test_a_weak_password_is_refused_with_a_way_to_mend_it(
    app: Flask, browser: Browser, password: str, sentence: str
) -> None:
    page = set_it(browser, an_admin_link(), password)

    assert page.status == 422
    assert sentence in page.text


def test_two_different_passwords_are_refused(app: Flask, browser: Browser) -> None:
    page = set_it(browser, an_admin_link(), NEW, again=NEW + "!")

    assert (page.status, "The two passwords differ. Enter the same one twice." in page.text) == (422, True)


def test_a_password_counts_however_the_keyboard_composes_it(
    app: Flask, browser: Browser, other_browser: Browser
) -> None:
    composed = "йогурт пен ёлка суреті"
    decomposed = unicodedata.normalize("NFD", composed)
    set_it(browser, an_admin_link(), composed)

    page = try_to_sign_in(other_browser, EMAIL, decomposed)

    assert composed != decomposed
    assert page.path == "/office/"


def test_a_wrong_link_can_be_tried_thirty_times_a_minute(app: Flask, browser: Browser) -> None:
    path = an_admin_link()
    statuses = {browser.get(f"/office/password/{number:032}").status for number in range(30)}

    blocked = browser.get(f"/office/password/{31:032}")

    assert statuses == {410}
    assert blocked.status == 429
    assert browser.get(path).status == 429


def test_a_forgotten_password_brings_a_letter_with_a_link(
    browser: Browser, rustem: Known, clock: time_machine.Traveller
) -> None:
    page = browser.submit(browser.get("/office/forgotten?lang=en"), "", email=rustem.email.upper())
    send_asked_links()

    letter = session().scalars(select(Letter)).one()
    mark = session().scalars(select(StaffUser)).one().link.mark
    assert page.heading == "Look into your mail"
    assert (letter.kind, letter.recipient, letter.language) == ("password_link", rustem.email, "en")
    assert letter.text.count(mark) == 1
    path = "/office/password/" + fill_marks(mark).rpartition("/")[2]
    clock.shift(timedelta(minutes=119))
    assert set_it(browser, path).path == "/office/"


def test_an_unknown_address_gets_the_same_answer_and_no_letter(browser: Browser, rustem: Known) -> None:
    form, before = browser.get("/office/forgotten?lang=en"), everything_kept()
    with counted_statements() as for_known:
        known = browser.submit(form, "", email=rustem.email)
    with counted_statements() as for_unknown:
        unknown = browser.submit(form, "", email="nobody@eventreg.example")

    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert len(for_known) == len(for_unknown), "looking for the address is left to the job"
    assert (everything_kept(), session().scalars(select(Letter)).all()) == (before, [])
    send_asked_links()
    assert session().scalars(select(LinkRequest)).all() == []
    assert session().scalars(select(Letter.recipient)).all() == [rustem.email]


def test_letters_to_one_address_can_be_asked_for_five_times_an_hour(browser: Browser, rustem: Known) -> None:
    for _ in range(5):
        browser.submit(browser.get("/office/forgotten"), "", email=rustem.email)

    page = browser.submit(browser.get("/office/forgotten?lang=en"), "", email=rustem.email)
    other = browser.submit(browser.get("/office/forgotten?lang=en"), "", email="nobody@eventreg.example")

    assert (page.status, other.status) == (429, 200)


def test_no_password_no_hash_and_no_token_is_logged(
    browser: Browser, rustem: Known, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = an_admin_link(rustem.email)
    set_it(browser, path)
    set_it_again = browser.get(path)
    password_hash = session().scalars(select(StaffUser.password_hash)).one() or ""
    browser.client.delete_cookie("eventreg")
    try_to_sign_in(browser, rustem.email, "a wrong and secret word")

    out, err = capfd.readouterr()
    logged = out + err + caplog.text
    secrets = (NEW, "a wrong and secret word", password_hash, path.rpartition("/")[2], rustem.email)
    assert set_it_again.status == 410
    assert [secret for secret in secrets if secret in logged] == []
