"""What follows when a person who takes part has another e-mail address."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select

from eventreg.bodies.models import Person
from eventreg.core.db import locked, session
from eventreg.mail.bulk import cancel_waiting
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations import mails
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.queries import WHOLE
from eventreg.registrations.rules import BEFORE_THE_END, STANDING
from eventreg.sessions.models import CouncilSession, Stage

OVER = (Stage.HELD, Stage.CLOSED)
MAY_HAVE_ARRIVED = or_(Letter.state.in_((LetterState.SENT, LetterState.SENDING)), Letter.is_last_attempt)


def follow_address(person: Person, now: datetime, besides: Registration | None = None) -> None:
    """As `tell_at_new_address`, wherever the person stands in a session to come; `besides` was seen to already."""
    for registration in session().scalars(_to_come(Registration.person_id == person.id)).all():
        if besides is None or registration.id != besides.id:
            tell_at_new_address(locked(registration, *WHOLE), now)


def addresses_in_use(people: Sequence[str]) -> dict[int, str]:
    """The address by id of the registration, wherever these people (public ids) stand in a session to come."""
    found = session().scalars(_to_come(Registration.person.has(Person.public_id.in_(people))).options(*WHOLE))
    return {registration.id: registration.person.email.lower() for registration in found}


def follow_addresses(before: Mapping[int, str], now: datetime) -> None:
    """As `tell_at_new_address`, for each of these registrations whose person's address is another than it was."""
    for registration in session().scalars(_to_come(Registration.id.in_(before)).options(*WHOLE)).all():
        if registration.person.email.lower() != before[registration.id]:
            tell_at_new_address(locked(registration, *WHOLE), now)


def tell_at_new_address(registration: Registration, now: datetime) -> None:
    """Letters, link and calendar entry of the former address are dead; the present one is told how the person stands.

    Of a session that is called off the news go out anew. The last entry of a calendar is taken out, and the new one has
    the same UID and a higher SEQUENCE.
    """
    cancel_waiting(select(Letter.id).filter_by(about_kind="registration", about_id=registration.public_id))
    registration.renew_link()
    if registration.confirmed_at is not None:
        registration.calendar_sequence += 1
        if former := _holder_of_entry(registration):
            mails.registration_readdressed(registration, former, now)
    session().flush()
    council_session = registration.council_session
    if council_session.stage in (Stage.POSTPONED, Stage.CANCELLED):
        registration.told_revision = min(registration.told_revision, max(council_session.revision - 1, 0))
    else:
        tell_how_it_stands(registration, now)


def tell_how_it_stands(registration: Registration, now: datetime) -> None:
    """Nothing is said to a person on whom the office decides first."""
    if registration.offered_until:
        mails.registration_offered(registration, now)
    elif registration.state is RegistrationState.NOMINATED:
        mails.registration_nominated(registration, now)
    elif registration.state is RegistrationState.WAITING:
        mails.registration_waiting(registration, now)
    elif registration.state is RegistrationState.CONFIRMED and registration.council_session.stage in BEFORE_THE_END:
        mails.registration_confirmed(registration, now)


def _to_come(which: ColumnElement[bool]) -> Select[Registration]:
    query = select(Registration).join(Registration.council_session).where(which)
    query = query.where(Registration.state.in_(STANDING), CouncilSession.stage.not_in(OVER))
    return query.order_by(Registration.id)


def _holder_of_entry(registration: Registration) -> str:
    """The address, no longer the person's, at which the calendar has the entry; "" for none.

    RFC 5546, 3.2.2.1: an attendee who is removed gets CANCEL.
    """
    query = select(Letter).filter_by(about_kind="registration", about_id=registration.public_id, bounced_at=None)
    query = query.where(Letter.calendar_method.is_not(None), MAY_HAVE_ARRIVED).order_by(Letter.id.desc())
    latest = session().scalar(query.limit(1))
    is_elsewhere = latest is not None and latest.recipient.lower() != registration.person.email.lower()
    return latest.recipient if latest and is_elsewhere and latest.calendar_method == "REQUEST" else ""
