"""Telling those who take part that a session was called off, announced again or moved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select

from eventreg.core.db import session
from eventreg.registrations import mails
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.queries import WHOLE
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.news import PORTION, Recipients, news_since, take_back_news

WRITTEN_TO = (RegistrationState.NOMINATED, RegistrationState.CONFIRMED, RegistrationState.WAITING)


def tell_some_people(council_session: CouncilSession, now: datetime) -> int:
    """The next of those who count on the session have a letter; a calendar entry rises in SEQUENCE. Returns how many.

    Whoever is confirming at this moment is passed over and told afterwards, by what that letter said.
    """
    untold = _counting_on(council_session).where(Registration.told_revision < council_session.revision)
    portion = untold.limit(PORTION).with_for_update(of=Registration, skip_locked=True)
    chosen = session().scalars(portion.execution_options(populate_existing=True)).all()
    overtaken = take_back_news("registration", [registration.public_id for registration in chosen])
    for registration in chosen:
        is_overtaken = registration.public_id in overtaken
        _tell(registration, registration.told_before if is_overtaken else registration.told_revision, now)
    session().flush()
    return len(chosen)


def people_counting_on(council_session: CouncilSession) -> Sequence[Registration]:
    """Whoever was written to and has not left; on whom the office decides first, those who had confirmed before."""
    return session().scalars(_counting_on(council_session)).all()


def count_people(council_session: CouncilSession) -> Recipients:
    """How many people would be told now, and how many have no e-mail address."""
    people = people_counting_on(council_session)
    told = sum(1 for one in people if one.person.email)
    untold = sum(1 for one in people if one.told_revision < council_session.revision)
    return Recipients(people=told, without_address=len(people) - told, untold=untold)


def has_untold_people() -> ColumnElement[bool]:
    """For a query of sessions: somebody is still to be told."""
    of_session = and_(Registration.council_session_id == CouncilSession.id, counts_on_session())
    return select(Registration.id).where(of_session, Registration.told_revision < CouncilSession.revision).exists()


def counts_on_session() -> ColumnElement[bool]:
    had_confirmed = and_(Registration.state == RegistrationState.PENDING, Registration.confirmed_at.is_not(None))
    return or_(Registration.state.in_(WRITTEN_TO), had_confirmed)


def _counting_on(council_session: CouncilSession) -> Select[Registration]:
    query = select(Registration).where(Registration.council_session_id == council_session.id, counts_on_session())
    return query.options(*WHOLE).order_by(Registration.id)


def _tell(registration: Registration, known: int, now: datetime) -> None:
    """Once for each `told_revision`; the next SEQUENCE makes the letter's key its own if the person is told again.

    `known` is the revision of which the person knows already.
    """
    council_session = registration.council_session
    news = news_since(council_session, known)
    registration.calendar_sequence += 1
    if news is not None:
        mails.session_news(registration, news, now)
    registration.told_before, registration.told_revision = known, council_session.revision
