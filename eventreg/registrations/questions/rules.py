"""Who may do what with questions, and who is asked which."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from eventreg.core.actors import Actor
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.models import Question, QuestionVersion
from eventreg.registrations.rules import may_edit_registrations, may_see_registrations
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.rules import can_be_edited

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[a-z0-9_]{1,40}")


def may_see_questions(actor: Actor, council_session: CouncilSession) -> bool:
    """The questions of a session and how many answered them."""
    return may_see_registrations(actor, council_session)


def may_edit_questions(actor: Actor, council_session: CouncilSession) -> bool:
    """Adding, changing, ordering and removing questions."""
    return may_edit_registrations(actor, council_session)


def can_be_asked_differently(council_session: CouncilSession) -> bool:
    """Questions change until the session was held."""
    return can_be_edited(council_session)


def asked(
    questions: Iterable[Question], role: ParticipantRole, codes: Mapping[int, Collection[str]]
) -> tuple[Question, ...]:
    """The questions put to a person of that role who has chosen these codes (by the question's id), in order.

    A question that hangs on another is put only when that other one is put and answered so; this is decided here,
    whatever a browser showed.
    """
    found: list[Question] = []
    for question in of_role(questions, role):
        on = question.shown_when_id
        if on is None or (_is_among(on, found) and question.shown_when_value in codes.get(on, ())):
            found.append(question)
    return tuple(found)


def of_role(questions: Iterable[Question], role: ParticipantRole) -> tuple[Question, ...]:
    """The questions that may be put to a person of that role, whatever was answered, in order."""
    return tuple(question for question in questions if not question.roles or role.value in question.roles)


def codes_of(value: str) -> tuple[str, ...]:
    """The codes that a stored answer holds."""
    return tuple(value.split())


def joined_codes(codes: Sequence[str]) -> str:
    """Several codes as one stored text, with a space around each, so that each can be looked for."""
    return f" {' '.join(codes)} " if codes else ""


def can_hang_on(question: Question, other: Question) -> bool:
    """A condition looks back: the other question stands earlier."""
    return other.id != question.id and other.position < question.position


def same_condition(question: Question, asked: Mapping[str, Question]) -> Question | None:
    """The one of `asked` (by name) on which a copy of this question can hang as it does: so named, so answered."""
    on = question.shown_when
    found = asked.get(on.name) if on else None
    if on is None or found is None or found.kind != on.kind:
        return None
    codes = {label.code for label in found.wording.choices}
    return found if not codes or question.shown_when_value in codes else None


def conditions_left_behind(chosen: Collection[Question], asked: Iterable[Question]) -> tuple[Question, ...]:
    """Those of the `chosen` whose condition cannot go along to where `asked` stand: what they hang on is not there."""
    others = {question.name: question for question in (*asked, *chosen)}
    return tuple(one for one in chosen if one.shown_when and same_condition(one, others) is None)


def missing_languages(wording: QuestionVersion, languages: Collection[str]) -> tuple[str, ...]:
    """The languages of the council in which something of the question is not there yet."""
    texts = [wording.caption, *(choice.text for choice in wording.choices)]
    texts += [wording.hint] if wording.hint else []
    return tuple(code for code in languages if any(not text.get(code) for text in texts))


def _is_among(question_id: int, questions: Iterable[Question]) -> bool:
    return any(question.id == question_id for question in questions)
