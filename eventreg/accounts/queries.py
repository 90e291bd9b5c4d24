"""Finding staff, their roles and their sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from eventreg.accounts.models import FailedSignIn, RoleGrant, StaffSession, StaffUser
from eventreg.accounts.rules import ABSOLUTE_LIMIT
from eventreg.core.actors import Role
from eventreg.core.db import session
from eventreg.councils.models import Council
from eventreg.i18n.sorting import sort_key

# Asked with every page of the office: built once, since building a query takes as long as asking it.
_SIGN_IN = (
    select(StaffSession, Council.public_id, RoleGrant.role)
    .join(StaffSession.staff_user)
    .outerjoin(StaffUser.role_grants)
    .outerjoin(RoleGrant.council)
    .where(StaffSession.public_id == bindparam("public_id"))
    .options(contains_eager(StaffSession.staff_user))
)


def staff_session_by_public_id(public_id: str) -> StaffSession | None:
    """The sign-in with its member of staff, in one query."""
    query = select(StaffSession).filter_by(public_id=public_id).options(joinedload(StaffSession.staff_user))
    return session().scalar(query)


def names_of_staff(public_ids: set[str]) -> dict[str, str]:
    """The names of these members of staff by public id."""
    rows = session().execute(select(StaffUser.public_id, StaffUser.name).where(StaffUser.public_id.in_(public_ids)))
    return {public_id: name for public_id, name in rows}  # noqa: C416  (a Row is no pair for the type checker)


def sign_in_with_roles(public_id: str) -> tuple[StaffSession | None, dict[str, frozenset[Role]]]:
    """The sign-in with its member of staff, and the roles by the public id of the council, in one query."""
    staff_session, roles = None, dict[str, frozenset[Role]]()
    for found, council, role in session().execute(_SIGN_IN, {"public_id": public_id}):
        staff_session = found
        if council:
            roles[council] = roles.get(council, frozenset()) | {role}
    return staff_session, roles


def staff_by_email(email: str) -> StaffUser | None:
    """The member of staff with this address, however it is capitalised."""
    return session().scalar(select(StaffUser).filter_by(email=email.strip().lower()))


def staff_by_public_id(public_id: str) -> StaffUser | None:
    """The member of staff with roles and their councils."""
    return session().scalar(select(StaffUser).filter_by(public_id=public_id).options(_with_roles()))


def all_staff(language: str) -> list[StaffUser]:
    """Everybody, the active first, by name; roles and councils are loaded, so that a list costs three queries."""
    users = session().scalars(select(StaffUser).options(_with_roles())).unique()
    return sorted(users, key=lambda user: (not user.is_active, sort_key(user.name, language), user.email))


def councils_by_name(language: str) -> list[Council]:
    """Every council, by its name in that language."""
    return sorted(session().scalars(select(Council)), key=lambda c: sort_key(c.name.in_language(language), language))


def living_sign_ins(staff_public_id: str, now: datetime) -> Sequence[StaffSession]:
    """The sign-ins of a member of staff that were not revoked and are not 14 days old, the latest first."""
    query = select(StaffSession).join(StaffSession.staff_user).where(StaffUser.public_id == staff_public_id)
    query = query.where(StaffSession.revoked_at.is_(None), StaffSession.started_at >= now - ABSOLUTE_LIMIT)
    return session().scalars(query.order_by(StaffSession.started_at.desc(), StaffSession.id.desc())).all()


def failures(email_hash: str) -> Sequence[datetime]:
    """The moments of the failed sign-ins that are still counted for an address."""
    return session().scalars(select(FailedSignIn.at).filter_by(email_hash=email_hash)).all()


def active_admins() -> Sequence[StaffUser]:
    """Everybody who may manage staff, locked until the end of the transaction."""
    query = select(StaffUser).filter_by(is_admin=True, is_active=True).order_by(StaffUser.id)
    return session().scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def _with_roles() -> ExecutableOption:
    return selectinload(StaffUser.role_grants).joinedload(RoleGrant.council)
