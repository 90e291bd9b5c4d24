"""What a registered person answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.files.models import StoredFile
from eventreg.journal.actions import announce
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.actions.places import locked_choices, take_places
from eventreg.registrations.questions.events import QuestionsAnswered
from eventreg.registrations.questions.models import Answer, ChoicePlace, Question, Upload
from eventreg.registrations.questions.queries import answers_of, questions_of, upload_of
from eventreg.registrations.questions.rules import asked


@dataclass(frozen=True)
class Given:
    """One answer: its text, the codes it chooses; for a file the public id of an upload or of the present answer."""

    value: str = ""
    codes: tuple[str, ...] = ()
    file: str = ""


def answer_questions(
    registration: Registration, given: Mapping[str, Given], by: Actor, now: datetime
) -> tuple[str, ...]:
    """The person has answered so; returns the names of the questions that are answered differently now.

    What is not asked of this person with these answers is dropped, files included. Raises `Refusal("choice_is_full")`.
    """
    registration = locked(registration)
    questions = questions_of(registration.council_session)
    if not questions:
        return ()
    locked_choices([question for question in questions if question.choices])
    codes = {question.id: given[question.name].codes for question in questions if question.name in given}
    put = {question.id for question in asked(questions, registration.role, codes)}
    present = answers_of(registration)
    changed = []
    for question in questions:
        answer = given.get(question.name, Given()) if question.id in put else Given()
        if _keep(registration, question, present.get(question.id), answer, now):
            changed.append(question.name)
    session().execute(delete(Upload).where(Upload.registration_id == registration.id))
    session().flush()
    if changed:
        about = {"about": registration.public_id, "council_session": registration.council_session.public_id}
        announce(QuestionsAnswered(**about, questions=tuple(changed)), by, now)
    return tuple(changed)


def note_upload(
    registration: Registration, question: Question, file: StoredFile, file_name: str, now: datetime
) -> Upload:
    """The file waits under the question until the person confirms."""
    upload = Upload(
        public_id=new_public_id(),
        registration_id=registration.id,
        question_id=question.id,
        file_id=file.id,
        file_name=file_name,
        uploaded_at=now,
    )
    session().add(upload)
    session().flush()
    return upload


def free_places(registration: Registration) -> None:
    """The person holds no place of any choice any more; what was answered stays."""
    own = select(Answer.id).filter_by(registration_id=registration.id)
    session().execute(delete(ChoicePlace).where(ChoicePlace.answer_id.in_(own)))


def _keep(registration: Registration, question: Question, present: Answer | None, given: Given, now: datetime) -> bool:
    """Stores one answer; returns whether it differs from the one before."""
    if given.file:
        return _keep_file(registration, question, present, given.file, now)
    if not given.value:
        return _drop(present)
    if present and present.value == given.value and present.file_id is None:
        take_places(present, question, given.codes)
        return False
    answer = _written(registration, question, present, given.value, None, now)
    take_places(answer, question, given.codes)
    return True


def _keep_file(
    registration: Registration, question: Question, present: Answer | None, reference: str, now: datetime
) -> bool:
    if present and present.public_id == reference:
        return False
    upload = upload_of(registration, question, reference)
    if upload is None:
        raise Refusal("upload_is_gone")
    _written(registration, question, present, upload.file_name, upload.file_id, now)
    return True


def _written(
    registration: Registration, question: Question, present: Answer | None, value: str, file: int | None, now: datetime
) -> Answer:
    answer = present or Answer(public_id=new_public_id(), registration_id=registration.id, question_id=question.id)
    answer.question_version_id, answer.answered_at = question.wording.id, now
    answer.value, answer.file_id = value, file
    session().add(answer)
    session().flush()
    return answer


def _drop(present: Answer | None) -> bool:
    if present is None:
        return False
    session().delete(present)
    session().flush()
    return True
