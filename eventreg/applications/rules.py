"""Until when somebody can apply and prove the e-mail address."""

from datetime import datetime, timedelta

from eventreg.applications.models import Application
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.rules import can_be_answered

PROVEN_WITHIN = timedelta(hours=48)
LETTERS_A_DAY = 3  # to one address for one session, so that nobody's mailbox is flooded


def can_be_applied_for(council_session: CouncilSession, is_open: bool, now: datetime) -> bool:
    """While the office lets anybody apply and delegates can still confirm."""
    return is_open and can_be_answered(council_session, council_session.confirm_until, now)


def can_be_proven(application: Application, is_open: bool, now: datetime) -> bool:
    """For two days after the form was sent, while the session takes applications."""
    in_time = now <= application.asked_at + PROVEN_WITHIN
    return in_time and can_be_applied_for(application.council_session, is_open, now)
