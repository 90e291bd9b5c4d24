"""Noting that a silent body was telephoned, and taking such a note back."""

from datetime import datetime

from sqlalchemy import delete, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.invitations.calling import call_rung_of
from eventreg.invitations.events import BodyTelephoned, CallTakenBack
from eventreg.invitations.models import NOT_INVITED, Invitation, PhoneCall
from eventreg.invitations.reminding import deadline_day
from eventreg.journal.actions import announce


def note_call(invitation: Invitation, note: str, by: Actor, now: datetime) -> None:
    """The body was telephoned and is off the list until its next turn; the same note twice is noted once.

    A body that answered meanwhile was telephoned all the same. Raises `Refusal`: `no_call_due` where no rung of calls
    has its turn or the body was not invited before it, `call_already_noted` where somebody else noted this call.
    """
    invitation = locked(invitation)
    council_session = invitation.council_session
    rung = call_rung_of(invitation, now)
    if rung is None or invitation.state in NOT_INVITED:
        raise Refusal("no_call_due")
    turn = {"invitation_id": invitation.id, "days": rung.days, "deadline": deadline_day(council_session)}
    if noted := session().scalar(select(PhoneCall).filter_by(**turn)):
        if (noted.note, noted.actor_id) != (note, by.public_id):
            raise Refusal("call_already_noted")
        return
    session().add(PhoneCall(**turn, note=note, actor_kind=by.kind, actor_id=by.public_id, made_at=now))
    about = {"about": invitation.public_id, "council_session": council_session.public_id}
    announce(BodyTelephoned(**about, days=rung.days), by, now)


def take_back_call(call: PhoneCall, by: Actor, now: datetime) -> None:
    """That call is noted no more: the body is on the list again if it is silent and its turn lasts.

    Taking it back twice does it once.
    """
    gone = delete(PhoneCall).filter_by(id=call.id).returning(PhoneCall.days)
    days = session().scalar(gone)
    if days is not None:
        invitation = call.invitation
        about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
        announce(CallTakenBack(**about, days=days), by, now)
