"""What happens to letters by a person's hand; deliveries are recorded in their attempts."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


class LetterEvent(Event):
    object_kind: ClassVar[str] = "letter"


@dataclass(frozen=True)
class LetterResent(LetterEvent):
    """The letter is queued once more, under the same Message-ID."""

    sentence: ClassVar[str] = lazy_gettext("A letter was queued once more")


@dataclass(frozen=True)
class LetterCancelled(LetterEvent):
    """The letter will not be sent."""

    sentence: ClassVar[str] = lazy_gettext("A letter was held back")


@dataclass(frozen=True)
class LetterBounced(LetterEvent):
    """It came back: it will never arrive at its address, and nothing more is sent there."""

    sentence: ClassVar[str] = lazy_gettext("A letter came back: nothing arrives at its address")


@dataclass(frozen=True)
class LetterReported(LetterEvent):
    """It came back, says a report that quotes no letter of ours, as anybody can write one: others still go there."""

    sentence: ClassVar[str] = lazy_gettext("A letter came back, says a report that quotes none of our letters")


@dataclass(frozen=True)
class LetterGivenUp(LetterEvent):
    """It came back after a while in which a server tried: it did not arrive, and the next one to its address may."""

    sentence: ClassVar[str] = lazy_gettext("A letter came back: the mail server gave up trying")


@dataclass(frozen=True)
class MessageReceived(Event):
    """A message came back; `kind` says which, `letter` is the public id of the letter that it is about, or ""."""

    sentence: ClassVar[str] = lazy_gettext("A message came back")

    object_kind: ClassVar[str] = "inbound_message"

    kind: str = ""
    letter: str = ""


@dataclass(frozen=True)
class MessageAssigned(Event):
    """A person said to whose history a message belongs that was nobody's: `to` is the public id of the invitation."""

    sentence: ClassVar[str] = lazy_gettext("A message that belonged to nobody was assigned to a body")
    object_kind: ClassVar[str] = "inbound_message"

    to: str = ""


@dataclass(frozen=True)
class MessageTakenBack(Event):
    """It was assigned wrongly, to the invitation with this public id, and is nobody's again."""

    sentence: ClassVar[str] = lazy_gettext("A message was taken back from a body: it belongs to nobody again")
    object_kind: ClassVar[str] = "inbound_message"

    former: str = ""


@dataclass(frozen=True)
class OptionalLettersStopped(Event):
    """An address asked for no more reminders and no letters beside the invitation."""

    sentence: ClassVar[str] = lazy_gettext("Reminders to an address were stopped by its owner")
    object_kind: ClassVar[str] = "subscription"


@dataclass(frozen=True)
class OptionalLettersWanted(Event):
    """The address takes them again."""

    sentence: ClassVar[str] = lazy_gettext("Reminders to an address were taken up again by its owner")
    object_kind: ClassVar[str] = "subscription"
