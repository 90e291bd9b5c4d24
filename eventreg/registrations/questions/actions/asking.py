"""Adding, changing, ordering and removing the questions of a session."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select

from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.actions.places import set_capacities
from eventreg.registrations.questions.events import QuestionAdded, QuestionChanged, QuestionMoved, QuestionRemoved
from eventreg.registrations.questions.models import Question, QuestionVersion
from eventreg.registrations.questions.queries import is_answered, question_named, questions_of
from eventreg.registrations.questions.rules import CODE, NAME, can_be_asked_differently, can_hang_on
from eventreg.sessions.models import CouncilSession

STEP = 10  # between positions


@dataclass(frozen=True)
class Choice:
    """One thing to choose; `capacity` people may, None: as many as like."""

    code: str
    text: Translated
    capacity: int | None = None


@dataclass(frozen=True)
class QuestionDetails:
    """What the organizer enters about a question."""

    kind: str
    caption: Translated
    hint: Translated = field(default_factory=Translated)
    is_required: bool = False
    roles: tuple[ParticipantRole, ...] = ()
    choices: tuple[Choice, ...] = ()
    shown_when: Question | None = None
    shown_when_value: str = ""
    retention_days: int | None = None

    def settings(self) -> dict[str, object]:
        """The values that stand in the question itself, by column."""
        return {
            "kind": self.kind,
            "is_required": self.is_required,
            "roles": [role.value for role in self.roles],
            "shown_when_id": self.shown_when.id if self.shown_when else None,
            "shown_when_value": self.shown_when_value if self.shown_when else "",
            "retention_days": self.retention_days,
        }

    def words(self) -> dict[str, object]:
        """The values that stand in a version, by column."""
        labels = [{"code": choice.code, "text": dict(choice.text)} for choice in self.choices]
        return {"caption": self.caption, "hint": self.hint, "labels": labels}


def add_question(
    council_session: CouncilSession, name: str, details: QuestionDetails, by: Actor, now: datetime
) -> Question:
    """A new question stands last. `name` and the codes of choices are of lower-case letters, digits and `_`.

    Raises `Refusal`: `questions_are_fixed` once the session was held, `question_name_taken`, `question_hangs_forward`,
    and `ValueError` for a name or a code of another form.
    """
    council_session = locked(council_session)
    _check(council_session, name, details)
    if question_named(council_session, name):
        raise Refusal("question_name_taken", name=name)
    last = session().scalar(select(func.max(Question.position)).filter_by(council_session_id=council_session.id)) or 0
    question = Question(
        public_id=new_public_id(), council_session=council_session, name=name, position=last + STEP, version=1
    )
    _set(question, details.settings())
    session().add(question)
    session().flush()
    session().add(QuestionVersion(question_id=question.id, number=1, created_at=now, **details.words()))
    set_capacities(question, _capacities(details))
    session().flush()
    announce(QuestionAdded(**_about(question)), by, now)
    return question


def change_question(question: Question, details: QuestionDetails, by: Actor, now: datetime) -> tuple[str, ...]:
    """The question is asked so from now on; returns the names of what changed.

    Other words make a new version when somebody answered under the present one, so that answers keep their words.
    Raises `Refusal`: `questions_are_fixed`, `question_kind_is_fixed` once somebody answered, `question_hangs_forward`,
    `choice_is_fuller` when more people hold a choice than its new capacity.
    """
    question = locked(question)
    _check(question.council_session, question.name, details)
    answered = is_answered(question)
    if answered and details.kind != question.kind:
        raise Refusal("question_kind_is_fixed")
    if details.shown_when and not can_hang_on(question, details.shown_when):
        raise Refusal("question_hangs_forward")
    changed = _set(question, details.settings()) + _reword(question, details, answered, now)
    if set_capacities(question, _capacities(details)):
        changed += ("capacity",)
    if changed:
        session().flush()
        session().expire(question, ["wording", "choices"])
        announce(QuestionChanged(**_about(question), fields=changed), by, now)
    return changed


def move_question(question: Question, up: bool, by: Actor, now: datetime) -> None:
    """The question changes places with the one before it (or after it); at the end nothing happens.

    Raises `Refusal`: `questions_are_fixed`; `question_hangs_forward` when a question would come before the one that it
    hangs on.
    """
    locked(question.council_session)
    question = locked(question)
    _check_stage(question.council_session)
    order = list(questions_of(question.council_session))
    place = order.index(question)
    target = place - 1 if up else place + 1
    if not 0 <= target < len(order):
        return
    order[place], order[target] = order[target], order[place]
    for number, moved in enumerate(order, start=1):
        moved.position = number * STEP
    _check_order(order)
    announce(QuestionMoved(**_about(question), position=target + 1), by, now)


def remove_question(question: Question, by: Actor, now: datetime) -> None:
    """The question is asked no longer; it is gone for good when nobody answered it, else its answers stay.

    Raises `Refusal`: `questions_are_fixed`; `question_is_needed` while another one hangs on it.
    """
    question = locked(question)
    _check_stage(question.council_session)
    needed = select(Question.id).filter_by(shown_when_id=question.id, retired_at=None).limit(1)
    if session().scalar(needed) is not None:
        raise Refusal("question_is_needed")
    announce(QuestionRemoved(**_about(question)), by, now)
    if is_answered(question):
        question.retired_at = now
        return
    for hanging in session().scalars(select(Question).filter_by(shown_when_id=question.id)):
        hanging.shown_when_id, hanging.shown_when_value = None, ""
    session().flush()
    session().execute(delete(Question).where(Question.id == question.id))


def _check(council_session: CouncilSession, name: str, details: QuestionDetails) -> None:
    _check_stage(council_session)
    codes = [choice.code for choice in details.choices]
    if not NAME.fullmatch(name) or not all(CODE.fullmatch(code) for code in codes) or len(set(codes)) != len(codes):
        raise ValueError("names and codes are of a-z, 0-9 and _, and different from each other")
    if details.shown_when and details.shown_when.council_session_id != council_session.id:
        raise ValueError("a question hangs on one of the same session")


def _check_stage(council_session: CouncilSession) -> None:
    if not can_be_asked_differently(council_session):
        raise Refusal("questions_are_fixed")


def _check_order(order: Sequence[Question]) -> None:
    places = {question.id: question.position for question in order}
    if any(places.get(question.shown_when_id or 0, 0) > question.position for question in order):
        raise Refusal("question_hangs_forward")


def _set(question: Question, values: dict[str, object]) -> tuple[str, ...]:
    changed = tuple(name for name, value in values.items() if getattr(question, name) != value)
    for name in changed:
        setattr(question, name, values[name])
    return changed


def _reword(question: Question, details: QuestionDetails, answered: bool, now: datetime) -> tuple[str, ...]:
    wording, words = question.wording, details.words()
    changed = tuple(name for name, value in words.items() if getattr(wording, name) != value)
    if not changed:
        return ()
    if answered:
        question.version += 1
        session().add(QuestionVersion(question_id=question.id, number=question.version, created_at=now, **words))
    else:
        for name in changed:
            setattr(wording, name, words[name])
    return changed


def _capacities(details: QuestionDetails) -> dict[str, int | None]:
    return {choice.code: choice.capacity for choice in details.choices}


def _about(question: Question) -> dict[str, str]:
    about = {"about": question.public_id, "council_session": question.council_session.public_id}
    return {**about, "name": question.name}
