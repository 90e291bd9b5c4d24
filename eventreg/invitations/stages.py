"""What follows for invitations when their session goes to another stage: no draft again, and nobody invited in vain."""

from datetime import datetime

from sqlalchemy import Select, select

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.campaigns import cancel_mailing
from eventreg.invitations.letter_kinds import INVITATION
from eventreg.invitations.models import Campaign, CampaignKind, Invitation, InvitationState
from eventreg.invitations.recipients import progress_of
from eventreg.invitations.rules import can_be_cancelled, takes_answers
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.models import Letter
from eventreg.registrations.letter_kinds import ASKING, CONFIRMED, LINK
from eventreg.registrations.models import Registration
from eventreg.sessions.events import StageChanged
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.queries import session_by_public_id
from eventreg.sessions.rules import takes_place

# What asks for an answer that is no longer taken, beside reminders, which are taken back at any change of the session.
INVITING = (INVITATION, "invitation_link", *ASKING)
CONFIRMING = (CONFIRMED, LINK)  # what says that somebody takes part on a day that is none any more


def keep_from_draft(event: StageChanged, by: Actor, now: datetime) -> None:
    """Reaction: links of a draft open nothing, so it has none. Raises `Refusal("somebody_was_invited")`."""
    if event.after != Stage.DRAFT:
        return
    bodies = select(Invitation.id).join(Invitation.council_session).where(Invitation.state != InvitationState.DRAFT)
    people = select(Registration.id).join(Registration.council_session)
    of_session = CouncilSession.public_id == event.council_session
    if any(session().scalar(invited.where(of_session).limit(1)) is not None for invited in (bodies, people)):
        raise Refusal("somebody_was_invited")


def stop_inviting(event: StageChanged, by: Actor, now: datetime) -> None:
    """Reaction: where a session takes no answers, what waits and invites or asks does not go.

    Where it is called off, neither does what confirms.
    """
    council_session = session_by_public_id(event.council_session)
    if council_session is None or takes_answers(council_session):
        return
    inviting = select(Campaign).filter_by(council_session_id=council_session.id, kind=CampaignKind.INVITATION)
    for campaign in session().scalars(inviting.order_by(Campaign.id)):
        if can_be_cancelled(campaign, progress_of(campaign).unsent):
            cancel_mailing(campaign, by, now)
    cancel_waiting(_not_to_go(council_session))


def _not_to_go(council_session: CouncilSession) -> Select[int]:
    kinds = INVITING if takes_place(council_session) else (*INVITING, *CONFIRMING)
    return select(Letter.id).where(Letter.council_session == council_session.public_id, Letter.kind.in_(kinds))
