"""What a body answers: nominating, replacing, withdrawing, confirming for its people, declining."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.core.db import locked
from eventreg.core.errors import Refusal
from eventreg.invitations.actions.reminders import take_back_reminders
from eventreg.invitations.actions.seating import offer_by_itself, seat_by_office, seat_nominee
from eventreg.invitations.events import DeclineUndone, DelegatesNominated, InvitationDeclined
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.invitations.queries import invitation_of
from eventreg.invitations.rules import (
    can_be_answered_by_body,
    can_be_changed_by_body,
    free_seats,
    names_people,
    takes_answers,
)
from eventreg.invitations.seats import extra_nominees, seat_of
from eventreg.journal.actions import announce
from eventreg.registrations.actions.admission import admission_of
from eventreg.registrations.actions.registering import (
    change_nominee,
    confirm_for,
    confirm_registration,
    register,
    standing_registration,
    withdraw_registration,
)
from eventreg.registrations.actions.substituting import substitute
from eventreg.registrations.actions.waiting import offer_place
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.places import lock_hall
from eventreg.sessions.models import CouncilSession

Seating = Callable[[Invitation, ParticipantRole, PersonDetails, Actor, datetime], Registration]


@dataclass(frozen=True)
class Nominee:
    """A person whom a body sends, and as what."""

    details: PersonDetails
    role: ParticipantRole = ParticipantRole.DELEGATE


def nominate_delegates(
    invitation: Invitation, nominees: Sequence[Nominee], by: Actor, now: datetime
) -> list[Registration]:
    """Each nominee stands in a seat of the body, or where the session's rules put people beyond the seats.

    Whoever stands there already stays, so that a form that is sent twice nominates once. A reminder that was not sent
    yet does not go. Raises `Refusal`: `answers_closed`, `body_declined`, and `no_seat_left` or `session_full` (then
    nobody of this call is nominated).
    """
    invitation = open_for_answers(invitation, now)
    if invitation.state is InvitationState.DECLINED:
        raise Refusal("body_declined")
    return _seat_all(invitation, nominees, seat_nominee, by, now)


def register_by_hand(
    council_session: CouncilSession, body: Body | None, nominee: Nominee, is_confirmed: bool, by: Actor, now: datetime
) -> Registration:
    """The office enters a person, in a seat of the body if that is invited; confirms at once where the person has.

    What the office enters it approves of. Raises `Refusal`: `no_seat_left`, `session_full`, `body_is_not_invited` where
    its invitation was withdrawn, and `cannot_be_confirmed` once the session was held.
    """
    lock_hall(council_session)  # the same form sent twice at once: the second finds the person
    invitation = invitation_of(council_session, body) if body else None
    if invitation:
        _must_be_expected(invitation)
        registration = _seat_all(locked(invitation), [nominee], seat_by_office, by, now)[0]
    else:
        state = RegistrationState.NOMINATED
        registration = register(council_session, body, nominee.role, nominee.details, by, now, state)
    if is_confirmed:
        confirm_for(registration, by, now)
    return registration


def change_delegate(
    invitation: Invitation, registration: Registration, details: PersonDetails, by: Actor, now: datetime
) -> None:
    """The body's nominee has these details. Raises `Refusal`: `answers_closed`, `nominee_has_confirmed`."""
    open_for_answers(invitation, now)
    change_nominee(registration, details, by, now)


def withdraw_delegate(
    invitation: Invitation, registration: Registration, reason: str, by: Actor, now: datetime
) -> None:
    """The body's delegate takes part no longer and the seat is free. Raises `Refusal("answers_closed")`."""
    open_for_changes(invitation, now)
    withdraw_registration(registration, reason, by, now)


def replace_delegate(
    invitation: Invitation, registration: Registration, details: PersonDetails, reason: str, by: Actor, now: datetime
) -> Registration:
    """Somebody else stands in the seat; everything of the first person ends at once.

    Doing it twice gives the same person. Raises `Refusal`: `answers_closed`, `cannot_be_replaced`, `stands_already`.
    """
    open_for_changes(invitation, now)
    return substitute(registration, details, reason, _seat_name(registration), by, now)


def replace_by_office(
    registration: Registration, details: PersonDetails, reason: str, by: Actor, now: datetime
) -> Registration:
    """As `replace_delegate`, by the office, whatever the deadline. Raises `Refusal` as that does."""
    lock_hall(registration.council_session)
    return substitute(registration, details, reason, _seat_name(registration), by, now)


def confirm_on_behalf(invitation: Invitation, registration: Registration, by: Actor, now: datetime) -> None:
    """The body confirms for its delegate, where the session allows that. Confirming twice sends one letter.

    Raises `Refusal`: `bodies_do_not_confirm`, `answers_closed`, `cannot_be_confirmed`.
    """
    open_for_changes(invitation, now)
    if not admission_of(invitation.council_session).bodies_confirm:
        raise Refusal("bodies_do_not_confirm")
    confirm_registration(registration, None, by, now)


def seat_waiting_delegate(invitation: Invitation, registration: Registration, by: Actor, now: datetime) -> None:
    """Somebody of the body who waits stands in its free seat and is asked to confirm; whoever stands already stays.

    The body fills its own seats, so nobody else in line is passed over. Raises `Refusal`: `answers_closed`,
    `no_seat_left`, `not_waiting`, `session_full`.
    """
    invitation = open_for_answers(invitation, now)
    registration = locked(registration)
    if seat_of(registration) is not None:
        return
    if not free_seats(invitation, registration.role):
        raise Refusal("no_seat_left")
    offer_place(registration, by, now)


