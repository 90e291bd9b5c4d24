"""A letter with hours of its own leaves within them, whatever kept it from leaving before."""

from datetime import datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import update

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.mail.deliver import deliver_letters
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.outbox import claim
from eventreg.mail.quiet import hours_written
from tests.accounts.conftest import counted_statements
from tests.conftest import NOW
from tests.mail.conftest import RECIPIENT, post_letter
from tests.smtp_server import MailServer

OPENS = NOW + timedelta(hours=15)


def post_with_hours(to: str = RECIPIENT, *hours: tuple[datetime, datetime], until: datetime | None = None) -> Letter:
    """May go for ten minutes from now, and from the next morning on for nine hours, unless `hours` say otherwise."""
    letter = post_letter(to=to, not_after=until)
    pairs = hours or ((NOW, NOW + timedelta(minutes=10)), (OPENS, OPENS + timedelta(hours=9)))
    with transaction():
        letter.send_hours = hours_written(pairs)
    return letter


def test_a_letter_that_the_server_puts_off_waits_for_its_next_hours(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    letter = post_with_hours()
    mail_server.at_recipient = lambda address: "451 4.7.1 come back later"
    deliver_letters()
    mail_server.at_recipient = lambda address: None
    traveller.move_to(NOW + timedelta(minutes=11))
    deliver_letters()
    in_the_evening = len(mail_server.received)
    traveller.move_to(OPENS + timedelta(seconds=1))
    deliver_letters()

    assert (in_the_evening, len(mail_server.received)) == (0, 1)
    assert letter.state is LetterState.SENT


def test_within_its_hours_it_goes_at_once_and_other_letters_go_at_any_hour(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    post_with_hours()
    post_letter(to="first@invitee.example")
    deliver_letters()
    traveller.shift(timedelta(hours=1))
    post_letter(to="night@invitee.example")
    deliver_letters()

    received = [letter.recipients[0] for letter in mail_server.received]
    assert sorted(received) == sorted([RECIPIENT, "first@invitee.example", "night@invitee.example"])


def test_with_no_hours_left_it_is_missed_and_not_sent_at_night(
    app: Flask, mail_server: MailServer, traveller: time_machine.Traveller
) -> None:
    letter = post_with_hours(RECIPIENT, (NOW - timedelta(hours=9), NOW), until=NOW + timedelta(hours=2))
    deliver_letters()
    due_at = letter.next_at
    traveller.shift(timedelta(hours=2, seconds=1))
    deliver_letters()

    assert due_at == NOW + timedelta(hours=2)
    assert (letter.state, mail_server.received) == (LetterState.MISSED, [])


def test_letters_without_hours_cost_nothing_more_to_claim(app: Flask) -> None:
    found = []
    for hours in (None, hours_written([(NOW, OPENS)])):
        post_letter(key=f"letter:{hours}")
        with transaction() as current:
            current.execute(update(Letter).values(send_hours=hours))
        with counted_statements() as statements, transaction():
            assert len(claim("one#1", clock.now())) == 1
        found.append(len(statements))

    assert found[0] == found[1]
