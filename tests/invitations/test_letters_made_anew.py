"""Letters of mailings that wait say what is so when they leave, and go where the body is by then."""

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.models import BodyKind
from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import db, locked, session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import (
    add_letter,
    pause_mailing,
    resume_mailing,
    save_invitation_words,
    start_letter,
)
from eventreg.invitations.actions.listing import change_seats, correct_address
from eventreg.invitations.actions.posting import post_portion
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.models import Campaign, CampaignState, Invitation
from eventreg.invitations.news import tell_news
from eventreg.invitations.recipients import (
    Audience,
    Words,
    progress_of,
    recipients_of,
    sending_of,
    sendings_of,
    wording_in,
)
from eventreg.mail.models import BouncedAddress, Letter, LetterState
from eventreg.mail.subscriptions import subscriptions_of
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.actions import change_session
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import three
from tests.invitations.conftest import BY, Start
from tests.invitations.test_mailings import IN_TWO, invitation_of
from tests.invitations.test_news_in_portions import meanwhile, on_postgresql
from tests.invitations.test_session_news import bring_to, details

FORMER, LATER = "23 ноября", "30 ноября"
WEEK = timedelta(days=7)


def move_by_a_week(council_session: CouncilSession) -> None:
    starts_at, ends_at = council_session.starts_at + WEEK, council_session.ends_at + WEEK
    with transaction():
        change_session(council_session, details(council_session, starts_at=starts_at, ends_at=ends_at), BY, clock.now())


def letters_to(code: str) -> list[Letter]:
    about = session().scalars(select(Invitation.public_id).where(Invitation.body.has(code=code))).one()
    return list(session().scalars(select(Letter).filter_by(about_id=about).order_by(Letter.id)))


def found(code: str = "AKM-1") -> list[tuple[str, LetterState, str]]:
    """Kind, state and date of the letters to a body that is written to in Russian."""
    days = [LATER if LATER in letter.text else FORMER for letter in letters_to(code)]
    return [(letter.kind, letter.state, day) for letter, day in zip(letters_to(code), days, strict=True)]


def test_invitations_of_a_paused_mailing_leave_with_the_new_date_and_no_news_before_them(
    council_session: CouncilSession, start: Start
) -> None:
    campaign = start()
    with transaction():
        pause_mailing(campaign, BY, clock.now())

    move_by_a_week(council_session)
    tell_news()
    queue_mailings()
    assert campaign.state is CampaignState.PAUSED
    assert (progress_of(campaign).to_queue, progress_of(campaign).total) == (4, 4)
    with transaction():
        resume_mailing(campaign, BY, clock.now())
    queue_mailings()
    tell_news()

    assert found() == [("invitation", LetterState.CANCELLED, FORMER), ("invitation", LetterState.QUEUED, LATER)]


def test_letters_that_wait_for_another_try_are_made_anew_and_each_body_gets_one(
    council_session: CouncilSession, start: Start
) -> None:
    campaign = start()
    with transaction():
        for code, state in (
            ("AKM-0", LetterState.SENT),
            ("AKM-1", LetterState.WAITING),
            ("AKM-2", LetterState.SENDING),
        ):
            (letter,) = letters_to(code)
            letter.state, letter.next_at = state, None if state is LetterState.SENT else letter.next_at

    move_by_a_week(council_session)
    running = campaign.state
    queue_mailings()
    tell_news()

    assert (running, campaign.state) == (CampaignState.RUNNING, CampaignState.DONE)
    assert found() == [("invitation", LetterState.CANCELLED, FORMER), ("invitation", LetterState.QUEUED, LATER)]
    kinds = {code: [(one.kind, one.state.value) for one in letters_to(code)] for code in ("AKM-0", "AKM-2")}
    assert kinds == {
        "AKM-0": [("invitation", "sent"), ("session_moved", "queued")],
        "AKM-2": [("invitation", "sending"), ("session_moved", "queued")],
    }
    ids = session().scalars(select(Invitation.id).where(Invitation.email != "")).all()
    assert set(sendings_of(ids).values()) == {1}, "it was sent once, however often it was made"


def test_a_body_of_whose_letter_a_stranger_may_have_said_that_it_came_back_hears_the_news(
    council_session: CouncilSession, start: Start
) -> None:
    start()
    with transaction():
        for code in ("AKM-1", "AKM-2"):
            (letter,) = letters_to(code)
            letter.end(LetterState.SENT)
            letter.sent_at = letter.bounced_at = NOW
            address, is_stopped = letter.recipient.lower(), code == "AKM-2"
            session().add(BouncedAddress(address=address, since=NOW, words="550", is_stopped=is_stopped))

    move_by_a_week(council_session)
    tell_news()

    assert [[letter.kind for letter in letters_to(code)] for code in ("AKM-1", "AKM-2")] == [
        ["invitation", "session_moved"],
        ["invitation"],
    ]


