"""Who may do what with invitations, when a body may answer, and where an invitation stands."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from eventreg.core.actors import Actor, Role
from eventreg.councils.models import Council
from eventreg.councils.working_days import working_days_before
from eventreg.i18n.dates import local
from eventreg.invitations.models import Campaign, CampaignKind, CampaignState, Invitation, InvitationState, Seat
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.registrations.rules import can_be_corrected, is_standing
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.rules import can_be_answered

READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
EDITORS = (Role.ORGANIZER, Role.SECRETARY)
TAKING_ANSWERS = (Stage.ANNOUNCED, Stage.OPEN)
NO_ANSWERS = {
    Stage.POSTPONED: "session_is_postponed",
    Stage.CANCELLED: "session_is_cancelled",
    Stage.HELD: "session_was_held",
    Stage.CLOSED: "session_was_held",
}
SEAT_ROLES = (ParticipantRole.DELEGATE, ParticipantRole.SPEAKER, ParticipantRole.GUEST)  # in which bodies send people
MOST_SEATS = 1000
SILENT_AFTER = 5  # working days
MOST_ATTACHED = 5 * 1024 * 1024  # bytes of files that go with a letter; more is linked (mail servers refuse big ones)


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
    BOUNCED = "bounced"
    SILENT = "silent"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def may_see_invitations(actor: Actor, council_session: CouncilSession) -> bool:
    """The board of a session and each invitation on it; never a personal link."""
    return actor.has_role(council_session.council.public_id, *READERS)


def may_edit_invitations(actor: Actor, council_session: CouncilSession) -> bool:
    """Adding bodies, seats, the letter's text, sending."""
    return actor.has_role(council_session.council.public_id, *EDITORS)


def may_export_invitations(actor: Actor, council_session: CouncilSession) -> bool:
    """Taking the board out as a file; each time is written into the journal."""
    return may_edit_invitations(actor, council_session)


def may_see_outgoing_letters(actor: Actor, council: Council) -> bool:
    """The register of a council's official letters, with the papers as they were sent."""
    return actor.has_role(council.public_id, *READERS)


def may_export_outgoing_letters(actor: Actor, council: Council) -> bool:
    """Taking the register out as a file; each time is written into the journal."""
    return actor.has_role(council.public_id, *EDITORS)


def silent_since(council_session: CouncilSession, now: datetime, moved: Mapping[date, bool]) -> datetime:
    """A body whose letter was sent before this moment and that has not answered is silent.

    Five working days at the venue by the office's table (`moved`); everybody, once the deadline for nominating is over.
    """
    deadline = council_session.nominate_until
    if deadline is not None and now > deadline:
        return now
    here = local(now, council_session.time_zone)
    return datetime.combine(working_days_before(here.date(), SILENT_AFTER, moved), here.timetz())


def can_be_edited(campaign: Campaign) -> bool:
    """Words that went out stay as they are."""
    return campaign.state is CampaignState.DRAFT


def can_be_paused(campaign: Campaign, unsent: int) -> bool:
    """Letters are still to be queued, or `unsent` of them wait in the outbox."""
    return campaign.state is CampaignState.RUNNING or (campaign.state is CampaignState.DONE and unsent > 0)


def can_be_resumed(campaign: Campaign) -> bool:
    return campaign.state is CampaignState.PAUSED


def can_be_cancelled(campaign: Campaign, unsent: int) -> bool:
    """Whatever was not sent yet can still be kept from going."""
    return can_be_paused(campaign, unsent) or can_be_resumed(campaign)


def can_go_out(campaign: Campaign) -> bool:
    """An invitation goes while bodies can answer it; another letter goes at any stage."""
    return campaign.kind is not CampaignKind.INVITATION or takes_answers(campaign.council_session)


def may_edit_letterhead(actor: Actor, council: Council) -> bool:
    """What stands on the council's official letters."""
    return actor.has_role(council.public_id, *EDITORS)


def why_no_answers(council_session: CouncilSession) -> str:
    """The reason for which nobody is invited to a session that takes no answers."""
    return NO_ANSWERS.get(council_session.stage, "session_takes_no_answers")


def takes_answers(council_session: CouncilSession) -> bool:
    """The session is announced or open; deadlines aside."""
    return council_session.stage in TAKING_ANSWERS


def takes_nominations(council_session: CouncilSession, now: datetime) -> bool:
    """The session takes answers, and the deadline for nominating, if any, has not passed."""
    return can_be_answered(council_session, council_session.nominate_until, now)


def has_live_link(invitation: Invitation) -> bool:
    """A body's link opens its page until a person closes the session; deadlines end what can be done there."""
    return invitation.council_session.stage is not Stage.CLOSED


def last_moment(invitation: Invitation) -> datetime | None:
    """Until when the body replaces and withdraws its people: as long as they may still confirm."""
    council_session = invitation.council_session
    if council_session.nominate_until is None:
        return None
    return max(council_session.nominate_until, council_session.confirm_until or council_session.nominate_until)


def can_be_answered_by_body(invitation: Invitation, now: datetime) -> bool:
    """The body may nominate, and undo that it declined. Declining itself is never too late (`takes_answers`)."""
    return takes_nominations(invitation.council_session, now)


def names_people(invitation: Invitation, beyond_seats: Sequence[Registration]) -> bool:
    """Somebody of the body takes part, or waits for that: then it has not declined."""
    return bool(taken_seats(invitation)) or any(is_standing(one) for one in beyond_seats)


def can_be_declined_by_office(invitation: Invitation, beyond_seats: Sequence[Registration]) -> bool:
    """The body was invited, so that it can have declined on paper or by telephone; also after the deadline.

    Not while it names people; `beyond_seats` are those whom it named beyond its seats.
    """
    was_asked = invitation.state in (InvitationState.INVITED, InvitationState.ANSWERED)
    return was_asked and takes_answers(invitation.council_session) and not names_people(invitation, beyond_seats)


def can_be_withdrawn(invitation: Invitation) -> bool:
    """The office may take the invitation back, also one that the body declined, until the session was held.

    A body that no mailing has chosen yet is taken off the list instead (`can_be_removed`).
    """
    return invitation.state is not InvitationState.WITHDRAWN and takes_answers(invitation.council_session)


def can_be_changed_by_body(invitation: Invitation, now: datetime) -> bool:
    """The body may replace and withdraw its people, also after nominating is over."""
    return can_be_answered(invitation.council_session, last_moment(invitation), now)


def can_be_corrected_by_body(invitation: Invitation, registration: Registration, now: datetime) -> bool:
    """The body sees and corrects details of its nominee: as long as it nominates and the person has not confirmed."""
    return can_be_answered_by_body(invitation, now) and can_be_corrected(registration)


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


def fits_in_letter(sizes: Sequence[int]) -> bool:
    """Files of these sizes (bytes) go along with a letter; bigger ones are linked."""
    return sum(sizes) <= MOST_ATTACHED
