"""What a body answers: nominating, withdrawing, declining; and the seats behind that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.invitations.events import DeclineUndone, DelegatesNominated, InvitationDeclined
from eventreg.invitations.models import Invitation, InvitationState, Seat
from eventreg.invitations.queries import invitation_of
from eventreg.invitations.rules import can_be_answered_by_body, free_seats, taken_seats
from eventreg.journal.actions import announce
from eventreg.registrations.actions import (
    change_nominee,
    confirm_for,
    register,
    standing_registration,
    withdraw_registration,
)
from eventreg.registrations.events import RegistrationWithdrawn
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class Nominee:
    """A person whom a body sends, and as what."""

    details: PersonDetails
    role: ParticipantRole = ParticipantRole.DELEGATE


def nominate_delegates(
    invitation: Invitation, nominees: Sequence[Nominee], by: Actor, now: datetime
) -> list[Registration]:
    """Each nominee stands in a seat of the body and is asked by a letter to confirm.

    Whoever stands there already stays, so that a form that is sent twice nominates once. Raises `Refusal`:
    `answers_closed`, `body_declined`, and `no_seat_left` (then nobody of this call is nominated).
    """
    invitation = locked(invitation)
    if not can_be_answered_by_body(invitation, now):
        raise Refusal("answers_closed")
    if invitation.state is InvitationState.DECLINED:
        raise Refusal("body_declined")
    return _seat_all(invitation, nominees, by, now)


def register_by_hand(
    council_session: CouncilSession, body: Body | None, nominee: Nominee, is_confirmed: bool, by: Actor, now: datetime
) -> Registration:
    """The office enters a person, in a seat of the body if that is invited; confirms at once where the person has.

    Raises `Refusal("no_seat_left")`, and `Refusal("cannot_be_confirmed")` once the session was held.
    """
    invitation = invitation_of(council_session, body) if body else None
    if invitation:
        registration = _seat_all(locked(invitation), [nominee], by, now)[0]
    else:
        locked(council_session.council)  # the same form sent twice at once: the second finds the person
        registration = register(council_session, body, nominee.role, nominee.details, by, now)
    if is_confirmed:
        confirm_for(registration, by, now)
    return registration


def change_delegate(
    invitation: Invitation, registration: Registration, details: PersonDetails, by: Actor, now: datetime
) -> None:
    """The body's nominee has these details. Raises `Refusal`: `answers_closed`, `nominee_has_confirmed`."""
    invitation = locked(invitation)
    if not can_be_answered_by_body(invitation, now):
        raise Refusal("answers_closed")
    change_nominee(registration, details, by, now)


def withdraw_delegate(
    invitation: Invitation, registration: Registration, reason: str, by: Actor, now: datetime
) -> None:
    """The body's delegate takes part no longer and the seat is free. Raises `Refusal("answers_closed")`."""
    invitation = locked(invitation)
    if not can_be_answered_by_body(invitation, now):
        raise Refusal("answers_closed")
    withdraw_registration(registration, reason, by, now)


def decline_invitation(invitation: Invitation, reason: str, by: Actor, now: datetime) -> None:
    """The body sends nobody, for that reason. Declining twice keeps the first reason.

    Raises `Refusal`: `answers_closed`, `delegates_stand`.
    """
    invitation = locked(invitation)
    if not can_be_answered_by_body(invitation, now):
        raise Refusal("answers_closed")
    if invitation.state is InvitationState.DECLINED:
        return
    if taken_seats(invitation):
        raise Refusal("delegates_stand")
    invitation.state, invitation.declined_at, invitation.answered_at = InvitationState.DECLINED, now, now
    invitation.decline_reason = reason
    announce(InvitationDeclined(**_about(invitation)), by, now)


def undo_decline(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The body may nominate again. Undoing twice does it once. Raises `Refusal("answers_closed")`."""
    invitation = locked(invitation)
    if not can_be_answered_by_body(invitation, now):
        raise Refusal("answers_closed")
    if invitation.state is not InvitationState.DECLINED:
        return
    invitation.state, invitation.declined_at, invitation.answered_at = InvitationState.INVITED, None, None
    invitation.decline_reason = ""
    announce(DeclineUndone(**_about(invitation)), by, now)


def free_seat(event: RegistrationWithdrawn, by: Actor, now: datetime) -> None:
    """Reaction: nobody stands in the seat of a person who withdrew."""
    query = select(Seat).join(Seat.registration).where(Registration.public_id == event.about)
    for seat in session().scalars(query):
        seat.registration = None
    session().flush()


def _seat_all(invitation: Invitation, nominees: Sequence[Nominee], by: Actor, now: datetime) -> list[Registration]:
    """`invitation` is locked, so that nobody else takes its seats meanwhile."""
    found, new = [], []
    for nominee in nominees:
        standing = standing_registration(invitation.council_session, invitation.body, nominee.details)
        found.append(standing or _seat_one(invitation, nominee, by, now))
        if standing is None:
            new.append(found[-1].public_id)
    if new:
        invitation.state, invitation.answered_at = InvitationState.ANSWERED, now
        invitation.declined_at, invitation.decline_reason = None, ""
        announce(DelegatesNominated(**_about(invitation), registrations=tuple(new)), by, now)
    return found


def _seat_one(invitation: Invitation, nominee: Nominee, by: Actor, now: datetime) -> Registration:
    free = free_seats(invitation, nominee.role)
    if not free:
        raise Refusal("no_seat_left")
    registration = register(invitation.council_session, invitation.body, nominee.role, nominee.details, by, now)
    free[0].registration = registration
    session().flush()
    return registration


def _about(invitation: Invitation) -> dict[str, str]:
    return {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
