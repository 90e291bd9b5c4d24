"""The explain-why card: the whole history of a person and of a body on one page, own councils only."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from eventreg.attendance.actions import check_in, check_out
from eventreg.attendance.models import Channel
from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.actions.answers import Nominee, nominate_delegates, replace_by_office
from eventreg.invitations.actions.listing import add_invitation
from eventreg.invitations.models import Invitation
from eventreg.mail.inbound import receive
from eventreg.mail.models import InboundKind, InboundMessage, Letter, LetterAttempt, LetterState
from eventreg.registrations.actions.registering import confirm_for
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import STARTS, a_body, a_council, a_session, an_invitation


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


def came_back(letter: Letter, lines: str, hours: int = 1) -> None:
    """These headers and this body came as an answer to the letter, so many hours later."""
    with transaction():
        letter.sent_at = NOW
        letter.end(LetterState.SENT)
        receive(f"References: <{letter.message_id}>\n{lines}".encode(), SYSTEM, NOW + timedelta(hours=hours))


def letter_to_delegate() -> Letter:
    return session().scalars(select(Letter).filter_by(about_kind="registration").order_by(Letter.id)).all()[0]


DECLINED = (
    "From: e@b.kz\nSubject: No\nContent-Type: text/calendar\n\n"
    "METHOD:REPLY\nATTENDEE;PARTSTAT=DECLINED:mailto:e@b.kz\nCOMMENT:On a mission\n"
)
BOUNCED = "Return-Path: <>\nFrom: mailer-daemon@b.kz\nSubject: failure notice\n\n<{}>:\n550 5.1.1 No such user\n"


def test_what_came_back_from_a_delegate_stands_on_the_card_and_the_page_of_the_body_once(
    app: Flask, browser: Browser
) -> None:
    with transaction():
        council_session, body, person = a_delegate_with_a_past()
        an_invitation(council_session)
        invitation, other = session().scalars(select(Invitation).order_by(Invitation.id)).all()
        pages = [f"/office/{council_session.address}/invitations/{one.public_id}" for one in (invitation, other)]
    came_back(letter_to_delegate(), DECLINED)
    sign_in(browser, council_session.council, Role.SECRETARY)

    cards = [browser.get(f"/office/history/{path}?lang=en").text for path in (f"bodies/{body}", f"people/{person}")]
    texts = [browser.get(f"{page}?lang=en").text for page in pages]

    assert "Answer from a calendar Жүсіпов Ерлан: Declined" in cards[0]
    assert "Answer from a calendar Declined" in cards[1]
    assert [card.count("Answer from a calendar") for card in cards] == [1, 1]
    assert [text.count("On a mission") for text in texts] == [2, 0]  # its words, and the whole message folded below


def test_a_bounce_stands_once_on_each_card_also_where_it_is_about_another_address(app: Flask, browser: Browser) -> None:
    with transaction():
        council_session, body, person = a_delegate_with_a_past()
    letter = letter_to_delegate()
    came_back(letter, BOUNCED.format("e@b.kz"))
    came_back(letter, BOUNCED.format("former.clerk@b.kz"), hours=2)
    sign_in(browser, council_session.council, Role.SECRETARY)

    cards = [browser.get(f"/office/history/{path}?lang=en").text for path in (f"bodies/{body}", f"people/{person}")]
    listed = browser.get(f"/office/{council_session.address}/letters/returned?lang=en").text

    said = "The mail server’s words: "
    assert f"Bounced Жүсіпов Ерлан: e@b.kz · {said}550 5.1.1 No such user" in cards[0]
    assert f"The letter came back {said}5.1.1 550 5.1.1 No such user" in cards[1]
    assert [card.count(f"former.clerk@b.kz · {said}550 5.1.1 No such user") for card in cards] == [1, 1]
    assert [card.count("No such user") for card in cards] == [2, 2]
    assert "mailer-daemon@b.kz · former.clerk@b.kz" in listed
