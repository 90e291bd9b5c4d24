"""What somebody sends again from the letters viewer still says how things stand, or it does not go."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations import mails
from eventreg.invitations.actions import Nominee, decline_invitation, nominate_delegates
from eventreg.invitations.models import Invitation, RungTarget
from eventreg.invitations.news import tell_news
from eventreg.mail.actions import cancel, resend
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.subscriptions import stop_letters, subscriptions_of, want_letters
from eventreg.registrations.actions.registering import confirm_registration, withdraw_registration
from eventreg.registrations.models import Registration
from eventreg.sessions.actions import change_session
from eventreg.sessions.models import Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_session, an_invitation
from tests.invitations.test_reminders import TURN, a_silent, laddered, reminded
from tests.invitations.test_session_news import bring_to, details


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def delegate(app: Flask) -> Registration:
    """Nominated for a session that is announced."""
    details = PersonDetails("Ким", "Виктор", email="kim@invitee.example", language="ru")
    with transaction():
        invitation = an_invitation(a_session(stage=Stage.ANNOUNCED))
        (registration,) = nominate_delegates(invitation, [Nominee(details)], SYSTEM, NOW)
    return registration


@pytest.fixture
def reminded_body(app: Flask) -> Invitation:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST))
    reminded(TURN)
    everything_went()
    return invitation


def everything_went() -> None:
    with transaction():
        for letter in session().scalars(select(Letter)):
            letter.end(LetterState.SENT)


def latest(kind: str, about: str | None = None) -> Letter:
    query = select(Letter).filter_by(kind=kind).order_by(Letter.id.desc())
    return session().scalars(query.filter_by(about_kind=about) if about else query).all()[0]


def again(kind: str) -> str:
    """Why the latest letter of this kind does not go again; "" when it does."""
    session().rollback()
    try:
        with transaction():
            resend(
                session().scalars(select(Letter).filter_by(kind=kind).order_by(Letter.id.desc())).all()[0], SYSTEM, NOW
            )
    except Refusal as refusal:
        return refusal.reason
    everything_went()
    return ""


def test_a_pass_goes_again_to_whoever_comes_and_never_to_who_withdrew(delegate: Registration) -> None:
    with transaction():
        confirm_registration(delegate, None, SYSTEM, NOW)
    everything_went()
    assert again("registration_nominated") == "letter_is_outdated"
    assert again("registration_confirmed") == ""
    with transaction():
        withdraw_registration(delegate, "", SYSTEM, NOW)
    everything_went()

    assert again("registration_confirmed") == "letter_is_outdated"
    assert again("registration_withdrawn") == ""


def test_of_a_session_that_moved_the_letter_goes_again_that_says_so(delegate: Registration) -> None:
    with transaction():
        confirm_registration(delegate, None, SYSTEM, NOW)
    everything_went()
    council_session = delegate.council_session
    later = {name: getattr(council_session, name) + timedelta(days=3) for name in ("starts_at", "ends_at")}
    with transaction():
        change_session(council_session, details(council_session, **later), SYSTEM, NOW)

    assert again("registration_confirmed") == "letter_is_outdated", "news are on their way"
    tell_news()
    everything_went()
    assert again("registration_confirmed") == "letter_is_outdated"
    assert again("session_moved") == ""


def test_a_letter_that_was_taken_back_replaces_none(delegate: Registration) -> None:
    everything_went()
    council_session = delegate.council_session
    with transaction():
        change_session(council_session, details(council_session, venue=council_session.city), SYSTEM, NOW)
    tell_news()
    with transaction():
        cancel(
            session().scalars(select(Letter).filter_by(kind="session_moved", about_kind="registration")).one(),
            SYSTEM,
            NOW,
        )

    assert again("registration_nominated") == ""


@pytest.mark.parametrize("stage", [Stage.POSTPONED, Stage.CANCELLED])
def test_nobody_is_invited_to_a_session_that_was_called_off(delegate: Registration, stage: Stage) -> None:
    with transaction():
        invitation = session().scalars(select(Invitation)).one()
        mails.invitation_link(invitation, NOW)
    everything_went()
    assert again("invitation_link") == ""
    bring_to(delegate.council_session, stage)
    everything_went()

    assert again("invitation_link") == "session_is_called_off"
    assert again("registration_nominated") == "session_is_called_off"
    assert again(f"session_{stage}") == ""


def test_a_body_that_answered_is_not_reminded_again(reminded_body: Invitation) -> None:
    assert again("reminder") == ""
    with transaction():
        decline_invitation(reminded_body, "No time", SYSTEM, NOW)

    assert again("reminder") == "body_has_answered"


def test_an_address_that_wants_no_letters_has_none_again_until_it_wants_them(reminded_body: Invitation) -> None:
    with transaction():
        stop_letters(subscriptions_of([reminded_body.email])[reminded_body.email.lower()], SYSTEM, NOW)
    assert again("reminder") == "address_wants_no_letters"

    with transaction():
        want_letters(subscriptions_of([reminded_body.email])[reminded_body.email.lower()], SYSTEM, NOW)
    assert again("reminder") == ""


def test_the_office_reads_why_and_what_to_do_instead(reminded_body: Invitation, browser: Browser) -> None:
    with transaction():
        decline_invitation(reminded_body, "No time", SYSTEM, NOW)
    sign_in(browser, reminded_body.council_session.council, Role.SECRETARY)

    page = browser.submit(browser.get(f"/office/letters/{latest('reminder').public_id}?lang=en"), "/resend")

    assert "Nobody whom this letter reminds is silent any more, so it was not sent." in page.text
