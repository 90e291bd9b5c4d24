"""Noting that a silent body was telephoned."""

from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.invitations.calling import call_rungs
from eventreg.invitations.events import BodyTelephoned
from eventreg.invitations.models import Invitation, PhoneCall
from eventreg.invitations.reminding import deadline_day
from eventreg.journal.actions import announce


def note_call(invitation: Invitation, note: str, by: Actor, now: datetime) -> None:
    """The body was telephoned and is off the list until its next turn; whoever notes it second changes nothing.

    A body that answered meanwhile was telephoned all the same. Raises `Refusal("no_call_due")` where no rung of calls
    has its turn.
    """
    invitation = locked(invitation)
    council_session = invitation.council_session
    rung = next(iter(call_rungs([council_session], now)), None)
    if rung is None:
        raise Refusal("no_call_due")
    turn = {"invitation_id": invitation.id, "days": rung.days, "deadline": deadline_day(council_session)}
    if session().scalar(select(PhoneCall.id).filter_by(**turn)):
        return
    session().add(PhoneCall(**turn, note=note, actor_kind=by.kind, actor_id=by.public_id, made_at=now))
    about = {"about": invitation.public_id, "council_session": council_session.public_id}
    announce(BodyTelephoned(**about, days=rung.days), by, now)
