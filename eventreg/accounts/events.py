"""What happens to staff and their sign-ins."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.journal.events import Event


@dataclass(frozen=True)
class StaffEvent(Event):
    """Something that happened to a member of staff."""

    object_kind: ClassVar[str] = "staff_user"


@dataclass(frozen=True)
class StaffInvited(StaffEvent):
    """A new member of staff; `roles` are pairs "<council's public id>:<role>"."""

    is_admin: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PasswordLinkMade(StaffEvent):
    """A one-time link to set a password; the one before is dead."""


@dataclass(frozen=True)
class PasswordSet(StaffEvent):
    """A password was set; every other sign-in of that person has ended."""


@dataclass(frozen=True)
class SignedIn(StaffEvent):
    """A sign-in began."""

    staff_session: str = ""


@dataclass(frozen=True)
class SessionRevoked(StaffEvent):
    """A sign-in ended, by signing out here or from another device."""

    staff_session: str = ""


@dataclass(frozen=True)
class RolesChanged(StaffEvent):
    """The roles held from now on, as pairs "<council's public id>:<role>"."""

    is_admin: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffDeactivated(StaffEvent):
    """Can no longer sign in; links and sign-ins are dead."""


@dataclass(frozen=True)
class StaffReactivated(StaffEvent):
    """May sign in again, with the password from before."""
