"""A place is given once: the action says so, and the database itself refuses whoever does not ask."""

import threading
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.core.errors import Refusal
from eventreg.registrations.actions.registering import register, withdraw_registration
from eventreg.registrations.models import ParticipantRole, RegistrationState
from eventreg.registrations.places import places_held, places_left
from eventreg.sessions.actions import SessionDetails, change_session
from eventreg.sessions.models import CouncilSession
from tests.conftest import NOW
from tests.factories import a_registration, a_session

ROUNDS, PEOPLE, PLACES = 3, 50, 10


def the_session() -> CouncilSession:
    return session().scalars(select(CouncilSession)).one()


def with_capacity(capacity: int | None) -> None:
    with transaction():
        a_session().capacity = capacity


def one_more(name: str = "tegi") -> None:
    details = PersonDetails(name, email=f"{name}@delegate.example")
    register(the_session(), None, ParticipantRole.DELEGATE, details, SYSTEM, NOW)


def test_a_full_hall_refuses_the_next_and_a_free_place_is_given_again(app: Flask) -> None:
    with_capacity(1)
    with transaction():
        one_more("birinshi")

    with pytest.raises(Refusal, match="session_full"), transaction():
        one_more("ekinshi")
    with transaction():
        first = register(the_session(), None, ParticipantRole.DELEGATE, _first(), SYSTEM, NOW)
        withdraw_registration(first, "", SYSTEM, NOW)
    with transaction():
        one_more("ekinshi")

    assert places_left(the_session()) == 0


def _first() -> PersonDetails:
    return PersonDetails("birinshi", email="birinshi@delegate.example")


def test_a_hall_without_a_limit_takes_everybody(app: Flask) -> None:
    with_capacity(None)
    with transaction():
        for number in range(3):
            one_more(f"tegi{number}")

    assert places_left(the_session()) is None
    assert places_held(the_session()) == 3


@pytest.mark.parametrize("state", ["nominated", "confirmed", "pending"])
def test_the_database_refuses_one_too_many_whoever_writes(app: Flask, state: str) -> None:
    with_capacity(1)
    with transaction():
        a_registration(the_session())
        left = a_registration(the_session(), state=RegistrationState.WITHDRAWN)

    with pytest.raises(IntegrityError, match="full"), transaction():
        a_registration(the_session(), state=RegistrationState(state))
    with pytest.raises(IntegrityError, match="full"), transaction():
        session().merge(left).state = RegistrationState(state)


@pytest.mark.parametrize("state", ["asked", "lapsed", "rejected", "replaced"])
def test_who_holds_no_place_is_not_counted(app: Flask, state: str) -> None:
    with_capacity(1)
    with transaction():
        a_registration(the_session())
        a_registration(the_session(), state=RegistrationState(state))

    assert places_held(the_session()) == 1


def test_a_hall_cannot_become_smaller_than_what_was_given_away(app: Flask) -> None:
    with_capacity(3)
    with transaction():
        a_registration(the_session())
        a_registration(the_session())

    with pytest.raises(Refusal, match="capacity_below_held"), transaction():
        change_session(the_session(), details_with(1), SYSTEM, NOW)
    with transaction():
        change_session(the_session(), details_with(2), SYSTEM, NOW)

    assert the_session().capacity == 2


def details_with(capacity: int) -> SessionDetails:
    found = the_session()
    names = ("kind", "title", "starts_at", "ends_at", "time_zone", "city", "venue", "region_code")
    return SessionDetails(**{name: getattr(found, name) for name in names}, capacity=capacity)


def test_fifty_people_at_once_get_ten_places_exactly_in_every_round(bare_app: Flask) -> None:
    for _ in range(ROUNDS):
        with bare_app.app_context(), transaction() as current:
            council_session = a_session()
            council_session.capacity = PLACES
            current.flush()
            found = council_session.id
        won, refused = _claim_all(bare_app, found)
        with bare_app.app_context():
            held = places_held(session().get_one(CouncilSession, found))
            assert (held, won, refused) == (PLACES, PLACES, PEOPLE - PLACES)


def _claim_all(app: Flask, session_id: int) -> tuple[int, int]:
    outcomes: list[str] = []
    start = threading.Barrier(PEOPLE)

    def claim(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    council_session = session().get_one(CouncilSession, session_id)
                    details = PersonDetails(f"Тегі{number}", email=f"p{number}@delegate.example")
                    register(council_session, None, ParticipantRole.DELEGATE, details, SYSTEM, NOW)
                outcomes.append("won")
            except Refusal as refusal:
                outcomes.append(refusal.reason)
            db.session.remove()

    threads = [threading.Thread(target=Context().run, args=(claim, number)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes.count("won"), outcomes.count("session_full")
