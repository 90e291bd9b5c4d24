"""The list of questions, and how the form looks to those who answer."""

from flask import request

from eventreg.core.guards import current_actor
from eventreg.core.pages import page_language, render
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.questions.forms.answering import empty_form
from eventreg.registrations.questions.queries import numbers_of_answers, places_taken, questions_of
from eventreg.registrations.questions.reading import condition_in_words
from eventreg.registrations.questions.rules import (
    can_be_asked_differently,
    may_edit_questions,
    missing_languages,
    of_role,
)
from eventreg.registrations.questions.types import QUESTION_TYPES, type_of
from eventreg.registrations.questions.views.blueprints import Answer, address_of, office, readable_session


@office.get("")
def index(council_slug: str, session_code: str) -> Answer:
    """The questions in order, with what is missing and how many answered."""
    council_session = readable_session(council_slug, session_code)
    questions = questions_of(council_session)
    may_edit = may_edit_questions(current_actor(), council_session)
    return render(
        "questions/index.html",
        council_session=council_session,
        address=address_of(council_session),
        questions=questions,
        types={kind.kind: kind for kind in QUESTION_TYPES},
        missing={q.id: missing_languages(q.wording, council_session.council.languages) for q in questions},
        conditions={question.id: condition_in_words(question, page_language()) for question in questions},
        numbers=numbers_of_answers(questions),
        taken=places_taken(questions),
        may_edit=may_edit and can_be_asked_differently(council_session),
    )


@office.get("/preview")
def preview(council_slug: str, session_code: str) -> Answer:
    """The form as a person of one role sees it; nothing can be sent from here."""
    council_session = readable_session(council_slug, session_code)
    wanted = request.args.get("role", "")
    role = ParticipantRole(wanted) if wanted in list(ParticipantRole) else ParticipantRole.DELEGATE
    asked = empty_form(of_role(questions_of(council_session), role), role, page_language())
    return render(
        "questions/preview.html",
        council_session=council_session,
        address=address_of(council_session),
        role=role,
        asked=asked,
        types={question.kind: type_of(question.kind) for question in asked.questions},
    )
