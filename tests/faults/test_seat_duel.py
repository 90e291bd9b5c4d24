"""Far more claims than places, all at once, over real HTTP: every place is given once, and nobody meets an error.

The small form runs with the suite, the full one (500 claims for 100 places, 20 rounds) with `make faults`.
"""

import http.client
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from eventreg.core.db import db, session, transaction
from eventreg.invitations.models import Invitation, Seat
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration
from eventreg.registrations.places import places_held
from eventreg.sessions.models import CouncilSession
from eventreg.settings import Settings
from tests.factories import a_body, a_session, an_invitation
from tests.faults.workers import running
from tests.smtp_server import free_port

SEATS = 10  # of each body
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Duel:
    """So many claims for so many places, so many times."""

    claims: int
    places: int
    rounds: int


@dataclass(frozen=True)
class Body:
    """A body's open page at one of the servers: where it posts, its cookie and its form's token."""

    port: int
    path: str
    cookie: str
    token: str


def test_every_place_is_given_once_in_every_round(app: Flask, settings: Settings, is_full: bool) -> None:
    duel = Duel(500, 100, 20) if is_full else Duel(50, 10, 3)
    processes = 1 if settings.database_url.startswith("sqlite") else 2
    with ExitStack() as stack:
        ports = [stack.enter_context(served(settings, number)) for number in range(processes)]
        for number in range(duel.rounds):
            began = time.monotonic()
            session_id, answers = fight(duel, ports)
            report(number, answers, time.monotonic() - began)
            assert answers == {303: duel.places, 409: duel.claims - duel.places}
            assert counted(session_id) == (duel.places, duel.places, duel.places, duel.places)


def report(number: int, answers: Counter[int], seconds: float) -> None:
    backend = db.engine.dialect.name
    print(f"{backend} round {number + 1}: {dict(sorted(answers.items()))} in {seconds:.1f} s", file=sys.__stdout__)


@contextmanager
def served(settings: Settings, number: int) -> Iterator[int]:
    """A web process of its own on the test's database; gives its port."""
    port = free_port()
    arguments = ("-m", "eventreg.cli.main", "serve", "--port", str(port), "--without-worker")
    with running(settings, f"serve-{number}", *arguments):
        end = time.monotonic() + 180  # a machine may be busy with other tests
        while not answers_at(port):
            assert time.monotonic() < end, "the pages are not served"
            time.sleep(0.1)
        yield port


def answers_at(port: int) -> bool:
    try:
        return ask(port, "GET", "/healthz")[0] == 200
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: str | None = None, cookie: str = "") -> tuple[int, str, str, str]:
    """Status, cookie, address of a redirect and text of one answer; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookie} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        new = (answer.getheader("Set-Cookie") or cookie).split(";")[0]
        return answer.status, new, answer.getheader("Location") or "", answer.read().decode()
    finally:
        connection.close()


def fight(duel: Duel, ports: list[int]) -> tuple[int, Counter[int]]:
    """Everybody claims at the same moment; returns the session and how often each status was answered."""
    session_id, links = hall(duel)
    bodies = [opened(ports[number % len(ports)], link) for number, link in enumerate(links)]
    start, answers = threading.Barrier(duel.claims), Counter[int]()

    def claim(number: int) -> None:
        body = bodies[number % len(bodies)]
        person = {
            "surname": f"Person{number}",
            "email": f"p{number}@body.example",
            "language": "kk",
            "role": "delegate",
        }
        fields = urlencode({**person, "csrf_token": body.token})
        start.wait()
        answers[ask(body.port, "POST", f"{body.path}/nominate", fields, body.cookie)[0]] += 1

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(duel.claims)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return session_id, answers


def hall(duel: Duel) -> tuple[int, list[str]]:
    """A session with its places, and as many bodies as give one seat to each who claims; their links' paths."""
    with transaction():
        council_session = a_session()
        council_session.capacity = duel.places
        invitations = [an_invitation(council_session, a_body(), SEATS) for _ in range(duel.claims // SEATS)]
        return council_session.id, [f"/i/{invitation.link.token}" for invitation in invitations]


def opened(port: int, link: str) -> Body:
    _, cookie, address, _ = ask(port, "GET", link)
    path = re.sub(r"^https?://[^/]+", "", address)
    status, cookie, _, text = ask(port, "GET", path, cookie=cookie)
    assert status == 200
    found = TOKEN.search(text)
    assert found is not None
    return Body(port, path, cookie, found[1])


def counted(session_id: int) -> tuple[int, int, int, int]:
    """Places held, seats taken, people and letters, as the rows say."""
    db.session.rollback()
    seats = select(func.count(Seat.registration_id)).join(Seat.invitation)
    people = select(Registration.public_id).filter_by(council_session_id=session_id)
    letters = select(func.count(Letter.id)).where(Letter.about_id.in_(people))
    return (
        places_held(session().get_one(CouncilSession, session_id)),
        session().scalar(seats.where(Invitation.council_session_id == session_id)) or 0,
        len(session().scalars(people).all()),
        session().scalar(letters) or 0,
    )
