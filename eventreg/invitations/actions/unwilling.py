"""Bodies of a mailing whose address stopped optional letters after it was started."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from eventreg.core.db import session
from eventreg.invitations.models import Campaign, CampaignKind, CampaignRecipient, Invitation
from eventreg.mail.subscriptions import stopped_addresses


def without_unwilling(
    campaign: Campaign, recipients: Sequence[CampaignRecipient], now: datetime
) -> Sequence[CampaignRecipient]:
    """Those who may be written to; the others are noted as left out. An invitation goes to everybody."""
    if campaign.kind is not CampaignKind.LETTER:
        return recipients
    ids = [recipient.invitation_id for recipient in recipients]
    stopped = select(Invitation.id).where(Invitation.id.in_(ids), func.lower(Invitation.email).in_(stopped_addresses()))
    unwilling = set(session().scalars(stopped))
    for recipient in recipients:
        if recipient.invitation_id in unwilling:
            recipient.queued_at, recipient.is_left_out = now, True
    session().flush()
    return [recipient for recipient in recipients if recipient.invitation_id not in unwilling]
