"""Who may manage staff, and how long links and sign-ins last."""

from datetime import datetime, timedelta

from eventreg.accounts.models import StaffSession, StaffUser
from eventreg.core.actors import Actor

IDLE_LIMIT = timedelta(hours=8)
ABSOLUTE_LIMIT = timedelta(days=14)


def may_manage_staff(actor: Actor) -> bool:
    """Inviting staff, giving roles, deactivating."""
    return actor.is_staff and actor.is_admin


def may_see_own_account(actor: Actor) -> bool:
    """One's own language, password and sign-ins."""
    return actor.is_staff


def can_sign_in(user: StaffUser) -> bool:
    """An active member of staff who has set a password."""
    return user.is_active and user.password_hash is not None


def is_alive(staff_session: StaffSession, seen_at: datetime, now: datetime) -> bool:
    """A sign-in counts until it is revoked, idle for 8 hours, or 14 days old."""
    is_fresh = now - seen_at <= IDLE_LIMIT and now - staff_session.started_at <= ABSOLUTE_LIMIT
    return staff_session.revoked_at is None and is_fresh
