"""From a body, a person, a mailing and what came back a way leads to the letter, and from the letter to them."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.actions.campaigns import pause_mailing
from eventreg.invitations.models import Campaign, Invitation, RungTarget
from eventreg.mail.actions import post
from eventreg.mail.inbound import receive
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_registration, a_session
from tests.invitations.conftest import BY, Start
from tests.invitations.test_reminders import TURN, a_silent, laddered, reminded

PLACE = "/office/rcc/2026-11-23"
STANDINGS = ("queued", "paused", "sent", "bounced", "refused", "missed", "cancelled")
TAGS = ("Queued", "Paused", "Sent", "Not delivered", "Refused", "Too late", "Sending cancelled")


def letters() -> list[Letter]:
    session().rollback()
    return list(session().scalars(select(Letter).order_by(Letter.id)))


def came_back(letter: Letter) -> None:
    """It was sent, and its server says that it will never arrive."""
    with transaction():
        letter.end(LetterState.SENT)
        letter.sent_at = NOW
        head = f"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nReferences: <{letter.message_id}>"
        words = f"<{letter.recipient}>:\nSorry, no mailbox here by that name. (#5.1.1)\n"
        receive(f"{head}\nSubject: failure notice\n\n{words}".encode(), SYSTEM, NOW)


def tags(page: Page) -> list[str]:
    return re.findall(r'class="tag tag--\w+">([^<]+)<', page.html)


def ways(page: Page) -> list[str]:
    """Where links to letters lead."""
    return [link for link in page.links if re.fullmatch(r"/office/letters/[\w-]{12,}", link)]


def page_of(letter: Letter) -> str:
    return f"/office/letters/{letter.public_id}"


def test_a_body_shows_where_each_of_its_letters_is_and_the_way_there(start: Start, browser: Browser) -> None:
    campaign = start()
    invitation = session().scalars(select(Invitation).filter_by(public_id=letters()[0].about_id)).one()
    with transaction():
        pause_mailing(campaign, BY, NOW)
    sign_in(browser, invitation.council_session.council, Role.SECRETARY)
    address = f"{PLACE}/invitations/{invitation.public_id}?lang=en"

    paused = browser.get(address)
    came_back(letters()[0])
    back = browser.get(address)

    assert ways(paused) == [page_of(letters()[0])]
    assert tags(paused)[-1] == "Paused"
    assert ways(back) == [page_of(letters()[0])] * 2  # in the list of letters, and beside what came back
    assert tags(back).count("Not delivered") == 2  # the body's, and the letter's


def test_a_person_shows_where_each_letter_is_and_the_way_there(app: Flask, browser: Browser) -> None:
    with transaction():
        registration = a_registration(a_session())
        letter = about_person(registration)
        letter.end(LetterState.MISSED)
    sign_in(browser, registration.council_session.council, Role.AUDITOR)

    place = f"/office/{registration.council_session.address}/registrations"
    page = browser.get(f"{place}/{registration.public_id}?lang=en")

    assert ways(page) == [page_of(letter)]
    assert "Too late" in tags(page)
    about = browser.get(f"{page_of(letter)}?lang=en")
    assert f"{place}/{registration.public_id}" in about.links


def about_person(registration: Registration) -> Letter:
    return post(
        "staff_invitation",
        key="one",
        to="person@delegate.example",
        language="ru",
        about=("registration", registration.public_id),
        council_session=registration.council_session.public_id,
        now=NOW,
        context={"name": "", "email": "", "link": registration.link.mark},
    )


def test_a_mailing_shows_where_each_letter_is_and_the_way_there(start: Start, browser: Browser) -> None:
    council_session = start().council_session
    came_back(letters()[0])
    sign_in(browser, council_session.council, Role.ORGANIZER)

    page = browser.get(f"{PLACE}/mailings/1?lang=en")

    assert ways(page) == [page_of(letter) for letter in letters()]
    assert tags(page)[1:] == ["Not delivered", "Queued", "Queued", "Queued"]


def test_who_may_not_read_letters_sees_where_they_are_and_no_way_there(start: Start, browser: Browser) -> None:
    council_session = start().council_session
    came_back(letters()[0])
    sign_in(browser, council_session.council, Role.CHAIR)

    for path in (f"{PLACE}/invitations/{letters()[0].about_id}?lang=en", f"{PLACE}/mailings/1?lang=en"):
        page = browser.get(path)
        assert ways(page) == []
        assert "Not delivered" in tags(page)


def test_what_came_back_names_the_body_and_its_letter(start: Start, browser: Browser) -> None:
    council_session = start().council_session
    came_back(letters()[0])
    sign_in(browser, council_session.council, Role.SECRETARY)

    page = browser.get(f"{PLACE}/letters/returned?lang=en&kind=hard_bounce")

    assert ways(page) == [page_of(letters()[0])]
    assert page.links.count(f"{PLACE}/invitations/{letters()[0].about_id}") == 2  # the address to correct, the message


def test_a_letter_says_whom_it_is_about_and_that_its_mailing_is_paused(start: Start, browser: Browser) -> None:
    campaign = start()
    sign_in(browser, campaign.council_session.council, Role.SECRETARY)
    running = browser.get(f"{page_of(letters()[0])}?lang=en")
    with transaction():
        pause_mailing(session().get_one(Campaign, campaign.id), BY, NOW)

    page = browser.get(f"{page_of(letters()[0])}?lang=en")

    assert (tags(running)[0], tags(page)[0]) == ("Queued", "Paused")
    assert "This letter goes on its way when the mailing goes on." in page.text
    assert "This letter goes on its way when the mailing goes on." not in running.text
    for link in (f"{PLACE}/invitations/{letters()[0].about_id}", f"{PLACE}/mailings/1"):
        assert link in page.links


def test_a_reminder_about_several_bodies_names_each_and_leads_to_those_of_the_own_council(
    app: Flask, browser: Browser
) -> None:
    with transaction():
        sessions = [laddered(RungTarget.FIRST), laddered(RungTarget.FIRST)]
        own, other = (a_silent(one, "both@invitee.example") for one in sessions)
    reminded(TURN)
    letter = next(found for found in letters() if found.kind == "reminder")
    sign_in(browser, sessions[0].council, Role.SECRETARY)

    page = browser.get(f"{page_of(letter)}?lang=en")

    assert {own.body.name["en"], other.body.name["en"]} <= set(re.findall(r"Ұйым [\w-]+ \(eng\)", page.text))
    assert [link for link in page.links if "/invitations/" in link and not link.endswith("/invitations/")] == [
        f"/office/{sessions[0].address}/invitations/{own.public_id}"
    ]
    sign_in(browser, sessions[1].council, Role.SECRETARY)
    page = browser.get(f"/office/{sessions[1].address}/invitations/{other.public_id}")
    assert letter.subject in page.text
    assert page_of(letter) not in ways(page)


@pytest.fixture
def of_every_standing(council_session: CouncilSession) -> CouncilSession:
    """One letter of each standing, and another one that came back."""
    with transaction():
        for standing in (*STANDINGS, "bounced"):
            invitation = a_silent(council_session)
            letter = session().scalars(select(Letter).filter_by(about_id=invitation.public_id)).one()
            if standing in ("queued", "paused"):
                letter.state, letter.next_at = LetterState.QUEUED, NOW
                letter.held_at = NOW if standing == "paused" else None
            elif standing == "bounced":
                letter.bounced_at, letter.bounce_words = NOW, "550"
            else:
                letter.end(LetterState(standing))
    return council_session


@pytest.mark.parametrize(("standing", "word"), list(zip(STANDINGS, TAGS, strict=True)))
def test_the_list_counts_and_shows_letters_by_the_words_of_their_tags(
    of_every_standing: CouncilSession, browser: Browser, standing: str, word: str
) -> None:
    sign_in(browser, of_every_standing.council, Role.SECRETARY)

    page = browser.get(f"{PLACE}/letters/?lang=en&state={standing}")

    number = 2 if standing == "bounced" else 1
    assert tags(page) == [word] * number
    assert f"{word} ({number})" in page.text
    assert "All (8)" in page.text
