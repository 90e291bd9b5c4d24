"""What the agenda does when something happens below it."""

from datetime import datetime

from eventreg.agenda.actions import name_later
from eventreg.core.actors import Actor
from eventreg.registrations.events import RegistrationWithdrawn
from eventreg.registrations.queries import registration_by_public_id


def replace_speaker(event: RegistrationWithdrawn, by: Actor, now: datetime) -> None:
    """Whoever withdraws speaks no more: the body names somebody later."""
    registration = registration_by_public_id(event.about)
    if registration is not None:
        name_later(registration)
