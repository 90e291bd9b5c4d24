"""Consent: agreed to on the confirmation step, kept with version, language and moment, withdrawn by its giver."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.councils.actions import save_consent_text
from eventreg.i18n.text import Translated
from eventreg.registrations.consents.models import Consent
from eventreg.registrations.models import Registration, RegistrationState
from tests.browser import Browser, Page
from tests.conftest import NOW
from tests.factories import a_council, a_registration, a_session

TEXT = Translated(kk="Келісемін: 1", ru="Согласен: 1")


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        council = a_council("rcc")
        save_consent_text(council, 0, TEXT, SYSTEM, NOW)
        return a_registration(a_session(council), state=RegistrationState.NOMINATED)


def checked_answers(browser: Browser, registration: Registration, language: str = "ru") -> Page:
    page = browser.get(f"/r/{registration.link.token}?lang={language}")
    page = browser.get(f"/r/p/{registration.public_id}?lang={language}")
    return browser.submit(page, "/answers")


def state() -> RegistrationState:
    return session().scalars(select(Registration)).one().state


def consents() -> list[tuple[int, str]]:
    found = session().scalars(select(Consent).order_by(Consent.id))
    return [(consent.consent_text.version, consent.language) for consent in found]


def test_a_delegate_agrees_and_the_version_and_language_are_kept(registration: Registration, browser: Browser) -> None:
    page = checked_answers(browser, registration)
    assert "Согласен: 1" in page.text

    browser.submit(page, "/confirm", agrees="y")

    assert state() is RegistrationState.CONFIRMED
    assert consents() == [(1, "ru")]
    assert session().scalars(select(Consent)).one().given_at - NOW > timedelta(0)


def test_without_the_tick_nobody_is_confirmed_and_nothing_typed_is_lost(
    registration: Registration, browser: Browser
) -> None:
    page = browser.submit(checked_answers(browser, registration), "/confirm", post="Бас маман")

    assert page.status == 422
    assert "Бас маман" in page.text
    assert (state(), consents()) == (RegistrationState.NOMINATED, [])


def test_a_text_that_changed_meanwhile_is_read_once_more(registration: Registration, browser: Browser) -> None:
    page = checked_answers(browser, registration)
    with transaction():
        save_consent_text(registration.council_session.council, 1, Translated(kk="Келісемін: 2"), SYSTEM, NOW)

    page = browser.submit(page, "/confirm", agrees="y")
    assert (page.status, "Келісемін: 2" in page.text, consents()) == (422, True, [])
    browser.submit(page, "/confirm", agrees="y")

    assert consents() == [(2, "kk")]


def test_who_has_agreed_is_not_asked_again_until_the_text_changes(registration: Registration, browser: Browser) -> None:
    browser.submit(checked_answers(browser, registration), "/confirm", agrees="y")

    page = browser.submit(browser.get(f"/r/p/{registration.public_id}/answers"), "/answers", post="Бас маман")
    assert "agrees" not in page.form("/confirm")
    browser.submit(page, "/confirm")

    assert consents() == [(1, "ru")]


def test_where_no_text_stands_nobody_is_asked(registration: Registration, browser: Browser) -> None:
    with transaction():
        save_consent_text(registration.council_session.council, 1, Translated(), SYSTEM, NOW)

    browser.submit(checked_answers(browser, registration), "/confirm")

    assert (state(), consents()) == (RegistrationState.CONFIRMED, [])
