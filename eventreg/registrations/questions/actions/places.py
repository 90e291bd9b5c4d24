"""The places of choices with a capacity: given once, and never more than there are."""

from collections.abc import Collection, Mapping
from itertools import count

from sqlalchemy import delete, select

from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.registrations.questions.models import Answer, ChoicePlace, Question, QuestionChoice, holds_code
from eventreg.registrations.questions.queries import places_of


def take_places(answer: Answer, question: Question, codes: Collection[str]) -> None:
    """The answer holds a place of each choice among `codes` that has a capacity, and of no other.

    Raises `Refusal("choice_is_full")`. The choices stay locked until the end of the transaction.
    """
    for choice in locked_choices([question]):
        held = session().scalar(select(ChoicePlace).filter_by(choice_id=choice.id, answer_id=answer.id))
        if choice.code in codes and choice.capacity is not None and held is None:
            _take(choice, answer)
        elif choice.code not in codes and held is not None:
            session().delete(held)
    session().flush()


def locked_choices(questions: Collection[Question]) -> list[QuestionChoice]:
    """The choices of these questions, locked in one order, so that two people never wait for each other."""
    ids = [question.id for question in questions]
    query = select(QuestionChoice).where(QuestionChoice.question_id.in_(ids)).order_by(QuestionChoice.id)
    return list(session().scalars(query.with_for_update().execution_options(populate_existing=True)))


def set_capacities(question: Question, capacities: Mapping[str, int | None]) -> bool:
    """Each code is a choice of the question with that capacity; returns whether anything changed.

    Choices that are not named stay as they are, since answers may hold them. Raises `Refusal("choice_is_fuller")`.
    """
    known = {choice.code: choice for choice in locked_choices([question])}
    changed = False
    for code, capacity in capacities.items():
        if code not in known:
            session().add(QuestionChoice(question_id=question.id, code=code, capacity=capacity))
            changed = True
        elif known[code].capacity != capacity:
            _limit(known[code], capacity)
            changed = True
    session().flush()
    return changed


def _take(choice: QuestionChoice, answer: Answer) -> None:
    capacity = choice.capacity or 0
    taken = {place.number for place in places_of(choice)}
    number = next(free for free in count(1) if free not in taken)
    if number > capacity:
        raise Refusal("choice_is_full", question=choice.question.name)
    session().add(ChoicePlace(choice_id=choice.id, capacity=capacity, number=number, answer_id=answer.id))
    session().flush()


def _limit(choice: QuestionChoice, capacity: int | None) -> None:
    """Those who chose it hold numbered places from now on, in the order of their answers; without limit, none."""
    holders = _holders(choice)
    if capacity is not None and len(holders) > capacity:
        raise Refusal("choice_is_fuller", taken=len(holders))
    session().execute(delete(ChoicePlace).where(ChoicePlace.choice_id == choice.id))
    choice.capacity = capacity
    session().flush()
    for number, answer_id in enumerate(holders if capacity is not None else (), start=1):
        session().add(ChoicePlace(choice_id=choice.id, capacity=capacity, number=number, answer_id=answer_id))


def _holders(choice: QuestionChoice) -> list[int]:
    query = select(Answer.id).where(Answer.question_id == choice.question_id, holds_code(choice.code))
    return list(session().scalars(query.order_by(Answer.answered_at, Answer.id)))
