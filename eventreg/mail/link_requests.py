"""Asking for a link to be sent once more, which takes as long whether the address is known or not.

The page notes what was typed and nothing else; a job looks whether anything belongs to the address, and the note is
gone in the transaction that posts the letters. Job arguments stay for a day, so the address is none of them.
"""

from datetime import datetime

from sqlalchemy import select

from eventreg.core.db import new_public_id, session
from eventreg.jobs.queue import enqueue
from eventreg.mail.models import LinkPurpose, LinkRequest

SEND_LINKS = "send_links"  # the job


def ask_for_link(purpose: LinkPurpose, address: str, now: datetime) -> None:
    """Soon after the commit the job looks whether there is a link to send to that address."""
    session().add(LinkRequest(purpose=purpose, address=address, asked_at=now))
    session().flush()
    enqueue(SEND_LINKS, key=new_public_id())


def take_request() -> tuple[LinkPurpose, str] | None:
    """What was asked for first and that no other worker has in hand, with its address; the note is gone."""
    query = select(LinkRequest).order_by(LinkRequest.id).limit(1).with_for_update(skip_locked=True)
    found = session().scalar(query)
    if found is None:
        return None
    session().delete(found)
    return found.purpose, found.address
