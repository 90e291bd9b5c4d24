"""Reading council sessions."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.councils.models import Council
from eventreg.sessions.models import CouncilSession, Stage

HIDDEN = (Stage.DRAFT,)


def session_by_address(council_slug: str, code: str) -> CouncilSession | None:
    """The session addressed as `<council>/<session>`, with its council."""
    query = select(CouncilSession).join(Council).where(Council.slug == council_slug, CouncilSession.code == code)
    return session().scalar(query.options(joinedload(CouncilSession.council)))


def public_sessions() -> Select[CouncilSession]:
    """Every session that the public may see, latest first."""
    found = select(CouncilSession).where(CouncilSession.stage.not_in(HIDDEN))
    return found.options(joinedload(CouncilSession.council)).order_by(CouncilSession.starts_at.desc())


def sessions_of_councils(council_public_ids: list[str]) -> Select[CouncilSession]:
    """The sessions of these councils, latest first."""
    found = select(CouncilSession).join(Council).where(Council.public_id.in_(council_public_ids))
    return found.options(joinedload(CouncilSession.council)).order_by(CouncilSession.starts_at.desc())
