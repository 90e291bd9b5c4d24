"""Taking consent back, the request for erasure that follows, and what the office does about it."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.models import Person
from eventreg.core.actors import SYSTEM, Actor, Role
from eventreg.core.db import session, transaction
from eventreg.councils.actions import save_consent_text
from eventreg.i18n.text import Translated
from eventreg.registrations.consents.actions import give_consent
from eventreg.registrations.consents.models import Consent, ErasureRequest
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_registration, a_session
from tests.tables import all_rows


@pytest.fixture
def registration(app: Flask) -> Registration:
    with transaction():
        council = a_council("rcc")
        save_consent_text(council, 0, Translated(kk="Келісемін", en="I agree"), SYSTEM, NOW)
        found = a_registration(a_session(council), surname="Тұрсынова")
        give_consent(found, 1, "en", Actor("registration", found.public_id), NOW)
    return found


def with_link(browser: Browser, registration: Registration) -> str:
    """The delegate's address, once the browser has opened the link."""
    browser.get(f"/r/{registration.link.token}?lang=en")
    return f"/r/p/{registration.public_id}"


def the_request() -> ErasureRequest:
    return session().scalars(select(ErasureRequest)).one()


def withdrawn(browser: Browser, registration: Registration) -> None:
    path = with_link(browser, registration)
    browser.submit(browser.get(f"{path}/withdraw-consent"), "/withdraw-consent")


def test_taking_consent_back_withdraws_and_asks_for_erasure(registration: Registration, browser: Browser) -> None:
    path = with_link(browser, registration)
    page = browser.submit(browser.get(f"{path}/withdraw-consent"), "/withdraw-consent")
    browser.post(f"{path}/withdraw-consent", {"csrf_token": page.forms[0]["fields"]["csrf_token"]})

    found = session().scalars(select(Registration)).one()
    assert found.state is RegistrationState.WITHDRAWN
    assert session().scalars(select(Consent)).one().withdrawn_at is not None
    assert the_request().state == "open"


def test_after_the_session_taking_part_stays_as_it_was(registration: Registration, browser: Browser) -> None:
    with transaction():
        registration.council_session.stage = Stage.HELD

    withdrawn(browser, registration)

    assert session().scalars(select(Registration)).one().state is RegistrationState.CONFIRMED
    assert the_request().state == "open"


@pytest.mark.parametrize("path", ["/personal-data", "/withdraw-consent"])
def test_looking_writes_nothing_and_strangers_see_nothing(
    registration: Registration, browser: Browser, path: str
) -> None:
    address = f"/r/p/{registration.public_id}{path}"
    assert browser.get(address).status == 410
    with_link(browser, registration)
    before = all_rows()

    assert browser.get(address).status == 200

    assert all_rows() == before


def test_a_delegate_takes_the_own_data_out(registration: Registration, browser: Browser) -> None:
    path = with_link(browser, registration)
    token = browser.get(f"{path}/personal-data").form("/personal-data.json")["csrf_token"]

    answer = browser.request("POST", f"{path}/personal-data.json", data={"csrf_token": token})

    known = json.loads(answer.data)
    assert known["person"]["surname"] == "Тұрсынова"
    assert known["registrations"][0]["consents"][0]["text"] == "I agree"


def test_the_office_erases_whom_it_was_asked_to(registration: Registration, browser: Browser) -> None:
    withdrawn(browser, registration)
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    page = browser.get("/office/rcc/2026-11-23/registrations?lang=en")
    assert "1 person asks for erasure" in page.text
    assert "Тұрсынова" in browser.get("/office/rcc/2026-11-23/registrations/erasure-requests").text
    address = f"/office/personal-data/{registration.person.public_id}"

    page = browser.submit(browser.get(f"{address}/erase"), "/erase")

    assert "erased for good" in page.text
    assert the_request().state == "erased"
    person = session().scalars(select(Person)).one()
    assert (person.surname, person.given_name, person.email) == (f"№ {person.id}", "", "")
    shown = browser.get(f"/office/rcc/2026-11-23/registrations/{registration.public_id}")
    assert (shown.status, "Тұрсынова" in shown.html) == (200, False)
    assert browser.get(address).status == 404


def test_the_office_keeps_the_data_and_the_person_reads_why(registration: Registration, browser: Browser) -> None:
    withdrawn(browser, registration)
    sign_in(browser, registration.council_session.council, Role.SECRETARY)
    address = f"/office/rcc/2026-11-23/registrations/{registration.public_id}/refuse-erasure"

    assert browser.submit(browser.get(address), "", reason=" ").status == 422
    browser.submit(browser.get(address), "", reason="Мұрағат туралы заң")

    assert (the_request().state, the_request().answer) == ("refused", "Мұрағат туралы заң")
    assert "Мұрағат туралы заң" in browser.get(f"{with_link(browser, registration)}/personal-data").text


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SECRETARY, 200), (Role.ORGANIZER, 403), (Role.AUDITOR, 403), (Role.DOOR, 403)]
)
def test_erasing_is_for_secretaries(registration: Registration, browser: Browser, role: Role, status: int) -> None:
    sign_in(browser, registration.council_session.council, role)

    assert browser.get("/office/personal-data/").status == status
    assert browser.get(f"/office/personal-data/{registration.person.public_id}/erase").status == status


def test_a_secretary_of_another_council_cannot_and_an_administrator_can(
    registration: Registration, browser: Browser
) -> None:
    address = f"/office/personal-data/{registration.person.public_id}"
    with transaction():
        other = a_council("other")
    sign_in(browser, other, Role.SECRETARY)
    assert browser.get(address).status == 404
    assert "Тұрсынова" not in browser.get(f"/office/personal-data/?q={registration.person.email}").text

    sign_in(browser, None, is_admin=True)
    assert browser.get(address).status == 200
    assert "Тұрсынова" in browser.get(f"/office/personal-data/?q={registration.person.email}").text
