"""Coming in, going out, and taking it back."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.attendance.actions import check_in, check_out, undo_check_in
from eventreg.attendance.models import Channel, Presence
from eventreg.attendance.queries import head_count
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.core.errors import Refusal
from eventreg.journal.queries import chain
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage
from tests.factories import a_registration, a_session


def arrived(now: datetime) -> Registration:
    """A person who is in; opens a transaction of its own."""
    with transaction():
        registration = a_registration(a_session())
        check_in(registration, Channel.SCAN, SYSTEM, now)
    return registration


def test_a_confirmed_person_comes_in_once_and_the_second_time_the_door_says_since_when(
    app: Flask, now: datetime
) -> None:
    registration = arrived(now)  # 09:00 in UTC is 14:00 in Aktobe

    with pytest.raises(Refusal) as refused, transaction():
        check_in(registration, Channel.CODE, SYSTEM, now + timedelta(minutes=5))

    assert (refused.value.reason, refused.value.facts) == ("already_in", {"since": "14:00"})
    assert head_count(registration.council_session) == 1


def test_somebody_goes_out_and_comes_in_again(app: Flask, now: datetime) -> None:
    registration = arrived(now)

    with transaction():
        check_out(registration, SYSTEM, now + timedelta(hours=1))
    out = head_count(registration.council_session)
    with transaction():
        check_in(registration, Channel.NAME, SYSTEM, now + timedelta(hours=2))

    assert (out, head_count(registration.council_session)) == (0, 1)
    assert [entry.event for entry in chain()] == ["PersonCheckedIn", "PersonCheckedOut", "PersonCheckedIn"]


def test_nobody_goes_out_who_is_not_in(app: Flask, now: datetime) -> None:
    with transaction():
        registration = a_registration(a_session())

    with pytest.raises(Refusal, match="not_in"), transaction():
        check_out(registration, SYSTEM, now)


def test_a_mistaken_check_in_is_undone_and_the_journal_remembers(app: Flask, now: datetime) -> None:
    registration = arrived(now)

    with transaction():
        undo_check_in(session().scalars(select(Presence)).one(), SYSTEM, now + timedelta(minutes=9))

    assert session().scalars(select(Presence)).all() == []
    assert head_count(registration.council_session) == 0
    assert [entry.event for entry in chain()] == ["PersonCheckedIn", "CheckInUndone"]


def test_a_check_in_of_an_hour_ago_is_not_undone(app: Flask, now: datetime) -> None:
    arrived(now)

    with pytest.raises(Refusal, match="cannot_be_undone"), transaction():
        undo_check_in(session().scalars(select(Presence)).one(), SYSTEM, now + timedelta(hours=1))


def test_an_interval_that_has_ended_is_not_undone(app: Flask, now: datetime) -> None:
    registration = arrived(now)
    with transaction():
        check_out(registration, SYSTEM, now)

    with pytest.raises(Refusal, match="cannot_be_undone"), transaction():
        undo_check_in(session().scalars(select(Presence)).one(), SYSTEM, now)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (RegistrationState.NOMINATED, "not_confirmed"),
        (RegistrationState.WITHDRAWN, "person_withdrew"),
        (RegistrationState.REPLACED, "person_replaced"),
    ],
)
def test_who_does_not_take_part_does_not_come_in(
    app: Flask, now: datetime, state: RegistrationState, reason: str
) -> None:
    with transaction():
        registration = a_registration(a_session(), state=state)

    with pytest.raises(Refusal, match=reason), transaction():
        check_in(registration, Channel.SCAN, SYSTEM, now)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.POSTPONED, Stage.CANCELLED, Stage.CLOSED])
def test_there_is_no_door_before_the_announcement_and_after_the_end(app: Flask, now: datetime, stage: Stage) -> None:
    with transaction():
        registration = a_registration(a_session(stage=stage))

    with pytest.raises(Refusal, match="door_closed"), transaction():
        check_in(registration, Channel.SCAN, SYSTEM, now)


def test_who_withdraws_is_out(app: Flask, now: datetime) -> None:
    registration = arrived(now)

    with transaction():
        withdraw_registration(registration, "", SYSTEM, now + timedelta(hours=1))

    presence = session().scalars(select(Presence)).one()
    assert presence.left_at == now + timedelta(hours=1)
    assert head_count(registration.council_session) == 0


def test_two_doors_at_once_give_one_presence_and_already_in(bare_app: Flask, now: datetime) -> None:
    with bare_app.app_context(), transaction():
        registration_id = a_registration(a_session()).id
    both_ready, said = threading.Barrier(8), []

    def come_in() -> None:
        with bare_app.app_context():
            both_ready.wait(30)
            try:
                with transaction():
                    registration = session().get_one(Registration, registration_id)
                    check_in(registration, Channel.SCAN, SYSTEM, now)
                said.append("in")
            except Refusal as refusal:
                said.append(refusal.reason)
            db.session.remove()

    doors = [threading.Thread(target=come_in) for _ in range(8)]
    for one in doors:
        one.start()
    for one in doors:
        one.join(60)

    assert sorted(said) == [*["already_in"] * 7, "in"]
    with bare_app.app_context():
        assert head_count(session().scalars(select(CouncilSession)).one()) == 1
