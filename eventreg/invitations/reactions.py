"""What invitations do when duplicates of bodies are merged or parted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from eventreg.bodies.actions.merging import hand_back, hand_over
from eventreg.bodies.events import BodiesMerged, BodiesParted
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.invitations.models import Invitation
from eventreg.registrations.rules import BEFORE_THE_END
from eventreg.sessions.models import CouncilSession


def hand_over_bodies(event: BodiesMerged, by: Actor, now: datetime) -> None:
    """Reaction: invitations go to the kept body; where both were invited, the duplicate keeps its own.

    Raises `Refusal("both_are_invited")` while both stand on the list of a session that is still to come.
    """
    other = aliased(Invitation)
    same_session = select(other.id).where(
        other.council_session_id == Invitation.council_session_id, other.body.has(Body.public_id == event.about)
    )
    coming = Invitation.council_session.has(CouncilSession.stage.in_(BEFORE_THE_END))
    both = select(Invitation).where(Invitation.body.has(Body.public_id == event.gone), same_session.exists(), coming)
    if session().scalar(both.limit(1)):
        raise Refusal("both_are_invited")
    hand_over(event, Invitation.body_id, unless=same_session.exists())


def hand_back_bodies(event: BodiesParted, by: Actor, now: datetime) -> None:
    hand_back(event, Invitation.body_id)
