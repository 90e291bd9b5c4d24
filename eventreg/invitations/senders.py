"""Which invitation a message belongs to that came from a body and quotes no letter; by hand where nobody knows."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from eventreg.bodies.models import Body, Contact
from eventreg.core.db import session
from eventreg.councils.models import Council
from eventreg.i18n.search_keys import search_words
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.mail.belonging import Belonging
from eventreg.registrations.retention import OVER
from eventreg.sessions.models import CouncilSession


def invited_sender(addresses: Collection[str], now: datetime) -> Belonging | None:
    """The body that is written to at one of these addresses, or has a contact there, in the next session to come.

    One whose invitation was withdrawn comes last.
    """
    is_withdrawn = case((Invitation.state == InvitationState.WITHDRAWN, 1), else_=0)
    is_contact = exists().where(Contact.body_id == Invitation.body_id, func.lower(Contact.email).in_(addresses))
    query = select(Invitation.public_id, CouncilSession.public_id).join(Invitation.council_session)
    query = query.where(
        or_(func.lower(Invitation.email).in_(addresses), is_contact),
        Invitation.state != InvitationState.DRAFT,
        CouncilSession.ends_at > now,
        CouncilSession.stage.not_in(OVER),
    )
    row = session().execute(query.order_by(is_withdrawn, CouncilSession.starts_at, Invitation.id).limit(1)).first()
    return Belonging("invitation", row[0], row[1]) if row else None


def invitations_to_choose(councils: Collection[str], text: str) -> Select[Invitation]:
    """Bodies on the lists of these councils' (public ids) sessions that are not over, the next session first.

    `text` is looked for in names of bodies, in any script.
    """
    found = select(Invitation).join(Invitation.body).join(Invitation.council_session).join(CouncilSession.council)
    found = found.where(Council.public_id.in_(councils), CouncilSession.stage.not_in(OVER))
    for word in search_words(text):
        found = found.where(Body.search_key.contains(word, autoescape=True))
    of_session = contains_eager(Invitation.council_session).contains_eager(CouncilSession.council)
    found = found.options(contains_eager(Invitation.body), of_session)
    return found.order_by(CouncilSession.starts_at, CouncilSession.id, Body.protocol_rank, Invitation.id)
