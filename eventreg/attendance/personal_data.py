"""What attendance knows about one person."""

from sqlalchemy import select

from eventreg.attendance.models import Presence
from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.registrations.models import Registration


def known_presence(person: Person) -> dict[str, list[object]]:
    """When the person came in and left, as plain values for JSON. Presence is never deleted."""
    query = select(Presence).join(Presence.registration).where(Registration.person_id == person.id)
    intervals = session().scalars(query.order_by(Presence.entered_at)).all()
    return {
        "presence": [
            {
                "session": presence.registration.council_session.address,
                "channel": presence.channel.value,
                "entered_at": presence.entered_at.isoformat(),
                "left_at": presence.left_at.isoformat() if presence.left_at else None,
            }
            for presence in intervals
        ]
    }
