"""Finding staff, their roles and their sign-ins."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.accounts.models import RoleGrant, StaffSession, StaffUser
from eventreg.core.actors import Role
from eventreg.core.db import session
from eventreg.councils.models import Council


def staff_session_by_public_id(public_id: str) -> StaffSession | None:
    """The sign-in with its member of staff, in one query."""
    query = select(StaffSession).filter_by(public_id=public_id).options(joinedload(StaffSession.staff_user))
    return session().scalar(query)


def roles_by_council(user: StaffUser) -> dict[str, frozenset[Role]]:
    """The roles of a member of staff by the public id of the council, in one query."""
    query = select(Council.public_id, RoleGrant.role).join(RoleGrant.council).where(RoleGrant.staff_user_id == user.id)
    found: dict[str, frozenset[Role]] = {}
    for council, role in session().execute(query):
        found[council] = found.get(council, frozenset()) | {role}
    return found
