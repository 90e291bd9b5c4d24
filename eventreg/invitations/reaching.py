"""Which bodies a letter has reached, may still reach, or is to be made for; conditions for queries of invitations."""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from eventreg.invitations.models import (
    Campaign,
    CampaignKind,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
)
from eventreg.invitations.queries import LETTER_KIND
from eventreg.mail.models import Letter, LetterState
from eventreg.mail.queries import is_known_to_be_returned
from eventreg.mail.rules import UNSENT

BRINGING = ("invitation", "invitation_link", "invitation_renewed")  # letters that hold the way to the body's page


def brought_invitation() -> Select[int]:
    """For a query of invitations: the letters that brought the way to the body's page, or may still bring it."""
    about_it = (Letter.about_kind == "invitation") & (Letter.about_id == Invitation.public_id)
    return select(Letter.id).where(about_it, Letter.kind.in_(BRINGING), Letter.state != LetterState.CANCELLED)


def has_heard() -> ColumnElement[bool]:
    """For a query of invitations: the body answered, or a letter brought the way to its page or may still bring it.

    A body that stands in no mailing was invited otherwise.
    """
    has_answered = Invitation.state.in_((InvitationState.ANSWERED, InvitationState.DECLINED))
    arriving = brought_invitation().where(Letter.state.in_((*UNSENT, LetterState.SENT)), ~is_known_to_be_returned())
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
    unsent = unsent.where(Letter.kind == LETTER_KIND, Letter.state.in_(UNSENT), Letter.recipient == Invitation.email)
    return or_(pending.exists(), unsent.exists())


def is_written_to() -> ColumnElement[bool]:
    """For a query of invitations: some mailing's letter to the body is still to be queued or to be sent."""
    unsent = select(CampaignRecipient.id).outerjoin(CampaignRecipient.letter)
    waits = or_(CampaignRecipient.queued_at.is_(None), Letter.state.in_(UNSENT))
    return unsent.where(CampaignRecipient.invitation_id == Invitation.id, waits).exists()
