"""What a kind of question is: a field to answer by, and words for the answer.

Every kind keeps its answers as one text; `field` is made for that text and gives it back tidied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar  # Any: WTForms declares fields by what it calls unbound ones

from wtforms import Field

from eventreg.documents.sheets import Cell
from eventreg.registrations.questions.actions.answering import Given
from eventreg.registrations.questions.models import Question, QuestionVersion

Labels = Mapping[str, str]  # code → the words for it


@dataclass(frozen=True)
class Asked:
    """A question as it is put to one person: in a language, with what is known and what is still free."""

    question: Question
    language: str
    files: Mapping[str, str] = field(default_factory=dict)  # what the person sent before: public id → file name
    full: frozenset[str] = frozenset()  # codes of choices without a free place for this person

    @property
    def wording(self) -> QuestionVersion:
        return self.question.wording

    @property
    def caption(self) -> str:
        return self.wording.caption.in_language(self.language)


class QuestionType:
    """One kind of question. `accepts` and `refuses` are examples of what people type; the contract test tries them."""

    kind: ClassVar[str]
    word: ClassVar[str]  # what the organizer calls it
    accepts: ClassVar[tuple[str, ...]]
    refuses: ClassVar[tuple[str, ...]] = ()
    has_choices: ClassVar[bool] = False  # the organizer lists what can be chosen
    has_codes: ClassVar[bool] = False  # answers are codes: others may hang on them, lists may be narrowed by them
    has_file: ClassVar[bool] = False

    def field(self, asked: Asked) -> Any:
        """The field of a form; it refuses what is no answer of this kind, and leaves "required" to the form."""
        raise NotImplementedError

    def typed(self, value: str) -> object:
        """What the field is filled with for an answer that was given."""
        return value

    def given(self, answered: Field) -> Given:
        """The answer that a checked field holds."""
        value = str(answered.data or "")
        return Given(value, (value,) if self.has_codes and value else ())

    def labels(self, wording: QuestionVersion, language: str) -> Labels:
        """The words for codes in that wording; none where answers are their own words."""
        return {}

    def written(self, value: str, labels: Labels, language: str) -> str:
        """The answer as a person reads it."""
        return labels.get(value, value)

    def cell(self, value: str, labels: Labels, language: str) -> Cell:
        """The answer in a table."""
        return self.written(value, labels, language)
