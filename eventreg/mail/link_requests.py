"""Asking for a link to be sent once more, which takes as long whether the address is known or not.

The page notes what was typed and nothing else; a job looks whether anything belongs to the address, and the note is
gone in the transaction that posts the letters. Job arguments stay for a day, so the address is none of them.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select

from eventreg.core.db import new_public_id, session
from eventreg.jobs.queue import enqueue
from eventreg.mail.models import LinkPurpose, LinkRequest

SEND_LINKS = "send_links"  # the job


def ask_for_link(purpose: LinkPurpose, address: str, now: datetime) -> None:
    """Soon after the commit the job looks whether there is a link to send to that address."""
    session().add(LinkRequest(purpose=purpose, address=address, asked_at=now))
    session().flush()
    enqueue(SEND_LINKS, key=new_public_id())


class Asked(NamedTuple):
    """What somebody asked for on a page."""

    request_id: int
    purpose: LinkPurpose
    address: str


def take_request() -> Asked | None:
    """What was asked for first and that no other worker has in hand; the note is gone."""
    query = select(LinkRequest).order_by(LinkRequest.id).limit(1).with_for_update(skip_locked=True)
    found = session().scalar(query)
    if found is None:
        return None
    session().delete(found)
    return Asked(found.id, found.purpose, found.address)


def drop_request(request_id: int) -> None:
    """The note is gone, so that one for which no letter can be made holds up no other."""
    session().execute(delete(LinkRequest).where(LinkRequest.id == request_id))
