"""Which letters to bodies no longer say how things stand."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.invitations.letter_kinds import BRINGING, LATER_LETTERS, REMINDER, SAYING_WHEN, WITHDRAWN
from eventreg.invitations.models import Invitation, InvitationState, Reminder
from eventreg.invitations.queries import BODY_MESSAGE
from eventreg.mail.models import Letter
from eventreg.mail.outdated import is_overtaken
from eventreg.sessions.rules import takes_place


def why_letter_to_body_is_outdated(letter: Letter) -> str:
    """`session_is_called_off`, `invitation_is_withdrawn`, `body_has_answered`, `letter_is_outdated`, or "" while the
    letter holds."""
    if letter.about_kind != "invitation":
        return ""
    invitations = _concerned(letter)
    expected = [one for one in invitations if one.state is not InvitationState.WITHDRAWN]
    taking_place = [one for one in invitations if takes_place(one.council_session)]
    if letter.kind in (*BRINGING, REMINDER) and invitations and not taking_place:
        return "session_is_called_off"
    if letter.kind not in (WITHDRAWN, BODY_MESSAGE) and invitations and not expected:
        return "invitation_is_withdrawn"
    if letter.kind == REMINDER and not any(one.state is InvitationState.INVITED for one in taking_place):
        return "body_has_answered"
    if letter.kind == WITHDRAWN and any(one.state is not InvitationState.WITHDRAWN for one in invitations):
        return "letter_is_outdated"
    is_told = all(one.told_revision >= one.council_session.revision for one in invitations)  # else news are on the way
    if (letter.kind in SAYING_WHEN and not is_told) or is_overtaken(letter, LATER_LETTERS):
        return "letter_is_outdated"
    return ""


def _concerned(letter: Letter) -> list[Invitation]:
    """The invitation that the letter is about; of a reminder each that it speaks of."""
    is_meant = Invitation.public_id == letter.about_id
    if letter.kind == REMINDER:
        is_meant |= Invitation.id.in_(select(Reminder.invitation_id).where(Reminder.letter == letter.public_id))
    query = select(Invitation).where(is_meant).options(joinedload(Invitation.council_session))
    return list(session().scalars(query.order_by(Invitation.id)))