def test_letters_that_wait_name_the_deadline_that_stands_now(council_session: CouncilSession, start: Start) -> None:
    with transaction():
        council_session.nominate_until = datetime.fromisoformat("2026-11-20T18:00+05:00")
    with time_machine.travel(NOW, tick=False):
        start()
        with transaction():
            until = datetime.fromisoformat("2026-11-17T18:00+05:00")
            change_session(council_session, details(council_session, nominate_until=until), BY, NOW)
        queue_mailings()

    former, latter = letters_to("AKM-1")
    assert "20 ноября 2026 года, 18:00" in former.text
    assert "17 ноября 2026 года, 18:00" in latter.text
    assert latter.not_after == until


def test_letters_that_wait_name_the_seats_and_the_name_of_now(council_session: CouncilSession, start: Start) -> None:
    with transaction():
        save_invitation_words(council_session, Words(three("{session}"), three("{seats}: {link}")), 0, BY, NOW)
    start()
    with transaction():
        change_seats(invitation_of("AKM-1"), {ParticipantRole.DELEGATE: 7}, BY, NOW)
    queue_mailings()

    assert [letter.text.startswith("7:") for letter in letters_to("AKM-1")] == [False, True]
    assert len(letters_to("AKM-0")) == 1


def test_a_letter_in_the_former_language_is_made_anew_in_the_right_one(start: Start) -> None:
    start()
    with transaction():
        correct_address(invitation_of("AKM-1"), "akm-1@invitee.example", "kk", BY, NOW)
    queue_mailings()

    former, latter = letters_to("AKM-1")
    assert (former.state, former.language) == (LetterState.CANCELLED, "ru")
    assert (latter.state, latter.language) == (LetterState.QUEUED, "kk")


@on_postgresql
def test_an_address_is_corrected_after_the_portion_that_is_being_queued_and_gets_the_letter(
    app: Flask, council_session: CouncilSession, start: Start
) -> None:
    campaign_id = start(queued=False).id

    def queue(pause: Callable[[], None]) -> None:
        with transaction():
            campaign = locked(session().get_one(Campaign, campaign_id))
            recipients = session().scalars(recipients_of(campaign)).all()
            assert [recipient.invitation.email for recipient in recipients][1] == "akm-1@invitee.example"
            pause()
            post_portion(campaign, recipients, NOW)

    def correct() -> None:
        with app.app_context():
            with transaction():
                correct_address(invitation_of("AKM-1"), "right@invitee.example", "ru", BY, NOW)
            db.session.remove()

    corrector = threading.Thread(target=Context().run, args=(correct,))
    with meanwhile(app, queue):
        corrector.start()
        corrector.join(0.7)
        assert corrector.is_alive(), "correcting waits for the portion"
    corrector.join(30)
    queue_mailings()

    own = [(letter.recipient, letter.state) for letter in letters_to("AKM-1")]
    assert own == [
        ("akm-1@invitee.example", LetterState.CANCELLED),
        ("right@invitee.example", LetterState.QUEUED),
    ]
    assert invitation_of("AKM-1").link.mark in letters_to("AKM-1")[1].text


def test_a_letter_stays_where_its_mailing_says_nothing_in_the_right_language(
    council_session: CouncilSession, start: Start
) -> None:
    with transaction():
        save_invitation_words(council_session, IN_TWO, 0, BY, NOW)
    start(Audience(kinds=(BodyKind.MINISTRY,)))
    with transaction():
        correct_address(invitation_of("MON"), "mon@invitee.example", "en", BY, NOW)
    queue_mailings()

    assert [(letter.state, letter.subject) for letter in letters_to("MON")] == [(LetterState.QUEUED, "Хат")]


