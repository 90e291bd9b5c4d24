"""Who sits in which seat, and who waits for one. The hall is locked by whoever calls (`lock_hall`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.core.actors import SYSTEM, Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.invitations import mails
from eventreg.invitations.events import InvitationDeclined, InvitationWithdrawn, SeatGranted, SeatsChanged
from eventreg.invitations.models import ExtraNominee, Invitation, Seat
from eventreg.invitations.rules import free_seats, seats_of
from eventreg.invitations.seats import could_be_offered, invitation_beyond_seats, invitation_holding, seat_of
from eventreg.journal.actions import announce
from eventreg.registrations.actions.admission import admission_of
from eventreg.registrations.actions.registering import register
from eventreg.registrations.actions.waiting import offer_place, takes_offers
from eventreg.registrations.events import (
    AdmissionChanged,
    OfferLapsed,
    PlaceOffered,
    RegistrationApproved,
    RegistrationRejected,
    RegistrationWithdrawn,
    Substituted,
)
from eventreg.registrations.models import Overflow, ParticipantRole, Registration, RegistrationState
from eventreg.registrations.places import has_place, lock_hall
from eventreg.registrations.queries import registration_by_public_id
from eventreg.sessions.events import SessionChanged
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id

Left = RegistrationWithdrawn | RegistrationRejected | OfferLapsed
MorePlaces = SessionChanged | AdmissionChanged | SeatsChanged | InvitationDeclined | InvitationWithdrawn
BEYOND = {Overflow.WAIT: RegistrationState.WAITING, Overflow.ASK: RegistrationState.ASKED}


def seat_nominee(
    invitation: Invitation, role: ParticipantRole, details: PersonDetails, by: Actor, now: datetime
) -> Registration:
    """The person stands in a free seat; where no seat or no place is left, the session's rules decide.

    Raises `Refusal`: `no_seat_left`, `session_full`.
    """
    free = free_seats(invitation, role)
    if not free or not has_place(invitation.council_session):
        return _register_beyond(invitation, role, details, bool(free), by, now)
    registration = _register(invitation, role, details, None, by, now)
    _sit(invitation, registration, is_lent=False)
    return registration


def seat_by_office(
    invitation: Invitation, role: ParticipantRole, details: PersonDetails, by: Actor, now: datetime
) -> Registration:
    """The office names a person: in a free seat, without approval. Raises `Refusal`: `no_seat_left`, `session_full`."""
    if not free_seats(invitation, role):
        raise Refusal("no_seat_left")
    registration = _register(invitation, role, details, RegistrationState.NOMINATED, by, now)
    _sit(invitation, registration, is_lent=False)
    return registration


def free_seat(event: Left, by: Actor, now: datetime) -> None:
    """Reaction: nobody stands in the seat of a person who left; a lent seat goes, and the next in line has an offer."""
    registration = registration_by_public_id(event.about)
    if registration is None:
        return
    seat = seat_of(registration)
    if seat is not None:
        _leave(seat)
        if isinstance(event, RegistrationRejected | OfferLapsed):  # so that the body still sees what became of them
            _note_beyond(seat.invitation, registration)
    offer_by_itself(registration.council_session, now)


def tell_body(event: RegistrationRejected, by: Actor, now: datetime) -> None:
    """Reaction: the body hears that one of its people was not approved, and why."""
    registration = registration_by_public_id(event.about)
    invitation = invitation_holding(registration) if registration else None
    if registration is not None and invitation is not None:
        mails.nominee_rejected(invitation, registration, now)


def keep_seat(event: Substituted, by: Actor, now: datetime) -> None:
    """Reaction: the seat stays, and the other person stands in it."""
    former, present = registration_by_public_id(event.about), registration_by_public_id(event.by_registration)
    seat = seat_of(former) if former else None
    if seat is not None:
        seat.registration = present
        session().flush()


def grant_seat(event: RegistrationApproved, by: Actor, now: datetime) -> None:
    """Reaction: whoever was named beyond the body's seats and is approved stands in a new seat of the body."""
    registration = registration_by_public_id(event.about)
    invitation = invitation_beyond_seats(registration) if registration else None
    if registration is None or invitation is None:
        return
    _sit(invitation, registration, is_lent=False)
    about = {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
    announce(SeatGranted(**about, registration=registration.public_id), by, now)


def give_seat_with_place(event: PlaceOffered, by: Actor, now: datetime) -> None:
    """Reaction: whoever is offered a place stands in a free seat of the body, else in one lent for as long."""
    registration = registration_by_public_id(event.about)
    invitation = invitation_beyond_seats(registration) if registration else None
    if registration is not None and invitation is not None:
        _sit(invitation, registration, is_lent=True)


def offer_places(council_session: CouncilSession, by: Actor, now: datetime) -> Sequence[Registration]:
    """Exactly as many people of the waiting list as there are free places are offered one each; returns them.

    Nothing is offered after the deadline. Places that are promised to bodies stay theirs.
    """
    lock_hall(council_session)
    if not takes_offers(council_session, now):
        return ()
    offered = could_be_offered(council_session, now)
    for registration in offered:
        offer_place(registration, by, now)
    return offered


def offer_by_itself(council_session: CouncilSession, now: datetime) -> None:
    """As `offer_places`, where the session offers without being asked."""
    if admission_of(council_session).offers_by_itself:
        offer_places(council_session, SYSTEM, now)


def offer_when_settings_change(event: MorePlaces, by: Actor, now: datetime) -> None:
    """Reaction: a larger hall, more seats or other rules may be a place for somebody who waits."""
    council_session = session_by_public_id(event.council_session)
    if council_session is not None:
        offer_by_itself(council_session, now)


def _register(
    invitation: Invitation,
    role: ParticipantRole,
    details: PersonDetails,
    state: RegistrationState | None,
    by: Actor,
    now: datetime,
) -> Registration:
    return register(invitation.council_session, invitation.body, role, details, by, now, state)


def _register_beyond(
    invitation: Invitation, role: ParticipantRole, details: PersonDetails, has_seat: bool, by: Actor, now: datetime
) -> Registration:
    council_session = invitation.council_session
    overflow = admission_of(council_session).overflow
    if overflow in BEYOND:
        registration = _register(invitation, role, details, BEYOND[overflow], by, now)
        _note_beyond(invitation, registration)
        return registration
    if has_seat:
        raise Refusal("session_full", capacity=council_session.capacity)
    raise Refusal("no_seat_left")


def _note_beyond(invitation: Invitation, registration: Registration) -> None:
    known = session().scalar(select(ExtraNominee).filter_by(registration_id=registration.id))
    if known is None:
        session().add(ExtraNominee(invitation=invitation, registration=registration))
        session().flush()


def _sit(invitation: Invitation, registration: Registration, is_lent: bool) -> None:
    free = free_seats(invitation, registration.role)
    if free:
        free[0].registration = registration
    else:
        last = max((seat.position for seat in seats_of(invitation, registration.role)), default=0)
        seat = Seat(role=registration.role, position=last + 1, registration=registration, is_lent=is_lent)
        invitation.seats.append(seat)
    session().flush()
    extra = session().scalar(select(ExtraNominee).filter_by(registration_id=registration.id))
    if extra is not None:
        session().delete(extra)
        session().flush()


def _leave(seat: Seat) -> None:
    seat.registration = None
    if seat.is_lent:
        seat.invitation.seats.remove(seat)
    session().flush()
