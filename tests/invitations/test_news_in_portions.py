"""Everybody is told of a change by a job, in portions: whoever writes at the very moment of the change is told too."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, locked, session, transaction
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.campaigns import start_invitations
from eventreg.invitations.actions.posting import post_portion
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.models import Campaign, CampaignRecipient, Invitation, InvitationState
from eventreg.invitations.news import sessions_with_news, tell_news
from eventreg.invitations.recipients import Audience, sending_of
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.actions.registering import Answers, confirm_registration, send_link_again
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.actions import SessionDetails, change_session, move_to
from eventreg.sessions.models import CouncilSession, Stage
from tests.calendar_reader import read_calendar
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer
HOUR = timedelta(hours=1)


@pytest.fixture
def council_session(app: Flask) -> CouncilSession:
    """Announced, with a nominated and a confirmed person, and an invited body."""
    with transaction():
        council_session = a_session(a_council("rcc"), stage=Stage.ANNOUNCED)
        body = an_invitation(council_session, a_body("MON")).body
        for state in (RegistrationState.NOMINATED, RegistrationState.CONFIRMED):
            person = a_registration(council_session, body, f"N{state.value}", state).person
            person.email = f"{state.value}@delegate.example"
    return council_session


def move(council_session: CouncilSession, **changes: object) -> None:
    values = {name: getattr(council_session, name) for name in SessionDetails.__dataclass_fields__}
    with transaction():
        change_session(council_session, SessionDetails(**values | changes), SYSTEM, NOW)


def an_hour_later(council_session: CouncilSession) -> None:
    move(council_session, starts_at=council_session.starts_at + HOUR, ends_at=council_session.ends_at + HOUR)


def registration_in(state: RegistrationState) -> Registration:
    return session().scalars(select(Registration).filter_by(state=state)).one()


def letters_to(address: str) -> list[Letter]:
    db.session.rollback()
    return list(session().scalars(select(Letter).filter_by(recipient=address).order_by(Letter.id)))


@contextmanager
def meanwhile(app: Flask, work: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """`work` has come to where it calls what it is given, and goes on when the block is left."""
    arrived, go_on, failed = threading.Event(), threading.Event(), []

    def pause() -> None:
        arrived.set()
        assert go_on.wait(30)

    def run() -> None:
        with app.app_context():
            try:
                work(pause)
            except BaseException as error:
                failed.append(error)
            arrived.set()
            db.session.remove()

    thread = threading.Thread(target=Context().run, args=(run,))
    thread.start()
    assert arrived.wait(30)
    try:
        yield
    finally:
        go_on.set()
        thread.join(30)
    assert failed == []


@on_postgresql
def test_who_confirms_while_the_session_is_moved_hears_of_the_new_time(
    app: Flask, council_session: CouncilSession
) -> None:
    former = council_session.starts_at

    def confirm(pause: Callable[[], None]) -> None:
        with transaction():
            found = registration_in(RegistrationState.NOMINATED)
            details = PersonDetails("Ким", email="nominated@delegate.example", language="ru")
            confirm_registration(found, Answers(details), SYSTEM, NOW)
            pause()

    with meanwhile(app, confirm):
        an_hour_later(council_session)
        tell_news()
        assert letters_to("nominated@delegate.example") == [], "the confirmation is not committed yet"
        assert [one.kind for one in letters_to("confirmed@delegate.example")] == ["session_moved"]
    tell_news()
    tell_news()

    found = letters_to("nominated@delegate.example")
    assert [one.kind for one in found] == ["registration_confirmed", "session_moved"]
    entries = [read_calendar(one.calendar or "") for one in found]
    assert [(entry.method, entry.sequence) for entry in entries] == [("REQUEST", 0), ("REQUEST", 1)]
    assert [entry.moment("DTSTART") for entry in entries] == [former, former + HOUR]
    assert len(letters_to("confirmed@delegate.example")) == 1


@on_postgresql
def test_a_letter_that_was_overtaken_after_its_reader_was_told_is_followed_by_the_news_once_more(
    app: Flask, council_session: CouncilSession
) -> None:
    def ask_for_link(pause: Callable[[], None]) -> None:
        with transaction():
            found = registration_in(RegistrationState.CONFIRMED)
            known = found.council_session
            assert known.revision == 0
            pause()
            send_link_again(found, SYSTEM, NOW)
            assert known.revision == 0, "the letter says what was so before"

    with meanwhile(app, ask_for_link):
        an_hour_later(council_session)
        tell_news()
        assert [one.kind for one in letters_to("confirmed@delegate.example")] == ["session_moved"]
    tell_news()
    tell_news()

    kinds = [one.kind for one in letters_to("confirmed@delegate.example")]
    assert kinds == ["session_moved", "registration_link", "session_moved"]


@on_postgresql
def test_a_portion_of_a_mailing_ends_before_the_session_moves_and_its_letters_are_made_anew(
    app: Flask, council_session: CouncilSession
) -> None:
    with transaction():
        an_invitation(council_session, a_body("NEW"), state=InvitationState.DRAFT)
    with transaction():
        fingerprint = sending_of(council_session, clock.now(), audience=Audience()).fingerprint
        start_invitations(council_session, Audience(), fingerprint, SYSTEM, NOW)

    def queue(pause: Callable[[], None]) -> None:
        with transaction():
            campaign = locked(session().scalars(select(Campaign)).one())
            post_portion(campaign, session().scalars(select(CampaignRecipient)).all(), NOW)
            pause()

    def move_it() -> None:
        with app.app_context():
            an_hour_later(session().scalars(select(CouncilSession)).one())
            db.session.remove()

    mover = threading.Thread(target=Context().run, args=(move_it,))
    with meanwhile(app, queue):
        mover.start()
        mover.join(0.7)
        assert mover.is_alive(), "moving waits for the portion"
    mover.join(30)
    tell_news()
    queue_mailings()

    found = letters_to("new@invitee.example")
    assert [(one.kind, one.state) for one in found] == [
        ("invitation", LetterState.CANCELLED),
        ("invitation", LetterState.QUEUED),
    ]
    assert ["10:00" in one.text for one in found] == [True, False]


def test_two_moves_before_anybody_was_told_are_one_letter_that_says_what_was_known(
    council_session: CouncilSession,
) -> None:
    an_hour_later(council_session)
    move(council_session, venue=Translated(kk="Кітапхана", ru="Библиотека"))

    tell_news()

    found = letters_to("confirmed@delegate.example")
    assert [one.kind for one in found] == ["session_moved"]
    assert "10:00" in found[0].text
    assert "11:00" in found[0].text
    assert "Библиотека" in found[0].text


def test_a_session_postponed_and_cancelled_before_anybody_was_told_still_takes_the_entry_away(
    council_session: CouncilSession,
) -> None:
    for stage in (Stage.POSTPONED, Stage.CANCELLED):
        with transaction():
            move_to(council_session, stage, SYSTEM, NOW)

    tell_news()

    found = letters_to("confirmed@delegate.example")
    assert [(one.kind, one.calendar_method) for one in found] == [("session_cancelled", "CANCEL")]


def test_whoever_is_named_or_invited_after_the_change_hears_no_old_news(council_session: CouncilSession) -> None:
    an_hour_later(council_session)
    tell_news()
    with transaction():
        invitation = an_invitation(council_session, a_body("NEW"), state=InvitationState.DRAFT)
    with transaction():
        fingerprint = sending_of(council_session, clock.now(), audience=Audience()).fingerprint
        start_invitations(council_session, Audience(), fingerprint, SYSTEM, NOW)

    assert sessions_with_news() == []
    assert session().get_one(Invitation, invitation.id).state is InvitationState.INVITED
