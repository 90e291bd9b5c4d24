"""What came back by e-mail, and reminders about several bodies, on the explain-why card of a body or a person."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventreg.bodies.history import Moment, moments_of, server_said
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.invitations.models import Invitation, Reminder
from eventreg.mail.models import InboundKind, InboundMessage, Letter
from eventreg.office.words import calendar_answer_words, inbound_kind_words
from eventreg.registrations.models import Registration
from eventreg.registrations.naming import full_name
from eventreg.sessions.models import CouncilSession

OF_SERVERS = (InboundKind.HARD_BOUNCE, InboundKind.SOFT_BOUNCE, InboundKind.DELIVERED)


def reminder_history(thing: Body | Person) -> Iterator[Moment]:
    """Reminders about several bodies: each stands with the first of them, and here with the others."""
    if isinstance(thing, Person):
        return
    digests, invited = _digests(thing), select(Invitation.public_id).where(Invitation.body_id == thing.id)
    letters = select(Letter).where(Letter.public_id.in_(digests), Letter.about_id.not_in(invited))
    for letter in session().scalars(letters.options(selectinload(Letter.attempts))):
        yield from moments_of(letter, digests[letter.public_id])


def returned_history(thing: Body | Person) -> Iterator[Moment]:
    """Automatic replies, answers from calendars, receipts, messages; for a body also those of its people, by name.

    A bounce that marked a letter stands with that letter, where the card shows it.
    """
    message, own_kind = InboundMessage, "invitation" if isinstance(thing, Body) else "registration"
    digests, names = (_digests(thing), _people(thing)) if isinstance(thing, Body) else ({}, {})
    column = Registration.body_id if isinstance(thing, Body) else Registration.person_id
    registered = select(Registration.public_id).where(column == thing.id)
    about = [and_(message.about_kind == "registration", message.about_id.in_(registered))]
    if isinstance(thing, Body):
        invited = select(Invitation.public_id).where(Invitation.body_id == thing.id)
        about += [and_(message.about_kind == "invitation", message.about_id.in_(invited))]
        about += [Letter.public_id.in_(digests)]
    untold = or_(message.about_kind != own_kind, Letter.bounced_at.is_distinct_from(message.received_at))
    found = select(message, Letter.public_id).outerjoin(message.letter).where(or_(*about), untold)
    for one, letter_id in session().execute(found):
        note = ": ".join(part for part in (names.get(one.about_id, ""), _words(one)) if part)
        of_session = digests.get(letter_id, one.council_session)
        yield Moment(one.received_at, inbound_kind_words()[one.kind], note, council_session=of_session)


def _digests(body: Body) -> dict[str, str]:
    """Reminders that speak of the body, with the session about which they do; all public ids."""
    found = select(Reminder.letter, CouncilSession.public_id).join(Reminder.invitation)
    found = found.join(Invitation.council_session).where(Invitation.body_id == body.id)
    rows = session().execute(found.order_by(Reminder.id))
    return {letter: council_session for letter, council_session in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _people(body: Body) -> dict[str, str]:
    """Whom the body sent, by the public ids of their registrations."""
    found = select(Registration).where(Registration.body_id == body.id).options(joinedload(Registration.person))
    return {one.public_id: full_name(one.person) for one in session().scalars(found)}


def _words(message: InboundMessage) -> str:
    """The server's words as such, and about which address; else who wrote what, and what was pressed in a calendar."""
    if message.kind in OF_SERVERS:
        return " · ".join(part for part in (message.recipient, server_said(message.words)) if part)
    if message.kind is InboundKind.CALENDAR_REPLY:
        return calendar_answer_words().get(message.status, message.status)
    return ": ".join(part for part in (message.sender, message.words) if part)
