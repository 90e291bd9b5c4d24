"""A session to which somebody was invited is no secret any more."""

from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.registrations.models import Registration
from eventreg.sessions.events import StageChanged
from eventreg.sessions.models import CouncilSession, Stage


def keep_from_draft(event: StageChanged, by: Actor, now: datetime) -> None:
    """Reaction: links of a draft open nothing, so it has none. Raises `Refusal("somebody_was_invited")`."""
    if event.after != Stage.DRAFT:
        return
    bodies = select(Invitation.id).join(Invitation.council_session).where(Invitation.state != InvitationState.DRAFT)
    people = select(Registration.id).join(Registration.council_session)
    of_session = CouncilSession.public_id == event.council_session
    if any(session().scalar(invited.where(of_session).limit(1)) is not None for invited in (bodies, people)):
        raise Refusal("somebody_was_invited")
