"""The office takes the invitation of a body back, and gives it anew."""

from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Update, delete, select, update

from eventreg.core.actors import Actor
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.invitations import mails
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.actions.reminders import take_back, take_back_reminders
from eventreg.invitations.calling import was_called
from eventreg.invitations.events import BodyInvitedAgain, InvitationWithdrawn
from eventreg.invitations.letter_kinds import WITHDRAWN
from eventreg.invitations.link_uses import renew_link_of
from eventreg.invitations.models import Campaign, CampaignKind, CampaignRecipient, Invitation, InvitationState
from eventreg.invitations.queries import BODY_MESSAGE
from eventreg.invitations.reaching import has_been_reached
from eventreg.invitations.recipients import stands_in_mailing
from eventreg.invitations.rules import can_be_removed, can_be_withdrawn
from eventreg.invitations.seats import standing_people
from eventreg.journal.actions import announce
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.models import Letter
from eventreg.registrations.actions.registering import withdraw_registration
from eventreg.registrations.places import lock_hall


def withdraw_invitation(
    invitation: Invitation, reason: str, is_reason_told: bool, seen: str, by: Actor, now: datetime
) -> None:
    """Nobody of the body is expected, and nothing invites or reminds it any more. Withdrawing twice does it once.

    Its people are withdrawn as the office withdraws anybody, and their places go to the waiting list. Letters to it
    that wait do not go. Whom an invitation reached, or may still reach, is told by a letter; `is_reason_told` puts the
    reason, which may be "", into it. A paper with a number counts no more, so the next one has a number of its own.

    `seen` is what `what_goes` gave when the person looked. Raises `Refusal`: `cannot_be_withdrawn_now`,
    `only_on_the_list`, `people_have_changed`.
    """
    lock_hall(invitation.council_session)
    hold_portions(invitation.council_session.public_id)
    invitation = locked(invitation)
    if invitation.state is InvitationState.WITHDRAWN:
        return
    must_be_withdrawable(invitation)
    if what_goes(invitation) != seen:
        raise Refusal("people_have_changed")
    _take_back_letters(invitation)
    is_told, people = is_reached(invitation), standing_people(invitation)
    _leave_mailings(invitation, now)
    _note(invitation, reason, is_reason_told, by, now)
    for registration in people:
        withdraw_registration(registration, "", by, now)
    if is_told:
        mails.invitation_withdrawn(invitation, now)
    announce(InvitationWithdrawn(**_about(invitation)), by, now)


def give_anew(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The locked invitation holds again, under a new link; every earlier link is dead.

    A letter that was to take it back and has not left does not go. Its people are not back: the body names them anew.
    """
    invitation.state, invitation.invited_at, invitation.answered_at = InvitationState.INVITED, now, None
    invitation.withdrawn_at, invitation.withdrawn_by_kind, invitation.withdrawn_by_id = None, "", ""
    invitation.withdrawal_reason, invitation.is_reason_told = "", False
    renew_link_of(invitation)
    session().flush()
    cancel_waiting(select(Letter.id).where(*_about_it(invitation), Letter.kind == WITHDRAWN))
    announce(BodyInvitedAgain(**_about(invitation)), by, now)


def must_be_withdrawable(invitation: Invitation) -> None:
    """Raises `Refusal`: `cannot_be_withdrawn_now`, `only_on_the_list` (it is taken off the list instead)."""
    if not can_be_withdrawn(invitation):
        raise Refusal("cannot_be_withdrawn_now")
    if is_only_on_list(invitation):
        raise Refusal("only_on_the_list")


def is_only_on_list(invitation: Invitation) -> bool:
    """No mailing has chosen the body, nobody called it, and nobody stands in its seats: it leaves no trace."""
    return can_be_removed(invitation) and not stands_in_mailing(invitation) and not was_called(invitation)


def is_reached(invitation: Invitation) -> bool:
    """The body knows of its invitation, or a letter that cannot be stopped may still tell it."""
    return bool(session().scalar(select(has_been_reached()).where(Invitation.id == invitation.id)))


def what_goes(invitation: Invitation) -> str:
    """Changes with the people who would be withdrawn, and whenever the invitation is given anew."""
    people = sorted(registration.public_id for registration in standing_people(invitation))
    return sha256_hex(canonical_json([invitation.link_version, *people]))[:24]


def _take_back_letters(invitation: Invitation) -> None:
    """Whatever is in the outbox, but for what the body wrote itself."""
    take_back(select(Letter.id).where(*_about_it(invitation), Letter.kind != BODY_MESSAGE))
    take_back_reminders(Invitation.id == invitation.id)


def _leave_mailings(invitation: Invitation, now: datetime) -> None:
    """What they have still to put into the outbox they do not, and papers that went count no more.

    Asked before this is whether the body was reached: who stands in no mailing was invited otherwise.
    """
    its_own = CampaignRecipient.invitation_id == invitation.id
    pending = its_own & CampaignRecipient.queued_at.is_(None)
    nothing_yet = CampaignRecipient.letter_id.is_(None)
    _change(delete(CampaignRecipient).where(pending, nothing_yet, CampaignRecipient.outgoing_number_id.is_(None)))
    _change(update(CampaignRecipient).where(pending).values(queued_at=now, is_left_out=nothing_yet))
    inviting = CampaignRecipient.campaign_id.in_(select(Campaign.id).where(Campaign.kind == CampaignKind.INVITATION))
    has_paper = CampaignRecipient.pdf_sha256.is_not(None)
    _change(update(CampaignRecipient).where(its_own, inviting, has_paper).values(paper_facts=""))


def _note(invitation: Invitation, reason: str, is_reason_told: bool, by: Actor, now: datetime) -> None:
    invitation.state, invitation.withdrawn_at = InvitationState.WITHDRAWN, now
    invitation.withdrawn_by_kind, invitation.withdrawn_by_id = by.kind, by.public_id
    invitation.withdrawal_reason, invitation.is_reason_told = reason, is_reason_told
    invitation.declined_at, invitation.decline_reason = None, ""
    session().flush()


def _about_it(invitation: Invitation) -> tuple[ColumnElement[bool], ...]:
    return Letter.about_kind == "invitation", Letter.about_id == invitation.public_id


def _change(statement: Delete | Update) -> None:
    session().execute(statement, execution_options={"synchronize_session": "fetch"})


def _about(invitation: Invitation) -> dict[str, str]:
    return {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
