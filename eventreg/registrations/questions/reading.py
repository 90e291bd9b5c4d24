"""Answers in words, for people and for tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventreg.i18n import gettext as _
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.models import Answer, Question, QuestionVersion
from eventreg.registrations.questions.queries import answers_of, questions_of
from eventreg.registrations.questions.rules import asked, codes_of, of_role
from eventreg.registrations.questions.types import type_of
from eventreg.registrations.questions.types.base import Labels
from eventreg.registrations.words import role_words


@dataclass(frozen=True)
class Line:
    """A question with the answer in words ("" for none), under the words that were asked."""

    question: Question
    caption: str
    text: str
    answer: Answer | None


@dataclass(frozen=True)
class AnswerFilter:
    """A way to narrow the list: `value` is `<question>` or `<question>:<code>`."""

    value: str
    label: str


class Reader:
    """Puts answers into words of one language; words for codes are worked out once per wording."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._labels: dict[tuple[int, str], Labels] = {}

    def labels(self, kind: str, wording: QuestionVersion) -> Labels:
        """The words for the codes of that wording."""
        key = (wording.id, kind)
        if key not in self._labels:
            self._labels[key] = type_of(kind).labels(wording, self.language)
        return self._labels[key]

    def written(self, kind: str, wording: QuestionVersion, value: str) -> str:
        """An answer as a person reads it."""
        return type_of(kind).written(value, self.labels(kind, wording), self.language)

    def lines(self, questions: Iterable[Question], answers: Mapping[int, Answer]) -> Sequence[Line]:
        """The questions in order with their answers."""
        return [self._line(question, answers.get(question.id)) for question in questions]

    def _line(self, question: Question, answer: Answer | None) -> Line:
        wording = answer.question_version if answer else question.wording
        text = self.written(question.kind, wording, answer.value) if answer else ""
        return Line(question, wording.caption.in_language(self.language), text, answer)


def lines_of(registration: Registration, language: str) -> Sequence[Line]:
    """What this person answered or is asked now, in order."""
    own = of_role(questions_of(registration.council_session, with_retired=True), registration.role)
    answers = answers_of(registration) if own else {}
    put = put_to(registration, own, answers)
    return Reader(language).lines([q for q in own if q in put or q.id in answers], answers)


def put_to(
    registration: Registration, questions: Iterable[Question], answers: Mapping[int, Answer]
) -> tuple[Question, ...]:
    """The questions that are put to this person now, with the answers as they are stored."""
    codes = {question_id: codes_of(answer.value) for question_id, answer in answers.items()}
    return asked((question for question in questions if not question.retired_at), registration.role, codes)


def condition_in_words(question: Question, language: str) -> str:
    """Of whom alone the question is asked; "" where it is asked whatever was answered before."""
    on = question.shown_when
    if on is None:
        return ""
    labels = type_of(on.kind).labels(on.wording, language)
    return str(
        _(
            "Only when “%(question)s” is answered “%(answer)s”",
            question=on.wording.caption.in_language(language),
            answer=labels.get(question.shown_when_value, question.shown_when_value),
        )
    )


def question_in_words(question: Question, language: str) -> str:
    """Kind, choices with their places, and of whom it is asked, in one line."""
    places = {choice.code: choice.capacity for choice in question.choices}
    choices = [
        choice_in_words(label.text.in_language(language), places[label.code]) for label in question.wording.choices
    ]
    roles = [word for role, word in role_words().items() if role in question.roles]
    parts = (
        str(type_of(question.kind).word),
        ", ".join(choices),
        _("Required") if question.is_required else "",
        ", ".join(roles),
        condition_in_words(question, language),
    )
    return " · ".join(part for part in parts if part)


def choice_in_words(text: str, places: int | None) -> str:
    """«Пленарлық отырыс (орын саны: 20)»."""
    return text if places is None else _("%(choice)s (places: %(number)d)", choice=text, number=places)


def answer_filters(questions: Iterable[Question], language: str) -> list[AnswerFilter]:
    """What a list can be narrowed by: that a question was answered, or that something was chosen."""
    reader, found = Reader(language), []
    for question in questions:
        caption = question.wording.caption.in_language(language)
        found.append(AnswerFilter(question.name, _("%(question)s: all answers", question=caption)))
        if type_of(question.kind).has_codes:
            labels = reader.labels(question.kind, question.wording)
            found += [AnswerFilter(f"{question.name}:{code}", f"{caption}: {text}") for code, text in labels.items()]
    return found
