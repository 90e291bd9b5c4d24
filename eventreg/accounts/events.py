"""What happens to staff and their sign-ins."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class StaffEvent(Event):
    """Something that happened to a member of staff."""

    object_kind: ClassVar[str] = "staff_user"


@dataclass(frozen=True)
class StaffInvited(StaffEvent):
    """A new member of staff; `roles` are pairs "<council's public id>:<role>"."""

    sentence: ClassVar[str] = lazy_gettext("A member of staff was invited")

    is_admin: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PasswordLinkMade(StaffEvent):
    """A one-time link to set a password; the one before is dead."""

    sentence: ClassVar[str] = lazy_gettext("A link to set a password was made")


@dataclass(frozen=True)
class PasswordSet(StaffEvent):
    """A password was set; every other sign-in of that person has ended."""

    sentence: ClassVar[str] = lazy_gettext("A password was set")


@dataclass(frozen=True)
class SignedIn(StaffEvent):
    """A sign-in began."""

    sentence: ClassVar[str] = lazy_gettext("Signed in")

    staff_session: str = ""


@dataclass(frozen=True)
class SessionRevoked(StaffEvent):
    """A sign-in ended, by signing out here or from another device."""

    sentence: ClassVar[str] = lazy_gettext("A sign-in was ended")

    staff_session: str = ""


@dataclass(frozen=True)
class RolesChanged(StaffEvent):
    """The roles held from now on, as pairs "<council's public id>:<role>"."""

    sentence: ClassVar[str] = lazy_gettext("Roles were changed")

    is_admin: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffDeactivated(StaffEvent):
    """Can no longer sign in; links and sign-ins are dead."""

    sentence: ClassVar[str] = lazy_gettext("A member of staff was deactivated")


@dataclass(frozen=True)
class StaffReactivated(StaffEvent):
    """May sign in again, with the password from before."""

    sentence: ClassVar[str] = lazy_gettext("A member of staff was reactivated")


@dataclass(frozen=True)
class TokenMade(Event):
    """A program may use the interface within these scopes."""

    sentence: ClassVar[str] = lazy_gettext("A token for a program was made")

    object_kind: ClassVar[str] = "api_token"

    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TokenRevoked(Event):
    """The program's token opens nothing any more."""

    sentence: ClassVar[str] = lazy_gettext("A program's token was revoked")

    object_kind: ClassVar[str] = "api_token"
