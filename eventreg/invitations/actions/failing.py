"""A mailing whose letters cannot be made: it is tried again, and then waits for a person who sees why."""

import errno
from datetime import datetime, timedelta

import structlog

from eventreg.core.actors import SYSTEM
from eventreg.core.db import locked, session
from eventreg.invitations.events import CampaignFailed
from eventreg.invitations.models import Campaign, CampaignState, Failure
from eventreg.invitations.recipients import letters_of
from eventreg.journal.actions import announce
from eventreg.mail.bulk import hold

MOST_FAILURES = 3
TRY_AGAIN_AFTER = timedelta(minutes=1)
FULL = (errno.ENOSPC, errno.EDQUOT)
log = structlog.get_logger()


def note_failure(campaign_id: int, owner: str, error: Exception, now: datetime) -> None:
    """The mailing that `owner` was busy with failed once more; after three in a row it is paused and says why.

    Until then nobody takes it for a minute, so that other mailings go on. An error's words may hold whatever a letter
    holds: they go to the log, and the mailing keeps a reason of our own.
    """
    campaign = locked(session().get_one(Campaign, campaign_id))
    if campaign.state is not CampaignState.RUNNING or campaign.lease_owner != owner:
        return
    campaign.failures += 1
    campaign.lease_owner, campaign.lease_until = None, now + TRY_AGAIN_AFTER
    kind, failures = type(error).__name__, campaign.failures
    log.error("mailing_failed", campaign=campaign.public_id, failures=failures, error=kind, exc_info=error)
    if campaign.failures < MOST_FAILURES:
        return
    campaign.state, campaign.ended_at = CampaignState.PAUSED, None
    campaign.failure, campaign.failure_type = failure_of(error).value, kind
    hold(letters_of(campaign), now)
    event = CampaignFailed(about=campaign.public_id, council_session=campaign.council_session.public_id)
    announce(event, SYSTEM, now)


def failure_of(error: Exception) -> Failure:
    """What people are told of this error."""
    if isinstance(error, OSError):
        return Failure.STORAGE_FULL if error.errno in FULL else Failure.STORAGE
    return Failure.LETTER
