"""The session that an address of the office names."""

from flask import abort, g

from eventreg.core.guards import current_actor
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_address


def office_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session; 404 when it is missing, and for staff without a role in its council as if it were missing."""
    council_session, actor = session_by_address(council_slug, session_code), current_actor()
    if council_session is None or (actor.is_staff and not actor.has_any_role(council_session.council.public_id)):
        abort(404)
    g.office_session = council_session
    return council_session


def present_session() -> CouncilSession | None:
    """The session that the present request has found; None before that, and on pages outside of one."""
    found: CouncilSession | None = g.get("office_session")
    return found
