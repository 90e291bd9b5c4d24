"""Seats and who waits for one; what bodies send along on their page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.invitations.models import (
    SENDS_NOBODY,
    BodyMessage,
    ExtraNominee,
    Invitation,
    NominatingLetter,
    Seat,
)
from eventreg.invitations.queries import WHOLE
from eventreg.invitations.rules import free_seats
from eventreg.registrations.actions.waiting import waiting_list
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.places import places_left
from eventreg.registrations.rules import is_standing
from eventreg.sessions.models import CouncilSession

SHOWN_BEYOND_SEATS = (
    RegistrationState.ASKED,
    RegistrationState.WAITING,
    RegistrationState.LAPSED,
    RegistrationState.REJECTED,
)


def seat_of(registration: Registration) -> Seat | None:
    """The seat in which the person stands."""
    return session().scalar(select(Seat).filter_by(registration_id=registration.id))


def invitation_beyond_seats(registration: Registration) -> Invitation | None:
    """The invitation under which the person was named without a seat."""
    query = select(Invitation).join(ExtraNominee, ExtraNominee.invitation_id == Invitation.id)
    return session().scalar(query.where(ExtraNominee.registration_id == registration.id).options(*WHOLE))


def invitation_holding(registration: Registration) -> Invitation | None:
    """The invitation under which the person was named, with a seat or without."""
    seat = seat_of(registration)
    return seat.invitation if seat else invitation_beyond_seats(registration)


def extra_nominees(invitation: Invitation) -> Sequence[Registration]:
    """Whom the body named beyond its seats, in that order, with persons."""
    query = select(Registration).join(ExtraNominee, ExtraNominee.registration_id == Registration.id)
    query = query.where(ExtraNominee.invitation_id == invitation.id, Registration.state.in_(SHOWN_BEYOND_SEATS))
    return session().scalars(query.options(joinedload(Registration.person)).order_by(ExtraNominee.id)).all()


def promised_seats(council_session: CouncilSession, now: datetime) -> int:
    """Free seats that bodies may still fill; none once nominating is over."""
    if council_session.nominate_until is not None and now > council_session.nominate_until:
        return 0
    query = select(func.count(Seat.id)).join(Seat.invitation).where(Seat.registration_id.is_(None))
    query = query.where(Invitation.council_session_id == council_session.id, Invitation.state.not_in(SENDS_NOBODY))
    return session().scalar(query) or 0


def could_be_offered(council_session: CouncilSession, now: datetime) -> Sequence[Registration]:
    """Who of the waiting list would be offered the places that are free now, in that order; changes nothing.

    Somebody for whom the own body has a free seat needs a place in the hall alone; anybody else one that is promised
    to no body.
    """
    left, promised = places_left(council_session), promised_seats(council_session, now)
    chosen: list[Registration] = []
    own_seats: dict[tuple[int, ParticipantRole], int] = {}
    for registration in waiting_list(council_session):
        if left is not None and left <= 0:
            break
        invitation = invitation_beyond_seats(registration)
        key = (invitation.id if invitation else 0, registration.role)
        own = own_seats.setdefault(key, len(free_seats(invitation, registration.role)) if invitation else 0)
        if own > 0:
            own_seats[key] -= 1
            promised -= 1
        elif left is None or left <= promised:
            continue
        left = None if left is None else left - 1
        chosen.append(registration)
    return chosen


def standing_people(invitation: Invitation) -> list[Registration]:
    """Whom the body named and who takes part or waits; those without a seat first, so that none takes a freed one."""
    seated = [seat.registration for seat in invitation.seats if seat.registration]
    return [one for one in (*extra_nominees(invitation), *seated) if is_standing(one)]


def nominating_letters(invitation: Invitation) -> Sequence[NominatingLetter]:
    """What the body uploaded, latest first."""
    query = select(NominatingLetter).filter_by(invitation_id=invitation.id)
    return (
        session()
        .scalars(query.options(joinedload(NominatingLetter.stored_file)).order_by(NominatingLetter.id.desc()))
        .all()
    )


def nominating_letter_of(invitation: Invitation, public_id: str) -> NominatingLetter | None:
    """The paper, when this body uploaded it."""
    return session().scalar(select(NominatingLetter).filter_by(invitation_id=invitation.id, public_id=public_id))


def messages_of(invitation: Invitation) -> Sequence[BodyMessage]:
    """What the body wrote to the secretariat, latest first."""
    query = select(BodyMessage).filter_by(invitation_id=invitation.id)
    return session().scalars(query.order_by(BodyMessage.id.desc())).all()
