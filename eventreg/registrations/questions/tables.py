"""Answers of many people as cells of a table."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from eventreg.core.db import session
from eventreg.documents.sheets import Cell
from eventreg.registrations.questions.models import Answer, Question, QuestionVersion
from eventreg.registrations.questions.reading import Reader
from eventreg.registrations.questions.types import type_of


class AnswerTable:
    """One column for each question; what depends on the request is worked out when it is made."""

    def __init__(self, questions: Sequence[Question], language: str) -> None:
        self._kinds = [(question.id, type_of(question.kind)) for question in questions]
        self._places = {question_id: place for place, (question_id, _) in enumerate(self._kinds)}
        self._language = language
        reader, wordings = Reader(language), _wordings(list(self._places))
        kinds = {question.id: question.kind for question in questions}
        self._labels = {found.id: reader.labels(kinds[found.question_id], found) for found in wordings}
        self.empty: Sequence[Cell] = ("",) * len(self._kinds)

    def cells_of(self, registration_ids: Sequence[int]) -> Mapping[int, Sequence[Cell]]:
        """The cells of each person who answered anything, by registration."""
        if not self._kinds:
            return {}
        query = select(Answer.registration_id, Answer.question_id, Answer.question_version_id, Answer.value)
        query = query.where(Answer.registration_id.in_(registration_ids), Answer.question_id.in_(list(self._places)))
        found: dict[int, list[Cell]] = {}
        for registration_id, question_id, version_id, value in session().execute(query):
            place = self._places[question_id]
            cells = found.setdefault(registration_id, list(self.empty))
            cells[place] = self._kinds[place][1].cell(value, self._labels[version_id], self._language)
        return found


def _wordings(question_ids: Sequence[int]) -> Sequence[QuestionVersion]:
    return session().scalars(select(QuestionVersion).where(QuestionVersion.question_id.in_(question_ids))).all()
