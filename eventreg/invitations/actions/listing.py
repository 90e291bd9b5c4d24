"""Putting bodies on a session's list, their seats and addresses."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from eventreg.bodies.models import Body, BodyKind
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.councils.queries import letterhead_of
from eventreg.i18n.languages import BILINGUAL, parts_of
from eventreg.invitations.actions.making_anew import is_still_to_be_queued, make_again, make_anew
from eventreg.invitations.actions.numbers import take_back_number
from eventreg.invitations.actions.portions import hold_portions
from eventreg.invitations.actions.reminders import take_back, take_back_reminders
from eventreg.invitations.actions.retelling import take_back_what_it_was_told, tell_anew, tell_withdrawal_anew
from eventreg.invitations.calling import was_called
from eventreg.invitations.checks import languages_without_text
from eventreg.invitations.events import (
    InvitationAdded,
    InvitationAddressCorrected,
    InvitationRemoved,
    SeatsChanged,
)
from eventreg.invitations.link_uses import renew_link_of
from eventreg.invitations.models import Campaign, CampaignRecipient, Invitation, InvitationState, Seat
from eventreg.invitations.queries import invitation_of, letters_to_cancel
from eventreg.invitations.recipients import stands_in_mailing, words_of
from eventreg.invitations.rules import (
    MOST_SEATS,
    can_be_removed,
    free_seats,
    number_of_seats,
    seats_of,
    taken_seats,
)
from eventreg.journal.actions import announce
from eventreg.mail.models import Letter
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.places import lock_hall
from eventreg.sessions.models import CouncilSession

BILINGUAL_KINDS = (BodyKind.MINISTRY, BodyKind.AKIMAT)
Seats = Mapping[ParticipantRole, int]


def add_invitation(council_session: CouncilSession, body: Body, seats: Seats, by: Actor, now: datetime) -> Invitation:
    """The body stands on the session's list with these seats; one that is there already stays as it is.

    Nothing is sent. Address and language are the body's own at this moment; ministries and akimats are written to in
    Kazakh and Russian where the council wants it so. Raises `Refusal("too_many_seats")`.
    """
    present = invitation_of(council_session, body)
    if present:
        return present
    invitation = Invitation(
        public_id=new_public_id(),
        council_session=council_session,
        body=body,
        state=InvitationState.DRAFT,
        email=body.email,
        language=body.language,
        seats=[],
    )
    if _is_written_to_in_two(council_session, body):
        invitation.language, invitation.is_bilingual = parts_of(BILINGUAL)[0], True
    invitation.renew_link()
    session().add(invitation)
    _set_seats(invitation, seats)
    session().flush()
    number = number_of_seats(seats)
    announce(InvitationAdded(**_about(invitation), body=body.public_id, seats=number), by, now)
    return invitation


def add_invitations(
    council_session: CouncilSession, bodies: Sequence[Body], seats: Seats, by: Actor, now: datetime
) -> int:
    """All these bodies stand on the list; returns how many are new there."""
    locked(council_session.council)  # two people adding the same bodies at once: the second finds them there
    new = [body for body in bodies if invitation_of(council_session, body) is None]
    for body in new:
        add_invitation(council_session, body, seats, by, now)
    return len(new)


def remove_invitation(invitation: Invitation, by: Actor, now: datetime) -> None:
    """The body is off the list. Raises `Refusal("invitation_was_sent")`."""
    locked(invitation.council_session.council)  # before the invitation, as by whoever enters a number or sends to it
    invitation = locked(invitation)
    if not can_be_removed(invitation) or stands_in_mailing(invitation) or was_called(invitation):
        raise Refusal("invitation_was_sent")
    take_back_number(invitation)
    announce(InvitationRemoved(**_about(invitation), body=invitation.body.public_id), by, now)
    session().delete(invitation)


def change_seats(invitation: Invitation, seats: Seats, by: Actor, now: datetime) -> None:
    """The body has that many seats of each role named.

    Raises `Refusal("seats_below_taken")` and `Refusal("too_many_seats")`.
    """
    lock_hall(invitation.council_session)
    hold_portions(invitation.council_session.public_id)
    invitation = locked(invitation)
    before = len(invitation.seats)
    for role, number in seats.items():
        taken = len(taken_seats(invitation, role))
        if number < taken:
            raise Refusal("seats_below_taken", taken=taken)
    _set_seats(invitation, seats)
    session().flush()
    if len(invitation.seats) != before:
        announce(SeatsChanged(**_about(invitation), seats=len(invitation.seats)), by, now)


def _is_written_to_in_two(council_session: CouncilSession, body: Body) -> bool:
    is_asked = body.kind in BILINGUAL_KINDS and body.language in parts_of(BILINGUAL)
    return is_asked and letterhead_of(council_session.council).bilingual_letters


def correct_address(invitation: Invitation, email: str, language: str, by: Actor, now: datetime) -> bool:
    """Letters to the body go to this address in this language, or in "kk-ru"; a link that went elsewhere is dead.

    A letter to the body that still waits to go to the old address does not go there any more; whoever else it reminds
    is reminded anew. Letters of mailings that wait are made anew; returns whether the invitation is. So are the latest
    news of the session and letters beside the invitation, also where they were refused or came back; to a body whose
    invitation was withdrawn only the letter that says so.
    """
    hold_portions(invitation.council_session.public_id)
    invitation = locked(invitation)
    if (invitation.email, invitation.letter_language) == (email, language):
        return False
    is_unknown = invitation.state is InvitationState.DRAFT and not stands_in_mailing(invitation)
    (_write_address if is_unknown else _write_elsewhere)(invitation, email, language, now)
    announce(InvitationAddressCorrected(**_about(invitation)), by, now)
    return not is_unknown and is_still_to_be_queued(invitation)


def _write_address(invitation: Invitation, email: str, language: str, now: datetime) -> None:
    invitation.email, invitation.language = email, parts_of(language)[0]
    invitation.is_bilingual = language == BILINGUAL
    session().flush()


def _write_elsewhere(invitation: Invitation, email: str, language: str, now: datetime) -> None:
    """What waits, or came to nothing at the former address, goes to this one."""
    if invitation.state is InvitationState.WITHDRAWN:
        former = invitation.email
        _write_address(invitation, email, language, now)
        tell_withdrawal_anew(invitation, former, now)
        return
    is_elsewhere, to_former = invitation.email != email, session().scalars(letters_to_cancel(invitation)).all()
    rejected = take_back_what_it_was_told(invitation)
    _write_address(invitation, email, language, now)
    in_its_words = _in_words_of_its_own(invitation)
    make_anew(*in_its_words, now=now, also_going=is_elsewhere)
    if is_elsewhere:
        make_again(*in_its_words, now=now)
    if not is_elsewhere:
        take_back_reminders(Invitation.id == invitation.id)
    elif invitation.state is not InvitationState.DRAFT:
        take_back(select(Letter.id).where(Letter.id.in_(to_former)))
        renew_link_of(invitation)
    tell_anew(invitation, rejected, now)


def _in_words_of_its_own(invitation: Invitation) -> tuple[ColumnElement[bool], ...]:
    """The letters to it of those mailings that say something in its language; none without an address."""
    its_own = CampaignRecipient.invitation_id == invitation.id
    found = session().scalars(select(Campaign).join(CampaignRecipient).where(its_own)).all() if invitation.email else ()
    language = invitation.letter_language
    speaking = [campaign.id for campaign in found if not languages_without_text(words_of(campaign), [language])]
    return its_own, CampaignRecipient.campaign_id.in_(speaking)


def _set_seats(invitation: Invitation, seats: Seats) -> None:
    """Adds seats after the last, or takes free ones away from the end; taken seats keep their places."""
    for role, number in seats.items():
        if number > MOST_SEATS:
            raise Refusal("too_many_seats", most=MOST_SEATS)
        present = seats_of(invitation, role)
        last = max((seat.position for seat in present), default=0)
        for place in range(number - len(present)):
            invitation.seats.append(Seat(role=role, position=last + place + 1))
        superfluous = len(present) - number
        if superfluous > 0:
            for seat in free_seats(invitation, role)[-superfluous:]:
                invitation.seats.remove(seat)


def _about(invitation: Invitation) -> dict[str, str]:
    return {"about": invitation.public_id, "council_session": invitation.council_session.public_id}
