"""What invitations tell on the explain-why card of a body."""

from collections.abc import Iterator

from sqlalchemy import select

from eventreg.bodies.history import Moment, journal_moments, letter_moments
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.invitations.models import Invitation


def invitation_history(thing: Body | Person) -> Iterator[Moment]:
    """Put on the list, invited, answered, declined; every letter with its attempts and the server's words."""
    if isinstance(thing, Person):
        return
    public_ids = session().scalars(select(Invitation.public_id).where(Invitation.body_id == thing.id)).all()
    yield from journal_moments("invitation", dict.fromkeys(public_ids, ""))
    yield from letter_moments("invitation", public_ids)
