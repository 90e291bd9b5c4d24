"""Who may see how people travel, until when it can be stated, and which days can be meant."""

from datetime import date, timedelta

from eventreg.core.actors import Actor, Role
from eventreg.i18n.dates import local
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import can_be_changed
from eventreg.sessions.models import CouncilSession

AROUND = timedelta(days=30)  # before and after a session


def may_see_logistics(actor: Actor, council_session: CouncilSession) -> bool:
    """Travel, hotel, meals and access needs: whoever prepares them, and nobody else."""
    return actor.has_role(council_session.council.public_id, Role.ORGANIZER, Role.SECRETARY)


def can_be_stated(registration: Registration, is_asked: bool) -> bool:
    """By the person who has confirmed, until the session was held, where the session asks."""
    return is_asked and can_be_changed(registration)


def days_around(council_session: CouncilSession) -> tuple[date, date]:
    """The first and the last day, at the venue, on which somebody may come, sleep there or leave."""
    zone = council_session.time_zone
    first, last = (local(moment, zone).date() for moment in (council_session.starts_at, council_session.ends_at))
    return first - AROUND, last + AROUND
