"""The job that tells everybody what became of a session, in portions that a killed worker loses nothing of."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.invitations.news_to_bodies import has_untold_bodies, tell_some_bodies
from eventreg.jobs.job import present_worker
from eventreg.registrations.news_to_people import has_untold_people, tell_some_people
from eventreg.sessions.models import CouncilSession, Stage

TELLING = (Stage.ANNOUNCED, Stage.OPEN, Stage.POSTPONED, Stage.CANCELLED)


def tell_news() -> None:
    """Whoever counts on a session knows what became of it; each portion is a transaction, safe to run twice at once.

    Woken by the change, and by the clock: whoever confirmed while the session moved is told by the next run.
    """
    stopping = present_worker().stopping
    for council_session in sessions_with_news():
        for tell_some in (tell_some_people, tell_some_bodies):
            told = 1
            while told and not stopping.is_set():
                with transaction():
                    told = tell_some(council_session, clock.now())


def sessions_with_news() -> Sequence[CouncilSession]:
    """Sessions of which somebody is still to be told."""
    query = select(CouncilSession).where(CouncilSession.revision > 0, CouncilSession.stage.in_(TELLING))
    return session().scalars(query.where(or_(has_untold_people(), has_untold_bodies()))).all()
