"""The invitation letter: its words, sending it to everybody, to one body, to oneself."""

from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.invitations import mails
from eventreg.invitations.events import BodyInvited, CampaignSaved, InvitationLinkSent
from eventreg.invitations.models import Campaign, Invitation, InvitationState
from eventreg.invitations.queries import (
    Sending,
    Wording,
    invitations_by_email,
    is_used,
    letters_about,
    sending_of,
    wording_of,
)
from eventreg.invitations.rules import has_live_link, takes_answers
from eventreg.journal.actions import announce
from eventreg.mail.models import LetterState
from eventreg.sessions.models import CouncilSession

ON_THE_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.WAITING)


def save_campaign(
    council_session: CouncilSession, subject: Translated, text: Translated, version: int, by: Actor, now: datetime
) -> Campaign:
    """The session's letter has these words, in the next version; words that were sent stay beside it.

    `version` is the one that the person saw when opening the text. Raises `Refusal("text_changed_meanwhile")` when
    it is not the latest.
    """
    locked(council_session.council)
    present = wording_of(council_session)
    if present.version != version:
        raise Refusal("text_changed_meanwhile")
    campaign = present.campaign
    if campaign is None or is_used(campaign):
        campaign = _new_campaign(council_session, present, now)
    campaign.subject, campaign.text, campaign.version = subject, text, version + 1
    session().flush()
    about = {"about": campaign.public_id, "council_session": council_session.public_id}
    announce(CampaignSaved(**about, version=campaign.version), by, now)
    return campaign


def send_invitations(council_session: CouncilSession, fingerprint: str, by: Actor, now: datetime) -> Sending:
    """Every body that was not invited yet and has an address has its letter queued; returns what was queued.

    `fingerprint` is that of the list which the person confirmed. Raises `Refusal`: `session_takes_no_answers`,
    `invitations_already_queued` (nothing is left to send), `invitation_list_changed`.
    """
    if not takes_answers(council_session):
        raise Refusal("session_takes_no_answers")
    locked(council_session.council)  # a button pressed twice: the second press finds nothing left
    sending = sending_of(council_session)
    if not sending.ready:
        raise Refusal("invitations_already_queued")
    if sending.fingerprint != fingerprint:
        raise Refusal("invitation_list_changed")
    wording = _kept(council_session, sending.wording, now)
    for invitation in sending.ready:
        _invite(invitation, wording, 1, by, now)
    return sending


def send_to_one(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The invitation letter is queued for this body, for the first time or once more; the link stays the same.

    Raises `Refusal`: `session_takes_no_answers`, `no_address`, `letter_is_on_its_way`.
    """
    if not takes_answers(invitation.council_session):
        raise Refusal("session_takes_no_answers")
    locked(invitation.council_session.council)
    invitation = locked(invitation)
    if not invitation.email:
        raise Refusal("no_address")
    letters = [letter for letter in letters_about(invitation) if letter.kind == mails.INVITATION]
    if any(letter.state in ON_THE_WAY and letter.recipient == invitation.email for letter in letters):
        raise Refusal("letter_is_on_its_way")
    wording = _kept(invitation.council_session, wording_of(invitation.council_session), now)
    _invite(invitation, wording, len(letters) + 1, by, now)


def send_test(invitation: Invitation, wording: Wording, to: str, language: str, now: datetime) -> None:
    """The letter as this body would get it is queued to the office's own address, with a link that opens nothing."""
    mails.invitation_test(invitation, wording, to, language, now)


def send_new_link(email: str, now: datetime, by: Actor) -> None:
    """Every invitation under that address whose link works has it sent there, at most once in 15 minutes.

    Nothing is sent for an unknown address, and the caller is told nothing either way.
    """
    for invitation in invitations_by_email(email):
        letter = mails.invitation_link(invitation, now) if has_live_link(invitation, now) else None
        if letter and letter.queued_at == now:
            about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
            announce(InvitationLinkSent(**about), by, now)


def _invite(invitation: Invitation, wording: Wording, sending: int, by: Actor, now: datetime) -> None:
    if invitation.state is InvitationState.DRAFT:
        invitation.state, invitation.invited_at = InvitationState.INVITED, now
    invitation.campaign = wording.campaign
    mails.invitation(invitation, wording, sending, now)
    about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
    announce(BodyInvited(**about, body=invitation.body.public_id, sending=sending), by, now)


def _kept(council_session: CouncilSession, wording: Wording, now: datetime) -> Wording:
    """The words as a stored campaign, so that the invitation can say with which ones it was sent."""
    if wording.campaign:
        return wording
    campaign = _new_campaign(council_session, wording, now)
    campaign.version = 1
    session().flush()
    return Wording(wording.subject, wording.text, 1, campaign)


def _new_campaign(council_session: CouncilSession, wording: Wording, now: datetime) -> Campaign:
    campaign = Campaign(
        public_id=new_public_id(),
        council_session=council_session,
        subject=wording.subject,
        text=wording.text,
        version=wording.version + 1,
        created_at=now,
    )
    session().add(campaign)
    return campaign
