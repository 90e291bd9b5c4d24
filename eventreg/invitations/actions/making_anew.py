"""Making letters of mailings anew that wait while what they say changes: they are taken back, the job makes others."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from eventreg.core.db import is_among, session
from eventreg.invitations.actions.campaigns import mark_started
from eventreg.invitations.actions.posting import last_moment_of
from eventreg.invitations.models import (
    Campaign,
    CampaignKind,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
)
from eventreg.mail.bulk import take_out
from eventreg.mail.models import Letter, LetterState

GOING_ON = (CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.DONE)


def make_anew(*which: ColumnElement[bool], now: datetime, also_going: bool = False) -> None:
    """Letters of mailings to these invitations that wait to be sent are made anew soon, as things are by then.

    A letter that is being handed over goes as it is; with `also_going` it is not tried again and another one is made. A
    paused mailing stays paused, one whose letters were all in the outbox runs again. `hold_portions` comes first.
    """
    letters = select(CampaignRecipient.letter_id).join(CampaignRecipient.campaign).join(CampaignRecipient.invitation)
    waiting = Campaign.state.in_(GOING_ON), CampaignRecipient.queued_at.is_not(None)
    holds = Invitation.state != InvitationState.WITHDRAWN  # its letter may be half handed over
    chosen = letters.where(CampaignRecipient.letter_id.is_not(None), *waiting, holds, *which)
    taken = take_out(chosen, also_going=also_going)  # type: ignore[arg-type]  # the condition leaves no NULL
    if not taken:
        return
    again = is_among(CampaignRecipient.letter_id, taken)
    session().execute(update(CampaignRecipient).where(again).values(queued_at=None))
    of_these = Campaign.id.in_(select(CampaignRecipient.campaign_id).where(again))
    run_on = select(Campaign).where(of_these, Campaign.state != CampaignState.PAUSED).order_by(Campaign.id)
    for campaign in session().scalars(run_on):
        mark_started(campaign, now)


def make_again(*which: ColumnElement[bool], now: datetime) -> None:
    """Letters beside the invitation that were refused, or came back, are made once more soon, as long as they hold.

    An invitation is not: the board offers it to the office as one that is to be sent. `hold_portions` comes first.
    """
    in_vain = or_(Letter.state == LetterState.REFUSED, Letter.bounced_at.is_not(None))
    found = select(CampaignRecipient).join(CampaignRecipient.campaign).join(CampaignRecipient.letter)
    found = found.join(CampaignRecipient.invitation).where(Campaign.kind == CampaignKind.LETTER, in_vain, *which)
    found = found.where(Campaign.state.in_(GOING_ON), CampaignRecipient.queued_at.is_not(None))
    for recipient in session().scalars(found.order_by(CampaignRecipient.id)).all():
        last_moment = last_moment_of(recipient.campaign)
        if last_moment is not None and now > last_moment:
            continue
        recipient.queued_at, recipient.sending, recipient.is_left_out = None, recipient.sending + 1, False
        if recipient.campaign.state is not CampaignState.PAUSED:
            mark_started(recipient.campaign, now)
    session().flush()


def is_still_to_be_queued(invitation: Invitation) -> bool:
    """A mailing has to put the invitation to this body into the outbox."""
    pending = select(CampaignRecipient.id).join(CampaignRecipient.campaign)
    pending = pending.where(Campaign.kind == CampaignKind.INVITATION, Campaign.state.in_(GOING_ON))
    pending = pending.where(CampaignRecipient.invitation_id == invitation.id, CampaignRecipient.queued_at.is_(None))
    return session().scalar(pending.limit(1)) is not None
