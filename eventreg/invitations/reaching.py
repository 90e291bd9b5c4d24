"""Which bodies a letter has reached, may still reach, or is to be made for; conditions for queries of invitations."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from eventreg.invitations.letter_kinds import BRINGING, INVITATION, WITHDRAWN
from eventreg.invitations.models import (
    Campaign,
    CampaignKind,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
)
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.queries import is_known_to_be_returned
from eventreg.mail.rules import UNSENT


def brought_invitation() -> Select[int]:
    """For a query of invitations: the letters that brought the way to the body's page, or may still bring it.

    What was taken back since counts for nothing.
    """
    about_it = (Letter.about_kind == "invitation") & (Letter.about_id == Invitation.public_id)
    holds = Letter.state != LetterState.CANCELLED, ~is_taken_back()
    return select(Letter.id).where(about_it, Letter.kind.in_(BRINGING), *holds)


def is_taken_back() -> ColumnElement[bool]:
    """For a query of letters about invitations: it takes one back, or a later letter took back the one it is about."""
    later = aliased(Letter)
    about_the_same = later.about_kind == Letter.about_kind, later.about_id == Letter.about_id, later.id >= Letter.id
    taking = select(later.id).where(*about_the_same, later.kind == WITHDRAWN, later.state != LetterState.CANCELLED)
    return taking.exists()


def has_heard() -> ColumnElement[bool]:
    """For a query of invitations: the body answered, or a letter brought the way to its page or may still bring it.

    A body that stands in no mailing was invited otherwise.
    """
    return _has_heard_by((*UNSENT, LetterState.SENT))


def has_been_reached() -> ColumnElement[bool]:
    """As `has_heard`, whatever still waits aside: that can be taken back, and what is being handed over cannot."""
    return _has_heard_by((LetterState.SENDING, LetterState.SENT))


def _has_heard_by(states: Sequence[LetterState]) -> ColumnElement[bool]:
    has_answered = Invitation.state.in_((InvitationState.ANSWERED, InvitationState.DECLINED))
    arriving = brought_invitation().where(Letter.state.in_(states), ~is_known_to_be_returned())
    invited = select(CampaignRecipient.id).join(CampaignRecipient.campaign)
    invited = invited.where(CampaignRecipient.invitation_id == Invitation.id, Campaign.kind == CampaignKind.INVITATION)
    is_invited = Invitation.state == InvitationState.INVITED
    return or_(has_answered, and_(is_invited, or_(arriving.exists(), ~invited.exists())))


def on_its_way() -> ColumnElement[bool]:
    """For a query of invitations: the letter to the present address is still to be queued or to be sent."""
    pending = select(CampaignRecipient.id).join(CampaignRecipient.campaign)
    pending = pending.where(CampaignRecipient.invitation_id == Invitation.id, CampaignRecipient.queued_at.is_(None))
    pending = pending.where(Campaign.state.in_((CampaignState.RUNNING, CampaignState.PAUSED)))
    unsent = select(Letter.id).where(Letter.about_kind == "invitation", Letter.about_id == Invitation.public_id)
    unsent = unsent.where(Letter.kind == INVITATION, Letter.state.in_(UNSENT), Letter.recipient == Invitation.email)
    return or_(pending.exists(), unsent.exists())


def is_written_to() -> ColumnElement[bool]:
    """For a query of invitations: some mailing's letter to the body is still to be queued or to be sent."""
    unsent = select(CampaignRecipient.id).outerjoin(CampaignRecipient.letter)
    waits = or_(CampaignRecipient.queued_at.is_(None), Letter.state.in_(UNSENT))
    return unsent.where(CampaignRecipient.invitation_id == Invitation.id, waits).exists()
