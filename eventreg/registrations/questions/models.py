"""Questions, their versions and choices, and the answers.

A question keeps its name and kind; what people read (caption, hint, labels of choices) stands in versions, so that an
answer keeps the words under which it was given. Every answer is one text, in a form that its kind of question knows.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    and_,
    func,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from eventreg.core.db import Base, PublicId
from eventreg.files.models import StoredFile
from eventreg.i18n.text import Translated, TranslatedText
from eventreg.registrations.models import Registration
from eventreg.sessions.models import CouncilSession


@dataclass(frozen=True)
class Label:
    """The words of one choice in one version of its question."""

    code: str
    text: Translated


class Question(PublicId, Base):
    """What people who register for a session are asked, in the order of `position`."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("council_session_id", "name"),
        CheckConstraint("retention_days IS NULL OR retention_days >= 0", name="retention_not_negative"),
        CheckConstraint("shown_when_id IS NULL OR shown_when_id <> id", name="not_shown_by_itself"),
    )

    council_session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), index=True)
    name: Mapped[str]  # stands for the question in exports and addresses, such as arrival_at; never changes
    kind: Mapped[str]  # of a `QuestionType`; fixed once somebody answered
    position: Mapped[int]
    is_required: Mapped[bool] = mapped_column(default=False)
    roles: Mapped[list[Any]] = mapped_column(default=list)  # values of `ParticipantRole`; none: everybody is asked
    shown_when_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    shown_when_value: Mapped[str] = mapped_column(default="")  # asked only of those who answered that question so
    retention_days: Mapped[int | None]  # days after the session for which answers are kept; None: as the registration
    version: Mapped[int] = mapped_column(default=1)  # number of the wording that is asked now
    retired_at: Mapped[datetime | None]  # no longer asked; its answers stay

    council_session: Mapped[CouncilSession] = relationship()
    shown_when: Mapped["Question | None"] = relationship(remote_side="Question.id")
    choices: Mapped[list["QuestionChoice"]] = relationship(back_populates="question", order_by="QuestionChoice.id")
    wording: Mapped["QuestionVersion"] = relationship(
        primaryjoin=lambda: and_(
            foreign(QuestionVersion.question_id) == Question.id, QuestionVersion.number == Question.version
        ),
        viewonly=True,
        uselist=False,
    )


class QuestionVersion(Base):
    """The words of a question from one change to the next; never changed once somebody answered under it."""

    __tablename__ = "question_version"
    __table_args__ = (UniqueConstraint("question_id", "number"), UniqueConstraint("id", "question_id"))

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    number: Mapped[int]
    caption: Mapped[Translated] = mapped_column(TranslatedText)
    hint: Mapped[Translated] = mapped_column(TranslatedText)
    labels: Mapped[list[Any]] = mapped_column(default=list)  # [{"code": …, "text": {language: …}}], in order
    created_at: Mapped[datetime]

    question: Mapped[Question] = relationship()

    @property
    def choices(self) -> tuple[Label, ...]:
        """The choices that this version offers, in order."""
        return tuple(Label(label["code"], Translated(label["text"])) for label in self.labels)


class QuestionChoice(Base):
    """One thing that can be chosen, by a code that outlives every wording; `capacity` people may choose it."""

    __tablename__ = "question_choice"
    __table_args__ = (
        UniqueConstraint("question_id", "code"),
        UniqueConstraint("id", "capacity"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_not_negative"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    code: Mapped[str]
    capacity: Mapped[int | None]  # None: as many as like

    question: Mapped[Question] = relationship(back_populates="choices")


class Answer(PublicId, Base):
    """What one registered person answered to one question, under the words of one version."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("registration_id", "question_id"),
        ForeignKeyConstraint(
            ["question_version_id", "question_id"],
            ["question_version.id", "question_version.question_id"],
            name="fk_answer_question_version",
        ),
        Index("ix_answer_question_id", "question_id"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    question_version_id: Mapped[int]
    value: Mapped[str]  # of several choices: their codes with a space around each
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    answered_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    question: Mapped[Question] = relationship()
    question_version: Mapped[QuestionVersion] = relationship(overlaps="question")
    file: Mapped[StoredFile | None] = relationship()


class ChoicePlace(Base):
    """One place of a choice with a capacity, taken by one answer.

    The places of a choice are numbered; the number is unique and at most the capacity, which the foreign key repeats
    from the choice. So no more people than that can hold one, whatever the program does.
    """

    __tablename__ = "choice_place"
    __table_args__ = (
        UniqueConstraint("choice_id", "number"),
        UniqueConstraint("choice_id", "answer_id"),
        CheckConstraint("number BETWEEN 1 AND capacity", name="number_within_capacity"),
        ForeignKeyConstraint(
            ["choice_id", "capacity"],
            ["question_choice.id", "question_choice.capacity"],
            name="fk_choice_place_choice",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )

    choice_id: Mapped[int]
    capacity: Mapped[int]
    number: Mapped[int]
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)

    answer: Mapped[Answer] = relationship()
    choice: Mapped[QuestionChoice] = relationship(overlaps="capacity")


class Upload(PublicId, Base):
    """A file that a person sent for a question and has not confirmed yet."""

    __tablename__ = "upload"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    file_name: Mapped[str]
    uploaded_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()


def holds_code(code: str) -> ColumnElement[bool]:
    """Answers that chose this code, alone or among others."""
    return func.concat(" ", Answer.value, " ").contains(f" {code} ", autoescape=True)
