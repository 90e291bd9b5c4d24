"""Telling a body at its right address what was on its way to a wrong one, or came back from there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.invitations import mails
from eventreg.invitations.letter_kinds import WITHDRAWN
from eventreg.invitations.models import NOT_INVITED, Invitation
from eventreg.invitations.seats import extra_nominees
from eventreg.jobs.queue import enqueue
from eventreg.mail.bulk import take_out
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.news import NEWS, TELL_NEWS, take_back_news

IN_VAIN = (LetterState.REFUSED, LetterState.MISSED)


def take_back_what_it_was_told(invitation: Invitation) -> list[Registration]:
    """The body is to be told the latest news anew, unless that arrived.

    Returns those of its people of whom it was to hear that they were not approved, for `tell_anew`.
    """
    if take_back_news("invitation", [invitation.public_id]) or _came_to_nothing(invitation, NEWS):
        invitation.told_revision = invitation.told_before
    about = Letter.about_kind == "invitation", Letter.about_id == invitation.public_id
    letters = _letters_about_rejected(invitation)
    taken = take_out(select(Letter.id).where(*about, Letter.kind == mails.REJECTED), also_going=True)
    return [registration for letter_id, registration in letters.items() if letter_id in taken]


def tell_withdrawal_anew(invitation: Invitation, former: str, now: datetime) -> None:
    """The letter that takes the invitation back goes to the address that stands there now, in its language.

    Only where it waits still, or came to nothing at the `former` address.
    """
    about = Letter.about_kind == "invitation", Letter.about_id == invitation.public_id
    waiting = select(Letter.id).where(*about, Letter.kind == WITHDRAWN)
    is_elsewhere = former.lower() != invitation.email.lower()
    in_vain = is_elsewhere and _came_to_nothing(invitation, (WITHDRAWN,))
    if take_out(waiting, also_going=is_elsewhere) or in_vain:
        mails.invitation_withdrawn(invitation, now)


def tell_anew(invitation: Invitation, rejected: Sequence[Registration], now: datetime) -> None:
    """Letters with the news and about these people go to the address that stands there now."""
    is_invited = invitation.state not in NOT_INVITED
    if is_invited and invitation.told_revision < invitation.council_session.revision:
        enqueue(TELL_NEWS, key=f"{invitation.public_id}:{now.isoformat()}")
    for registration in rejected:
        mails.nominee_rejected(invitation, registration, now)


def _letters_about_rejected(invitation: Invitation) -> dict[int, Registration]:
    """Who of the body's people is not approved, by the id of the letter that says so to the body; the oldest first."""
    rejected = [one for one in extra_nominees(invitation) if one.state is RegistrationState.REJECTED]
    by_key = {mails.rejection_key(one): one for one in rejected}
    found = select(Letter.id, Letter.key).where(Letter.key.in_(by_key)).order_by(Letter.id)
    return {letter_id: by_key[key] for letter_id, key in session().execute(found)}


def _came_to_nothing(invitation: Invitation, kinds: Sequence[str]) -> bool:
    """The latest letter of these kinds to the body was refused, came back or was too late."""
    about = Letter.about_kind == "invitation", Letter.about_id == invitation.public_id
    latest = select(Letter).where(*about, Letter.kind.in_(kinds)).order_by(Letter.id.desc()).limit(1)
    letter = session().scalar(latest)
    return letter is not None and (letter.state in IN_VAIN or letter.bounced_at is not None)
