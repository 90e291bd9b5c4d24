"""A mailing's life: its words, its start, and pausing, resuming and cancelling it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, insert, literal, select, update

from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.checks import PORTION, must_be_signed, must_speak, must_take_nominations
from eventreg.invitations.events import (
    CampaignCancelled,
    CampaignPaused,
    CampaignResumed,
    CampaignSaved,
    CampaignStarted,
)
from eventreg.invitations.models import (
    Campaign,
    CampaignKind,
    CampaignRecipient,
    CampaignState,
    Invitation,
    InvitationState,
)
from eventreg.invitations.reaching import brought_invitation
from eventreg.invitations.recipients import (
    Audience,
    Sending,
    Wording,
    Words,
    languages_to_come,
    letters_of,
    next_number,
    progress_of,
    sending_of,
    wording_in,
    wording_of,
    words_of,
)
from eventreg.invitations.rules import (
    can_be_cancelled,
    can_be_edited,
    can_be_paused,
    can_be_resumed,
)
from eventreg.jobs.queue import enqueue
from eventreg.journal.actions import announce
from eventreg.mail.bulk import cancel_waiting, hold, let_go
from eventreg.sessions.models import CouncilSession

QUEUE_MAILINGS = "queue_mailings"  # the job that puts the letters of running mailings into the outbox


def save_invitation_words(
    council_session: CouncilSession, words: Words, version: int, by: Actor, now: datetime
) -> Campaign:
    """The session's next invitations have these words; words that were sent stay beside them.

    `version` is the one that the person saw. Raises `Refusal("text_changed_meanwhile")` when it is not the latest.
    """
    hold_portions(council_session.public_id)
    locked(council_session.council)
    present = wording_of(council_session)
    if present.version != version:
        raise Refusal("text_changed_meanwhile")
    campaign = present.campaign
    if campaign is None or not can_be_edited(campaign):
        campaign = _added(council_session, CampaignKind.INVITATION, now)
    return _saved(campaign, words, version, by, now)


def save_letter_words(campaign: Campaign, words: Words, version: int, by: Actor, now: datetime) -> Campaign:
    """The mailing says this. Raises `Refusal`: `mailing_has_started`, `text_changed_meanwhile`."""
    campaign = locked(campaign)
    if not can_be_edited(campaign):
        raise Refusal("mailing_has_started")
    if campaign.version != version:
        raise Refusal("text_changed_meanwhile")
    return _saved(campaign, words, version, by, now)


def add_letter(
    council_session: CouncilSession, words: Words, by: Actor, now: datetime, public_id: str = ""
) -> Campaign:
    """A draft of a letter to bodies of the session's list, beside the invitations.

    Adding it twice under one `public_id` adds it once.
    """
    locked(council_session.council)
    if added := session().scalar(select(Campaign).filter_by(public_id=public_id)):
        return added
    campaign = _added(council_session, CampaignKind.LETTER, now)
    campaign.public_id = public_id or campaign.public_id
    return _saved(campaign, words, 0, by, now)


def start_invitations(
    council_session: CouncilSession, audience: Audience, fingerprint: str, by: Actor, now: datetime
) -> Campaign:
    """Every body of the audience that was not invited yet and has an address is invited by this mailing.

    `fingerprint` is that of the list which the person confirmed. Raises `Refusal`: `why_no_answers`,
    `deadline_has_passed`, `invitations_already_queued` (nothing is left to send), `invitation_list_changed`,
    `letter_lacks_language`, `letterhead_has_no_signatory`.
    """
    must_take_nominations(council_session, now)
    hold_portions(council_session.public_id)
    locked(council_session.council)  # a button pressed twice: the second press finds nothing left
    sending = sending_of(council_session, now, audience=audience)
    _must_be_whole(council_session, sending)
    _must_be_confirmed(sending, fingerprint)
    campaign = draft_of(council_session, sending.wording, now)
    _start(campaign, sending, by, now)
    is_new = Invitation.id.in_(_chosen_by(campaign)) & (Invitation.state == InvitationState.DRAFT)
    invited = {"state": InvitationState.INVITED, "invited_at": now, "campaign_id": campaign.id}
    invited["told_revision"] = council_session.revision
    session().execute(update(Invitation).where(is_new).values(invited))
    return campaign


def start_letter(campaign: Campaign, audience: Audience, fingerprint: str, by: Actor, now: datetime) -> Campaign:
    """The letter goes to the bodies of the audience that have an address.

    Raises `Refusal`: `mailing_has_started` (also when the button is pressed twice), `invitation_list_changed`,
    `nobody_to_write_to`, `letter_lacks_language`, `letterhead_has_no_signatory`.
    """
    campaign = locked(campaign)
    if not can_be_edited(campaign):
        raise Refusal("mailing_has_started")
    sending = sending_of(campaign.council_session, now, wording_in(campaign), audience)
    _must_be_whole(campaign.council_session, sending)
    _must_be_confirmed(sending, fingerprint)
    _start(campaign, sending, by, now)
    return campaign


def pause_mailing(campaign: Campaign, by: Actor, now: datetime) -> None:
    """No further letter of the mailing goes out until it is resumed. Pausing twice does it once.

    Raises `Refusal("mailing_is_over")` when every letter has gone.
    """
    campaign = locked(campaign)
    if can_be_resumed(campaign):
        return
    if not can_be_paused(campaign, progress_of(campaign).unsent):
        raise Refusal("mailing_is_over")
    campaign.state, campaign.ended_at = CampaignState.PAUSED, None
    hold(letters_of(campaign), now)
    announce(CampaignPaused(**_about(campaign)), by, now)


def resume_mailing(campaign: Campaign, by: Actor, now: datetime) -> None:
    """The mailing goes on where it stood.

    Raises `Refusal`: `mailing_is_not_paused`, `why_no_answers`, `deadline_has_passed`, `letter_lacks_language`.
    """
    campaign = locked(campaign)
    if not can_be_resumed(campaign):
        raise Refusal("mailing_is_not_paused")
    if campaign.kind is CampaignKind.INVITATION:
        must_take_nominations(campaign.council_session, now)
    must_speak(words_of(campaign), languages_to_come(campaign))  # a body may be written to in another one by now
    _run(campaign)
    let_go(letters_of(campaign), now)
    wake_queueing(campaign, now)
    announce(CampaignResumed(**_about(campaign)), by, now)


def cancel_mailing(campaign: Campaign, by: Actor, now: datetime) -> None:
    """Nothing of the mailing goes out any more; whom no invitation reached can be invited by another.

    A letter that is being handed over may still arrive, so its body stays invited. Numbers that were taken stay taken.

    Raises `Refusal("mailing_is_over")`.
    """
    campaign = locked(campaign)
    if not can_be_cancelled(campaign, progress_of(campaign).unsent):
        raise Refusal("mailing_is_over")
    campaign.state, campaign.ended_at = CampaignState.CANCELLED, now
    cancel_waiting(letters_of(campaign))
    _give_back(campaign)
    announce(CampaignCancelled(**_about(campaign)), by, now)


def draft_of(council_session: CouncilSession, wording: Wording, now: datetime) -> Campaign:
    """The draft that these words stand in, or a new one: what was sent with them before stays a mailing of its own."""
    campaign = wording.campaign
    if campaign is not None and can_be_edited(campaign):
        return campaign
    campaign = _added(council_session, wording.kind, now)
    _set_words(campaign, wording.words, max(wording.version, 1))
    return campaign


def mark_started(campaign: Campaign, now: datetime) -> None:
    """The mailing runs, and its letters are put into the outbox soon after the commit."""
    campaign.ended_at = None
    campaign.started_at = campaign.started_at or now
    _run(campaign)
    session().flush()
    wake_queueing(campaign, now)


def _run(campaign: Campaign) -> None:
    """It goes on as if its letters had never failed."""
    if campaign.failures:
        campaign.failures, campaign.lease_until = 0, None
        campaign.failure = campaign.failure_type = ""
    campaign.state = CampaignState.RUNNING


def add_recipients(campaign: Campaign, invitation_ids: Sequence[int], by: Actor) -> None:
    """A portion of bodies that are not among the mailing's recipients yet; the journal will name `by`."""
    columns = (Invitation.id, literal(campaign.id), literal(1), literal(by.kind), literal(by.public_id))
    chosen = select(*columns).where(Invitation.id.in_(invitation_ids))
    names = ["invitation_id", "campaign_id", "sending", "sent_by_kind", "sent_by_id"]
    session().execute(insert(CampaignRecipient).from_select(names, _in_order(chosen), include_defaults=False))


