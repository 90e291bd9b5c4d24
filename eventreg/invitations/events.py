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
    """The invitation letter is queued; `sending` counts from 1, `number` is that of its official paper, or ""."""

    sentence: ClassVar[str] = lazy_gettext("The invitation was queued")
    object_kind: ClassVar[str] = "invitation"

    body: str = ""
    campaign: str = ""
    number: str = ""
    sending: int = 1


@dataclass(frozen=True)
class InvitationLinkSent(Event):
    """Somebody asked for the body's link anew; it went to the address on file."""

    sentence: ClassVar[str] = lazy_gettext("The link of the body was sent anew")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class InvitationLinkRenewed(Event):
    """The body made a new link, which went to the address on file; every earlier one is dead."""

    sentence: ClassVar[str] = lazy_gettext("A new link of the body was made, the earlier ones were ended")
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
class InvitationWithdrawn(Event):
    """The office took the invitation back; the people of the body were withdrawn right before."""

    sentence: ClassVar[str] = lazy_gettext("The invitation was withdrawn by the office")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class BodyInvitedAgain(Event):
    """The invitation that had been taken back holds again; a new letter with a new link is on its way."""

    sentence: ClassVar[str] = lazy_gettext("The withdrawn invitation was given anew")
    object_kind: ClassVar[str] = "invitation"


@dataclass(frozen=True)
class InvitationsExported(Event):
    """Somebody took the board of a session out of the office, as a file."""

    sentence: ClassVar[str] = lazy_gettext("The list of invitations was taken out as a file")
    object_kind: ClassVar[str] = "council_session"

    file_type: str = ""
    rows: int = 0


@dataclass(frozen=True)
class OutgoingLettersExported(Event):
    """Somebody took the register of outgoing letters of a council out of the office, as a file."""

    sentence: ClassVar[str] = lazy_gettext("The register of outgoing letters was taken out as a file")
    object_kind: ClassVar[str] = "council"

    file_type: str = ""
    rows: int = 0


@dataclass(frozen=True)
class OutgoingNumberEntered(Event):
    """The next official letter to the body bears this number and date, which the registry office gave; "": none."""

    sentence: ClassVar[str] = lazy_gettext("The number of the next official letter was entered by hand or taken back")
    object_kind: ClassVar[str] = "invitation"

    number: str = ""
    dated: str = ""  # ISO 8601


class CampaignEvent(Event):
    object_kind: ClassVar[str] = "campaign"


@dataclass(frozen=True)
class CampaignSaved(CampaignEvent):
    """The words of a mailing have a new version."""

    sentence: ClassVar[str] = lazy_gettext("The text of a mailing was saved")

    version: int = 1


@dataclass(frozen=True)
class CampaignStarted(CampaignEvent):
    """The mailing goes to so many bodies; their letters are put into the outbox one after the other."""

    sentence: ClassVar[str] = lazy_gettext("A mailing was started")

    letters: int = 0


@dataclass(frozen=True)
class CampaignQueued(CampaignEvent):
    """All its letters are in the outbox."""

    sentence: ClassVar[str] = lazy_gettext("Every letter of a mailing was queued")


@dataclass(frozen=True)
class CampaignPaused(CampaignEvent):
    """No letter of it goes out for the time being."""

    sentence: ClassVar[str] = lazy_gettext("A mailing was paused")


@dataclass(frozen=True)
class CampaignFailed(CampaignEvent):
    """Its letters could not be made several times over; it waits for a person."""

    sentence: ClassVar[str] = lazy_gettext("A mailing was paused, since its letters could not be made")


@dataclass(frozen=True)
class CampaignResumed(CampaignEvent):
    """It goes on where it stood."""

    sentence: ClassVar[str] = lazy_gettext("A mailing was resumed")


@dataclass(frozen=True)
class CampaignCancelled(CampaignEvent):
    """What had not gone out will not."""

    sentence: ClassVar[str] = lazy_gettext("A mailing was cancelled")


@dataclass(frozen=True)
class BodyWrittenTo(Event):
    """A letter of a mailing other than the invitation is queued; `number` is that of its official paper, or ""."""

    sentence: ClassVar[str] = lazy_gettext("A letter to the body was queued")
    object_kind: ClassVar[str] = "invitation"

    body: str = ""
    campaign: str = ""
    number: str = ""
    sending: int = 1


@dataclass(frozen=True)
class LadderSaved(Event):
    """The silent will be reminded so many working days before the deadline."""

    object_kind: ClassVar[str] = "council_session"
    sentence: ClassVar[str] = lazy_gettext("The reminder ladder was saved")

    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class MovedDaysSaved(Event):
    """For all councils, these are days off and working days whatever the calendar says (ISO 8601)."""

    object_kind: ClassVar[str] = "council_session"  # the one on whose page it was done
    sentence: ClassVar[str] = lazy_gettext("Days off and working days were changed")

    days_off: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()


@dataclass(frozen=True)
class BodyReminded(Event):
    """A silent body got a reminder, on the rung of so many working days before the deadline."""

    object_kind: ClassVar[str] = "invitation"
    sentence: ClassVar[str] = lazy_gettext("A reminder was sent to the body")

    days: int = 0


@dataclass(frozen=True)
class BodyTelephoned(Event):
    """A silent body was telephoned, on the rung of so many working days before the deadline."""

    object_kind: ClassVar[str] = "invitation"
    sentence: ClassVar[str] = lazy_gettext("The body was telephoned")

    days: int = 0


@dataclass(frozen=True)
class CallTakenBack(Event):
    """A call to a body had been noted by mistake, and is noted no more."""

    object_kind: ClassVar[str] = "invitation"
    sentence: ClassVar[str] = lazy_gettext("A call that was noted by mistake was taken back")

    days: int = 0
