"""The job that sends links to whoever asked for them on a page, where they are on file."""

from eventreg.core import clock
from eventreg.core.actors import VISITOR
from eventreg.core.db import transaction
from eventreg.invitations.actions.mailing import send_new_link as send_to_body
from eventreg.jobs.job import present_worker
from eventreg.mail.link_requests import take_request
from eventreg.mail.models import LinkPurpose
from eventreg.registrations.actions.registering import send_new_link as send_to_person


def send_asked_links() -> None:
    """Nothing that was asked for waits any more; each request is a transaction, safe to run twice at once."""
    stopping = present_worker().stopping
    while not stopping.is_set() and _send_next():
        pass


def _send_next() -> bool:
    with transaction():
        asked = take_request()
        if asked is None:
            return False
        purpose, address = asked
        if purpose is LinkPurpose.INVITATION:
            send_to_body(address, clock.now(), VISITOR)
        else:
            send_to_person(address, VISITOR, clock.now())
    return True
