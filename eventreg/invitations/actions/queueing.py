"""Putting the letters of running mailings into the outbox: the job `queue_mailings`.

It goes through a mailing in portions, each a transaction of its own, so that a killed worker loses nothing: whoever
comes next goes on with the recipients that have no `queued_at`, and the letter's unique key keeps a second one from
being made. A mailing belongs to one worker at a time, by a lease. Official letters are numbered in one transaction,
rendered outside of any, and kept in the next; a number that was taken is not taken again.
"""

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from eventreg.core import clock
from eventreg.core.actors import SYSTEM
from eventreg.core.db import db, locked, session, transaction
from eventreg.invitations.actions.campaigns import cancel_mailing
from eventreg.invitations.actions.failing import note_failure
from eventreg.invitations.actions.papers import PAPERS, Papers, keep_papers, next_papers, render_papers
from eventreg.invitations.actions.posting import PORTION, post_portion
from eventreg.invitations.actions.unwilling import without_unwilling
from eventreg.invitations.events import CampaignQueued
from eventreg.invitations.models import Campaign, CampaignRecipient, CampaignState
from eventreg.invitations.recipients import recipients_of
from eventreg.invitations.rules import can_go_out
from eventreg.jobs.job import present_worker
from eventreg.journal.actions import announce
from eventreg.mail.outbox import tell_planner

LEASE = timedelta(seconds=60)
MANY_PORTIONS = 3
# Between portions where the database has one writer: whoever waits for it looks ten times a second, and would find it
# busy every time until the whole mailing is in the outbox.
AIR_SECONDS = 0.12
Moment = Callable[[], datetime]


def queue_mailings() -> None:
    """Every running mailing is in the outbox, unless it was paused or failed, or the worker was asked to stop."""
    worker = present_worker()
    owner = f"{worker.name}#{secrets.token_hex(4)}"
    while not worker.stopping.is_set():
        with transaction():
            campaign_id = _claimed(owner, clock.now())
        if campaign_id is None:
            return
        try:
            queue_mailing(campaign_id, owner, clock.now, worker.stopping.is_set)
        except SQLAlchemyError:  # the database is away: that is no fault of the mailing
            raise
        except Exception as error:  # whatever a library raises when it makes a paper: the other mailings go on
            with transaction():
                note_failure(campaign_id, owner, error, clock.now())


def queue_mailing(campaign_id: int, owner: str, moment: Moment, is_stopping: Callable[[], bool]) -> None:
    """The mailing that `owner` has claimed is in the outbox, or as far as it came; it is free for anybody then."""
    portions, has_one_writer = 0, db.engine.dialect.name == "sqlite"
    while not is_stopping():
        portions += 1
        with transaction():
            campaign = _still_ours(campaign_id, owner, moment())
            goes_on, papers = _advance(campaign, moment()) if campaign else (False, None)
        if not goes_on:
            break
        if papers:
            rendered = render_papers(papers)
            with transaction():
                keep_papers(rendered, moment())
        elif has_one_writer:
            time.sleep(AIR_SECONDS)
    with transaction():
        _let_go(owner)
        if portions > MANY_PORTIONS:
            tell_planner()


def free_mailings(worker: str, now: datetime) -> None:
    """What a former worker of this name was busy with is free; called when a worker starts."""
    own = Campaign.lease_owner.startswith(f"{worker}#", autoescape=True)
    session().execute(update(Campaign).where(own).values(lease_owner=None, lease_until=None))


def claim_mailing(campaign: Campaign, owner: str, now: datetime) -> None:
    """The mailing belongs to `owner` for a minute; for a command that queues its own mailing at once."""
    campaign.lease_owner, campaign.lease_until = owner, now + LEASE


def _claimed(owner: str, now: datetime) -> int | None:
    """The id of the oldest running mailing that nobody else is busy with, now under our lease."""
    is_free = or_(Campaign.lease_until.is_(None), Campaign.lease_until < now)
    free = select(Campaign).where(Campaign.state == CampaignState.RUNNING, is_free).order_by(Campaign.started_at)
    campaign = session().scalar(free.limit(1).with_for_update(skip_locked=True))
    if campaign is None:
        return None
    claim_mailing(campaign, owner, now)
    return campaign.id


def _still_ours(campaign_id: int, owner: str, now: datetime) -> Campaign | None:
    """The mailing under a fresh lease; None when it was paused, cancelled, or taken over.

    One that was started while its session left the stages that take answers is cancelled here.
    """
    campaign = locked(session().get_one(Campaign, campaign_id))
    if campaign.state is not CampaignState.RUNNING or campaign.lease_owner != owner:
        return None
    if not can_go_out(campaign):
        cancel_mailing(campaign, SYSTEM, now)
        return None
    claim_mailing(campaign, owner, now)
    return campaign


def _advance(campaign: Campaign, now: datetime) -> tuple[bool, Papers | None]:
    """One portion further: whether it goes on, and the papers that are to be rendered before their letters go."""
    size = PAPERS if campaign.has_official_letter else PORTION
    pending = recipients_of(campaign).where(CampaignRecipient.queued_at.is_(None)).limit(size)
    recipients = session().scalars(pending).all()
    if not recipients:
        campaign.state, campaign.ended_at = CampaignState.DONE, now
        about = {"about": campaign.public_id, "council_session": campaign.council_session.public_id}
        announce(CampaignQueued(**about), SYSTEM, now)
        return False, None
    recipients = without_unwilling(campaign, recipients, now)
    papers = next_papers(campaign, recipients, now) if campaign.has_official_letter else None
    if papers is None and recipients:
        post_portion(campaign, recipients, now)
        campaign.failures = 0
    return True, papers


def _let_go(owner: str) -> None:
    session().execute(update(Campaign).where(Campaign.lease_owner == owner).values(lease_owner=None, lease_until=None))
