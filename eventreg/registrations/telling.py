"""Telling those who take part that a session was called off, announced again or moved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.registrations import mails
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.queries import WHOLE
from eventreg.sessions.events import SessionMoved, StageChanged
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_public_id
from eventreg.sessions.telling import Recipients, news_of

WRITTEN_TO = (RegistrationState.NOMINATED, RegistrationState.CONFIRMED, RegistrationState.WAITING)


def tell_people(event: StageChanged | SessionMoved, by: Actor, now: datetime) -> None:
    """Reaction: everybody who counts on the session has a letter; a calendar entry rises in SEQUENCE."""
    news, council_session = news_of(event), session_by_public_id(event.council_session)
    if news is None or council_session is None:
        return
    for registration in people_counting_on(council_session):
        if registration.confirmed_at is not None and news.method is not None:
            registration.calendar_sequence += 1
        mails.session_news(registration, news, now)
    session().flush()


def people_counting_on(council_session: CouncilSession) -> Sequence[Registration]:
    """Whoever was written to and has not left; on whom the office decides first, those who had confirmed before."""
    had_confirmed = and_(Registration.state == RegistrationState.PENDING, Registration.confirmed_at.is_not(None))
    query = select(Registration).where(or_(Registration.state.in_(WRITTEN_TO), had_confirmed))
    query = query.where(Registration.council_session_id == council_session.id)
    return session().scalars(query.options(*WHOLE).order_by(Registration.id)).all()


def count_people(council_session: CouncilSession) -> Recipients:
    """How many people would be told now, and how many have no e-mail address."""
    addresses = [registration.person.email for registration in people_counting_on(council_session)]
    told = sum(1 for address in addresses if address)
    return Recipients(people=told, without_address=len(addresses) - told)
