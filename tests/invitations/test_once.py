"""Twenty people open one link and press each button five times: one person, one reference, one letter of each kind."""

import threading
from collections import Counter

from flask import Flask
from sqlalchemy import select

from eventreg.core.db import session, transaction
from eventreg.invitations.models import BodyMessage
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration, RegistrationState
from tests.browser import Browser
from tests.factories import a_body, a_session, an_invitation

CLIENTS, PRESSES = 20, 5
PERSON = {"surname": "Ахметова", "given_name": "Айгүл", "email": "aigul@mon.example", "language": "kk"}


def test_one_invitation_is_answered_once_by_twenty_clients(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        link = an_invitation(a_session(), a_body("MON", language="en"), seats=5).link.token

    statuses = pressed(bare_app, f"/i/{link}", "/nominate", PERSON)

    with bare_app.app_context():
        (registration,) = session().scalars(select(Registration)).all()
        assert [letter.kind for letter in session().scalars(select(Letter))] == ["registration_nominated"]
        assert registration.reference
        link = registration.link.token
    assert statuses == {200: CLIENTS * PRESSES}

    statuses = pressed(bare_app, f"/r/{link}", "/answers", {}, then="/confirm")

    with bare_app.app_context():
        again = session().scalars(select(Registration)).one()
        assert (again.state, again.reference) == (RegistrationState.CONFIRMED, registration.reference)
        kinds = [letter.kind for letter in session().scalars(select(Letter).order_by(Letter.id))]
        assert kinds == ["registration_nominated", "registration_confirmed"]
    assert set(statuses) == {200}


def test_one_message_sent_five_times_by_each_is_one_message_each(bare_app: Flask) -> None:
    with bare_app.app_context(), transaction():
        link = an_invitation(a_session(), a_body("MON", language="en")).link.token

    pressed(bare_app, f"/i/{link}", "/message", {"message_text": "?"}, clients=4)

    with bare_app.app_context():
        assert len(session().scalars(select(BodyMessage)).all()) == 4


def pressed(
    app: Flask, path: str, action: str, fields: dict[str, str], then: str = "", clients: int = CLIENTS
) -> Counter[int]:
    """Each client opens the path, then all press at once, each five times; how often each status was answered."""
    start, statuses = threading.Barrier(clients), Counter[int]()

    def press() -> None:
        browser = Browser(app)
        page = browser.get(f"{path}?lang=en")
        if then:
            page = browser.submit(page, action, **fields)
        start.wait()
        for _ in range(PRESSES):
            statuses[browser.submit(page, then or action, **({} if then else fields)).status] += 1

    threads = [threading.Thread(target=press) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return statuses
