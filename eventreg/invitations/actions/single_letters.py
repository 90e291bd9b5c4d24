"""Letters to single bodies: the invitation for the first time or again, a test to oneself, a new link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.documents.official_letter import official_letter_docx, official_letter_pdf
from eventreg.files.actions import store
from eventreg.files.models import StoredFile
from eventreg.invitations import mails
from eventreg.invitations.actions.campaigns import draft_of, mark_started
from eventreg.invitations.actions.papers import DOCX, PDF, has_true_paper
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.actions.posting import DOCX_NAME, PDF_NAME
from eventreg.invitations.actions.withdrawing import give_anew
from eventreg.invitations.checks import can_carry, must_be_signed, must_speak, must_take_nominations
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.events import InvitationLinkSent
from eventreg.invitations.models import (
    Campaign,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
)
from eventreg.invitations.queries import invitations_by_email, invitations_with
from eventreg.invitations.reaching import on_its_way
from eventreg.invitations.recipients import Wording, sendings_of, wording_of, words_of
from eventreg.journal.actions import announce
from eventreg.mail.bounced import forget_bounce
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class Chosen:
    """What became of the ticked bodies: sent to, and left out for want of an address, by a letter on its way or a
    withdrawn invitation, or since the letter was sent after the person had looked.
    """

    sent: int = 0
    waiting: int = 0  # of those sent to: in a mailing that is paused
    left_out: int = 0
    sent_meanwhile: int = 0


def send_to_one(
    invitation: Invitation, by: Actor, now: datetime, seen: int | None = None, *, is_anew: bool = False
) -> Campaign:
    """The invitation goes to this body, for the first time or once more: same words and link as before.

    Its paper and number are those of before as long as the paper states what is so.

    Returns its mailing; while that is paused, the letter waits with it.

    `seen` is how often it had been sent (`sendings_of`) when the person looked: a button pressed twice sends once. None
    for whoever looks now. An invitation that was withdrawn goes with `is_anew` alone, and has a new link then.

    Raises `Refusal`: `body_is_not_invited`, `body_was_merged`, `why_no_answers`, `deadline_has_passed`, `no_address`,
    `letter_is_on_its_way`, `letter_was_sent_meanwhile`, `letter_lacks_language`, `letterhead_has_no_signatory`.
    """
    must_take_nominations(invitation.council_session, now)
    hold_portions(invitation.council_session.public_id)
    locked(invitation.council_session.council)
    invitation = locked(invitation)
    if invitation.state is InvitationState.WITHDRAWN and not is_anew:
        raise Refusal("body_is_not_invited")
    if invitation.body.merged_into_id:
        raise Refusal("body_was_merged")
    if not invitation.email:
        raise Refusal("no_address")
    if is_on_its_way(invitation):
        raise Refusal("letter_is_on_its_way")
    if seen is not None and sendings_of([invitation.id])[invitation.id] != seen:
        raise Refusal("letter_was_sent_meanwhile")
    return _send(invitation, by, now)


def send_to_chosen(council_session: CouncilSession, seen: Mapping[str, int], by: Actor, now: datetime) -> Chosen:
    """The invitation goes to these bodies of the session, named by the public ids of their invitations.

    `seen` says how often it had been sent to each when the person looked; where that has changed nothing more is sent.
    Ids of other sessions count for nothing. Raises `Refusal`, and then nothing is sent: `why_no_answers`,
    `deadline_has_passed`, `letter_lacks_language`, `letterhead_has_no_signatory`.
    """
    must_take_nominations(council_session, now)
    hold_portions(council_session.public_id)
    locked(council_session.council)
    chosen = invitations_with(council_session, list(seen))
    for invitation in sorted(chosen, key=lambda one: one.id):  # in the order of all who lock several
        locked(invitation)
    ids = [invitation.id for invitation in chosen]
    sendings, on_their_way = sendings_of(ids), _on_their_way(ids)
    expected = [one for one in chosen if one.state is not InvitationState.WITHDRAWN]
    ready = [invitation for invitation in expected if invitation.email and invitation.id not in on_their_way]
    unchanged = [invitation for invitation in ready if sendings[invitation.id] == seen[invitation.public_id]]
    mailings = [_send(invitation, by, now) for invitation in unchanged]
    waiting = sum(1 for campaign in mailings if campaign.state is CampaignState.PAUSED)
    return Chosen(len(unchanged), waiting, len(chosen) - len(ready), len(ready) - len(unchanged))


def send_test(invitation: Invitation, wording: Wording, to: str, language: str, now: datetime) -> None:
    """The letter as this body would get it, with its papers, goes to the office's own address; its link is dead."""
    papers: list[tuple[StoredFile, str]] = []
    if wording.words.has_official_letter:
        letters = OfficialLetters(invitation.council_session, wording.words, now)
        paper = letters.letter(invitation, len(invitation.seats), None)
        files = ((official_letter_pdf(paper), PDF, PDF_NAME), (official_letter_docx(paper), DOCX, DOCX_NAME))
        papers = [(store(content, media_type, now), name) for content, media_type, name in files]
    mails.mailing_test(invitation, wording, to, language, papers, now)


