"""The explain-why card: the whole history of a person and of a body on one page, own councils only."""

from flask import Flask
from sqlalchemy import select

from eventreg.attendance.actions import check_in, check_out
from eventreg.attendance.models import Channel
from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.actions.answers import Nominee, nominate_delegates, replace_by_office
from eventreg.invitations.actions.listing import add_invitation
from eventreg.mail.models import InboundKind, InboundMessage, Letter, LetterAttempt
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import STARTS, a_body, a_council, a_session


def a_delegate_with_a_past() -> tuple[CouncilSession, str, str]:
    """The session, and the public ids of body and person, after invitation, nomination, confirmation and the door."""
    council_session, body = a_session(), a_body("NGO-1")
    invitation = add_invitation(council_session, body, {ParticipantRole.DELEGATE: 1}, SYSTEM, NOW)
    details = PersonDetails("Жүсіпов", "Ерлан", email="e@b.kz")
    registration = nominate_delegates(invitation, [Nominee(details)], SYSTEM, NOW)[0]
    confirm_for(registration, SYSTEM, NOW)
    check_in(registration, Channel.CODE, SYSTEM, STARTS)
    check_out(registration, SYSTEM, STARTS.replace(hour=9))
    return council_session, body.public_id, registration.person.public_id


def test_the_card_of_a_person_goes_from_the_nomination_to_the_door(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, _, person = a_delegate_with_a_past()
    sign_in(browser, council_session.council, Role.CHAIR)

    text = browser.get(f"/office/history/people/{person}?lang=en").text

    for told in ("Came in", "by the code", "Went out", "A letter was queued", "e@b.kz"):
        assert told in text


def test_the_card_of_a_body_tells_of_its_invitation_and_its_delegates(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, body, _ = a_delegate_with_a_past()
    sign_in(browser, council_session.council, Role.AUDITOR)

    text = browser.get(f"/office/history/bodies/{body}?lang=en").text

    for told in ("A body was put on the list of the session", "Жүсіпов Ерлан"):
        assert told in text


def test_another_council_reads_nothing_of_it(app: Flask, browser: Browser) -> None:
    with transaction():
        _, body, person = a_delegate_with_a_past()
        other = a_council()
    sign_in(browser, other, Role.SECRETARY)

    assert browser.get(f"/office/history/people/{person}").status == 404
    assert "Жүсіпов" not in browser.get(f"/office/history/bodies/{body}").text


def test_the_door_reads_no_history(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, body, _ = a_delegate_with_a_past()
    sign_in(browser, council_session.council, Role.DOOR)

    assert browser.get(f"/office/history/bodies/{body}").status == 403


def test_both_who_replaces_and_who_is_replaced_are_told_by_name(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, _, person = a_delegate_with_a_past()
        registration = session().scalars(select(Registration)).one()
        new = replace_by_office(registration, PersonDetails("Цой", "Виктор"), "", SYSTEM, NOW)
        other = new.person.public_id
    sign_in(browser, council_session.council, Role.CHAIR)

    texts = [browser.get(f"/office/history/people/{found}?lang=en").text for found in (person, other)]

    assert all("Another person comes instead Жүсіпов Ерлан → Цой Виктор" in text for text in texts)


def test_what_a_mail_server_said_is_marked_as_its_words(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, _, person = a_delegate_with_a_past()
        letter = session().scalars(select(Letter).order_by(Letter.id).limit(1)).one()
        letter.attempts = [
            LetterAttempt(started_at=NOW, ended_at=NOW, worker="w", code=250, answer="2.0.0 Ok: queued as 1")
        ]
        letter.bounced_at, letter.bounce_words = NOW, "550 5.1.1 User unknown"
        reply = InboundMessage(
            digest="1", kind=InboundKind.CALENDAR_REPLY, about_kind="registration", about_id=letter.about_id,
            council_session=letter.council_session, received_at=NOW, sender="e@b.kz", status="DECLINED", words="",
            source="",
        )  # fmt: skip
        session().add(reply)
    sign_in(browser, council_session.council, Role.CHAIR)

    text = browser.get(f"/office/history/people/{person}?lang=en").text

    assert "The mail server’s words: 2.0.0 Ok: queued as 1" in text
    assert "The mail server’s words: 550 5.1.1 User unknown" in text
    assert "Answer from a calendar Declined" in text
