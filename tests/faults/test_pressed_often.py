"""One invitation accepted by twenty clients with cookies of their own, each POST sent five times at once, over HTTP.

One row, one reference, one letter. The small form runs with the suite, the full one (twenty rounds) with `make faults`.
"""

import re
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from eventreg.core.db import db, session, transaction
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.settings import Settings
from tests.factories import a_body, a_session, an_invitation
from tests.faults.test_seat_duel import Body, ask, opened, served

CLIENTS, PRESSES = 20, 5
REFERENCE = re.compile(r"R-[0-9A-Z]{6}\b")
PERSON = {"surname": "Ахметова", "given_name": "Айгүл", "email": "aigul@mon.example", "language": "kk"}


def test_a_button_pressed_a_hundred_times_counts_once(app: Flask, settings: Settings, is_full: bool) -> None:
    processes = 1 if settings.database_url.startswith("sqlite") else 2
    with ExitStack() as stack:
        ports = [stack.enter_context(served(settings, number)) for number in range(processes)]
        for number in range(20 if is_full else 1):
            began = time.monotonic()
            nominate_and_confirm(ports)
            seconds = time.monotonic() - began
            print(f"{db.engine.dialect.name} round {number + 1}: once each in {seconds:.1f} s", file=sys.__stdout__)


def nominate_and_confirm(ports: list[int]) -> None:
    """Twenty people of a body name the same person, who then confirms in twenty windows."""
    with transaction():
        invitation = an_invitation(a_session(), a_body(language="en"), seats=5)
        session_id, link = invitation.council_session_id, f"/i/{invitation.link.token}"

    statuses = pressed([opened(ports[number % len(ports)], link) for number in range(CLIENTS)], "/nominate", PERSON)
    person = the_only(session_id)

    assert statuses == {303: CLIENTS * PRESSES}
    assert [letter.kind for letter in letters_about(person)] == ["registration_nominated"]

    reference, link = person.reference, f"/r/{person.link.token}"
    clients = [opened(ports[number % len(ports)], link) for number in range(CLIENTS)]
    statuses = pressed(clients, "/confirm", {**PERSON, "post": "Маман", "answered": "1"})
    person = the_only(session_id)

    assert statuses == {303: CLIENTS * PRESSES}
    assert (person.state, person.reference, person.calendar_sequence) == (RegistrationState.CONFIRMED, reference, 0)
    assert [letter.kind for letter in letters_about(person)] == ["registration_nominated", "registration_confirmed"]
    shown = [ask(client.port, "GET", client.path, cookie=client.cookie)[3] for client in clients]
    assert {found for text in shown for found in REFERENCE.findall(text)} == {reference}


def pressed(clients: list[Body], action: str, fields: dict[str, str]) -> Counter[int]:
    """Each client sends the same POST five times, everything at the same moment; how often each status came back."""
    start, statuses = threading.Barrier(CLIENTS * PRESSES), Counter[int]()

    def press(client: Body) -> None:
        form = urlencode({**fields, "role": "delegate", "csrf_token": client.token})
        start.wait()
        statuses[ask(client.port, "POST", f"{client.path}{action}", form, client.cookie)[0]] += 1

    threads = [threading.Thread(target=press, args=(client,)) for client in clients for _ in range(PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return statuses


def the_only(session_id: int) -> Registration:
    db.session.rollback()
    return session().scalars(select(Registration).filter_by(council_session_id=session_id)).one()


def letters_about(person: Registration) -> list[Letter]:
    return list(session().scalars(select(Letter).filter_by(about_id=person.public_id).order_by(Letter.id)))
