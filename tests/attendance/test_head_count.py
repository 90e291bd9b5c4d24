"""However people come and go, the head-count is the number of people whose last interval is open."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eventreg.attendance.actions import check_in, check_out, undo_check_in
from eventreg.attendance.models import Channel, Presence
from eventreg.attendance.queries import head_count, people_in, quorum, room
from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.registrations.models import Registration
from tests.factories import a_body, a_registration, a_session, an_invitation

PEOPLE = 4
STEPS = st.lists(st.tuples(st.sampled_from(["in", "out", "undo"]), st.integers(0, PEOPLE - 1)), max_size=25)


def open_presence_of(registration: Registration) -> Presence | None:
    return session().scalar(select(Presence).filter_by(registration_id=registration.id, left_at=None))


def step(kind: str, registration: Registration, at: datetime) -> None:
    """One step, refused or not, as somebody at a door may press any button at any time."""
    with suppress(Refusal):
        if kind == "in":
            check_in(registration, Channel.SCAN, SYSTEM, at)
        elif kind == "out":
            check_out(registration, SYSTEM, at)
        elif presence := open_presence_of(registration):
            undo_check_in(presence, SYSTEM, at)


def inside_after(steps: Sequence[tuple[str, int]]) -> set[int]:
    """Who is in, told without a database: the last step that was not in vain decides."""
    inside: set[int] = set()
    for kind, person in steps:
        if kind == "in":
            inside.add(person)
        else:
            inside.discard(person)
    return inside


def test_the_head_count_is_the_number_of_people_whose_last_interval_is_open(app: Flask, now: datetime) -> None:
    with transaction():
        council_session = a_session()
        for number in range(PEOPLE):
            body = a_body()
            an_invitation(council_session, body)
            a_registration(council_session, body, f"Делегат {number}")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(steps=STEPS)
    def check(steps: list[tuple[str, int]]) -> None:
        people = session().scalars(select(Registration).order_by(Registration.id)).all()
        for minute, (kind, person) in enumerate(steps):
            step(kind, people[person], now + timedelta(seconds=minute))

        expected = {people[person].id for person in inside_after(steps)}
        found = people_in(council_session)
        assert {presence.registration_id for presence in found} == expected
        assert len(found) == head_count(council_session) == room(council_session).people == len(expected)
        assert quorum(council_session, now + timedelta(hours=1)).present == len(expected)
        session().rollback()
        session().info.clear()

    check()
