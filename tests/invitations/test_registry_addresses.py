"""An address that is mended in the registry reaches the invitations of the body."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import BodyDetails, change_body, import_body
from eventreg.bodies.models import Body
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions import correct_address
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.journal.models import JournalEntry
from eventreg.sessions.models import Stage
from tests.accounts.conftest import counted_statements
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_session, an_invitation


@pytest.fixture
def invitation(app: Flask) -> Invitation:
    """Of a body without an address, not sent yet."""
    with transaction():
        body = a_body("NGO", language="ru")
        body.email = ""
        return an_invitation(a_session(a_council("rcc")), body, state=InvitationState.DRAFT)


def details_of(body: Body) -> BodyDetails:
    return BodyDetails(kind=body.kind, name=body.name, dative=body.dative, email=body.email, language=body.language)


def mend(body: Body, email: str, language: str = "ru") -> None:
    with transaction():
        change_body(body, replace(details_of(body), email=email, language=language), SYSTEM, NOW)


def test_an_invitation_that_was_not_sent_yet_follows_the_registry(invitation: Invitation) -> None:
    mend(invitation.body, "office@ngo.example")
    mend(invitation.body, "right@ngo.example", "kk")

    assert (invitation.email, invitation.language) == ("right@ngo.example", "kk")
    changed = session().scalars(select(JournalEntry).filter_by(event="BodyChanged").order_by(JournalEntry.number)).all()
    assert [entry.payload for entry in changed] == [{"fields": ["email"]}, {"fields": ["email", "language"]}]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.OPEN, Stage.POSTPONED])
def test_so_does_the_list_of_a_session_that_is_not_announced_or_waits_for_a_new_date(
    invitation: Invitation, stage: Stage
) -> None:
    with transaction():
        invitation.council_session.stage = stage
    mend(invitation.body, "office@ngo.example")

    assert invitation.email == "office@ngo.example"


def test_a_name_costs_the_same_however_often_the_body_was_invited(invitation: Invitation) -> None:
    """An import may change thousands of names."""

    def cost(name: str) -> int:
        with transaction(), counted_statements() as statements:
            change_body(invitation.body, replace(details_of(invitation.body), name=Translated(ru=name)), SYSTEM, NOW)
        return len(statements)

    once = cost("Один")
    with transaction():
        for code in ("2026-12-07", "2026-12-21"):
            an_invitation(a_session(invitation.council_session.council, code), invitation.body)

    assert cost("Три") == once


def test_an_address_that_an_import_fills_in_reaches_it_as_well(invitation: Invitation) -> None:
    with transaction():
        import_body("NGO", replace(details_of(invitation.body), email="office@ngo.example"), SYSTEM, NOW)

    assert invitation.email == "office@ngo.example"


def test_what_the_office_entered_for_one_session_stays(invitation: Invitation) -> None:
    with transaction():
        correct_address(invitation, "own@ngo.example", "kk-ru", SYSTEM, NOW)
    mend(invitation.body, "office@ngo.example", "en")

    assert (invitation.email, invitation.letter_language) == ("own@ngo.example", "kk-ru")


def test_the_invitation_to_a_session_that_is_over_stays_as_it_was(invitation: Invitation) -> None:
    with transaction():
        invitation.council_session.stage = Stage.CLOSED
    mend(invitation.body, "office@ngo.example")

    assert invitation.email == ""


def test_for_one_that_was_sent_the_office_takes_the_address_of_the_registry(
    invitation: Invitation, browser: Browser
) -> None:
    mend(invitation.body, "former@ngo.example")
    with transaction():
        invitation.state, invitation.invited_at = InvitationState.INVITED, NOW
        former = invitation.link.mark
    mend(invitation.body, "office@ngo.example")
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    page = browser.get(f"/office/{invitation.council_session.address}/invitations/{invitation.public_id}?lang=en")

    assert invitation.email == "former@ngo.example"
    assert "The registry has another address: office@ngo.example" in page.text
    taken = browser.submit(page, "address")
    assert (invitation.email, invitation.language) == ("office@ngo.example", "ru")
    assert invitation.link.mark != former
    assert "The registry has another address" not in taken.text
