"""What becomes of letters that still wait when the address, the answer or the deadline changes."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.actions.contacts import ContactDetails, change_contact, remove_contact
from eventreg.bodies.models import Contact, ContactRank
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.invitations.actions import Nominee, decline_invitation, nominate_delegates
from eventreg.invitations.actions.answers import undo_decline
from eventreg.invitations.actions.campaigns import (
    add_letter,
    cancel_mailing,
    pause_mailing,
    resume_mailing,
    start_letter,
)
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.actions.reminders import save_moved_days
from eventreg.invitations.actions.sending_along import ask_secretariat
from eventreg.invitations.models import CampaignState, Invitation, InvitationState, Reminder, RungTarget
from eventreg.invitations.news import tell_news
from eventreg.invitations.recipients import Audience, Words, sending_of, wording_in
from eventreg.mail.attempts import begin
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.outbox import claim
from eventreg.registrations import mails
from eventreg.registrations.models import RegistrationState
from eventreg.sessions.actions import change_session
from eventreg.sessions.models import CouncilSession, Stage
from tests.factories import a_registration, three
from tests.invitations.conftest import BY, Start
from tests.invitations.test_reminders import DEADLINE, TURN, a_silent, laddered, put_off, reminded
from tests.invitations.test_session_news import bring_to, details

LATER, SOONER = DEADLINE + timedelta(weeks=4), DEADLINE - timedelta(days=2)


def states() -> dict[str, LetterState]:
    """By recipient, of letters that were to be sent after the invitations."""
    found = session().scalars(select(Letter).where(Letter.kind != "staff_invitation").order_by(Letter.id))
    return {letter.recipient: letter.state for letter in found}


def with_second_contact(invitation: Invitation, email: str) -> Invitation:
    session().add(Contact(body=invitation.body, rank=ContactRank.SECOND, place=1, email=email))
    return invitation


def test_what_goes_to_others_stays_when_an_address_is_corrected(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.SECOND)
        council_session.council.contact_email = "secretariat@council.example"
        invitation, other = (with_second_contact(a_silent(council_session), "second@invitee.example") for _ in range(2))
        ask_secretariat(invitation, "Where?", "key", SYSTEM, TURN)
    reminded(TURN)
    former = invitation.link.mark
    with transaction():
        correct_address(invitation, "new@invitee.example", "ru", SYSTEM, TURN)

    assert states() == {
        "secretariat@council.example": LetterState.QUEUED,
        "second@invitee.example": LetterState.QUEUED,
    }
    letter = session().scalars(select(Letter).filter_by(kind="reminder")).one()
    assert former not in letter.text + letter.html
    assert all(one.link.mark in letter.text and one.link.mark in letter.html for one in (invitation, other))


@pytest.mark.parametrize("corrected", [0, 1])
def test_the_others_of_a_letter_to_the_wrong_address_are_reminded_anew(app: Flask, corrected: int) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        invitations = [a_silent(council_session, "Same@invitee.example") for _ in range(2)]
    reminded(TURN)
    with transaction():
        correct_address(invitations[corrected], "new@invitee.example", "ru", SYSTEM, TURN)
    reminded(TURN + timedelta(hours=1))

    first, second = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    assert (first.state, second.state) == (LetterState.CANCELLED, LetterState.QUEUED)
    assert invitations[1 - corrected].link.mark in second.text
    assert f":{invitations[corrected].public_id}:" not in second.text
    assert session().scalars(select(Reminder.invitation_id)).all() == [invitations[1 - corrected].id]


@pytest.mark.parametrize("becomes", ["removed", "corrected"])
def test_no_reminder_goes_to_a_contact_that_is_no_more_at_that_address(app: Flask, becomes: str) -> None:
    with transaction():
        invitation = with_second_contact(a_silent(laddered(RungTarget.SECOND)), "former@invitee.example")
    assert reminded(TURN) == ["former@invitee.example"]

    with transaction():
        contact = session().scalars(select(Contact)).one()
        if becomes == "removed":
            remove_contact(contact, SYSTEM, TURN)
        else:
            details = ContactDetails(ContactRank.SECOND, email="new@invitee.example")
            change_contact(contact, details, SYSTEM, TURN)
    reminded(TURN + timedelta(minutes=10))

    anew = {} if becomes == "removed" else {"new@invitee.example": LetterState.QUEUED}
    assert states() == {"former@invitee.example": LetterState.CANCELLED, **anew}
    assert invitation.state is InvitationState.INVITED


def test_a_body_is_reminded_at_its_right_address_once_the_invitation_arrived_there(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST), "right@invitee.example")
    reminded(TURN)
    for email in ("wrong@invitee.example", "right@invitee.example"):
        with transaction():
            correct_address(invitation, email, "ru", SYSTEM, TURN)

    assert reminded(TURN + timedelta(hours=1)) == ["right@invitee.example"] * 2


def test_a_reminder_that_waits_does_not_go_once_its_bodies_have_answered(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        answering, declining = (a_silent(council_session, f"{name}@invitee.example") for name in ("a", "d"))
        a_silent(council_session, "still-silent@invitee.example")
        council_session.confirm_until = DEADLINE
    reminded(TURN)
    with transaction():
        nominate_delegates(answering, [Nominee(PersonDetails("Ким", "Виктор"))], SYSTEM, TURN)
        decline_invitation(declining, "We meet ourselves", SYSTEM, TURN)

    reminders = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    assert [letter.state for letter in reminders] == [LetterState.CANCELLED, LetterState.CANCELLED, LetterState.QUEUED]


def test_once_one_of_several_bodies_has_answered_another_reminder_names_those_that_are_silent(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        answering, silent = (a_silent(council_session, "same@invitee.example") for _ in range(2))
    reminded(TURN)
    with transaction():
        decline_invitation(answering, "No", SYSTEM, TURN)
    reminded(TURN + timedelta(minutes=10))

    first, second = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    assert (first.state, second.state) == (LetterState.CANCELLED, LetterState.QUEUED)
    assert (answering.link.mark in second.text, silent.link.mark in second.text) == (False, True)


def test_a_reminder_about_two_sessions_is_made_anew_about_the_one_that_was_not_called_off(app: Flask) -> None:
    with transaction():
        off, other = (a_silent(laddered(RungTarget.FIRST), "same@invitee.example") for _ in range(2))
    reminded(TURN)
    bring_to(off.council_session, Stage.ANNOUNCED, Stage.CANCELLED)
    reminded(TURN + timedelta(minutes=10))

    *former, last = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    assert {letter.state for letter in former} == {LetterState.CANCELLED}
    assert last.state is LetterState.QUEUED
    assert (off.link.mark in last.text, other.link.mark in last.text) == (False, True)


def test_a_reminder_that_waits_names_the_place_that_stands_now(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session)
    reminded(TURN)
    with transaction():
        elsewhere = details(council_session, venue=Translated(kk="Жаңа зал", ru="Новый зал"))
        change_session(council_session, elsewhere, SYSTEM, TURN)
    reminded(TURN + timedelta(minutes=10))

    letters = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id)).all()
    assert [letter.state for letter in letters] == [LetterState.CANCELLED, LetterState.QUEUED]
    assert ["Новый зал" in letter.text for letter in letters] == [False, True]


def test_before_the_same_deadline_of_a_session_announced_again_the_silent_are_reminded(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session)
    reminded(TURN)
    bring_to(council_session, Stage.ANNOUNCED, Stage.POSTPONED, Stage.ANNOUNCED)
    reminded(TURN + timedelta(minutes=10))

    letters = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    assert [letter.state for letter in letters] == [LetterState.CANCELLED, LetterState.QUEUED]


@pytest.mark.parametrize(("late", "number"), [(timedelta(0), 4), (timedelta(minutes=1), 0)])
@pytest.mark.parametrize("until", [LATER, SOONER])
def test_invitations_of_a_paused_mailing_go_until_the_deadline_that_stands_now(
    council_session: CouncilSession, start: Start, until: datetime, late: timedelta, number: int
) -> None:
    with time_machine.travel(TURN - timedelta(days=7), tick=False):
        put_off(council_session, DEADLINE)
        campaign = start()
        with transaction():
            pause_mailing(campaign, BY, clock.now())
        put_off(council_session, until)
        with transaction():
            resume_mailing(campaign, BY, clock.now())

    with time_machine.travel(until + late, tick=False):
        queue_mailings()
        with transaction():
            going = begin(claim("one#1", clock.now()), "one#1", "one", clock.now())()

    assert len(going) == number


def test_what_was_sent_or_missed_before_keeps_its_last_moment(council_session: CouncilSession, start: Start) -> None:
    with time_machine.travel(TURN, tick=False):
        put_off(council_session, DEADLINE)
        start()
        with transaction():
            first, second, *_ = session().scalars(select(Letter).order_by(Letter.id))
            first.end(LetterState.SENT)
            second.end(LetterState.MISSED)
        put_off(council_session, LATER)
        queue_mailings()

    found = session().execute(select(Letter.state, Letter.not_after).order_by(Letter.id)).all()
    queued, cancelled = (LetterState.QUEUED, LATER), (LetterState.CANCELLED, DEADLINE)
    assert found == [(LetterState.SENT, DEADLINE), (LetterState.MISSED, DEADLINE), cancelled, cancelled, queued, queued]


def test_a_reminder_that_waits_is_made_anew_when_a_deadline_changes(app: Flask) -> None:
    with transaction():
        first, second = laddered(RungTarget.FIRST), laddered(RungTarget.FIRST)
        for council_session in (first, second):
            a_silent(council_session, "same@invitee.example")
    reminded(TURN)

    put_off(second, LATER)
    reminded(TURN + timedelta(minutes=10))
    put_off(first, DEADLINE - timedelta(hours=1))
    reminded(TURN + timedelta(minutes=20))

    letters = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id)).all()
    cancelled, queued = LetterState.CANCELLED, LetterState.QUEUED
    assert [(letter.state, letter.not_after) for letter in letters] == [
        (cancelled, DEADLINE),
        (cancelled, DEADLINE),
        (queued, DEADLINE - timedelta(hours=1)),
    ]
    assert ["17:00" in letter.text for letter in letters] == [False, False, True]


def test_reminders_that_wait_are_made_anew_when_the_table_of_days_off_changes(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        a_silent(council_session)
    reminded(TURN)
    before = session().scalars(select(Letter.send_hours).filter_by(kind="reminder")).one() or ""

    with transaction():
        save_moved_days(council_session, [date(2026, 11, 19)], [], SYSTEM, TURN)
    reminded(TURN + timedelta(minutes=10))

    after = session().scalars(select(Letter.send_hours).filter_by(kind="reminder", state="queued")).one() or ""
    assert "2026-11-19" in before
    assert "2026-11-19" not in after


def test_a_body_that_is_silent_again_is_reminded_although_its_reminder_was_taken_back(app: Flask) -> None:
    with transaction():
        invitation = a_silent(laddered(RungTarget.FIRST), "same@invitee.example")
    reminded(TURN)

    with transaction():
        decline_invitation(invitation, "No", SYSTEM, TURN)
    with transaction():
        undo_decline(invitation, SYSTEM, TURN)
    reminded(TURN + timedelta(hours=1))

    letters = session().scalars(select(Letter).filter_by(kind="reminder").order_by(Letter.id))
    assert [letter.state for letter in letters] == [LetterState.CANCELLED, LetterState.QUEUED]


def test_a_deadline_that_is_moved_into_the_past_ends_invitations_that_wait(
    council_session: CouncilSession, start: Start
) -> None:
    past = TURN - timedelta(hours=1)
    with time_machine.travel(TURN, tick=False):
        put_off(council_session, DEADLINE)
        start()
        put_off(council_session, past)

    assert set(session().scalars(select(Letter.not_after).filter_by(kind="invitation"))) == {past}


def test_whom_no_invitation_reached_before_the_session_is_called_off_was_not_invited(
    council_session: CouncilSession, start: Start
) -> None:
    campaign = start()
    assert campaign.state is CampaignState.DONE

    bring_to(council_session, Stage.ANNOUNCED, Stage.POSTPONED)

    assert set(session().scalars(select(Invitation.state))) == {InvitationState.DRAFT}
    assert set(session().scalars(select(Letter.state))) == {LetterState.CANCELLED}


@pytest.mark.parametrize("queued", [True, False])
@pytest.mark.parametrize("stages", [(Stage.OPEN, Stage.HELD), (Stage.OPEN, Stage.HELD, Stage.CLOSED)])
def test_no_invitation_goes_to_a_session_that_takes_no_answers_any_more(
    council_session: CouncilSession, start: Start, stages: tuple[Stage, ...], queued: bool
) -> None:
    campaign = start(queued=queued)
    with transaction():
        pause_mailing(campaign, BY, clock.now())

    bring_to(council_session, Stage.ANNOUNCED, *stages)
    queue_mailings()

    session().rollback()
    assert campaign.state is CampaignState.CANCELLED
    assert set(session().scalars(select(Letter.state))) <= {LetterState.CANCELLED}


def test_a_mailing_that_was_started_while_its_session_left_the_stage_queues_nothing(
    council_session: CouncilSession, start: Start
) -> None:
    campaign = start(queued=False)
    with transaction():
        council_session.stage = Stage.HELD
    with transaction():
        pause_mailing(campaign, BY, clock.now())
    with pytest.raises(Refusal, match="session_was_held"), transaction():
        resume_mailing(campaign, BY, clock.now())
    with transaction():
        campaign.state = CampaignState.RUNNING

    queue_mailings()

    session().rollback()
    assert campaign.state is CampaignState.CANCELLED
    assert session().scalars(select(Letter)).all() == []
    assert set(session().scalars(select(Invitation.state))) == {InvitationState.DRAFT}


def test_another_letter_of_a_session_that_was_held_goes_on(council_session: CouncilSession, start: Start) -> None:
    start()
    with transaction():
        letter = add_letter(council_session, Words(three("Рахмет"), three("Рахмет")), BY, clock.now())
    with transaction():
        sending = sending_of(council_session, clock.now(), wording_in(letter))
        start_letter(letter, Audience(), sending.fingerprint, BY, clock.now())
    bring_to(council_session, Stage.ANNOUNCED, Stage.OPEN, Stage.HELD)

    queue_mailings()

    assert len(session().scalars(select(Letter).filter_by(kind="body_letter", state=LetterState.QUEUED)).all()) == 4


def test_a_session_to_which_somebody_was_invited_is_no_draft_again(
    council_session: CouncilSession, start: Start
) -> None:
    bring_to(council_session, Stage.ANNOUNCED, Stage.DRAFT, Stage.ANNOUNCED)
    campaign = start(queued=False)

    with pytest.raises(Refusal, match="somebody_was_invited"):
        bring_to(council_session, Stage.DRAFT)
    with transaction():
        cancel_mailing(campaign, BY, clock.now())
    bring_to(council_session, Stage.DRAFT)
    assert council_session.stage is Stage.DRAFT

    with transaction():
        a_registration(council_session)
        council_session.stage = Stage.ANNOUNCED
    with pytest.raises(Refusal, match="somebody_was_invited"):
        bring_to(council_session, Stage.DRAFT)


def test_whoever_is_asked_to_confirm_by_a_letter_that_waits_reads_the_day_and_the_deadline_of_now(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        council_session.confirm_until = DEADLINE
        nominee = Nominee(PersonDetails("Ким", "Виктор", email="kim@delegate.example", language="ru"))
        nominate_delegates(a_silent(council_session), [nominee], SYSTEM, TURN)
    with transaction():
        changes = {"confirm_until": LATER, "starts_at": LATER + timedelta(days=1), "ends_at": LATER + timedelta(days=2)}
        change_session(council_session, details(council_session, **changes), SYSTEM, TURN)
    tell_news()

    former, latter = session().scalars(select(Letter).filter_by(recipient="kim@delegate.example").order_by(Letter.id))
    assert (former.kind, former.state) == ("registration_nominated", LetterState.CANCELLED)
    assert (latter.kind, latter.state, latter.not_after) == ("registration_nominated", LetterState.QUEUED, LATER)
    assert "20 ноября" in former.text
    assert "20 ноября" not in latter.text
    assert "18 декабря 2026 года, 18:00" in latter.text
    assert "19 декабря" in latter.text


@pytest.mark.parametrize("state", [LetterState.SENDING, LetterState.SENT])
def test_whoever_was_asked_to_confirm_already_is_asked_once(app: Flask, state: LetterState) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        nominee = Nominee(PersonDetails("Ким", "Виктор", email="kim@delegate.example", language="ru"))
        nominate_delegates(a_silent(council_session), [nominee], SYSTEM, TURN)
    with transaction():
        letter = session().scalars(select(Letter).filter_by(recipient="kim@delegate.example")).one()
        letter.state, letter.next_at = state, letter.next_at if state is LetterState.SENDING else None
    with transaction():
        change_session(council_session, details(council_session, confirm_until=LATER), SYSTEM, TURN)

    assert states()["kim@delegate.example"] is state


def test_an_offer_that_waits_is_held_as_long_as_if_it_were_made_now(app: Flask) -> None:
    with transaction():
        council_session = laddered(RungTarget.FIRST)
        council_session.confirm_until = TURN + timedelta(hours=5)
        registration = a_registration(council_session, state=RegistrationState.NOMINATED)
        registration.person.email, registration.offered_until = "kim@delegate.example", council_session.confirm_until
        mails.registration_offered(registration, TURN)
    with transaction():
        change_session(council_session, details(council_session, confirm_until=LATER), SYSTEM, TURN)

    letter = session().scalars(select(Letter).filter_by(kind="registration_offered", state="queued")).one()
    assert letter.not_after == registration.offered_until == TURN + timedelta(hours=48)
