"""The waiting list of a session: its order, offering places, and offers that nobody took."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce
from eventreg.registrations import mails
from eventreg.registrations.actions.admission import admission_of, first_state
from eventreg.registrations.events import OfferLapsed, PlaceOffered, WaitingOrderChanged
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.places import claim_place, lock_hall
from eventreg.registrations.queries import WHOLE
from eventreg.registrations.rules import BEFORE_THE_END
from eventreg.sessions.models import CouncilSession


def waiting_list(council_session: CouncilSession) -> Sequence[Registration]:
    """Who waits, first in line first."""
    query = select(Registration).filter_by(council_session_id=council_session.id, state=RegistrationState.WAITING)
    return session().scalars(query.options(*WHOLE).order_by(Registration.waiting_number)).all()


def open_offers(council_session: CouncilSession) -> Sequence[Registration]:
    """To whom a place is held, soonest to lapse first."""
    query = select(Registration).filter_by(council_session_id=council_session.id, state=RegistrationState.NOMINATED)
    query = query.where(Registration.offered_until.is_not(None)).options(*WHOLE)
    return session().scalars(query.order_by(Registration.offered_until, Registration.id)).all()


def place_in_line(registration: Registration) -> int:
    """From 1, among those who wait."""
    query = select(func.count(Registration.id)).where(
        Registration.council_session_id == registration.council_session_id,
        Registration.waiting_number <= registration.waiting_number,
    )
    return session().scalar(query) or 0


def next_waiting_number(council_session: CouncilSession) -> int:
    """After the last in line; the hall is locked."""
    query = select(func.max(Registration.waiting_number)).filter_by(council_session_id=council_session.id)
    return (session().scalar(query) or 0) + 1


def takes_offers(council_session: CouncilSession, now: datetime) -> bool:
    """Places are offered until the deadline for confirming, and never after the beginning."""
    until = council_session.confirm_until or council_session.starts_at
    return council_session.stage in BEFORE_THE_END and now < until


def offer_place(registration: Registration, by: Actor, now: datetime) -> None:
    """A place is held for this person, who has so many hours to confirm, at most until the deadline.

    Where the office approves first, the person is pending and nothing lapses. Raises `Refusal`: `session_full`,
    `not_waiting`.
    """
    claim_place(registration.council_session)
    registration = locked(registration)
    if registration.state is not RegistrationState.WAITING:
        raise Refusal("not_waiting")
    council_session = registration.council_session
    registration.state = first_state(council_session, registration.role)
    registration.waiting_number = None
    if registration.state is RegistrationState.NOMINATED:
        registration.offered_until = lapses_at(council_session, now)
    session().flush()
    announce(PlaceOffered(about=registration.public_id, council_session=council_session.public_id), by, now)
    if registration.state is RegistrationState.NOMINATED:
        mails.registration_offered(registration, now)


def lapse_offer(registration: Registration, by: Actor, now: datetime) -> bool:
    """An offer that was not taken in time is gone, and the place free; returns whether it lapsed now."""
    lock_hall(registration.council_session)
    registration = locked(registration)
    if registration.state is not RegistrationState.NOMINATED:
        return False
    if registration.offered_until is None or now <= registration.offered_until:
        return False
    registration.state, registration.offered_until = RegistrationState.LAPSED, None
    session().flush()
    about = {"about": registration.public_id, "council_session": registration.council_session.public_id}
    announce(OfferLapsed(**about), by, now)
    mails.registration_lapsed(registration, now)
    return True


def move_to_front(registration: Registration, by: Actor, now: datetime) -> None:
    """The person is first in line. Raises `Refusal("not_waiting")`."""
    council_session = registration.council_session
    lock_hall(council_session)
    registration = locked(registration)
    if registration.state is not RegistrationState.WAITING:
        raise Refusal("not_waiting")
    query = select(func.min(Registration.waiting_number)).filter_by(council_session_id=council_session.id)
    first = session().scalar(query) or 0
    if registration.waiting_number == first:
        return
    registration.waiting_number = first - 1
    announce(WaitingOrderChanged(about=registration.public_id, council_session=council_session.public_id), by, now)


def lapsed_offers(now: datetime) -> Sequence[Registration]:
    """Offers whose time is over, of all sessions."""
    query = select(Registration).filter_by(state=RegistrationState.NOMINATED)
    return session().scalars(query.where(Registration.offered_until < now).order_by(Registration.id)).all()


def sessions_with_waiting() -> Sequence[CouncilSession]:
    """Sessions that somebody waits for."""
    waits = select(Registration.council_session_id).filter_by(state=RegistrationState.WAITING)
    return session().scalars(select(CouncilSession).where(CouncilSession.id.in_(waits))).all()


def lapses_at(council_session: CouncilSession, now: datetime) -> datetime:
    """Until when a place is held that is offered now."""
    hours = admission_of(council_session).offer_hours
    return min(now + timedelta(hours=hours), council_session.confirm_until or council_session.starts_at)
