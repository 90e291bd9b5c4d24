"""Self-registration: a public form, the proof of the address, approval; the same answer for every address."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.applications.actions import open_applications
from eventreg.applications.models import Application
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import erase_person
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.councils.actions import save_consent_text
from eventreg.councils.models import DataKind
from eventreg.councils.retention import purge_expired
from eventreg.i18n.text import Translated
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.admission import AdmissionRules, save_admission
from eventreg.registrations.actions.deciding import approve_registration, reject_registration
from eventreg.registrations.consents.models import Consent
from eventreg.registrations.models import Overflow, Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import STARTS, a_council, a_registration, a_session
from tests.tables import all_rows

FORM = "/s/rcc/2026-11-23/register"
TYPED = {"surname": "Тұрсынова", "given_name": "Дана", "organisation": "№ 5 мектеп", "email": "dana@own.example"}


@pytest.fixture(autouse=True)
def before_the_session() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    with transaction():
        found = a_session(a_council("rcc"))
        open_applications(found, True, SYSTEM, NOW)
    return found


def applied(browser: Browser, **changes: str) -> Page:
    return browser.submit(browser.get(f"{FORM}?lang=en"), "", **{**TYPED, **changes})


def the_application() -> Application:
    return session().scalars(select(Application).order_by(Application.id.desc()).limit(1)).one()


def proven(browser: Browser) -> Page:
    page = browser.get(f"/r/a/{the_application().link.token}")
    return browser.submit(page, "/confirm")


def registrations() -> list[Registration]:
    return list(session().scalars(select(Registration).order_by(Registration.id)))


def letters() -> list[tuple[str, str]]:
    found = session().scalars(select(Letter).order_by(Letter.id))
    return [(letter.kind, letter.recipient) for letter in found]


def test_from_the_public_form_to_the_pass(council_session: CouncilSession, browser: Browser) -> None:
    assert FORM in browser.get("/s/rcc/2026-11-23").html
    page = applied(browser)
    assert page.heading == "Check your mailbox"
    assert registrations() == []

    proven(browser)
    (registration,) = registrations()
    assert (registration.state, registration.body) == (RegistrationState.PENDING, None)
    assert (registration.person.surname, registration.person.post) == ("Тұрсынова", "№ 5 мектеп")
    with transaction():
        approve_registration(registration, SYSTEM, NOW)

    assert registrations()[0].state is RegistrationState.CONFIRMED
    kinds = ["application_link", "registration_confirmed"]
    assert letters() == [(kind, "dana@own.example") for kind in kinds]


def test_opening_the_link_writes_nothing_and_the_button_works_once(
    council_session: CouncilSession, browser: Browser
) -> None:
    applied(browser)
    before = all_rows()
    for method in ("GET", "HEAD"):
        browser.request(method, f"/r/a/{the_application().link.token}", follow_redirects=True)
    assert all_rows() == before

    page = browser.get(f"/r/a/{the_application().link.token}")
    for _ in range(3):
        browser.submit(page, "/confirm")

    assert len(registrations()) == 1


def test_what_was_typed_is_emptied_once_a_registration_stands(
    council_session: CouncilSession, browser: Browser
) -> None:
    applied(browser)
    proven(browser)

    found = the_application()
    assert (found.surname, found.email, found.post) == ("", "", "")


def test_the_answer_is_the_same_whether_the_address_is_known(council_session: CouncilSession, browser: Browser) -> None:
    with transaction():
        known = a_registration(council_session)
    email = known.person.email

    pages = [applied(browser, email=address) for address in (email, "someone@else.example")]

    texts = [page.text.replace(email, "…").replace("someone@else.example", "…") for page in pages]
    assert texts[0] == texts[1]
    assert letters() == [("registration_link", email), ("application_link", "someone@else.example")]
    assert len(registrations()) == 1


def test_nobodys_mailbox_is_flooded(council_session: CouncilSession, browser: Browser) -> None:
    for _ in range(5):
        assert applied(browser).status == 200

    assert len(letters()) == 3


def test_one_network_address_is_slowed_down(council_session: CouncilSession, browser: Browser) -> None:
    statuses = [applied(browser, email=f"a{number}@own.example").status for number in range(21)]

    assert statuses == [200] * 20 + [429]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.HELD, Stage.CLOSED, Stage.CANCELLED])
def test_nobody_applies_where_it_is_not_offered(
    council_session: CouncilSession, browser: Browser, stage: Stage
) -> None:
    with transaction():
        council_session.stage = stage
    assert browser.get(FORM).status == 404

    with transaction():
        council_session.stage = Stage.OPEN
        open_applications(council_session, False, SYSTEM, NOW)
    assert browser.get(FORM).status == 404
    assert FORM not in browser.get("/s/rcc/2026-11-23").html


def test_what_is_missing_is_told_and_nothing_typed_is_lost(council_session: CouncilSession, browser: Browser) -> None:
    page = applied(browser, email="", post="Мұғалім")

    assert (page.status, "Мұғалім" in page.html, letters()) == (422, True, [])


def test_consent_is_given_on_the_form_and_kept_with_the_registration(
    council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        save_consent_text(council_session.council, 0, Translated(kk="Келісемін", en="I agree"), SYSTEM, NOW)

    assert applied(browser).status == 422
    assert applied(browser, agrees="y").status == 200
    proven(browser)

    found = session().scalars(select(Consent)).one()
    assert (found.consent_text.version, found.language) == (1, "en")


def test_after_two_days_it_is_too_late_and_everything_typed_is_gone(
    council_session: CouncilSession, browser: Browser
) -> None:
    applied(browser)
    page = browser.get(f"/r/a/{the_application().link.token}")
    with time_machine.travel(NOW + timedelta(hours=49), tick=True):
        assert browser.submit(page, "/confirm").status == 409
        assert purge_expired(SYSTEM, NOW + timedelta(hours=49)) == {DataKind.APPLICATIONS: 1}

    letter = session().scalars(select(Letter)).one()
    assert (letter.recipient, letter.state) == ("", LetterState.CANCELLED)
    assert session().scalars(select(Application)).all() == []
    assert browser.get(page.path).status == 410


def test_where_the_hall_is_full_applicants_wait_or_are_refused(
    council_session: CouncilSession, browser: Browser
) -> None:
    with transaction():
        a_registration(council_session)
        council_session.capacity = 1
    applied(browser)
    assert proven(browser).status == 409
    assert len(registrations()) == 1

    with transaction():
        save_admission(council_session, AdmissionRules(overflow=Overflow.WAIT), SYSTEM, NOW)
    proven(browser)
    assert registrations()[1].state is RegistrationState.WAITING


def test_who_was_not_admitted_is_erased_after_the_period(council_session: CouncilSession, browser: Browser) -> None:
    applied(browser)
    proven(browser)
    with transaction():
        reject_registration(registrations()[0], "Орын жоқ", SYSTEM, NOW)
        council_session.stage = Stage.HELD
    end = STARTS + timedelta(hours=7)

    assert DataKind.APPLICATIONS not in purge_expired(SYSTEM, end + timedelta(days=29))
    assert purge_expired(SYSTEM, end + timedelta(days=30))[DataKind.APPLICATIONS] == 1

    person = session().scalars(select(Person)).one()
    assert (person.email, person.surname) == ("", f"№ {person.id}")
    assert {letter.recipient for letter in session().scalars(select(Letter))} == {""}


def test_erasing_takes_unproven_applications_along(council_session: CouncilSession, browser: Browser) -> None:
    applied(browser)
    with transaction():
        other = a_session(council_session.council, "2027-01-01")
        registration = a_registration(other)
        registration.person.email = "dana@own.example"
        erase_person(registration.person, SYSTEM, NOW)

    assert (the_application().surname, the_application().email, the_application().link_hash) == ("", "", None)
    assert {letter.recipient for letter in session().scalars(select(Letter))} == {""}


@pytest.mark.parametrize(("role", "status"), [(Role.ORGANIZER, 200), (Role.AUDITOR, 403), (Role.DOOR, 403)])
def test_the_organizer_opens_and_closes_applications(app: Flask, browser: Browser, role: Role, status: int) -> None:
    with transaction():
        council_session = a_session(a_council("rcc"))
    sign_in(browser, council_session.council, role)

    page = browser.get("/office/rcc/2026-11-23/applications")
    assert page.status == status
    if status == 200:
        assert browser.get(FORM).status == 404
        browser.submit(page, "/open")
        assert browser.get(FORM).status == 200
