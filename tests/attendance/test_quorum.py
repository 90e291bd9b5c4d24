"""The quorum: more than half, of the members or of the invited bodies."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventreg.attendance.actions import check_in, check_out, take_quorum_snapshot
from eventreg.attendance.models import Channel, QuorumBase, QuorumSnapshot
from eventreg.attendance.queries import quorum, room
from eventreg.attendance.rules import needed_of
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.journal.queries import chain
from eventreg.registrations.models import Registration
from tests.attendance.rooms import a_member, a_session_with_bodies, door
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, a_registration, a_session, an_invitation


@pytest.mark.parametrize(("total", "needed"), [(0, 1), (1, 1), (2, 2), (10, 6), (11, 6), (35, 18), (40, 21)])
def test_more_than_half_is_needed(total: int, needed: int) -> None:
    assert needed_of(total) == needed


@pytest.mark.parametrize(("present", "is_reached"), [(20, False), (21, True)])
def test_of_forty_bodies_twenty_one_make_a_quorum_and_twenty_do_not(
    app: Flask, now: datetime, present: int, is_reached: bool
) -> None:
    council_session = a_session_with_bodies(40, present, now)

    count = quorum(council_session, now)

    assert (count.base, count.total, count.present, count.needed) == (QuorumBase.BODIES, 40, present, 21)
    assert count.is_reached is is_reached


def test_two_delegates_of_one_body_represent_it_once(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 1, now)
    with transaction():
        first = session().scalars(select(Registration).order_by(Registration.id)).first()
        assert first is not None
        check_in(a_registration(council_session, first.body), Channel.NAME, SYSTEM, now)

    assert quorum(council_session, now).present == 1
    assert room(council_session).people == 2


def test_a_body_that_was_not_invited_counts_for_nothing(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 1, now)
    with transaction():
        check_in(a_registration(council_session, a_body()), Channel.NAME, SYSTEM, now)

    count = quorum(council_session, now)

    assert (count.total, count.present) == (3, 1)


def test_once_letters_went_out_only_bodies_that_got_one_are_counted(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 1, now)
    with transaction():
        an_invitation(council_session, state=InvitationState.DRAFT)

    assert quorum(council_session, now).total == 3


def test_before_any_letter_the_whole_list_is_counted(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 1, now)
    with transaction():
        for invitation in session().scalars(select(Invitation)):
            invitation.state = InvitationState.DRAFT

    assert quorum(council_session, now).total == 3


def test_a_session_without_bodies_and_members_has_no_quorum(app: Flask, now: datetime) -> None:
    with transaction():
        council_session = a_session()

    count = quorum(council_session, now)

    assert (count.total, count.needed, count.is_reached) == (0, 1, False)


def test_members_are_counted_once_the_council_has_some(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(5, 3, now)
    with transaction():
        people = session().scalars(select(Registration).order_by(Registration.id)).all()
        present = [a_member(council_session, registration).public_id for registration in people[1:5]][:2]
        a_member(council_session, people[0], votes=False)

    count = quorum(council_session, now)

    assert (count.base, count.total, count.needed) == (QuorumBase.MEMBERS, 4, 3)
    assert list(count.represented) == present


def test_a_term_counts_by_the_date_at_the_venue(app: Flask) -> None:
    almost_midnight = datetime.fromisoformat("2026-11-22T20:00:00+00:00")  # 01:00 on the 23rd in Aktobe
    with transaction():
        council_session = a_session()
        a_member(council_session, a_registration(council_session)).ends_on = date(2026, 11, 22)
        lasting = a_member(council_session, a_registration(council_session, surname="Ахметов"))
        lasting.starts_on = date(2026, 11, 23)

    assert quorum(council_session, almost_midnight).total == 1


def test_the_quorum_of_a_former_moment_can_be_counted_later(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 2, now)
    with transaction():
        for registration in session().scalars(select(Registration).order_by(Registration.id)).all()[:2]:
            check_out(registration, SYSTEM, now + timedelta(hours=2))

    moments = [now - timedelta(minutes=1), now, now + timedelta(hours=1), now + timedelta(hours=2)]

    assert [quorum(council_session, at).present for at in moments] == [0, 2, 2, 0]


def test_a_snapshot_stays_as_it_was_taken(app: Flask, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 2, now)
    with transaction():
        take_quorum_snapshot(council_session, SYSTEM, now)
    with transaction():
        for registration in session().scalars(select(Registration).order_by(Registration.id)).all()[:2]:
            check_out(registration, SYSTEM, now + timedelta(hours=2))

    snapshot = session().scalars(select(QuorumSnapshot)).one()

    assert (snapshot.base, snapshot.total, snapshot.present, snapshot.needed) == (QuorumBase.BODIES, 3, 2, 2)
    assert (len(snapshot.represented), snapshot.is_reached) == (2, True)
    taken = next(entry for entry in chain() if entry.event == "QuorumTaken")
    assert taken.payload["snapshot"] == snapshot.public_id


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.SECRETARY, Role.CHAIR])
def test_the_office_takes_the_quorum_and_finds_it_on_the_page(
    app: Flask, browser: Browser, now: datetime, role: Role
) -> None:
    council_session = a_session_with_bodies(3, 2, now)
    sign_in(browser, council_session.council, role)

    page = browser.get(door(council_session))
    page = browser.submit(page, "quorum")

    assert "Quorums that were taken" in page.text
    assert page.text.count("Counted by invited bodies. Bodies: 3, represented: 2, needed: 2.") == 2
    assert len(session().scalars(select(QuorumSnapshot)).all()) == 1


def test_the_auditor_sees_the_quorum_and_takes_none(app: Flask, browser: Browser, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 1, now)
    sign_in(browser, council_session.council, Role.AUDITOR)

    page = browser.get(door(council_session))
    token = page.forms[0]["fields"]["csrf_token"]
    refused = browser.post(door(council_session, "quorum"), {"csrf_token": token})

    assert "No quorum Counted by invited bodies. Bodies: 3, represented: 1, needed: 2." in page.text
    assert [form["action"] for form in page.forms if "quorum" in form["action"]] == []
    assert refused.status == 403


def test_the_door_checks_in_and_sees_no_quorum(app: Flask, browser: Browser, now: datetime) -> None:
    council_session = a_session_with_bodies(3, 1, now)
    sign_in(browser, council_session.council, Role.DOOR)

    page = browser.get(door(council_session))
    refused = browser.post(door(council_session, "quorum"), {"csrf_token": page.form("check-in")["csrf_token"]})

    assert "uorum" not in page.text
    assert refused.status == 403
    assert session().scalars(select(QuorumSnapshot)).all() == []


def test_the_list_names_who_is_in_by_body_and_which_bodies_are_missing(
    app: Flask, browser: Browser, now: datetime
) -> None:
    council_session = a_session_with_bodies(2, 1, now)
    sign_in(browser, council_session.council, Role.DOOR)
    names = [body.name["en"] for body in room(council_session).invited]

    page = browser.get(door(council_session, "people"))

    assert "People in the room: 1" in page.text
    assert f"{names[0]} Full name In since Actions Делегат 0" in page.text
    assert page.text.endswith(f"Bodies missing: 1 of 2 {names[1]}")


def test_somebody_without_a_body_is_on_the_list_too(app: Flask, browser: Browser, now: datetime) -> None:
    with transaction():
        council_session = a_session()
        registration = a_registration(council_session, surname="Гость")
        registration.body = None
        check_in(registration, Channel.NAME, SYSTEM, now)
    sign_in(browser, council_session.council, Role.DOOR)

    page = browser.get(door(council_session, "people"))

    assert "Without a body Full name In since Actions Гость" in page.text
    assert "No body was invited yet." in page.text
