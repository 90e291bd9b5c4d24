"""Asking people anew to confirm: letters that ask and still wait say what is so when they leave."""

from datetime import datetime

from sqlalchemy import select

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.mail.bulk import take_out
from eventreg.mail.models import Letter
from eventreg.mail.rules import UNSENT
from eventreg.registrations import mails
from eventreg.registrations.actions.waiting import lapses_at
from eventreg.registrations.letter_kinds import ASKING_TO_CONFIRM
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.queries import WHOLE
from eventreg.sessions.events import SessionChanged, SessionMoved
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id
from eventreg.sessions.rules import TIME_AND_PLACE, can_be_answered

STATED = frozenset(("title", *TIME_AND_PLACE, "confirm_until"))


def ask_anew(event: SessionChanged | SessionMoved, by: Actor, now: datetime) -> None:
    """Reaction: whoever is asked to confirm by a letter that was not sent yet is asked by one that says what is so now.

    An offered place is then held as long as if it were offered now. Of a move to which people are invited it is done
    once the move has its number, so that they hear no news of it.
    """
    council_session = session_by_public_id(event.council_session)
    if council_session is None or (isinstance(event, SessionChanged) and not _is_due(event, council_session, now)):
        return
    of_session = Letter.council_session == council_session.public_id, Letter.kind.in_(ASKING_TO_CONFIRM)
    asked = select(Letter.about_id).where(*of_session, Letter.state.in_(UNSENT))
    query = select(Registration).filter_by(state=RegistrationState.NOMINATED).options(*WHOLE).order_by(Registration.id)
    query = query.where(Registration.public_id.in_(asked)).with_for_update(of=Registration, skip_locked=True)
    for registration in session().scalars(query.execution_options(populate_existing=True)):
        letters = select(Letter.id).where(*of_session, Letter.about_id == registration.public_id)
        if take_out(letters):
            _ask(registration, now)


def _is_due(event: SessionChanged, council_session: CouncilSession, now: datetime) -> bool:
    is_move = can_be_answered(council_session, None, now) and not set(TIME_AND_PLACE).isdisjoint(event.fields)
    return not is_move and not STATED.isdisjoint(event.fields)


def _ask(registration: Registration, now: datetime) -> None:
    if registration.offered_until is None:
        mails.registration_nominated(registration, now)
        return
    registration.offered_until = lapses_at(registration.council_session, now)
    mails.registration_offered(registration, now)
