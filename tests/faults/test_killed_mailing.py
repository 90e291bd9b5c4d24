"""The worker is killed while a mailing is being queued: each body gets one letter and one number."""

import dataclasses
import signal
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventreg.core import clock
from eventreg.core.db import db, session, transaction
from eventreg.councils.actions import edit_letterhead
from eventreg.councils.models import OutgoingNumber
from eventreg.invitations.actions.campaigns import save_invitation_words, start_invitations
from eventreg.invitations.models import CampaignRecipient, InvitationState
from eventreg.invitations.recipients import READY, Audience, sending_of
from eventreg.mail.models import Letter, LetterState
from eventreg.sessions.actions import change_session
from eventreg.sessions.models import CouncilSession
from eventreg.settings import Settings
from tests.factories import a_body, a_council, a_session, an_invitation
from tests.faults.workers import COMMAND, running, until
from tests.invitations.conftest import BY, HEAD
from tests.invitations.test_session_news import details

SMALL, FULL = 75, 10_000  # bodies
SHARES_SMALL, SHARES = (0.5,), (0.1, 0.5, 0.9)  # of the letters, when the worker is killed


@pytest.fixture(params=[True, False], ids=["with papers", "letters alone"])
def has_papers(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def bodies(request: pytest.FixtureRequest, has_papers: bool) -> int:
    """How many are invited; papers take their time, so the full form with them is smaller."""
    if not request.config.getoption("--full"):
        return SMALL if has_papers else pytest.skip("only with --full")
    return FULL // 10 if has_papers else FULL


def start(number: int, has_papers: bool) -> None:
    with transaction():
        council_session = a_session(a_council("rcc"))
        for _ in range(number):
            an_invitation(council_session, a_body(), state=InvitationState.DRAFT)
    if has_papers:
        with transaction():
            edit_letterhead(council_session.council, HEAD, BY, clock.now())
            words = dataclasses.replace(READY, has_official_letter=True)
            save_invitation_words(council_session, words, 0, BY, clock.now())
    with transaction():
        fingerprint = sending_of(council_session, clock.now()).fingerprint
        start_invitations(council_session, Audience(), fingerprint, BY, clock.now())


def number_queued() -> int:
    db.session.rollback()
    return session().scalar(select(func.count(CampaignRecipient.queued_at))) or 0


def begun(has_papers: bool) -> int:
    """How far it has come: papers take the time where there are any, so their numbers are counted."""
    db.session.rollback()
    return (session().scalar(select(func.count(OutgoingNumber.id))) or 0) if has_papers else number_queued()


def test_a_mailing_survives_a_worker_that_is_killed(
    settings: Settings, app: Flask, bodies: int, has_papers: bool, is_full: bool
) -> None:
    start(bodies, has_papers)
    patience = 20 + bodies / 10
    for share in SHARES if is_full else SHARES_SMALL:
        with running(settings, "w1", "-c", COMMAND, "--name", "w1") as worker:
            until(lambda least=share * bodies: begun(has_papers) >= least, seconds=patience)  # type: ignore[misc]
            worker.send_signal(signal.SIGKILL)
            worker.wait()

    with running(settings, "w1", "-c", COMMAND, "--name", "w1"):
        until(lambda: number_queued() == bodies, seconds=patience)

    recipients = session().scalars(select(Letter.recipient)).all()
    numbers = session().scalars(select(OutgoingNumber.number).order_by(OutgoingNumber.number)).all()
    assert len(recipients) == len(set(recipients)) == bodies
    assert list(numbers) == (list(range(1, bodies + 1)) if has_papers else [])


def test_a_mailing_whose_session_moves_survives_a_worker_that_is_killed(
    settings: Settings, app: Flask, bodies: int, has_papers: bool
) -> None:
    start(bodies, has_papers)
    patience = 60 + bodies / 5
    with running(settings, "w1", "-c", COMMAND, "--name", "w1") as worker:
        until(lambda: number_queued() >= bodies / 3, seconds=patience)
        with transaction():
            council_session = session().scalars(select(CouncilSession)).one()
            later = council_session.starts_at + timedelta(days=7), council_session.ends_at + timedelta(days=7)
            moved = details(council_session, starts_at=later[0], ends_at=later[1])
            change_session(council_session, moved, BY, clock.now())
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    with running(settings, "w1", "-c", COMMAND, "--name", "w1"):
        until(lambda: number_queued() == bodies, seconds=patience)

    letters = session().scalars(select(Letter).where(Letter.state != LetterState.CANCELLED)).all()
    assert len({letter.recipient for letter in letters}) == len(letters) == bodies
    assert all("30 ноября" in letter.text or "30 қараша" in letter.text for letter in letters)
    numbers = session().scalars(select(OutgoingNumber.number).order_by(OutgoingNumber.number)).all()
    assert list(numbers) == list(range(1, len(numbers) + 1)), "numbers of papers that were untrue stay taken"
