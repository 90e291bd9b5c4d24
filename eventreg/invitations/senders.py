"""Which invitation a message belongs to that came from a body and quotes no letter."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from eventreg.bodies.models import Contact
from eventreg.core.db import session
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.mail.belonging import Belonging
from eventreg.registrations.retention import OVER
from eventreg.sessions.models import CouncilSession


def invited_sender(addresses: Collection[str], now: datetime) -> Belonging | None:
    """The body that is written to at one of these addresses, or has a contact there, in the next session to come."""
    is_contact = exists().where(Contact.body_id == Invitation.body_id, func.lower(Contact.email).in_(addresses))
    query = select(Invitation.public_id, CouncilSession.public_id).join(Invitation.council_session)
    query = query.where(
        or_(func.lower(Invitation.email).in_(addresses), is_contact),
        Invitation.state != InvitationState.DRAFT,
        CouncilSession.ends_at > now,
        CouncilSession.stage.not_in(OVER),
    )
    row = session().execute(query.order_by(CouncilSession.starts_at, Invitation.id).limit(1)).first()
    return Belonging("invitation", row[0], row[1]) if row else None
