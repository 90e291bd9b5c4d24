"""Telling invited bodies that a session was called off, announced again or moved; stopping what invites to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.invitations import mails
from eventreg.invitations.actions.campaigns import cancel_mailing
from eventreg.invitations.models import Campaign, CampaignKind, CampaignState, Invitation, InvitationState, Reminder
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.models import Letter
from eventreg.sessions.events import SessionMoved, StageChanged
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id
from eventreg.sessions.rules import takes_place
from eventreg.sessions.telling import Recipients, news_of

# What asks for an answer that is no longer taken.
ASKING = (
    "invitation",
    "invitation_link",
    "reminder",
    "registration_nominated",
    "registration_offered",
    "registration_waiting",
)


def stop_inviting(event: StageChanged, by: Actor, now: datetime) -> None:
    """Reaction: where a session is called off, invitations, reminders and nominations that still wait do not go."""
    council_session = session_by_public_id(event.council_session)
    if council_session is None or takes_place(council_session) or news_of(event) is None:
        return
    running = select(Campaign).filter_by(council_session_id=council_session.id, kind=CampaignKind.INVITATION)
    for campaign in session().scalars(running.where(Campaign.state.in_((CampaignState.RUNNING, CampaignState.PAUSED)))):
        cancel_mailing(campaign, by, now)
    cancel_waiting(_asking_letters(council_session))


def tell_bodies(event: StageChanged | SessionMoved, by: Actor, now: datetime) -> None:
    """Reaction: every invited body has a letter at the address of its invitation."""
    news, council_session = news_of(event), session_by_public_id(event.council_session)
    if news is None or council_session is None:
        return
    for invitation in invited_bodies(council_session):
        mails.session_news(invitation, news, now)


def invited_bodies(council_session: CouncilSession) -> Sequence[Invitation]:
    """Whoever was invited, those included who declined: another day may suit them."""
    query = select(Invitation).filter_by(council_session_id=council_session.id)
    query = query.where(Invitation.state != InvitationState.DRAFT).order_by(Invitation.id)
    return session().scalars(query.options(joinedload(Invitation.body), joinedload(Invitation.council_session))).all()


def count_bodies(council_session: CouncilSession) -> Recipients:
    """How many bodies would be told now, and how many have no e-mail address."""
    addresses = [invitation.email for invitation in invited_bodies(council_session)]
    told = sum(1 for address in addresses if address)
    return Recipients(bodies=told, without_address=len(addresses) - told)


def _asking_letters(council_session: CouncilSession) -> Select[int]:
    """A reminder that speaks of another session as well still goes."""
    of_others = select(Reminder.letter).join(Reminder.invitation)
    of_others = of_others.where(Invitation.council_session_id != council_session.id)
    asking = select(Letter.id).where(Letter.council_session == council_session.public_id, Letter.kind.in_(ASKING))
    return asking.where(Letter.public_id.not_in(of_others))
