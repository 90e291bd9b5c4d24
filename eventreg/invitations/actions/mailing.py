"""Letters to single bodies: the invitation for the first time or again, a test to oneself, a new link."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.documents.official_letter import official_letter_pdf
from eventreg.files.actions import store
from eventreg.files.models import StoredFile
from eventreg.invitations import mails
from eventreg.invitations.actions.campaigns import draft_of, mark_started
from eventreg.invitations.actions.papers import PDF
from eventreg.invitations.actions.posting import PDF_NAME
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.events import InvitationLinkSent
from eventreg.invitations.models import (
    Campaign,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
)
from eventreg.invitations.queries import invitations_by_email, invitations_with, letters_about
from eventreg.invitations.recipients import Wording, wording_of
from eventreg.invitations.rules import takes_answers
from eventreg.journal.actions import announce
from eventreg.mail.bulk import forget_bounce
from eventreg.mail.models import LetterState
from eventreg.sessions.models import CouncilSession

ON_THE_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.WAITING)


def send_to_one(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The invitation goes to this body, for the first time or once more: same words, number and link as before.

    Raises `Refusal`: `session_takes_no_answers`, `no_address`, `letter_is_on_its_way`.
    """
    if not takes_answers(invitation.council_session):
        raise Refusal("session_takes_no_answers")
    locked(invitation.council_session.council)
    invitation = locked(invitation)
    if not invitation.email:
        raise Refusal("no_address")
    if is_on_its_way(invitation):
        raise Refusal("letter_is_on_its_way")
    forget_bounce(invitation.email)
    campaign = _campaign_for(invitation, now)
    _add_recipient(campaign, invitation, by)
    if invitation.state is InvitationState.DRAFT:
        invitation.state, invitation.invited_at = InvitationState.INVITED, now
        invitation.told_revision = invitation.council_session.revision
    invitation.campaign = campaign
    if campaign.state is not CampaignState.PAUSED:
        mark_started(campaign, now)


def send_to_chosen(
    council_session: CouncilSession, public_ids: Sequence[str], by: Actor, now: datetime
) -> tuple[int, int]:
    """The invitation goes to these bodies of the session; returns how many, and how many were left out.

    Left out is whoever has no address or whose letter is on its way already; ids of other sessions count for nothing.
    Raises `Refusal("session_takes_no_answers")`.
    """
    if not takes_answers(council_session):
        raise Refusal("session_takes_no_answers")
    sent = left_out = 0
    for invitation in invitations_with(council_session, public_ids):
        if not invitation.email or is_on_its_way(invitation):
            left_out += 1
        else:
            send_to_one(invitation, by, now)
            sent += 1
    return sent, left_out


def send_test(invitation: Invitation, wording: Wording, to: str, language: str, now: datetime) -> None:
    """The letter as this body would get it is queued to the office's own address, with a link that opens nothing."""
    attachments: list[tuple[StoredFile, str]] = []
    if wording.words.has_official_letter:
        letters = OfficialLetters(invitation.council_session, wording.words, now)
        paper = letters.letter(invitation, len(invitation.seats), None)
        attachments = [(store(official_letter_pdf(paper), PDF, now), PDF_NAME)]
    mails.mailing_test(invitation, wording, to, language, attachments, now)


def send_new_link(email: str, now: datetime, by: Actor) -> None:
    """Every invitation under that address whose link opens a page has it sent there, at most once in 15 minutes.

    Nothing is sent for an unknown address, and the caller is told nothing either way.
    """
    for invitation in invitations_by_email(email):
        letter = mails.invitation_link(invitation, now)
        if letter.queued_at == now:
            about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
            announce(InvitationLinkSent(**about), by, now)


def is_on_its_way(invitation: Invitation) -> bool:
    """The invitation letter to the present address is still to be queued or to be sent."""
    pending = select(CampaignRecipient.id).join(CampaignRecipient.campaign)
    pending = pending.where(CampaignRecipient.invitation_id == invitation.id, CampaignRecipient.queued_at.is_(None))
    pending = pending.where(Campaign.state.in_((CampaignState.RUNNING, CampaignState.PAUSED)))
    if session().scalar(pending.limit(1)) is not None:
        return True
    letters = [letter for letter in letters_about(invitation) if letter.kind == mails.INVITATION]
    return any(letter.state in ON_THE_WAY and letter.recipient == invitation.email for letter in letters)


def _campaign_for(invitation: Invitation, now: datetime) -> Campaign:
    """The mailing by which the body was invited, else the session's present one; a new one where that was cancelled."""
    former = invitation.campaign
    if former is not None and former.state is not CampaignState.CANCELLED:
        return former
    wording = wording_of(invitation.council_session)
    present = wording.campaign
    if present is not None and present.state is not CampaignState.CANCELLED:
        return present
    return draft_of(invitation.council_session, wording, now)


def _add_recipient(campaign: Campaign, invitation: Invitation, by: Actor) -> None:
    """One that is there already gets its letter once more, under the next count; the journal will name `by`."""
    recipient = session().scalar(select(CampaignRecipient).filter_by(campaign=campaign, invitation=invitation))
    if recipient is None:
        recipient = CampaignRecipient(campaign=campaign, invitation=invitation, sending=1)
        session().add(recipient)
    elif recipient.queued_at is not None:
        recipient.queued_at, recipient.sending = None, recipient.sending + 1
    recipient.sent_by_kind, recipient.sent_by_id = by.kind, by.public_id
    session().flush()