def wake_queueing(campaign: Campaign, now: datetime) -> None:
    """The job starts soon after the commit; the clock would start it within seconds anyway."""
    enqueue(QUEUE_MAILINGS, key=f"{campaign.public_id}:{now.isoformat()}")


def _start(campaign: Campaign, sending: Sending, by: Actor, now: datetime) -> None:
    mark_started(campaign, now)
    for first in range(0, sending.number, PORTION):
        add_recipients(campaign, sending.ids[first : first + PORTION], by)
    announce(CampaignStarted(**_about(campaign), letters=sending.number), by, now)


def _in_order(chosen: Select[int, int, int, str, str]) -> Select[int, int, int, str, str]:
    """By protocol, so that numbers are taken in that order."""
    return chosen.join(Invitation.body).order_by(Body.protocol_rank, Invitation.id)


def _must_be_confirmed(sending: Sending, fingerprint: str) -> None:
    if not sending.number:
        is_invitation = sending.wording.kind is CampaignKind.INVITATION
        raise Refusal("invitations_already_queued" if is_invitation else "nobody_to_write_to")
    if sending.fingerprint != fingerprint:
        raise Refusal("invitation_list_changed")


def _must_be_whole(council_session: CouncilSession, sending: Sending) -> None:
    must_speak(sending.wording.words, sending.languages)
    if sending.wording.words.has_official_letter:
        must_be_signed(council_session.council)


