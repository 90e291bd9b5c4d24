"""Inviting, changing and deactivating staff; signing in and out; passwords."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from eventreg.accounts.events import (
    PasswordLinkMade,
    PasswordSet,
    RolesChanged,
    SessionRevoked,
    SignedIn,
    StaffDeactivated,
    StaffInvited,
    StaffReactivated,
)
from eventreg.accounts.mails import password_link, staff_invitation
from eventreg.accounts.models import FailedSignIn, RoleGrant, StaffSession, StaffUser
from eventreg.accounts.passwords import address_hash
from eventreg.accounts.queries import active_admins, failures, living_sign_ins, staff_by_email
from eventreg.accounts.rules import (
    COMMAND_LINK,
    FAILURE_WINDOW,
    FORGOTTEN_LINK,
    INVITATION_LINK,
    blocked_until,
    can_set_password,
    can_sign_in,
)
from eventreg.core.actors import VISITOR, Actor, Role
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.councils.models import Council
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.journal.actions import announce


@dataclass(frozen=True)
class Roles:
    """What a member of staff may do: administrator or not, and roles by the public id of the council."""

    is_admin: bool = False
    by_council: Mapping[str, frozenset[Role]] = field(default_factory=dict)

    @property
    def pairs(self) -> tuple[str, ...]:
        """Sorted pairs "<council's public id>:<role>", as the journal keeps them."""
        return tuple(sorted(f"{council}:{role}" for council, roles in self.by_council.items() for role in roles))


def invite_staff(email: str, name: str, language: str, roles: Roles, by: Actor, now: datetime) -> StaffUser:
    """A new member of staff without a password, and a letter with a link to set one that counts for 7 days.

    Raises `Refusal("staff_email_taken")`.
    """
    if staff_by_email(email):
        raise Refusal("staff_email_taken")
    user = _add_user(email, name, language, roles, by, now)
    _renew_link(user, INVITATION_LINK, by, now)
    staff_invitation(user, now)
    return user


def name_admin(email: str, by: Actor, now: datetime) -> StaffUser:
    """An active administrator with this address, whose link counts for 30 minutes; no letter, the link is printed.

    Somebody already known keeps name, password and sign-ins; a link made earlier is dead.
    """
    user = staff_by_email(email)
    if user is None:
        user = _add_user(email, email.partition("@")[0], DEFAULT_LANGUAGE, Roles(is_admin=True), by, now)
    user = locked(user)
    if not user.is_admin:
        user.is_admin = True
        announce(RolesChanged(about=user.public_id, is_admin=True, roles=roles_of(user).pairs), by, now)
    if not user.is_active:
        reactivate_staff(user, by, now)
    _renew_link(user, COMMAND_LINK, by, now)
    return user


def send_new_link(user: StaffUser, by: Actor, now: datetime) -> None:
    """The invitation again, with a new link; the former one is dead. Raises `Refusal("staff_inactive")`."""
    user = locked(user)
    if not user.is_active:
        raise Refusal("staff_inactive")
    _renew_link(user, INVITATION_LINK, by, now)
    staff_invitation(user, now)


def send_forgotten_link(email: str, now: datetime) -> None:
    """A letter with a link that counts for 2 hours to an active member of staff with this address, if there is one."""
    user = staff_by_email(email)
    if user is None or not user.is_active:
        return
    user = locked(user)
    _renew_link(user, FORGOTTEN_LINK, VISITOR, now)
    password_link(user, now)


def roles_of(user: StaffUser) -> Roles:
    """The roles that a member of staff holds now."""
    found: dict[str, frozenset[Role]] = {}
    for grant in user.role_grants:
        found[grant.council.public_id] = found.get(grant.council.public_id, frozenset()) | {grant.role}
    return Roles(user.is_admin, found)


def change_roles(user: StaffUser, roles: Roles, by: Actor, now: datetime) -> None:
    """From the next request on the member of staff holds these roles. Raises `Refusal("last_admin")`."""
    user = locked(user)
    if roles_of(user) == roles:
        return
    if user.is_admin and not roles.is_admin:
        _keep_an_admin(user)
    user.is_admin = roles.is_admin
    _grant(user, roles)
    announce(RolesChanged(about=user.public_id, is_admin=roles.is_admin, roles=roles.pairs), by, now)


def deactivate_staff(user: StaffUser, by: Actor, now: datetime) -> None:
    """Signed out everywhere, the link is dead, signing in is impossible. Raises `Refusal("last_admin")`."""
    user = locked(user)
    if not user.is_active:
        return
    if user.is_admin:
        _keep_an_admin(user)
    user.is_active = False
    user.revoke_link()
    _end_sign_ins(user, now)
    announce(StaffDeactivated(about=user.public_id), by, now)


def reactivate_staff(user: StaffUser, by: Actor, now: datetime) -> None:
    """May sign in again with the password from before."""
    user = locked(user)
    if not user.is_active:
        user.is_active = True
        announce(StaffReactivated(about=user.public_id), by, now)


def count_try(email: str, now: datetime) -> None:
    """The try counts as failed until `start_session` forgets it, so that tries at the same time count as well.

    Raises `Refusal("too_many_tries", minutes=…)` after 10 failures within 15 minutes, for any address alike.
    """
    counted_under = address_hash(email)
    until = blocked_until(failures(counted_under), now)
    if until is not None:
        raise Refusal("too_many_tries", minutes=-(-(until - now) // timedelta(minutes=1)))
    session().execute(delete(FailedSignIn).where(FailedSignIn.at <= now - FAILURE_WINDOW))
    session().add(FailedSignIn(email_hash=counted_under, at=now))


def start_session(user: StaffUser, device: str, now: datetime) -> StaffSession:
    """A new sign-in; the failed tries are forgotten. Raises `Refusal("wrong_sign_in")` for the deactivated."""
    user = locked(user)
    if not can_sign_in(user):
        raise Refusal("wrong_sign_in")
    session().execute(delete(FailedSignIn).where(FailedSignIn.email_hash == address_hash(user.email)))
    staff_session = StaffSession(staff_user=user, started_at=now, device=device)
    session().add(staff_session)
    session().flush()
    event = SignedIn(about=user.public_id, staff_session=staff_session.public_id)
    announce(event, Actor("staff", user.public_id), now)
    return staff_session


def set_password(user: StaffUser, password_hash: str, device: str, now: datetime) -> StaffSession:
    """The password is set by the personal link, which is dead from now on; one new sign-in, all others have ended.

    Raises `Refusal("link_expired")`.
    """
    user = locked(user)
    if not can_set_password(user, now):
        raise Refusal("link_expired")
    user.revoke_link()
    user.link_expires_at = None
    change_password(user, password_hash, "", Actor("staff", user.public_id), now)
    return start_session(user, device, now)


def change_password(user: StaffUser, password_hash: str, kept_session: str, by: Actor, now: datetime) -> None:
    """The password is changed; every sign-in but `kept_session` (a public id) has ended."""
    user = locked(user)
    user.password_hash = password_hash
    _end_sign_ins(user, now, kept_session)
    announce(PasswordSet(about=user.public_id), by, now)


def revoke_session(staff_session: StaffSession, by: Actor, now: datetime) -> None:
    """The sign-in has ended; its browser is signed out at its next request."""
    staff_session = locked(staff_session)
    if staff_session.revoked_at is None:
        staff_session.revoked_at = now
        user = staff_session.staff_user
        announce(SessionRevoked(about=user.public_id, staff_session=staff_session.public_id), by, now)


def change_account(user: StaffUser, name: str, language: str) -> None:
    """One's own name, and the language of one's letters."""
    user = locked(user)
    user.name, user.language = name, language


def _add_user(email: str, name: str, language: str, roles: Roles, by: Actor, now: datetime) -> StaffUser:
    user = StaffUser(email=email.strip().lower(), name=name, language=language, is_admin=roles.is_admin)
    user.renew_link()
    _grant(user, roles)
    session().add(user)
    session().flush()
    announce(StaffInvited(about=user.public_id, is_admin=roles.is_admin, roles=roles.pairs), by, now)
    return user


def _renew_link(user: StaffUser, counts_for: timedelta, by: Actor, now: datetime) -> None:
    user.renew_link()
    user.link_expires_at = now + counts_for
    announce(PasswordLinkMade(about=user.public_id), by, now)


def _grant(user: StaffUser, roles: Roles) -> None:
    found = session().scalars(select(Council).where(Council.public_id.in_(list(roles.by_council))))
    councils = {council.public_id: council for council in found}
    held = {(grant.council.public_id, grant.role): grant for grant in user.role_grants}
    wanted = [(council, role) for council, granted in roles.by_council.items() for role in sorted(granted)]
    user.role_grants = [held.get(pair) or RoleGrant(council=councils[pair[0]], role=pair[1]) for pair in wanted]


def _keep_an_admin(user: StaffUser) -> None:
    if all(admin.id == user.id for admin in active_admins()):
        raise Refusal("last_admin")


def _end_sign_ins(user: StaffUser, now: datetime, kept: str = "") -> None:
    for staff_session in living_sign_ins(user.public_id, now):
        if staff_session.public_id != kept:
            staff_session.revoked_at = now
