"""Who may do what with invitations, when a body may answer, and where an invitation stands."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from eventreg.core.actors import Actor, Role
from eventreg.invitations.models import Invitation, InvitationState, Seat
from eventreg.mail.models import LetterState
from eventreg.registrations.models import ParticipantRole
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.rules import can_be_answered

READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
EDITORS = (Role.ORGANIZER, Role.SECRETARY)
TAKING_ANSWERS = (Stage.ANNOUNCED, Stage.OPEN)
SEAT_ROLES = (ParticipantRole.DELEGATE, ParticipantRole.SPEAKER, ParticipantRole.GUEST)  # in which bodies send people
MOST_SEATS = 1000


class Standing(StrEnum):
    """Where an invitation stands for the organizer: its own state, or that of its letter."""

    NO_ADDRESS = "no_address"
    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    MISSED = "missed"
    CANCELLED = "cancelled"
    ANSWERED = "answered"
    DECLINED = "declined"


def may_see_invitations(actor: Actor, council_session: CouncilSession) -> bool:
    """The board of a session and each invitation on it; never a personal link."""
    return actor.has_role(council_session.council.public_id, *READERS)


def may_edit_invitations(actor: Actor, council_session: CouncilSession) -> bool:
    """Adding bodies, seats, the letter's text, sending."""
    return actor.has_role(council_session.council.public_id, *EDITORS)


def standing_of(invitation: Invitation, letter_state: LetterState | None) -> Standing:
    """`letter_state` is that of the latest invitation letter; a letter that was erased had been sent."""
    if invitation.state is InvitationState.DRAFT:
        return Standing.DRAFT if invitation.email else Standing.NO_ADDRESS
    if invitation.state is InvitationState.INVITED:
        return Standing(letter_state.value) if letter_state else Standing.SENT
    return Standing(invitation.state.value)


def takes_answers(council_session: CouncilSession) -> bool:
    """The session is announced or open; deadlines aside."""
    return council_session.stage in TAKING_ANSWERS


def has_live_link(invitation: Invitation, now: datetime) -> bool:
    """A body's link works until the later deadline; without one for nominating, until a person closes the session."""
    deadline = last_moment(invitation)
    return deadline is None or now <= deadline


def last_moment(invitation: Invitation) -> datetime | None:
    """Until when the body replaces and withdraws its people: as long as they may still confirm."""
    council_session = invitation.council_session
    if council_session.nominate_until is None:
        return None
    return max(council_session.nominate_until, council_session.confirm_until or council_session.nominate_until)


def can_be_answered_by_body(invitation: Invitation, now: datetime) -> bool:
    """The body may nominate, decline and undo that."""
    council_session = invitation.council_session
    return can_be_answered(council_session, council_session.nominate_until, now)


def can_be_changed_by_body(invitation: Invitation, now: datetime) -> bool:
    """The body may replace and withdraw its people, also after nominating is over."""
    return can_be_answered(invitation.council_session, last_moment(invitation), now)


def can_be_removed(invitation: Invitation) -> bool:
    """Nothing was sent, and nobody stands in its seats."""
    return invitation.state is InvitationState.DRAFT and not taken_seats(invitation)


def taken_seats(invitation: Invitation, role: ParticipantRole | None = None) -> list[Seat]:
    """Seats in which somebody stands, of one role or of all."""
    return [seat for seat in seats_of(invitation, role) if seat.registration_id is not None]


def free_seats(invitation: Invitation, role: ParticipantRole | None = None) -> list[Seat]:
    """Seats in which nobody stands, of one role or of all."""
    return [seat for seat in seats_of(invitation, role) if seat.registration_id is None]


def seats_of(invitation: Invitation, role: ParticipantRole | None = None) -> list[Seat]:
    return [seat for seat in invitation.seats if role in (None, seat.role)]


def roles_with_free_seats(invitation: Invitation) -> list[ParticipantRole]:
    """In the order of `ParticipantRole`, delegates first."""
    return [role for role in ParticipantRole if free_seats(invitation, role)]


def number_of_seats(seats: Mapping[ParticipantRole, int]) -> int:
    return sum(seats.values())
