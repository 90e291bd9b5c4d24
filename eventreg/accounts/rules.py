"""Who may manage staff, how long links and sign-ins last, and what a password must be."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from eventreg.accounts.common_passwords import COMMON_PASSWORDS
from eventreg.accounts.models import StaffSession, StaffUser
from eventreg.core.actors import Actor

IDLE_LIMIT = timedelta(hours=8)
ABSOLUTE_LIMIT = timedelta(days=14)
COMMAND_LINK = timedelta(minutes=30)
FORGOTTEN_LINK = timedelta(hours=2)  # a greylisting server may keep the letter for an hour
INVITATION_LINK = timedelta(days=7)
FAILURES_ALLOWED = 10
FAILURE_WINDOW = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
FEWEST_CHARACTERS = 5  # different ones in a password
OWN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # printable ASCII without a backslash, and no second slash
BROWSERS = (  # what names a browser in its user agent, the more special first
    ("Edg", "Edge"),
    ("YaBrowser", "Yandex Browser"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def may_manage_staff(actor: Actor) -> bool:
    """Inviting staff, giving roles, deactivating."""
    return actor.is_staff and actor.is_admin


def may_see_own_account(actor: Actor) -> bool:
    """One's own name, language, password and sign-ins."""
    return actor.is_staff


def can_sign_in(user: StaffUser) -> bool:
    """Whoever is active; without a password there is nothing that `is_right_password` accepts."""
    return user.is_active


def is_alive(staff_session: StaffSession, seen_at: datetime, now: datetime) -> bool:
    """A sign-in counts until it is revoked, idle for 8 hours, or 14 days old."""
    is_fresh = now - seen_at <= IDLE_LIMIT and now - staff_session.started_at <= ABSOLUTE_LIMIT
    return staff_session.revoked_at is None and is_fresh


def can_set_password(user: StaffUser, now: datetime) -> bool:
    """The personal link of an active member of staff counts until its moment has passed."""
    return user.is_active and user.link_expires_at is not None and now <= user.link_expires_at


def blocked_until(failures: Sequence[datetime], now: datetime) -> datetime | None:
    """When a sign-in may be tried again after 10 failures within 15 minutes; None when it may be tried now."""
    recent = sorted(at for at in failures if at > now - FAILURE_WINDOW)
    return recent[-FAILURES_ALLOWED] + FAILURE_WINDOW if len(recent) >= FAILURES_ALLOWED else None


def password_fault(password: str, email: str) -> str | None:
    """The reason code for which a password is refused; None for a good one. Source: OWASP ASVS 5.0, 6.2."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    name = email.casefold().partition("@")[0]
    if len(password) < SHORTEST_PASSWORD:
        return "password_too_short"
    if len(password) > LONGEST_PASSWORD:
        return "password_too_long"
    if plain in email.casefold() or (len(name) >= SHORTEST_PASSWORD // 2 and name in plain):
        return "password_like_email"
    if plain in COMMON_PASSWORDS or len(set(plain)) < FEWEST_CHARACTERS:
        return "password_common"
    return None


def is_own_path(path: str) -> bool:
    """An address inside this application to which a person may be led after signing in."""
    return OWN_PATH.fullmatch(path) is not None


def device_name(user_agent: str) -> str:
    """Browser and system in two words, such as "Firefox, Windows", for the list of one's own sign-ins."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(word for word in (browser, system) if word)
