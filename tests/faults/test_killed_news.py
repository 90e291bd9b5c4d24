"""The worker is killed while everybody is told that a session was moved: each hears of it once."""

import signal
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.actions import SessionDetails, change_session
from eventreg.sessions.models import Stage
from eventreg.sessions.news import PORTION
from eventreg.settings import Settings
from tests.calendar_reader import read_calendar
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, an_invitation
from tests.faults.workers import COMMAND, running, until

SMALL, FULL = PORTION + 10, 2_000  # people; there are half as many bodies


def moved(people: int) -> None:
    """A session with that many people was moved, and nobody was told yet."""
    with transaction():
        council_session = a_session(a_council("rcc"), stage=Stage.ANNOUNCED)
        council_session.capacity = None
        bodies = [an_invitation(council_session, a_body()).body for _ in range(people // 2)]
        for number in range(people):
            found = a_registration(council_session, bodies[number // 2], f"N{number}", RegistrationState.CONFIRMED)
            found.person.email = f"p{number}@delegate.example"
    values = {name: getattr(council_session, name) for name in SessionDetails.__dataclass_fields__}
    values["starts_at"] += timedelta(hours=1)
    with transaction():
        change_session(council_session, SessionDetails(**values), SYSTEM, NOW)


def number_told() -> int:
    db.session.rollback()
    return session().scalar(select(func.count(Letter.id))) or 0


def test_news_survive_a_worker_that_is_killed_half_way(settings: Settings, app: Flask, is_full: bool) -> None:
    people = FULL if is_full else SMALL
    everybody = people + people // 2
    moved(people)
    patience = 120 + everybody / 10
    with running(settings, "w1", "-c", COMMAND, "--name", "w1") as worker:
        until(lambda: number_told() >= PORTION // 2, seconds=patience)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    at_death = number_told()

    with running(settings, "w1", "-c", COMMAND, "--name", "w1"):
        until(lambda: number_told() == everybody, seconds=patience)

    assert at_death < everybody, "killed too late to prove anything"
    letters = session().scalars(select(Letter)).all()
    assert len({letter.recipient for letter in letters}) == len(letters) == everybody
    assert {letter.kind for letter in letters} == {"session_moved"}
    assert {read_calendar(letter.calendar).sequence for letter in letters if letter.calendar} == {1}
    assert set(session().scalars(select(Registration.calendar_sequence))) == {1}