def test_the_button_that_saves_and_sends_says_that_the_letter_is_queued(
    council_session: CouncilSession, start: Start, browser: Browser
) -> None:
    start()
    invitation = invitation_of("AKM-1").public_id
    sign_in(browser, council_session.council, Role.ORGANIZER)
    page = browser.get(f"/office/{council_session.address}/invitations/{invitation}?lang=en")

    done = browser.submit(page, "/address", language="en", send="1")
    queue_mailings()

    assert "The letter is in the queue." in done.text
    assert [(one.state.value, one.language) for one in letters_to("AKM-1")] == [("cancelled", "ru"), ("queued", "en")]


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.WAITING, LetterState.SENDING])
def test_a_letter_beside_the_invitation_goes_to_the_corrected_address(
    app: Flask, council_session: CouncilSession, start: Start, state: LetterState
) -> None:
    start()
    with transaction():
        letter = add_letter(council_session, Words(three("Programme"), three("{link}")), BY, NOW)
    with transaction():
        fingerprint = sending_of(council_session, NOW, wording_in(letter), Audience()).fingerprint
        start_letter(letter, Audience(), fingerprint, BY, NOW)
    queue_mailings()
    with transaction():
        letters_to("AKM-1")[1].state = state
    with transaction():
        correct_address(invitation_of("AKM-1"), "right@invitee.example", "ru", BY, NOW)
    queue_mailings()

    own = [one for one in letters_to("AKM-1") if one.kind == "body_letter"]
    former = state if state is LetterState.SENDING else LetterState.CANCELLED
    assert [(one.recipient, one.state) for one in own] == [
        ("akm-1@invitee.example", former),
        ("right@invitee.example", LetterState.QUEUED),
    ]
    assert own[0].is_last_attempt is (state is LetterState.SENDING), "it is not tried again at the wrong address"
    assert invitation_of("AKM-1").link.mark in own[1].text


@pytest.mark.parametrize(
    ("fault", "told"),
    [("refused", True), ("bounced", True), ("arrived", False), ("too late", False), ("stopped", False)],
)
def test_a_letter_beside_the_invitation_that_came_to_nothing_goes_to_the_corrected_address_while_it_holds(
    app: Flask, council_session: CouncilSession, start: Start, fault: str, told: bool
) -> None:
    start()
    with transaction():
        letter = add_letter(council_session, Words(three("Programme"), three("{link}")), BY, NOW)
    with transaction():
        fingerprint = sending_of(council_session, NOW, wording_in(letter), Audience()).fingerprint
        start_letter(letter, Audience(), fingerprint, BY, NOW)
    queue_mailings()
    with transaction():
        invited, former = letters_to("AKM-1")
        invited.end(LetterState.SENT)
        former.end(LetterState.REFUSED if fault != "arrived" else LetterState.SENT)
        if fault == "bounced":
            former.state, former.bounced_at = LetterState.SENT, NOW
        if fault == "stopped":
            subscriptions_of(["right@invitee.example"])["right@invitee.example"].stopped_at = NOW
    at = council_session.ends_at + timedelta(hours=1) if fault == "too late" else NOW
    with time_machine.travel(at, tick=False):
        with transaction():
            correct_address(invitation_of("AKM-1"), "right@invitee.example", "ru", BY, at)
        queue_mailings()
        with transaction():
            correct_address(invitation_of("AKM-1"), "right@invitee.example", "kk", BY, at)
        queue_mailings()

    own = [one for one in letters_to("AKM-1") if one.kind == "body_letter" and one.state is not LetterState.CANCELLED]
    assert [one.recipient for one in own[1:]] == (["right@invitee.example"] if told else [])
    assert {one.state for one in letters_to("AKM-0")} == {LetterState.QUEUED}
    if told:
        assert invitation_of("AKM-1").link.mark in own[1].text


def test_a_body_that_no_invitation_reached_hears_no_news(council_session: CouncilSession, start: Start) -> None:
    start(queued=False)
    move_by_a_week(council_session)
    tell_news()
    assert letters_to("AKM-1") == []

    queue_mailings()
    tell_news()

    assert found() == [("invitation", LetterState.QUEUED, LATER)]


def test_a_body_whose_invitation_was_refused_hears_no_news_before_it_is_invited(
    council_session: CouncilSession, start: Start
) -> None:
    start()
    with transaction():
        letters_to("AKM-1")[0].end(LetterState.REFUSED)
    move_by_a_week(council_session)
    tell_news()

    assert found() == [("invitation", LetterState.REFUSED, FORMER)]


def test_what_a_cancelled_mailing_had_queued_is_not_made_anew(council_session: CouncilSession, start: Start) -> None:
    start()
    bring_to(council_session, Stage.ANNOUNCED, Stage.POSTPONED)
    move_by_a_week(council_session)
    queue_mailings()

    assert found() == [("invitation", LetterState.CANCELLED, FORMER)]
    assert session().scalars(select(Campaign.state)).one() is CampaignState.CANCELLED


def test_the_title_of_now_stands_in_letters_that_wait(council_session: CouncilSession, start: Start) -> None:
    start()
    with transaction():
        title = Translated(kk="Жаңа", ru="Новое название", en="New")
        change_session(council_session, details(council_session, title=title), BY, NOW)
    queue_mailings()

    assert ["Новое название" in letter.text for letter in letters_to("AKM-1")] == [False, True]
