"""The form of a session's questions, made anew for each person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: WTForms takes form data of several kinds

from flask import request

from eventreg.core.forms import Form
from eventreg.i18n import gettext as _
from eventreg.registrations.models import ParticipantRole, Registration
from eventreg.registrations.questions.actions.answering import Given
from eventreg.registrations.questions.models import Answer, Question
from eventreg.registrations.questions.queries import answers_of, places_taken, questions_of, uploads_of
from eventreg.registrations.questions.rules import asked, codes_of, of_role
from eventreg.registrations.questions.types import Asked, type_of
from eventreg.registrations.questions.types.files import UploadField

MARK = "answered"  # a hidden field: the form carries answers


@dataclass(frozen=True)
class Typed:
    """A question with what was typed, in words ("" for nothing)."""

    question: Question
    caption: str
    text: str


class QuestionsForm(Form):
    """Answers to questions; its fields are `q_<name>`. Only what is asked of this person with these answers counts."""

    questions: Sequence[Question] = ()
    role: ParticipantRole = ParticipantRole.DELEGATE

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """True when every question that is put is answered right, and the required ones are answered."""
        super().validate(extra_validators)
        put = {question.id for question in self.put()}
        for question in self.questions:
            answered = self[field_name(question)]
            if question.id not in put:
                answered.errors = []
            elif question.is_required and not answered.errors and not self._is_given(question):
                answered.errors = [_("Answer the question “%(question)s”.", question=answered.label.text)]
        return not self.errors

    def put(self) -> tuple[Question, ...]:
        """The questions that are put, with the answers as they stand in the form."""
        return asked(
            self.questions, self.role, {question.id: self._given(question).codes for question in self.questions}
        )

    def given(self) -> dict[str, Given]:
        """What was answered to the questions that are put, by name."""
        return {question.name: self._given(question) for question in self.put()}

    def carried(self) -> list[tuple[str, str]]:
        """Everything typed, as hidden fields for the next step."""
        pairs = [(MARK, "1")]
        for question in self.questions:
            answered = self[field_name(question)]
            if isinstance(answered, UploadField):
                pairs.append((answered.kept_name, answered.data or ""))
            else:
                texts = answered.data if isinstance(answered.data, list) else [answered.data or ""]
                pairs += [(answered.name, str(text)) for text in texts]
        return pairs

    def lines(self, language: str) -> list[Typed]:
        """The questions that are put with what was typed, in words."""
        return [self._line(question, language) for question in self.put()]

    def uploads(self) -> list[tuple[Question, UploadField]]:
        """The fields in which a file was just chosen."""
        found = [(question, self[field_name(question)]) for question in self.questions]
        return [
            (question, answered) for question, answered in found if isinstance(answered, UploadField) and answered.new
        ]

    def refuse_question(self, name: str, sentence: str) -> None:
        """Puts the sentence beside the question."""
        self.refuse(f"q_{name}", sentence)

    def _line(self, question: Question, language: str) -> Typed:
        kind, answered = type_of(question.kind), self[field_name(question)]
        caption = question.wording.caption.in_language(language)
        if isinstance(answered, UploadField):
            return Typed(question, caption, answered.file_name)
        value = kind.given(answered).value
        return Typed(
            question, caption, kind.written(value, kind.labels(question.wording, language), language) if value else ""
        )

    def _given(self, question: Question) -> Given:
        return type_of(question.kind).given(self[field_name(question)])

    def _is_given(self, question: Question) -> bool:
        given = self._given(question)
        return bool(given.value or given.file)


def field_name(question: Question) -> str:
    return f"q_{question.name}"


def are_answers_posted() -> bool:
    """True when the present request carries answers to questions."""
    return request.method == "POST" and MARK in request.form


def questions_form(registration: Registration, language: str) -> QuestionsForm:
    """The questions put to this person, filled with what is posted, or else with what was answered before."""
    questions = of_role(questions_of(registration.council_session), registration.role)
    present = answers_of(registration) if questions else {}
    files: dict[str, str] = {}
    if any(type_of(question.kind).has_file for question in questions):
        files = {**uploads_of(registration), **{a.public_id: a.value for a in present.values() if a.file_id}}
    return empty_form(questions, registration.role, language, present, files)


def empty_form(
    questions: Sequence[Question],
    role: ParticipantRole,
    language: str,
    present: Mapping[int, Answer] | None = None,
    files: Mapping[str, str] | None = None,
) -> QuestionsForm:
    """The form for somebody of that role who answered `present` before, by the question's id."""
    full, before = _full(questions, present or {}), present or {}
    fields: dict[str, Any] = {"questions": questions, "role": role}
    data: dict[str, object] = {}
    for question in questions:
        kind, answer = type_of(question.kind), before.get(question.id)
        fields[field_name(question)] = kind.field(
            Asked(question, language, files or {}, full.get(question.id, frozenset()))
        )
        if answer:
            data[field_name(question)] = answer.public_id if answer.file_id else kind.typed(answer.value)
    made = type("AskedForm", (QuestionsForm,), fields)
    form: QuestionsForm = made(data=data) if are_answers_posted() else made(formdata=None, data=data)
    return form


def _full(questions: Iterable[Question], present: Mapping[int, Answer]) -> dict[int, frozenset[str]]:
    """The codes by question that this person cannot choose any more."""
    found = list(questions)
    taken = places_taken(found)
    return {question.id: frozenset(_full_codes(question, taken, _own(present.get(question.id)))) for question in found}


def _own(answer: Answer | None) -> Collection[str]:
    return codes_of(answer.value) if answer else ()


def _full_codes(question: Question, taken: Mapping[int, int], own: Collection[str]) -> Iterable[str]:
    for choice in question.choices:
        if choice.capacity is not None and taken.get(choice.id, 0) >= choice.capacity and choice.code not in own:
            yield choice.code
