"""Confirming and changing one's participation together with the answers."""

from collections.abc import Mapping
from datetime import datetime

from eventreg.core.actors import Actor
from eventreg.registrations.actions.registering import Answers, change_registration, confirm_registration
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.actions.answering import Given, answer_questions


def confirm_with_answers(
    registration: Registration, details: Answers, given: Mapping[str, Given], by: Actor, now: datetime
) -> None:
    """The person takes part and has answered, or neither. Raises like `confirm_registration`, `answer_questions`.

    With nothing `given`, not even an empty answer, the session asks nothing of this person.
    """
    confirm_registration(registration, details, by, now)
    if given:
        answer_questions(registration, given, by, now)


def change_with_answers(
    registration: Registration, details: Answers, given: Mapping[str, Given], by: Actor, now: datetime
) -> bool:
    """The registration holds these details and answers; returns whether anything is different now.

    Raises like `change_registration` and `answer_questions`.
    """
    is_changed = change_registration(registration, details, by, now)
    return bool(answer_questions(registration, given, by, now)) or is_changed
