"""Telling a body at its right address what was on its way to a wrong one, or came back from there."""

from datetime import datetime

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.invitations import mails
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.jobs.queue import enqueue
from eventreg.mail.bulk import take_out
from eventreg.mail.models import Letter, LetterState
from eventreg.registrations.models import RegistrationState
from eventreg.registrations.queries import registration_by_public_id
from eventreg.sessions.telling import NEWS, TELL_NEWS, take_back_news

IN_VAIN = (LetterState.REFUSED, LetterState.MISSED)


def take_back_what_it_was_told(invitation: Invitation) -> list[str]:
    """The body is to be told the latest news anew, unless that arrived.

    Returns the public ids of its people of whom it was to hear that they were not approved, for `tell_anew`.
    """
    if take_back_news("invitation", [invitation.public_id]) or _came_to_nothing(invitation):
        invitation.told_revision = invitation.told_before
    about = Letter.about_kind == "invitation", Letter.about_id == invitation.public_id
    taken = take_out(select(Letter.id).where(*about, Letter.kind == mails.REJECTED), also_going=True)
    keys = session().scalars(select(Letter.key).where(Letter.id.in_(taken)).order_by(Letter.id))
    return [key.split(":")[1] for key in keys]


def tell_anew(invitation: Invitation, rejected: list[str], now: datetime) -> None:
    """Letters with the news and about these people go to the address that stands there now."""
    is_invited = invitation.state is not InvitationState.DRAFT
    if is_invited and invitation.told_revision < invitation.council_session.revision:
        enqueue(TELL_NEWS, key=f"{invitation.public_id}:{now.isoformat()}")
    for public_id in rejected:
        registration = registration_by_public_id(public_id)
        if registration is not None and registration.state is RegistrationState.REJECTED:
            mails.nominee_rejected(invitation, registration, now)


def _came_to_nothing(invitation: Invitation) -> bool:
    """The latest news to the body was refused, came back or was too late."""
    about = Letter.about_kind == "invitation", Letter.about_id == invitation.public_id
    latest = select(Letter).where(*about, Letter.kind.in_(NEWS)).order_by(Letter.id.desc()).limit(1)
    letter = session().scalar(latest)
    return letter is not None and (letter.state in IN_VAIN or letter.bounced_at is not None)
