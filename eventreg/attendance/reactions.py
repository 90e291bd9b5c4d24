"""What attendance does when something happens below it."""

from datetime import datetime

from eventreg.attendance.actions import check_out
from eventreg.attendance.queries import open_presence
from eventreg.core.actors import Actor
from eventreg.registrations.events import RegistrationRejected, RegistrationWithdrawn, Substituted
from eventreg.registrations.queries import registration_by_public_id


def end_presence(event: RegistrationWithdrawn | Substituted | RegistrationRejected, by: Actor, now: datetime) -> None:
    """Somebody who takes part no longer is out, too."""
    registration = registration_by_public_id(event.about)
    if registration and open_presence(registration):
        check_out(registration, by, now)
