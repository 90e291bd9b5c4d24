"""What happens to a letter while a worker has it: it is cancelled, held, or its personal link is renewed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import Traveller

from eventreg.accounts.models import StaffUser
from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, session, transaction
from eventreg.core.errors import Refusal
from eventreg.core.links import Link, fill_marks
from eventreg.mail import attempts
from eventreg.mail.actions import resend
from eventreg.mail.bulk import cancel_waiting, hold, let_go
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.interruptions import LEASE
from eventreg.mail.link_marks import renew_mark
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.outbox import claim, take_back_interrupted
from tests.cast import a_staff_user
from tests.conftest import NOW
from tests.mail.conftest import post_letter
from tests.smtp_server import GREYLISTED, MailServer

ALL = select(Letter.id)


@pytest.fixture
def user(app: Flask) -> StaffUser:
    """Somebody whose letter bears a link that opens a page."""
    with transaction():
        user = a_staff_user(None)
        user.renew_link()
    post_letter(context={"name": user.name, "email": user.email, "link": user.link.mark})
    return user


def letter() -> Letter:
    db.session.rollback()
    return session().scalars(select(Letter)).one()


def meanwhile(app: Flask, do: Callable[[], None], reply: str | None = None) -> Callable[[str], str | None]:
    """What the server does over the text: `do` happens in another process's place, then it answers."""

    def answer(address: str) -> str | None:
        with app.app_context(), transaction():
            do()
        return reply

    return answer


def test_a_letter_that_is_cancelled_while_the_server_has_it_is_not_tried_again(
    app: Flask, user: StaffUser, mail_server: MailServer, traveller: Traveller
) -> None:
    mail_server.at_data = meanwhile(app, lambda: cancel_waiting(ALL), GREYLISTED)
    deliver_letters()
    mail_server.at_data = lambda address: None
    traveller.shift(timedelta(hours=1))

    deliver_letters()

    assert (letter().state, letter().next_at, letter().lease_owner) == (LetterState.CANCELLED, None, None)
    assert [attempt.code for attempt in letter().attempts] == [450]
    assert mail_server.received == []


def test_a_letter_that_arrived_all_the_same_is_sent(app: Flask, user: StaffUser, mail_server: MailServer) -> None:
    mail_server.at_data = meanwhile(app, lambda: cancel_waiting(ALL))

    deliver_letters()

    assert (letter().state, len(mail_server.received)) == (LetterState.SENT, 1)


def test_a_letter_that_was_cancelled_under_a_killed_worker_has_ended(app: Flask, user: StaffUser) -> None:
    with transaction():
        attempts.begin(claim("w1#1", NOW), "w1#1", "w1", NOW)()
    with transaction():
        cancel_waiting(ALL)
    with transaction():
        take_back_interrupted(NOW + timedelta(minutes=2))

    assert (letter().state, letter().next_at, letter().lease_until) == (LetterState.CANCELLED, None, None)
    assert [attempt.answer for attempt in letter().attempts] == ["interrupted"]


def test_a_letter_that_was_claimed_before_its_link_was_renewed_goes_with_the_new_one(
    app: Flask, user: StaffUser, mail_server: MailServer, traveller: Traveller
) -> None:
    with transaction():
        claimed = claim("w1#1", NOW)
    renew(user)
    with transaction():
        at_once = claim("w1#1", NOW)
        begun = attempts.begin(claimed, "w1#1", "w1", NOW)()

    traveller.shift(LEASE + timedelta(seconds=1))
    deliver_letters()

    assert (len(claimed), at_once, begun) == (1, [], [])
    assert len(mail_server.received) == 1
    assert fill_marks(user.link.mark) in mail_server.received[0].part("text/plain")


def test_a_letter_that_is_being_handed_over_is_not_begun_once_more(app: Flask, user: StaffUser) -> None:
    with transaction():
        claimed = claim("w1#1", NOW)
        first = attempts.begin(claimed, "w1#1", "w1", NOW)()
        second = attempts.begin(claimed, "w1#1", "w1", NOW)()

    assert (len(first), second) == (1, [])


