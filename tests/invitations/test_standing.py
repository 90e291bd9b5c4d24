"""Where an invitation stands: by the letter to the address of today, and by working days of silence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from eventreg.core.actors import SYSTEM
from eventreg.core.db import transaction
from eventreg.councils.models import CalendarDay
from eventreg.invitations.actions.listing import correct_address
from eventreg.invitations.models import Invitation
from eventreg.invitations.queries import board_rows, numbers_by_standing
from eventreg.invitations.rules import Standing, silent_since
from eventreg.mail.actions import post
from eventreg.mail.models import Letter, LetterState
from tests.factories import a_session, an_invitation

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def invited(invitation: Invitation, at: datetime, key: str = "1") -> Letter:
    letter = post(
        "staff_invitation",
        key=key,
        to=invitation.email,
        language="ru",
        about=("invitation", invitation.public_id),
        council_session=invitation.council_session.public_id,
        now=at,
        context={"name": "", "email": "", "link": invitation.link.mark},
    )
    letter.kind, letter.sent_at = "invitation", at
    letter.end(LetterState.SENT)
    return letter


def standing(invitation: Invitation, now: datetime) -> Standing:
    (row,) = board_rows(invitation.council_session, [invitation], now)
    assert numbers_by_standing(invitation.council_session, now) == {row.standing: 1}
    return row.standing


def test_what_arrived_at_an_address_that_was_corrected_counts_for_nothing(app: Flask) -> None:
    with transaction():
        invitation = an_invitation(a_session())
        invited(invitation, MONDAY)
    assert standing(invitation, MONDAY) is Standing.SENT

    with transaction():
        correct_address(invitation, "new@invitee.example", "ru", SYSTEM, MONDAY)
    assert standing(invitation, MONDAY) is Standing.DRAFT

    with transaction():
        invited(invitation, MONDAY, "2")
    assert standing(invitation, MONDAY) is Standing.SENT


@pytest.mark.parametrize(("days", "expected"), [(4, Standing.SENT), (7, Standing.SENT), (8, Standing.SILENT)])
def test_silence_is_counted_in_working_days(app: Flask, days: int, expected: Standing) -> None:
    with transaction():
        invitation = an_invitation(a_session())
        invited(invitation, MONDAY)

    assert standing(invitation, MONDAY + timedelta(days=days)) is expected


def test_a_day_that_the_office_took_off_is_no_day_of_silence(app: Flask) -> None:
    with transaction() as current:
        council_session = a_session()
        current.add(CalendarDay(day=date(2026, 11, 4), is_working=False))
    tuesday = MONDAY + timedelta(days=8)

    assert silent_since(council_session, tuesday, {}) == MONDAY + timedelta(days=1)
    assert silent_since(council_session, tuesday, {date(2026, 11, 4): False}) == MONDAY
