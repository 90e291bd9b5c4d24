"""The office enters that a body declined on paper or by telephone, and undoes it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.actions import Nominee, nominate_delegates
from eventreg.invitations.models import Invitation, InvitationState, RungTarget
from eventreg.journal.models import JournalEntry
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.registering import withdraw_registration
from tests.browser import Browser
from tests.cast import sign_in
from tests.invitations.test_reminders import DEADLINE, TURN, a_silent, laddered, reminded


@pytest.fixture
def silent(app: Flask) -> Invitation:
    with transaction():
        return a_silent(laddered(RungTarget.FIRST, RungTarget.CALL))


def address_of(invitation: Invitation) -> str:
    return f"/office/{invitation.council_session.address}/invitations/{invitation.public_id}"


def test_a_refusal_by_telephone_is_entered_without_a_reason_and_undone(silent: Invitation, browser: Browser) -> None:
    reminded(TURN)
    with time_machine.travel(TURN, tick=False):
        sign_in(browser, silent.council_session.council, Role.SECRETARY)
        page = browser.get(f"{address_of(silent)}?lang=en")
        assert f'href="{address_of(silent)}/decline"' in page.html
        declined = browser.submit(browser.get(f"{address_of(silent)}/decline?lang=en"), "", reason="")
        stood = silent.state, silent.decline_reason, session().scalar(select(Letter.state).filter_by(kind="reminder"))
        undone = browser.submit(declined, "undo")

    assert stood == (InvitationState.DECLINED, "", LetterState.CANCELLED)
    assert "It was noted that the body declined." in declined.text
    assert "Send the letter again" in undone.text
    assert (silent.state, silent.declined_at) == (InvitationState.INVITED, None)
    entries = session().scalars(
        select(JournalEntry).filter_by(object_id=silent.public_id).order_by(JournalEntry.number)
    )
    assert [(entry.event, entry.actor_kind) for entry in entries][-2:] == [
        ("InvitationDeclined", "staff"),
        ("DeclineUndone", "staff"),
    ]


def test_whoever_telephones_comes_to_the_same_form_from_the_call(silent: Invitation, browser: Browser) -> None:
    sign_in(browser, silent.council_session.council, Role.SECRETARY)
    calls = f"/office/{silent.council_session.address}/invitations/calls/{silent.public_id}"

    assert f'href="{address_of(silent)}/decline"' in browser.get(calls).html


def test_the_office_enters_and_undoes_a_refusal_after_the_deadline_as_well(
    silent: Invitation, browser: Browser
) -> None:
    with time_machine.travel(DEADLINE + timedelta(hours=1), tick=False):
        sign_in(browser, silent.council_session.council, Role.SECRETARY)
        form = browser.get(f"{address_of(silent)}/decline?lang=en")
        declined = browser.submit(form, "", reason="Their head is abroad")
        undone = browser.submit(declined, "undo")

    assert "Their head is abroad" in declined.text
    assert "Their head is abroad" not in undone.text
    assert silent.state is InvitationState.INVITED


def test_where_delegates_stand_the_refusal_is_not_entered_and_the_reason_stays(
    silent: Invitation, browser: Browser
) -> None:
    calls = f"/office/{silent.council_session.address}/invitations/calls/{silent.public_id}"
    with transaction():
        (delegate,) = nominate_delegates(silent, [Nominee(PersonDetails("Ким", "Виктор"))], SYSTEM, TURN)
    with time_machine.travel(TURN, tick=False):
        sign_in(browser, silent.council_session.council, Role.SECRETARY)
        pages = [browser.get(f"{path}?lang=en").text for path in (calls, address_of(silent))]
        refused = browser.submit(browser.get(f"{address_of(silent)}/decline?lang=en"), "", reason="Nobody is free")
        with transaction():
            state = silent.state
            withdraw_registration(delegate, "", SYSTEM, TURN)
        free_again = browser.get(f"{address_of(silent)}?lang=en").text

    assert ["Note the decline" in page for page in (*pages, free_again)] == [False, False, True]
    assert refused.status == 422
    assert "Delegates are named already." in refused.text
    assert refused.form("")["reason"] == "Nobody is free"
    assert state is InvitationState.ANSWERED


def test_a_body_that_was_not_invited_yet_cannot_have_declined(silent: Invitation, browser: Browser) -> None:
    with transaction():
        silent.state, silent.invited_at = InvitationState.DRAFT, None
    sign_in(browser, silent.council_session.council, Role.SECRETARY)

    assert "Note the decline" not in browser.get(f"{address_of(silent)}?lang=en").text
    refused = browser.submit(browser.get(f"{address_of(silent)}/decline?lang=en"), "")
    assert refused.status == 422
    assert "Nothing was sent to this body yet" in refused.text
    assert silent.state is InvitationState.DRAFT


def test_an_auditor_enters_no_refusal(silent: Invitation, browser: Browser) -> None:
    sign_in(browser, silent.council_session.council, Role.AUDITOR)

    assert "Note the decline" not in browser.get(f"{address_of(silent)}?lang=en").text
    assert browser.request("GET", f"{address_of(silent)}/decline").status_code == 403
