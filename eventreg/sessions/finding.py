"""The session that an address names, and whom to ask about it when something goes wrong."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import abort, g

from eventreg.core.guards import current_actor
from eventreg.mail.rules import may_read_letters
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import councils_of, session_by_address


@dataclass(frozen=True)
class Secretariat:
    """Whom to ask, as plain words: an error page cannot count on the database."""

    contact_email: str
    contact_phone: str


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


def with_open_letters(council_sessions: Collection[str]) -> set[str]:
    """Those of these sessions (public ids) whose letters the actor may read."""
    councils, actor = councils_of(council_sessions), current_actor()
    return {one for one, council in councils.items() if may_read_letters(actor, council)}


def ask_about(council_session: CouncilSession) -> None:
    """From now on an error page of this request names the council's secretariat.

    Only once the visitor may know of the session: a page about what they may not open names nobody.
    """
    council = council_session.council
    g.whom_to_ask = Secretariat(council.contact_email, council.contact_phone)
