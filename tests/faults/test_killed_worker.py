"""A worker is killed in the middle of its letters: none is lost, and only the one in flight may come twice."""

import signal
from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from eventreg.core import clock
from eventreg.core.db import db, session, transaction
from eventreg.mail.actions import post
from eventreg.mail.models import Letter, LetterState
from eventreg.settings import Settings
from tests.faults.workers import running_worker, until
from tests.smtp_server import running_mail_server

LETTERS = 40


def post_letters() -> dict[str, str]:
    """Message-ID by recipient."""
    with transaction():
        letters = [
            post(
                "staff_invitation",
                key=f"letter:{number}",
                to=f"body-{number}@invitee.example",
                language="kk",
                about=("staff_user", "abc"),
                council_session="",
                now=clock.now(),
                context={"name": "Айгүл", "email": "", "link": ""},
            )
            for number in range(LETTERS)
        ]
        return {letter.recipient: f"<{letter.message_id}>" for letter in letters}


def number_sent() -> int:
    db.session.rollback()
    return session().scalar(select(func.count(Letter.id)).where(Letter.state == LetterState.SENT)) or 0


def test_after_a_kill_every_letter_arrives_and_at_most_the_one_in_flight_twice(settings: Settings, app: Flask) -> None:
    ids = post_letters()
    with running_mail_server() as server:
        server.pause = 0.05
        with running_worker(settings, "w1", server.port) as worker:
            server.wait_for(12)
            worker.send_signal(signal.SIGKILL)
            worker.wait()

        with running_worker(settings, "w1", server.port) as worker:
            until(lambda: number_sent() == LETTERS, seconds=20)

    came = Counter(letter.recipients[0] for letter in server.received)
    assert set(came) == set(ids)
    assert sum(came.values()) <= LETTERS + 1
    assert all(letter.message["Message-ID"] == ids[letter.recipients[0]] for letter in server.received)


def test_a_worker_that_is_asked_to_stop_ends_its_letter_and_leaves_the_rest_free(
    settings: Settings, app: Flask
) -> None:
    ids = post_letters()
    with running_mail_server() as server:
        server.pause = 0.05
        with running_worker(settings, "w1", server.port) as worker:
            server.wait_for(5)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=30) == 0
        stopped_after = len(server.received)

        with running_worker(settings, "w2", server.port) as worker:
            until(lambda: number_sent() == LETTERS, seconds=20)

    assert stopped_after < LETTERS
    assert Counter(letter.recipients[0] for letter in server.received) == Counter(ids.keys())


def test_two_workers_send_no_letter_twice(settings: Settings, app: Flask) -> None:
    ids = post_letters()
    with running_mail_server() as server:
        server.pause = 0.05
        with running_worker(settings, "w1", server.port), running_worker(settings, "w2", server.port):
            until(lambda: number_sent() == LETTERS, seconds=20)

    assert Counter(letter.recipients[0] for letter in server.received) == Counter(ids.keys())


def test_a_second_worker_of_the_same_name_does_not_start(settings: Settings, app: Flask) -> None:
    with running_mail_server() as server, running_worker(settings, "w1", server.port):
        log = settings.data_dir / "w1.log"
        until(lambda: b"worker_started" in log.read_bytes(), seconds=20)

        with running_worker(settings, "w1", server.port) as second:
            assert second.wait(timeout=20) == 1

    assert b"A worker named w1 is running already" in log.read_bytes()
