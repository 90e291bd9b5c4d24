"""Which registration a message belongs to that came from a person and quotes no letter."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.mail.belonging import Belonging
from eventreg.registrations.models import Registration
from eventreg.registrations.retention import OVER
from eventreg.sessions.models import CouncilSession


def registered_sender(addresses: Collection[str], now: datetime) -> Belonging | None:
    """The person with one of these addresses in the next session to come, in whatever state the registration is."""
    query = select(Registration.public_id, CouncilSession.public_id).join(Registration.person)
    query = query.join(Registration.council_session).where(
        func.lower(Person.email).in_(addresses), CouncilSession.ends_at > now, CouncilSession.stage.not_in(OVER)
    )
    row = session().execute(query.order_by(CouncilSession.starts_at, Registration.id).limit(1)).first()
    return Belonging("registration", row[0], row[1]) if row else None
