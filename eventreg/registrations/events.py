"""What happens to registrations."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class PersonRegistered(Event):
    """A body nominated a person, or the office entered one; `body` is a public id or ""."""

    sentence: ClassVar[str] = lazy_gettext("A person was registered")
    object_kind: ClassVar[str] = "registration"

    body: str = ""
    role: str = ""


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """The person, or the office for the person, confirmed."""

    sentence: ClassVar[str] = lazy_gettext("Participation was confirmed")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationChanged(Event):
    """Fields of a registration were edited; their names, never their values."""

    sentence: ClassVar[str] = lazy_gettext("A registration was changed")
    object_kind: ClassVar[str] = "registration"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegistrationWithdrawn(Event):
    """The person takes part no longer; the pass is dead and the seat is free."""

    sentence: ClassVar[str] = lazy_gettext("Participation was withdrawn")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationLinkSent(Event):
    """The person's letter was sent once more."""

    sentence: ClassVar[str] = lazy_gettext("The person's letter was sent once more")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationsExported(Event):
    """Somebody took the list of a session out of the office, as a file."""

    sentence: ClassVar[str] = lazy_gettext("The list of registrations was exported")
    object_kind: ClassVar[str] = "council_session"

    file_type: str = ""
    rows: int = 0


@dataclass(frozen=True)
class Substituted(Event):
    """Somebody else comes instead of this person, in the same seat; `by_registration` is the other's public id."""

    sentence: ClassVar[str] = lazy_gettext("Somebody else came instead of a person")
    object_kind: ClassVar[str] = "registration"

    by_registration: str = ""


@dataclass(frozen=True)
class RegistrationApproved(Event):
    """The office approved the person, or granted the seat that was asked for."""

    sentence: ClassVar[str] = lazy_gettext("Participation was approved")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class RegistrationRejected(Event):
    """The office did not approve; the pass is dead and the seat is free."""

    sentence: ClassVar[str] = lazy_gettext("Participation was not approved")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class ApprovalAskedAnew(Event):
    """The person's details changed, so the office approves once more."""

    sentence: ClassVar[str] = lazy_gettext("A change waits for approval")
    object_kind: ClassVar[str] = "registration"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceOffered(Event):
    """A place that became free is held for a person of the waiting list."""

    sentence: ClassVar[str] = lazy_gettext("A place was offered")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class OfferLapsed(Event):
    """The offered place was not confirmed in time; the seat is free."""

    sentence: ClassVar[str] = lazy_gettext("An offered place was not confirmed in time")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class WaitingOrderChanged(Event):
    """The office moved a person to the front of the waiting list."""

    sentence: ClassVar[str] = lazy_gettext("A person was moved to the front of the waiting list")
    object_kind: ClassVar[str] = "registration"


@dataclass(frozen=True)
class AdmissionChanged(Event):
    """The session admits people by other rules; the names of the settings."""

    sentence: ClassVar[str] = lazy_gettext("The rules of admission were changed")
    object_kind: ClassVar[str] = "council_session"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegistrationErased(Event):
    """The person behind it is being erased; what other domains keep about the registration goes too."""

    sentence: ClassVar[str] = lazy_gettext("The personal data of a registration was erased")
    object_kind: ClassVar[str] = "registration"
