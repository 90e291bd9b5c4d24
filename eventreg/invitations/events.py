"""What happens to invitations and mailings."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class InvitationAdded(Event):
    """A body stands on the list of a session, with seats; nothing was sent yet."""

    sentence: ClassVar[str] = lazy_gettext("A body was put on the list of the session")
    object_kind: ClassVar[str] = "invitation"

    body: str = ""
    seats: int = 0


@dataclass(frozen=True)
class InvitationRemoved(Event):
    """A body was taken off the list before anything was sent to it."""

    sentence: ClassVar[str] = lazy_gettext("A body was taken off the list of the session")
    object_kind: ClassVar[str] = "invitation"

    body: str = ""


@dataclass(frozen=True)
class SeatsChanged(Event):
    """The body has another number of seats."""

    sentence: ClassVar[str] = lazy_gettext("The number of seats was changed")
    object_kind: ClassVar[str] = "invitation"

    seats: int = 0


@dataclass(frozen=True)
class InvitationAddressCorrected(Event):
    """The letter goes to another address or in another language; a link that was sent before is dead."""

    sentence: ClassVar[str] = lazy_gettext("The address of the letters was corrected")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class BodyInvited(Event):
    """The invitation letter is queued; `sending` counts from 1."""

    sentence: ClassVar[str] = lazy_gettext("The invitation was queued")
    object_kind: ClassVar[str] = "invitation"

    body: str = ""
    sending: int = 1


@dataclass(frozen=True)
class InvitationLinkSent(Event):
    """Somebody asked for the body's link anew; it went to the address on file."""

    sentence: ClassVar[str] = lazy_gettext("The link of the body was sent anew")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class DelegatesNominated(Event):
    """People stand in seats of the body; `registrations` are public ids."""

    sentence: ClassVar[str] = lazy_gettext("Delegates were nominated")
    object_kind: ClassVar[str] = "invitation"

    registrations: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeatGranted(Event):
    """The office gave the body one seat more, for a person whom it named beyond its seats."""

    sentence: ClassVar[str] = lazy_gettext("The body was given one seat more")
    object_kind: ClassVar[str] = "invitation"

    registration: str = ""


@dataclass(frozen=True)
class NominatingLetterUploaded(Event):
    """The body uploaded the paper in which it names its people; `sha256` of the file."""

    sentence: ClassVar[str] = lazy_gettext("A nominating letter was uploaded")
    object_kind: ClassVar[str] = "invitation"

    sha256: str = ""


@dataclass(frozen=True)
class NominatingLetterRemoved(Event):
    """The body took an uploaded paper back."""

    sentence: ClassVar[str] = lazy_gettext("A nominating letter was taken back")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class SecretariatAsked(Event):
    """The body wrote to the secretariat."""

    sentence: ClassVar[str] = lazy_gettext("The body wrote to the secretariat")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class InvitationDeclined(Event):
    """The body will send nobody."""

    sentence: ClassVar[str] = lazy_gettext("The invitation was declined")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class DeclineUndone(Event):
    """The body may send delegates after all."""

    sentence: ClassVar[str] = lazy_gettext("The decline was undone")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class CampaignSaved(Event):
    """The text of a session's invitation letter has a new version."""

    sentence: ClassVar[str] = lazy_gettext("The text of the invitation letter was saved")
    object_kind: ClassVar[str] = "campaign"

    version: int = 1
