"""Places in the hall: counted from rows each time, never kept as a number.

Whoever gives or takes a place locks the hall first, before any invitation or registration, so that two never wait for
each other. The database refuses one too many by itself as well (migration 1030).
"""

from sqlalchemy import func, select

from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.registrations.models import Registration
from eventreg.registrations.rules import HOLDING
from eventreg.sessions.models import CouncilSession


def lock_hall(council_session: CouncilSession) -> None:
    """Until the end of the transaction nobody else gives or takes a place of this session.

    The lock leaves those alone who merely refer to the session (people coming in at the door).
    """
    query = select(CouncilSession).where(CouncilSession.id == council_session.id).with_for_update(key_share=True)
    session().scalars(query.execution_options(populate_existing=True)).one()


def places_held(council_session: CouncilSession) -> int:
    """How many people hold a place: nominated, confirmed, or waiting for approval."""
    query = select(func.count(Registration.id)).where(Registration.council_session_id == council_session.id)
    return session().scalar(query.where(Registration.state.in_(HOLDING))) or 0


def places_left(council_session: CouncilSession) -> int | None:
    """How many places nobody holds; None where the hall has no limit. Never below 0."""
    if council_session.capacity is None:
        return None
    return max(0, council_session.capacity - places_held(council_session))


def has_place(council_session: CouncilSession) -> bool:
    return places_left(council_session) != 0


def claim_place(council_session: CouncilSession) -> None:
    """One place is there for the caller, who fills it in this transaction. Raises `Refusal("session_full")`."""
    lock_hall(council_session)
    if not has_place(council_session):
        raise Refusal("session_full", capacity=council_session.capacity)
