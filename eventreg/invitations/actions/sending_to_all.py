"""The invitation to everybody whom the board is narrowed to: after a server refused a thousand letters, for example."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Update, case, func, select, update

from eventreg.core.actors import Actor
from eventreg.core.db import is_among, locked, session
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.campaigns import add_recipients, draft_of, mark_started
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.checks import PORTION, must_be_signed, must_speak, must_take_nominations
from eventreg.invitations.models import Campaign, CampaignRecipient, CampaignState, Invitation, InvitationState
from eventreg.invitations.narrowed_sending import narrowed_sending
from eventreg.invitations.queries import Narrowed
from eventreg.mail.bounced import forget_bounces
from eventreg.sessions.models import CouncilSession


def send_to_all(
    council_session: CouncilSession, narrowed: Narrowed, fingerprint: str, by: Actor, now: datetime
) -> tuple[int, Sequence[Campaign]]:
    """Each body that `narrowed` leaves on the board gets the letter as `send_to_one` sends it; how many do, and by
    which mailings. Left out are those without an address or with a letter on its way.

    `fingerprint` is that of what the person confirmed. Raises `Refusal`, and then nothing is sent: `why_no_answers`,
    `deadline_has_passed`, `invitations_already_queued` (nothing is left to send), `invitation_list_changed`,
    `letter_lacks_language`, `letterhead_has_no_signatory`.
    """
    must_take_nominations(council_session, now)
    hold_portions(council_session.public_id)
    locked(council_session.council)
    _lock_invitations(council_session)
    sending = narrowed_sending(council_session, narrowed, now)
    if not sending.number:
        raise Refusal("invitations_already_queued")
    if sending.fingerprint != fingerprint:
        raise Refusal("invitation_list_changed")
    must_speak(sending.wording.words, sending.by_present_words)
    if any(part.has_papers for part in sending.parts):  # one that was made may be no longer true
        must_be_signed(council_session.council)
    campaigns = [part.campaign or draft_of(council_session, sending.wording, now) for part in sending.parts]
    for campaign, part in zip(campaigns, sending.parts, strict=True):
        for first in range(0, len(part.ids), PORTION):
            _send(campaign, part.ids[first : first + PORTION], by, now)
        if campaign.state is not CampaignState.PAUSED:
            mark_started(campaign, now)
    return sending.number, campaigns


def _lock_invitations(council_session: CouncilSession) -> None:
    """Until the end of the transaction nobody answers, and no address is corrected."""
    invitations = select(Invitation.id).where(Invitation.council_session_id == council_session.id)
    session().execute(invitations.order_by(Invitation.id).with_for_update())


def _send(campaign: Campaign, ids: Sequence[int], by: Actor, now: datetime) -> None:
    """A portion of bodies: who is among the recipients already gets the letter once more, under the next count."""
    present = CampaignRecipient.campaign_id == campaign.id, is_among(CampaignRecipient.invitation_id, ids)
    known = set(session().scalars(select(CampaignRecipient.invitation_id).where(*present)))
    was_queued, sending = CampaignRecipient.queued_at.is_not(None), CampaignRecipient.sending
    again = case((was_queued, sending + 1), else_=sending)
    _change(
        update(CampaignRecipient)
        .where(*present)
        .values(sending=again, queued_at=None, sent_by_kind=by.kind, sent_by_id=by.public_id)
    )
    add_recipients(campaign, [one for one in ids if one not in known], by)
    chosen, campaigns = update(Invitation).where(is_among(Invitation.id, ids)), Invitation.campaign_id
    first_time = {"invited_at": now, "told_revision": campaign.council_session.revision}
    is_draft = Invitation.state == InvitationState.DRAFT
    _change(chosen.where(is_draft).values(state=InvitationState.INVITED, **first_time))
    _change(chosen.where(campaigns.is_distinct_from(campaign.id)).values(campaign_id=campaign.id))
    forget_bounces(select(func.lower(Invitation.email)).where(is_among(Invitation.id, ids)))


def _change(statement: Update) -> None:
    """Without looking for loaded objects to change as well: the transaction ends right after, and they with it."""
    session().execute(statement, execution_options={"synchronize_session": False})
