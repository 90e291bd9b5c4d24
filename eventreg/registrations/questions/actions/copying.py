"""Asking in one session what was asked in another of the same council."""

from collections.abc import Collection, Mapping
from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.core.db import locked
from eventreg.core.errors import Refusal
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import questions_of
from eventreg.registrations.questions.rules import conditions_left_behind, same_condition
from eventreg.sessions.models import CouncilSession


def copy_questions(
    source: CouncilSession,
    target: CouncilSession,
    public_ids: Collection[str],
    without_conditions: bool,
    by: Actor,
    now: datetime,
) -> int:
    """These questions of `source` stand last in `target`, in their order and as they are asked now; returns how many.

    Words in every language, choices with their places, roles and periods go along, and conditions on what is copied
    too or stands there under the same name. Answers and earlier words stay behind. A name that the target has already
    is passed over, so that copying twice copies once. Raises `Refusal`: `questions_are_fixed` once the target was held;
    `condition_stays_behind` where a condition cannot go along, unless it is to be left out.
    """
    target = locked(target)
    present = {question.name: question for question in questions_of(target, with_retired=True)}
    chosen = [one for one in questions_of(source) if one.public_id in public_ids and one.name not in present]
    asked = {name: question for name, question in present.items() if not question.retired_at}
    if not without_conditions and conditions_left_behind(chosen, asked.values()):
        raise Refusal("condition_stays_behind")
    for question in chosen:
        asked[question.name] = add_question(target, question.name, _details(question, asked), by, now)
    return len(chosen)


def _details(question: Question, asked: Mapping[str, Question]) -> QuestionDetails:
    places = {choice.code: choice.capacity for choice in question.choices}
    on = same_condition(question, asked)
    return QuestionDetails(
        kind=question.kind,
        caption=question.wording.caption,
        hint=question.wording.hint,
        is_required=question.is_required,
        roles=tuple(ParticipantRole(role) for role in question.roles),
        choices=tuple(Choice(label.code, label.text, places.get(label.code)) for label in question.wording.choices),
        shown_when=on,
        shown_when_value=question.shown_when_value if on else "",
        retention_days=question.retention_days,
    )