def decline_invitation(invitation: Invitation, reason: str, by: Actor, now: datetime) -> None:
    """The body sends nobody, for that reason; also after the deadline. Declining twice keeps the first reason.

    A reminder that was not sent yet does not go. Raises `Refusal`: `answers_closed` where the session takes no answers
    any more, `delegates_stand`, `invitation_was_withdrawn`.
    """
    lock_hall(invitation.council_session)
    invitation = _still_invited(invitation)
    if not takes_answers(invitation.council_session):
        raise Refusal("answers_closed")
    if invitation.state is InvitationState.DECLINED:
        return
    if names_people(invitation, extra_nominees(invitation)):
        raise Refusal("delegates_stand")
    invitation.state, invitation.declined_at, invitation.answered_at = InvitationState.DECLINED, now, now
    invitation.decline_reason = reason
    take_back_reminders(Invitation.id == invitation.id)
    announce(InvitationDeclined(**_about(invitation)), by, now)


def decline_by_office(invitation: Invitation, reason: str, by: Actor, now: datetime) -> None:
    """As `decline_invitation`, where the body said so on paper or by telephone; the reason may be "".

    Raises `Refusal` as that does, `not_invited_yet` where nothing was sent to the body, and `body_is_not_invited`.
    """
    lock_hall(invitation.council_session)
    _must_be_expected(invitation)
    if invitation.state is InvitationState.DRAFT:
        raise Refusal("not_invited_yet")
    decline_invitation(invitation, reason, by, now)


def undo_decline(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The body may nominate again. Undoing twice does it once. Raises `Refusal("answers_closed")`."""
    _undo_decline(open_for_answers(invitation, now), by, now)


def undo_decline_by_office(invitation: Invitation, by: Actor, now: datetime) -> None:
    """As `undo_decline`, whatever the deadline: then the office enters the body's people, or puts the deadline off.

    Raises `Refusal`: `answers_closed` where the session takes no answers any more, `body_is_not_invited`.
    """
    lock_hall(invitation.council_session)
    _must_be_expected(invitation)
    if not takes_answers(invitation.council_session):
        raise Refusal("answers_closed")
    _undo_decline(invitation, by, now)


def _undo_decline(invitation: Invitation, by: Actor, now: datetime) -> None:
    if invitation.state is not InvitationState.DECLINED:
        return
    invitation.state, invitation.declined_at, invitation.answered_at = InvitationState.INVITED, None, None
    invitation.decline_reason = ""
    announce(DeclineUndone(**_about(invitation)), by, now)


def open_for_answers(invitation: Invitation, now: datetime) -> Invitation:
    """The invitation, locked together with the hall, while bodies nominate.

    Raises `Refusal`: `answers_closed`, `invitation_was_withdrawn`.
    """
    lock_hall(invitation.council_session)
    invitation = _still_invited(invitation)
    if not can_be_answered_by_body(invitation, now):
        raise Refusal("answers_closed")
    return invitation


def open_for_changes(invitation: Invitation, now: datetime) -> Invitation:
    """As `open_for_answers`, until delegates can no longer confirm. Raises `Refusal` as that does."""
    lock_hall(invitation.council_session)
    invitation = _still_invited(invitation)
    if not can_be_changed_by_body(invitation, now):
        raise Refusal("answers_closed")
    return invitation


def _still_invited(invitation: Invitation) -> Invitation:
    """Locked: the office may have taken it back since the body opened its page."""
    invitation = locked(invitation)
    if invitation.state is InvitationState.WITHDRAWN:
        raise Refusal("invitation_was_withdrawn")
    return invitation


def _must_be_expected(invitation: Invitation) -> None:
    """As the office is told; it invites the body again before it enters anything for it."""
    if locked(invitation).state is InvitationState.WITHDRAWN:
        raise Refusal("body_is_not_invited")


def _seat_all(
    invitation: Invitation, nominees: Sequence[Nominee], seat_one: Seating, by: Actor, now: datetime
) -> list[Registration]:
    """Hall and invitation are locked, so that nobody else takes its seats meanwhile."""
    found, new = [], []
    for nominee in nominees:
        standing = standing_registration(invitation.council_session, invitation.body, nominee.details)
        found.append(standing or seat_one(invitation, nominee.role, nominee.details, by, now))
        if standing is None:
            new.append(found[-1].public_id)
    if new:
        invitation.state, invitation.answered_at = InvitationState.ANSWERED, now
        invitation.declined_at, invitation.decline_reason = None, ""
        take_back_reminders(Invitation.id == invitation.id)
        announce(DelegatesNominated(**_about(invitation), registrations=tuple(new)), by, now)
        offer_by_itself(invitation.council_session, now)  # at once, so that nobody is first told to wait
    return found


def _seat_name(registration: Registration) -> str:
    """The seat as a substitution names it."""
    seat = seat_of(registration)
    return f"{seat.invitation.public_id}/{seat.role.value}/{seat.position}" if seat else ""


def _about(invitation: Invitation) -> dict[str, str]:
    return {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
