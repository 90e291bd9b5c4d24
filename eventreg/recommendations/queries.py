"""Reading recommendations, clauses and revisions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventreg.accounts.models import StaffUser
from eventreg.bodies.models import Body
from eventreg.core.db import session
from eventreg.recommendations.models import Clause, ClauseAddressee, ClauseRevision, Recommendations
from eventreg.sessions.models import CouncilSession

ADDRESSED = selectinload(Clause.addressees).joinedload(ClauseAddressee.body)


def recommendations_of(council_session: CouncilSession) -> Recommendations | None:
    """The recommendations with clauses, addressees and quorum; None until somebody writes the first word."""
    whole = selectinload(Recommendations.clauses).selectinload(Clause.addressees).joinedload(ClauseAddressee.body)
    query = select(Recommendations).filter_by(council_session_id=council_session.id)
    return session().scalar(query.options(whole, joinedload(Recommendations.quorum_snapshot)))


def clause_of(council_session: CouncilSession, public_id: str) -> Clause | None:
    """The clause, if it belongs to that session."""
    query = select(Clause).join(Recommendations).where(Recommendations.council_session_id == council_session.id)
    return session().scalar(query.where(Clause.public_id == public_id).options(ADDRESSED))


def clause_by_public_id(public_id: str) -> Clause | None:
    """The clause of whatever session, with its council."""
    home = joinedload(Clause.recommendations).joinedload(Recommendations.council_session)
    query = select(Clause).filter_by(public_id=public_id).options(home.joinedload(CouncilSession.council))
    return session().scalar(query)


def revisions_of(clause: Clause) -> Sequence[ClauseRevision]:
    """Every revision, the latest first."""
    query = select(ClauseRevision).filter_by(clause_id=clause.id).order_by(ClauseRevision.number.desc())
    return session().scalars(query).all()


def all_bodies() -> Sequence[Body]:
    """The whole registry, in protocol order."""
    return session().scalars(select(Body).order_by(Body.protocol_rank, Body.id)).all()


def bodies_by_public_id(public_ids: Sequence[str]) -> dict[str, Body]:
    """Those of these bodies that exist."""
    found = session().scalars(select(Body).where(Body.public_id.in_(public_ids)))
    return {body.public_id: body for body in found}


def names_of_editors(revisions: Sequence[ClauseRevision]) -> dict[str, str]:
    """The names of the staff who made these revisions, by public id."""
    public_ids = {revision.actor_id for revision in revisions if revision.actor_kind == "staff"}
    staff = session().scalars(select(StaffUser).where(StaffUser.public_id.in_(public_ids)))
    return {user.public_id: user.name for user in staff}
