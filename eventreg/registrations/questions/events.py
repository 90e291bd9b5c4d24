"""What happens to questions and answers; the journal names questions, never what somebody answered."""

from dataclasses import dataclass
from typing import ClassVar

from eventreg.i18n import lazy_gettext
from eventreg.journal.events import Event


@dataclass(frozen=True)
class QuestionAdded(Event):
    """People who register are asked one question more."""

    sentence: ClassVar[str] = lazy_gettext("A question was added")
    object_kind: ClassVar[str] = "question"

    name: str = ""


@dataclass(frozen=True)
class QuestionChanged(Event):
    """A question has other words or settings; `fields` are their names."""

    sentence: ClassVar[str] = lazy_gettext("A question was changed")
    object_kind: ClassVar[str] = "question"

    name: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionMoved(Event):
    """A question stands at another place."""

    sentence: ClassVar[str] = lazy_gettext("A question was moved")
    object_kind: ClassVar[str] = "question"

    name: str = ""
    position: int = 0


@dataclass(frozen=True)
class QuestionRemoved(Event):
    """Nobody is asked this any more; answers, if there are any, stay."""

    sentence: ClassVar[str] = lazy_gettext("A question was removed")
    object_kind: ClassVar[str] = "question"

    name: str = ""


@dataclass(frozen=True)
class QuestionsAnswered(Event):
    """A registered person answered questions, or answered them differently; `questions` are their names."""

    sentence: ClassVar[str] = lazy_gettext("Questions were answered")
    object_kind: ClassVar[str] = "registration"

    questions: tuple[str, ...] = ()
