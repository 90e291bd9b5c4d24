"""The cookie of a signed-in member of staff: who it names, and how long it counts.

It holds the public id of the `StaffSession` (under Flask-Login's own name) and `seen_at`, the moment of the last
request in whole seconds: idle time lives here, since a GET never writes to the database.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, g
from flask import session as cookie
from flask_login import (  # type: ignore[import-untyped]  # has no types
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)

from eventreg.accounts.queries import sign_in_with_roles
from eventreg.accounts.rules import is_alive
from eventreg.core import clock
from eventreg.core.actors import VISITOR, Actor

SEEN_EVERY = 60  # seconds between two writes of `seen_at`
# Personal links that were opened, their lifetime, and the chosen language outlive signing in and out.
LASTING = ("grants", "_permanent", "language")


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A living sign-in, as Flask-Login knows it."""

    public_id: str
    actor: Actor

    def get_id(self) -> str:
        return self.public_id


def set_up_sign_in(app: Flask) -> None:
    """Flask-Login reads the cookie by `load_signed_in`; of its redirects and its remember cookie nothing is used."""
    manager = LoginManager()
    manager.session_protection = None  # phones change their address all day
    manager.user_loader(load_signed_in)
    manager.init_app(app)


def load_signed_in(public_id: str) -> SignedIn | None:
    """The sign-in of the cookie while it counts and its user is active; one query."""
    now = clock.now()
    staff_session, roles = sign_in_with_roles(public_id)
    if staff_session is None or not staff_session.staff_user.is_active:
        return None
    if not is_alive(staff_session, _seen_at(now), now):
        return None
    user = staff_session.staff_user
    actor = Actor("staff", user.public_id, user.name, is_admin=user.is_admin, roles=roles)
    return SignedIn(public_id, actor)


def recognise_staff() -> Actor | None:
    """The member of staff who sends the present request; their idle time begins anew."""
    if "_user_id" not in cookie:
        return None
    g.actor = VISITOR  # should the database be away, the page that says so still finds an actor
    found: object = current_user._get_current_object()
    if not isinstance(found, SignedIn):
        return None
    _note_seen(clock.now())
    return found.actor


def present_session() -> str:
    """The public id of the `StaffSession` of the present request; "" for visitors."""
    found: object = current_user._get_current_object()
    return found.public_id if isinstance(found, SignedIn) else ""


def begin(public_id: str, language: str, now: datetime) -> None:
    """From now on the cookie names this `StaffSession`; it is a new cookie but for what guests were granted."""
    _renew()
    cookie.setdefault("language", language)
    cookie["seen_at"] = int(now.timestamp())
    login_user(SignedIn(public_id, VISITOR))
    _forget_request()


def end() -> None:
    """The cookie names nobody any more."""
    logout_user()
    _renew()
    _forget_request()


def _renew() -> None:
    lasting = {name: cookie[name] for name in LASTING if name in cookie}
    cookie.clear()
    cookie.update(lasting)


def _forget_request() -> None:
    """The rest of this request sees the new cookie: its actor, its form token."""
    for name in ("actor", "csrf_token", "_login_user"):
        g.pop(name, None)


def _seen_at(now: datetime) -> datetime:
    seen = cookie.get("seen_at")
    return datetime.fromtimestamp(seen, UTC) if isinstance(seen, int) else now


def _note_seen(now: datetime) -> None:
    seen, present = cookie.get("seen_at"), int(now.timestamp())
    if not isinstance(seen, int) or present - seen >= SEEN_EVERY:
        cookie["seen_at"] = present
