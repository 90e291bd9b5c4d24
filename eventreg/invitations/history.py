"""What invitations tell on the explain-why card of a body."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.history import Moment, journal_moments, letter_moments
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.invitations.events import BodyTelephoned
from eventreg.invitations.models import Invitation, PhoneCall


def invitation_history(thing: Body | Person) -> Iterator[Moment]:
    """Put on the list, invited, called, answered, declined; each letter with its attempts and the server's words."""
    if isinstance(thing, Person):
        return
    public_ids = session().scalars(select(Invitation.public_id).where(Invitation.body_id == thing.id)).all()
    yield from journal_moments("invitation", dict.fromkeys(public_ids, ""), without=[BodyTelephoned.__name__])
    yield from _calls(thing)
    yield from letter_moments("invitation", public_ids)


def _calls(body: Body) -> Iterator[Moment]:
    """With what was said, which the journal does not hold."""
    calls = select(PhoneCall).join(PhoneCall.invitation).where(Invitation.body_id == body.id)
    of_session = joinedload(PhoneCall.invitation).joinedload(Invitation.council_session)
    for call in session().scalars(calls.options(of_session)):
        what, public_id = str(BodyTelephoned.sentence), call.invitation.council_session.public_id
        yield Moment(call.made_at, what, call.note, call.actor_kind, call.actor_id, public_id)