def send_new_link(email: str, now: datetime, by: Actor) -> None:
    """Every invitation under that address whose link opens a page has it sent there, at most once in 15 minutes.

    Nothing is sent for an unknown address, and the caller is told nothing either way.
    """
    for invitation in sorted(invitations_by_email(email), key=lambda one: one.id):
        if locked(invitation).state is InvitationState.WITHDRAWN:  # at this very moment
            continue
        letter = mails.invitation_link(invitation, now)
        if letter.queued_at == now:
            about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
            announce(InvitationLinkSent(**about), by, now)


def is_on_its_way(invitation: Invitation) -> bool:
    """The invitation letter to the present address is still to be queued or to be sent."""
    return bool(_on_their_way([invitation.id]))


def _on_their_way(invitation_ids: Sequence[int]) -> Collection[int]:
    """Those of which that is so."""
    return set(session().scalars(select(Invitation.id).where(Invitation.id.in_(invitation_ids), on_its_way())))


def _send(invitation: Invitation, by: Actor, now: datetime) -> Campaign:
    """Once nothing speaks against it; mailings, council and invitation are locked. Raises `Refusal`:
    `letter_lacks_language`, `letterhead_has_no_signatory`."""
    forget_bounce(invitation.email)
    campaign = _campaign_for(invitation, now)
    _add_recipient(campaign, invitation, by, now)
    if invitation.state is InvitationState.WITHDRAWN:
        give_anew(invitation, by, now)
        invitation.told_revision = invitation.told_before = invitation.council_session.revision
    elif invitation.state is InvitationState.DRAFT:
        invitation.state, invitation.invited_at = InvitationState.INVITED, now
        invitation.told_revision = invitation.council_session.revision
    invitation.campaign = campaign
    if campaign.state is not CampaignState.PAUSED:
        mark_started(campaign, now)
    return campaign


def _campaign_for(invitation: Invitation, now: datetime) -> Campaign:
    """The mailing by which the body was invited, else the session's present one; a new one where that was cancelled.

    A mailing that says nothing in the body's present language is none for it; `Refusal("letter_lacks_language")` where
    the session's present words say nothing either.
    """
    former, language = invitation.campaign, invitation.letter_language
    if can_carry(former, language):
        return former
    wording = wording_of(invitation.council_session)
    must_speak(wording.words, [language])
    present = wording.campaign
    if present is not None and present.state is not CampaignState.CANCELLED:
        return present
    return draft_of(invitation.council_session, wording, now)


def _add_recipient(campaign: Campaign, invitation: Invitation, by: Actor, now: datetime) -> None:
    """One that is there already gets its letter once more, under the next count; the journal will name `by`."""
    recipient = session().scalar(select(CampaignRecipient).filter_by(campaign=campaign, invitation=invitation))
    if recipient is None:
        recipient = CampaignRecipient(campaign=campaign, invitation=invitation, sending=1)
        session().add(recipient)
    elif recipient.queued_at is not None:
        recipient.queued_at, recipient.sending, recipient.is_left_out = None, recipient.sending + 1, False
    if campaign.has_official_letter:
        letters = OfficialLetters(campaign.council_session, words_of(campaign), now)
        if not has_true_paper(recipient, letters, len(invitation.seats)):
            must_be_signed(invitation.council_session.council)
    recipient.sent_by_kind, recipient.sent_by_id = by.kind, by.public_id
    session().flush()
