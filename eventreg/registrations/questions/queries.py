"""Finding questions and answers."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventreg.core.db import session
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.models import Answer, ChoicePlace, Question, QuestionChoice, Upload
from eventreg.sessions.models import CouncilSession

WHOLE = (joinedload(Question.wording), selectinload(Question.choices))
# Asked with every page of a delegate: built once, since building a query takes as long as asking it.
_OF_SESSION = (
    select(Question)
    .where(Question.council_session_id == bindparam("council_session"))
    .order_by(Question.position, Question.id)
    .options(*WHOLE)
)
_ASKED = _OF_SESSION.where(Question.retired_at.is_(None))


def questions_of(council_session: CouncilSession, *, with_retired: bool = False) -> Sequence[Question]:
    """The questions of a session in order, with their present wording and choices."""
    query = _OF_SESSION if with_retired else _ASKED
    return session().scalars(query, {"council_session": council_session.id}).all()


def question_in(council_session: CouncilSession, public_id: str) -> Question | None:
    """The question, when it belongs to that session."""
    query = select(Question).filter_by(council_session_id=council_session.id, public_id=public_id)
    return session().scalar(query.options(*WHOLE))


def question_named(council_session: CouncilSession, name: str) -> Question | None:
    """The question with that internal name."""
    query = select(Question).filter_by(council_session_id=council_session.id, name=name)
    return session().scalar(query.options(*WHOLE))


def answers_of(registration: Registration) -> dict[int, Answer]:
    """The answers of a person by the question's id, with the wording under which each was given."""
    return answers_of_all([registration.id]).get(registration.id, {})


def answers_of_all(registration_ids: Sequence[int]) -> dict[int, dict[int, Answer]]:
    """The answers of many people: registration id → question id → answer."""
    query = select(Answer).where(Answer.registration_id.in_(registration_ids))
    query = query.options(joinedload(Answer.question_version), joinedload(Answer.file))
    found: dict[int, dict[int, Answer]] = {}
    for answer in session().scalars(query):
        found.setdefault(answer.registration_id, {})[answer.question_id] = answer
    return found


def answer_in(registration: Registration, public_id: str) -> Answer | None:
    """The answer, when that person gave it."""
    query = select(Answer).filter_by(registration_id=registration.id, public_id=public_id)
    return session().scalar(query.options(joinedload(Answer.file)))


def sessions_to_copy_from(council_session: CouncilSession) -> Sequence[tuple[CouncilSession, int]]:
    """Other sessions of the council in which something is asked, latest first, and how many questions each has."""
    asked = select(Question.council_session_id, func.count().label("number")).where(Question.retired_at.is_(None))
    numbers = asked.group_by(Question.council_session_id).subquery()
    query = select(CouncilSession, numbers.c.number).join(numbers, numbers.c.council_session_id == CouncilSession.id)
    query = query.where(
        CouncilSession.council_id == council_session.council_id, CouncilSession.id != council_session.id
    )
    rows = session().execute(query.order_by(CouncilSession.starts_at.desc()))
    return [(found, number) for found, number in rows]


def is_answered(question: Question) -> bool:
    """True once anybody has answered."""
    return session().scalar(select(Answer.id).filter_by(question_id=question.id).limit(1)) is not None


def numbers_of_answers(questions: Iterable[Question]) -> Mapping[int, int]:
    """How many people answered each question, by its id."""
    ids = [question.id for question in questions]
    count = func.count()
    query = select(Answer.question_id, count).where(Answer.question_id.in_(ids)).group_by(Answer.question_id)
    return {question_id: number for question_id, number in session().execute(query)}  # noqa: C416  (a Row is no pair)


def places_taken(questions: Iterable[Question]) -> Mapping[int, int]:
    """How many places are taken of each choice with a capacity, by the choice's id."""
    limited = [choice.id for question in questions for choice in question.choices if choice.capacity is not None]
    if not limited:
        return {}
    query = select(ChoicePlace.choice_id, func.count()).where(ChoicePlace.choice_id.in_(limited))
    rows = session().execute(query.group_by(ChoicePlace.choice_id))
    return {choice_id: number for choice_id, number in rows}  # noqa: C416  (a Row is no pair)


def places_of(choice: QuestionChoice) -> Sequence[ChoicePlace]:
    """The places that are taken, by number."""
    query = select(ChoicePlace).filter_by(choice_id=choice.id).order_by(ChoicePlace.number)
    return session().scalars(query).all()


def upload_of(registration: Registration, question: Question, public_id: str) -> Upload | None:
    """The file that this person sent for this question and has not confirmed yet."""
    query = select(Upload).filter_by(registration_id=registration.id, question_id=question.id, public_id=public_id)
    return session().scalar(query.options(joinedload(Upload.file)))


def uploads_of(registration: Registration) -> dict[str, str]:
    """The files that this person sent and has not confirmed yet: public id → file name."""
    rows = session().execute(select(Upload.public_id, Upload.file_name).filter_by(registration_id=registration.id))
    return {public_id: file_name for public_id, file_name in rows}  # noqa: C416  (a Row is no pair)
