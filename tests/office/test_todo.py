"""The office's start page says what waits for a person: what there is, for whom it is, and where it is done."""

from datetime import timedelta

import pytest
from flask import Flask

from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
from eventreg.invitations.models import InvitationState, Rung, RungTarget
from eventreg.mail.models import BouncedAddress
from eventreg.office.models import ImportKind, ImportRun, ImportState
from eventreg.registrations.consents.models import ErasureRequest
from eventreg.registrations.models import RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation

PAGE = "/office/?lang=en"


def much_to_do(council: Council) -> CouncilSession:
    """One of everything; adds it in the present transaction."""
    council_session, body = a_session(council), a_body()
    invitation = an_invitation(council_session, body)
    invitation.state, invitation.email = InvitationState.INVITED, "dead@b.kz"
    session().add(BouncedAddress(address="dead@b.kz", since=NOW, words="550"))
    to_be_called(council_session)
    a_registration(council_session, body).state = RegistrationState.PENDING
    offered = a_registration(council_session, body)
    offered.state = RegistrationState.NOMINATED
    offered.offered_until = clock.now() + timedelta(hours=5)
    session().add(ErasureRequest(registration=offered, asked_at=NOW))
    held = a_session(council, "2026-01-01", Stage.HELD)
    held.starts_at, held.ends_at = (clock.now() - timedelta(days=27, hours=hours) for hours in (5, 1))
    for _ in range(2):
        add_person(PersonDetails("Ким", "Виктор"), body)
    run = ImportRun(
        council=council, kind=ImportKind.BODIES, state=ImportState.CHECKED, file_name="list.xlsx",
        headers=[], sample=[], created_at=NOW, actor_kind="staff", actor_id="x",
    )  # fmt: skip
    session().add(run)
    session().flush()
    return council_session


def to_be_called(council_session: CouncilSession) -> None:
    """Whoever is silent is to be telephoned: the deadline is tomorrow."""
    council_session.nominate_until = clock.now() + timedelta(days=1)
    council_session.starts_at, council_session.ends_at = (clock.now() + timedelta(days=days) for days in (2, 3))
    session().add(Rung(council_session=council_session, days=5, target=RungTarget.CALL))


TITLES = {
    "Approve registrations": "/registrations/approval",
    "Offers of places that lapse within a day": "/invitations/waiting-list",
    "Answer requests for erasure": "/registrations/erasure-requests",
    "Addresses that bounce": "/letters/returned",
    "Telephone silent bodies": "/invitations/reminders#calls",
    "Personal data will be deleted": "/privacy/retention",
    "Confirm imports": "/imports/?state=checked",
    "Possible duplicates": "/duplicates/",
}


def test_a_secretary_sees_each_thing_with_the_way_to_it(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        much_to_do(council)
    sign_in(browser, council, Role.SECRETARY)

    page = browser.get(PAGE)

    for title, address in TITLES.items():
        assert title in page.text
        link = next(link for link in page.links if address in link)
        assert browser.get(link).status == 200


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        (Role.ORGANIZER, {"Answer requests for erasure"}),
        (Role.AUDITOR, set(TITLES) - {"Personal data will be deleted"}),
        (Role.CHAIR, set(TITLES)),
        (Role.DOOR, set(TITLES)),
    ],
)
def test_nobody_is_told_of_what_they_may_not_do(app: Flask, browser: Browser, role: Role, missing: set[str]) -> None:
    with transaction():
        council = a_council()
        much_to_do(council)
    sign_in(browser, council, role)

    text = browser.get(PAGE).text

    assert {title for title in TITLES if title not in text} == missing


def test_what_waits_in_another_council_is_not_there(app: Flask, browser: Browser) -> None:
    with transaction():
        council, other = a_council(), a_council()
        much_to_do(other)
    sign_in(browser, council, Role.SECRETARY)

    text = browser.get(PAGE).text

    assert {title for title in TITLES if title in text} == {"Possible duplicates"}  # people whom no council knows yet


def test_where_nothing_waits_nothing_is_said(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        a_session(council)
    sign_in(browser, council, Role.SECRETARY)

    assert "What waits for you" not in browser.get(PAGE).text


def test_more_of_everything_needs_no_more_statements(app: Flask, browser: Browser) -> None:
    with transaction():
        council = a_council()
        council_session = much_to_do(council)
    sign_in(browser, council, Role.SECRETARY)
    numbers = []
    for _ in range(2):
        browser.get(PAGE)
        with counted_statements() as statements:
            browser.get(PAGE)
        numbers.append(len([text for text in statements if text.startswith("SELECT")]))
        with transaction():
            body = a_body()
            for state in (RegistrationState.PENDING, RegistrationState.ASKED):
                a_registration(council_session, body).state = state
            a_session(council, f"2026-02-0{len(numbers)}", Stage.HELD)
            other = a_session(council, f"2026-12-0{len(numbers)}")
            to_be_called(other)
            an_invitation(other)

    assert numbers[0] == numbers[1]
