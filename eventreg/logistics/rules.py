"""Who may see how people travel, and until when it can be stated."""

from eventreg.core.actors import Actor, Role
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import can_be_changed
from eventreg.sessions.models import CouncilSession


def may_see_logistics(actor: Actor, council_session: CouncilSession) -> bool:
    """Travel, hotel, meals and access needs: whoever prepares them, and nobody else."""
    return actor.has_role(council_session.council.public_id, Role.ORGANIZER, Role.SECRETARY)


def can_be_stated(registration: Registration, is_asked: bool) -> bool:
    """By the person who has confirmed, until the session was held, where the session asks."""
    return is_asked and can_be_changed(registration)