def _give_back(campaign: Campaign) -> None:
    """Bodies that no invitation went to, or may still go to, count as not invited; who has no letter and no number
    leaves the mailing.
    """
    if campaign.kind is CampaignKind.INVITATION:
        back = Invitation.id.in_(_chosen_by(campaign)) & (Invitation.state == InvitationState.INVITED)
        back &= ~brought_invitation().exists()
        session().execute(update(Invitation).where(back).values(state=InvitationState.DRAFT, invited_at=None))
    unqueued = (CampaignRecipient.campaign_id == campaign.id) & CampaignRecipient.queued_at.is_(None)
    unqueued &= CampaignRecipient.letter_id.is_(None)
    session().execute(
        delete(CampaignRecipient).where(unqueued & CampaignRecipient.outgoing_number_id.is_(None)),
        execution_options={"synchronize_session": False},
    )


def _chosen_by(campaign: Campaign) -> Select[int]:
    return select(CampaignRecipient.invitation_id).where(CampaignRecipient.campaign_id == campaign.id)


def _added(council_session: CouncilSession, kind: CampaignKind, now: datetime) -> Campaign:
    return Campaign(
        public_id=new_public_id(),
        council_session=council_session,
        number=next_number(council_session),
        kind=kind,
        state=CampaignState.DRAFT,
        created_at=now,
    )


def _saved(campaign: Campaign, words: Words, version: int, by: Actor, now: datetime) -> Campaign:
    _set_words(campaign, words, version + 1)
    announce(CampaignSaved(**_about(campaign), version=campaign.version), by, now)
    return campaign


def _set_words(campaign: Campaign, words: Words, version: int) -> None:
    campaign.subject, campaign.text = words.subject, words.text
    campaign.has_official_letter, campaign.official_text = words.has_official_letter, words.official_text
    campaign.version = version
    session().add(campaign)
    session().flush()


def _about(campaign: Campaign) -> dict[str, str]:
    return {"about": campaign.public_id, "council_session": campaign.council_session.public_id}