@pytest.mark.parametrize(("moved_to", "state"), [(2, LetterState.SENDING), (-2, LetterState.QUEUED)])
def test_the_last_moment_of_a_letter_counts_as_it_stands_when_its_turn_comes(
    app: Flask, user: StaffUser, moved_to: int, state: LetterState
) -> None:
    with transaction():
        letter().not_after = NOW + timedelta(hours=1)
    with transaction():
        claimed = claim("w1#1", NOW)
    with transaction():
        letter().not_after = NOW + timedelta(hours=moved_to)
    with transaction():
        attempts.begin(claimed, "w1#1", "w1", NOW)()

    assert letter().state is state


def test_a_letter_whose_deadline_was_extended_at_the_last_moment_is_not_missed(app: Flask, user: StaffUser) -> None:
    later = NOW + timedelta(seconds=2)
    with transaction():
        letter().not_after = NOW + timedelta(seconds=1)
    with transaction():
        claimed = claim("w1#1", NOW)
    with transaction():
        letter().not_after = NOW + timedelta(days=7)
    with transaction():
        begun = attempts.begin(claimed, "w1#1", "w1", later)()

    assert (begun, letter().state) == ([], LetterState.QUEUED)


def test_a_letter_whose_link_is_renewed_while_the_server_has_it_has_the_new_one_at_the_next_try(
    app: Flask, user: StaffUser, mail_server: MailServer, traveller: Traveller
) -> None:
    former = user.link.mark
    later = Link("password", user.public_id, user.link_version + 1).mark
    mail_server.at_data = meanwhile(app, lambda: renew_mark(former, later), GREYLISTED)
    deliver_letters()
    mail_server.at_data = lambda address: None
    traveller.shift(timedelta(hours=1))

    deliver_letters()

    assert fill_marks(later) in mail_server.received[0].part("text/plain")


def test_a_letter_that_was_held_while_the_server_had_it_is_held_no_more_once_it_is_sent(
    app: Flask, user: StaffUser, mail_server: MailServer
) -> None:
    mail_server.at_data = meanwhile(app, lambda: hold(ALL, NOW))
    deliver_letters()
    mail_server.at_data = lambda address: None
    assert letter().held_at is None

    with transaction():
        resend(letter(), SYSTEM, clock.now())
    deliver_letters()

    assert len(mail_server.received) == 2


def test_a_letter_that_was_held_and_then_refused_goes_again_on_demand(
    app: Flask, user: StaffUser, mail_server: MailServer
) -> None:
    mail_server.at_data = meanwhile(app, lambda: hold(ALL, NOW), "554 5.7.1 No")
    deliver_letters()
    mail_server.at_data = lambda address: None

    with transaction():
        resend(letter(), SYSTEM, clock.now())
    deliver_letters()

    assert (letter().state, len(mail_server.received)) == (LetterState.SENT, 1)


def test_what_is_cancelled_is_held_no_more(app: Flask, user: StaffUser) -> None:
    with transaction():
        hold(ALL, NOW)
    with transaction():
        cancel_waiting(ALL)

    assert (letter().state, letter().held_at) == (LetterState.CANCELLED, None)
    with transaction():
        let_go(ALL, NOW)
    assert letter().state is LetterState.CANCELLED


def test_a_letter_with_a_link_that_was_replaced_does_not_go_again(
    app: Flask, user: StaffUser, mail_server: MailServer
) -> None:
    deliver_letters()
    with transaction():
        resend(letter(), SYSTEM, clock.now())
    deliver_letters()
    renew(user)

    with transaction(), pytest.raises(Refusal, match="letter_link_is_dead"):
        resend(letter(), SYSTEM, clock.now())

    assert len(mail_server.received) == 2


def renew(user: StaffUser) -> None:
    """The link is renewed, and letters that wait are told."""
    with transaction():
        user = session().scalars(select(StaffUser)).one()
        former = user.link.mark
        user.renew_link()
        renew_mark(former, user.link.mark)
