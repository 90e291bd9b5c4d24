"""The list of calls: whoever is silent stays on it until the body answers, or somebody has telephoned it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.models import Contact, ContactRank
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.invitations.actions import decline_invitation
from eventreg.invitations.actions.calls import note_call
from eventreg.invitations.actions.listing import remove_invitation
from eventreg.invitations.actions.reminders import save_ladder
from eventreg.invitations.calling import bodies_to_call
from eventreg.invitations.models import Invitation, InvitationState, PhoneCall, RungTarget
from eventreg.journal.models import JournalEntry
from eventreg.sessions.models import CouncilSession, Stage
from tests.browser import Browser
from tests.cast import sign_in
from tests.invitations.test_reminders import DEADLINE, TURN, a_silent, calls, laddered, put_off, reminded

AT_THREE = TURN + timedelta(days=4)  # three working days before the deadline


@pytest.fixture
def silent(app: Flask) -> Invitation:
    """A body that is to be telephoned five days before the deadline, and written to three days before it."""
    with transaction():
        council_session = laddered(RungTarget.CALL)
        save_ladder(council_session, {5: RungTarget.CALL, 3: RungTarget.FIRST}, SYSTEM, TURN - timedelta(days=9))
        invitation = a_silent(council_session, "silent@invitee.example")
        contact = {"name": "Ерлан", "phone": "+77172249305", "language": "kk"}
        session().add(Contact(body=invitation.body, rank=ContactRank.SECOND, place=1, **contact))
    return invitation


def listed(council_session: CouncilSession, at: datetime = TURN) -> list[int]:
    return [one.id for one in bodies_to_call(council_session, at)]


def test_a_letter_keeps_no_silent_body_off_the_list(silent: Invitation) -> None:
    assert reminded(AT_THREE) == ["silent@invitee.example"]

    assert listed(silent.council_session, AT_THREE) == [silent.id]


def test_the_list_stays_from_its_turn_until_the_session_begins(silent: Invitation) -> None:
    council_session = silent.council_session
    with transaction():
        council_session.starts_at, council_session.ends_at = (DEADLINE + timedelta(days=days) for days in (3, 4))
    moments = [TURN - timedelta(days=1), TURN, DEADLINE + timedelta(days=2), DEADLINE + timedelta(days=3)]

    assert [listed(council_session, moment) for moment in moments] == [[], [silent.id], [silent.id], []]


def test_a_body_invited_after_the_rungs_moment_is_not_telephoned_before_the_next_one(silent: Invitation) -> None:
    council_session = silent.council_session
    with transaction():
        save_ladder(council_session, {5: RungTarget.CALL, 2: RungTarget.CALL}, SYSTEM, TURN)
        late = a_silent(council_session, sent_at=TURN + timedelta(hours=1))

    assert listed(council_session, AT_THREE) == [silent.id]
    assert listed(council_session, TURN + timedelta(days=5)) == [silent.id, late.id]
    with transaction(), pytest.raises(Refusal, match="no_call_due"):
        note_call(late, "Too early", SYSTEM, AT_THREE)
    with transaction():
        note_call(late, "They answer tomorrow", SYSTEM, TURN + timedelta(days=5))


@pytest.mark.parametrize("becomes", ["answered", "declined", "called off"])
def test_who_has_answered_declined_or_is_not_expected_any_more_leaves_the_list(
    silent: Invitation, becomes: str
) -> None:
    council_session = silent.council_session
    with transaction():
        if becomes == "answered":
            silent.state = InvitationState.ANSWERED
        elif becomes == "declined":
            decline_invitation(silent, "No", SYSTEM, TURN)
        else:
            council_session.stage = Stage.POSTPONED

    assert listed(council_session) == []


def test_a_secretary_notes_a_call_once_with_what_was_said(silent: Invitation, browser: Browser) -> None:
    council_session = silent.council_session
    assert "Ерлан" in calls(browser, council_session, TURN)
    with time_machine.travel(TURN, tick=False):
        page = browser.get(f"/office/{council_session.address}/invitations/calls/{silent.public_id}?lang=en")
        assert 'href="tel:+77172249305"' in page.html
        list_page = browser.submit(page, "calls", note="They answer tomorrow")
        browser.submit(page, "calls", note="Pressed twice")
        history = browser.get(f"/office/history/bodies/{silent.body.public_id}?lang=en")

    to_call, _, made = list_page.text.partition("List of calls")[2].partition("Telephoned")
    assert "Nobody" in to_call
    assert "They answer tomorrow" in made
    assert "The body was telephoned" in history.text
    assert "They answer tomorrow" in history.text
    assert session().scalars(select(PhoneCall.note)).all() == ["They answer tomorrow"]
    entry = session().scalars(select(JournalEntry).filter_by(event="BodyTelephoned")).one()
    assert (entry.actor_kind, entry.object_id, entry.payload) == ("staff", silent.public_id, {"days": 5})


def test_a_noted_call_counts_until_the_next_rung_of_calls_and_for_its_deadline(silent: Invitation) -> None:
    council_session = silent.council_session
    with transaction():
        save_ladder(council_session, {5: RungTarget.CALL, 2: RungTarget.CALL}, SYSTEM, TURN)
        note_call(silent, "", SYSTEM, TURN)
    at_two = TURN + timedelta(days=5)

    assert (listed(council_session, AT_THREE), listed(council_session, at_two)) == ([], [silent.id])
    with transaction():
        note_call(silent, "", SYSTEM, at_two)
    assert listed(council_session, at_two) == []
    put_off(council_session, DEADLINE + timedelta(days=3), at_two)
    assert listed(council_session, at_two) == [silent.id]


def test_another_note_of_the_same_call_is_refused_and_not_lost(silent: Invitation) -> None:
    with transaction():
        note_call(silent, "Answers on Monday", SYSTEM, TURN)
        note_call(silent, "Answers on Monday", SYSTEM, TURN)

    with transaction(), pytest.raises(Refusal, match="call_already_noted"):
        note_call(silent, "They ask for the programme", SYSTEM, TURN)

    assert session().scalars(select(PhoneCall.note)).all() == ["Answers on Monday"]


def test_a_call_that_was_noted_by_mistake_is_taken_back_once_and_the_body_is_on_the_list_again(
    silent: Invitation, browser: Browser
) -> None:
    council_session = silent.council_session
    with transaction():
        note_call(silent, "Another body said so", SYSTEM, TURN)
    with time_machine.travel(TURN, tick=False):
        sign_in(browser, council_session.council, Role.SECRETARY)
        page = browser.get(f"/office/{council_session.address}/invitations/reminders?lang=en")
        back = browser.submit(page, "take-back")
        twice = browser.submit(page, "take-back")
        history = browser.get(f"/office/history/bodies/{silent.body.public_id}?lang=en")

    assert "The call is noted no more." in back.text
    assert "The call is noted no more." in twice.text
    assert listed(council_session) == [silent.id]
    assert "A call that was noted by mistake was taken back" in history.text
    assert "Another body said so" not in history.text
    assert len(session().scalars(select(JournalEntry).filter_by(event="CallTakenBack")).all()) == 1


def test_a_body_that_was_called_stays_on_the_list_of_invitations(silent: Invitation) -> None:
    with transaction():
        note_call(silent, "", SYSTEM, TURN)
        silent.state = InvitationState.DRAFT

    with transaction(), pytest.raises(Refusal, match="invitation_was_sent"):
        remove_invitation(silent, SYSTEM, TURN)
    with transaction(), pytest.raises(Refusal, match="no_call_due"):
        note_call(silent, "Once more", SYSTEM, TURN)


def test_what_was_typed_stays_where_no_call_is_due_any_more(silent: Invitation, browser: Browser) -> None:
    council_session = silent.council_session
    with time_machine.travel(TURN - timedelta(days=1), tick=False):
        sign_in(browser, council_session.council, Role.SECRETARY)
        page = browser.get(f"/office/{council_session.address}/invitations/calls/{silent.public_id}?lang=en")
        refused = browser.submit(page, "calls", note="They answer tomorrow")

    assert refused.status == 422
    assert "on no list of calls any more" in refused.text
    assert refused.form("calls")["note"] == "They answer tomorrow"


def test_an_auditor_reads_the_list_and_notes_nothing(silent: Invitation, browser: Browser) -> None:
    address = f"/office/{silent.council_session.address}/invitations"
    with time_machine.travel(TURN, tick=False):
        sign_in(browser, silent.council_session.council, Role.AUDITOR)
        page = browser.get(f"{address}/reminders?lang=en")
        refused = browser.request("GET", f"{address}/calls/{silent.public_id}")

    assert "Ерлан" in page.text
    assert "Note the call" not in page.text
    assert refused.status_code == 403
