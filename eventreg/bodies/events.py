"""What happens to bodies and people."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class BodyAdded(Event):
    """A body entered the registry."""

    sentence: ClassVar[str] = lazy_gettext("A body was added to the registry")
    object_kind: ClassVar[str] = "body"


@dataclass(frozen=True)
class BodyChanged(Event):
    """Fields of a body were edited; the journal holds their names, never their values.

    `former` are the e-mail and the language that stood before: for reactions alone.
    """

    sentence: ClassVar[str] = lazy_gettext("Details of a body were changed")
    object_kind: ClassVar[str] = "body"

    fields: tuple[str, ...] = ()
    former: tuple[str, str] = ("", "")

    @property
    def payload(self) -> dict[str, object]:
        return {"fields": self.fields}


@dataclass(frozen=True)
class BodyReplaced(Event):
    """Another body (`successor`, a public id) takes this body's place from a day on; "" when that was taken back."""

    object_kind: ClassVar[str] = "body"
    sentence: ClassVar[str] = lazy_gettext("Another body takes its place")

    successor: str = ""


@dataclass(frozen=True)
class ContactAdded(Event):
    """A body has one contact more."""

    object_kind: ClassVar[str] = "body"
    sentence: ClassVar[str] = lazy_gettext("A contact was added")

    contact: str = ""


@dataclass(frozen=True)
class ContactChanged(Event):
    """Fields of a body's contact were edited."""

    object_kind: ClassVar[str] = "body"
    sentence: ClassVar[str] = lazy_gettext("A contact was changed")

    contact: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactRemoved(Event):
    """A body has one contact less."""

    object_kind: ClassVar[str] = "body"
    sentence: ClassVar[str] = lazy_gettext("A contact was removed")

    contact: str = ""


@dataclass(frozen=True)
class PersonAdded(Event):
    """The office entered a person into the registry."""

    object_kind: ClassVar[str] = "person"
    sentence: ClassVar[str] = lazy_gettext("The person was entered")


@dataclass(frozen=True)
class PersonChanged(Event):
    """Fields of a person were edited in the registry; their names, never their values."""

    object_kind: ClassVar[str] = "person"
    sentence: ClassVar[str] = lazy_gettext("The person's details were changed")

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonErased(Event):
    """A person's data is being deleted; announced while the name is still there, so that every domain finds it."""

    sentence: ClassVar[str] = lazy_gettext("A person's data was erased")
    object_kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class PersonExported(Event):
    """Somebody took everything that is known about a person out of the office."""

    sentence: ClassVar[str] = lazy_gettext("A person's data was handed out")
    object_kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class MergeEvent(Event):
    """Two rows of the registry became one, or two again: `about` is the one that is kept, `gone` the duplicate."""

    merge: str = ""
    gone: str = ""


@dataclass(frozen=True)
class PeopleMerged(MergeEvent):
    """Whatever was about `gone` is about the kept person."""

    sentence: ClassVar[str] = lazy_gettext("A duplicate of the person was merged")
    object_kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class PeopleParted(MergeEvent):
    """A merge of people was undone."""

    sentence: ClassVar[str] = lazy_gettext("The merge of two people was undone")
    object_kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class BodiesMerged(MergeEvent):
    """Whatever was about `gone` is about the kept body."""

    sentence: ClassVar[str] = lazy_gettext("A duplicate of the body was merged")
    object_kind: ClassVar[str] = "body"


@dataclass(frozen=True)
class BodiesParted(MergeEvent):
    """A merge of bodies was undone."""

    sentence: ClassVar[str] = lazy_gettext("The merge of two bodies was undone")
    object_kind: ClassVar[str] = "body"


@dataclass(frozen=True)
class PairEvent(Event):
    """What somebody decided about two rows that look alike; announced for each of them with the `other`."""

    other: str = ""


@dataclass(frozen=True)
class PeopleToldApart(PairEvent):
    """They are two people."""

    sentence: ClassVar[str] = lazy_gettext("Marked as no duplicate of another person")
    object_kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class PeopleDoubted(PairEvent):
    """Whether they are two is open again."""

    sentence: ClassVar[str] = lazy_gettext("The mark “no duplicate” of the person was taken back")
    object_kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class BodiesToldApart(PairEvent):
    """They are two bodies."""

    sentence: ClassVar[str] = lazy_gettext("Marked as no duplicate of another body")
    object_kind: ClassVar[str] = "body"


@dataclass(frozen=True)
class BodiesDoubted(PairEvent):
    """Whether they are two is open again."""

    sentence: ClassVar[str] = lazy_gettext("The mark “no duplicate” of the body was taken back")
    object_kind: ClassVar[str] = "body"
