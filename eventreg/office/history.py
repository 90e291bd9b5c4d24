"""What came back by e-mail, on the explain-why card of a body or a person."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select

from eventreg.bodies.history import Moment, server_said
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.invitations.models import Invitation
from eventreg.mail.models import InboundKind, InboundMessage
from eventreg.office.words import calendar_answer_words, inbound_kind_words
from eventreg.registrations.models import Registration

OF_SERVERS = (InboundKind.SOFT_BOUNCE, InboundKind.DELIVERED)


def returned_history(thing: Body | Person) -> Iterator[Moment]:
    """Automatic replies, answers from calendars, receipts, messages; bounces stand with their letters."""
    if isinstance(thing, Body):
        invited = select(Invitation.public_id).where(Invitation.body_id == thing.id)
        about = and_(InboundMessage.about_kind == "invitation", InboundMessage.about_id.in_(invited))
    else:
        registered = select(Registration.public_id).where(Registration.person_id == thing.id)
        about = and_(InboundMessage.about_kind == "registration", InboundMessage.about_id.in_(registered))
    unbounced = or_(InboundMessage.kind != InboundKind.HARD_BOUNCE, InboundMessage.letter_id.is_(None))
    for message in session().scalars(select(InboundMessage).where(about, unbounced)):
        what = inbound_kind_words()[message.kind]
        yield Moment(message.received_at, what, _words(message), council_session=message.council_session)


def _words(message: InboundMessage) -> str:
    """The server's words as such; else who wrote what, and what was pressed in a calendar."""
    if message.kind in OF_SERVERS:
        return server_said(message.words)
    if message.kind is InboundKind.CALENDAR_REPLY:
        return calendar_answer_words().get(message.status, message.status)
    return ": ".join(part for part in (message.sender, message.words) if part)
