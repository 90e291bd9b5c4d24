"""The job that sends links to whoever asked for them on a page, where they are on file."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from eventreg.accounts.actions import send_forgotten_link
from eventreg.core import clock
from eventreg.core.actors import VISITOR
from eventreg.core.db import transaction
from eventreg.invitations.actions.single_letters import send_new_link as send_to_body
from eventreg.jobs.job import present_worker
from eventreg.mail.link_requests import Asked, drop_request, take_request
from eventreg.mail.models import LinkPurpose
from eventreg.registrations.actions.registering import send_new_link as send_to_person

log = structlog.get_logger()


def send_asked_links() -> None:
    """Nothing that was asked for waits any more; each request is a transaction, safe to run twice at once."""
    stopping = present_worker().stopping
    while not stopping.is_set() and _send_next():
        pass


def _send_next() -> bool:
    asked = None
    try:
        with transaction():
            asked = take_request()
            if asked is not None:
                _send(asked)
    except SQLAlchemyError:  # the database is away: it is asked for still
        raise
    except Exception as error:  # no letter can be made for this one: others have theirs
        if asked is None:
            raise
        log.error("link_not_sent", purpose=asked.purpose.value, error=type(error).__name__)
        with transaction():
            drop_request(asked.request_id)
    return asked is not None


def _send(asked: Asked) -> None:
    now = clock.now()
    if asked.purpose is LinkPurpose.INVITATION:
        send_to_body(asked.address, now, VISITOR)
    elif asked.purpose is LinkPurpose.REGISTRATION:
        send_to_person(asked.address, VISITOR, now)
    else:
        send_forgotten_link(asked.address, now)
