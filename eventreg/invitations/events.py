"""What happens to invitations and mailings."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.journal.events import Event


@dataclass(frozen=True)
class InvitationAdded(Event):
    """A body stands on the list of a session, with seats; nothing was sent yet."""

    object_kind: ClassVar[str] = "invitation"

    body: str = ""
    seats: int = 0


@dataclass(frozen=True)
class InvitationRemoved(Event):
    """A body was taken off the list before anything was sent to it."""

    object_kind: ClassVar[str] = "invitation"

    body: str = ""


@dataclass(frozen=True)
class SeatsChanged(Event):
    """The body has another number of seats."""

    object_kind: ClassVar[str] = "invitation"

    seats: int = 0


@dataclass(frozen=True)
class InvitationAddressCorrected(Event):
    """The letter goes to another address or in another language; a link that was sent before is dead."""

    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class BodyInvited(Event):
    """The invitation letter is queued; `sending` counts from 1."""

    object_kind: ClassVar[str] = "invitation"

    body: str = ""
    sending: int = 1


@dataclass(frozen=True)
class InvitationLinkSent(Event):
    """Somebody asked for the body's link anew; it went to the address on file."""

    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class DelegatesNominated(Event):
    """People stand in seats of the body; `registrations` are public ids."""

    object_kind: ClassVar[str] = "invitation"

    registrations: tuple[str, ...] = ()


@dataclass(frozen=True)
class InvitationDeclined(Event):
    """The body will send nobody."""

    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class DeclineUndone(Event):
    """The body may send delegates after all."""

    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class CampaignSaved(Event):
    """The text of a session's invitation letter has a new version."""

    object_kind: ClassVar[str] = "campaign"

    version: int = 1
