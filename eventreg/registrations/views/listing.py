"""The organizer's list of a session's registrations."""

from collections.abc import Sequence
from typing import Any  # Any: what a template is given

from flask import request

from eventreg.core.guards import current_actor
from eventreg.core.pages import Page, page_language, paged, render
from eventreg.i18n.languages import known_language
from eventreg.registrations.actions.substituting import substitutions
from eventreg.registrations.consents.queries import open_requests
from eventreg.registrations.models import ParticipantRole, Registration, RegistrationState
from eventreg.registrations.queries import Filter, bodies_with_registrations, numbers_by_state, registrations
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import questions_of
from eventreg.registrations.questions.reading import answer_filters
from eventreg.registrations.questions.tables import AnswerTable
from eventreg.registrations.rules import may_edit_registrations, may_export_registrations
from eventreg.registrations.views.blueprints import Answer, office, readable_session

PER_PAGE = 100


@office.get("")
def index(council_slug: str, session_code: str) -> Answer:
    """Everybody by the Kazakh alphabet, with search in any script, filters and numbers."""
    council_session = readable_session(council_slug, session_code)
    narrowed, actor = filter_from_address(), current_actor()
    questions = questions_of(council_session, with_retired=True)
    page = paged(registrations(council_session, narrowed), PER_PAGE)
    return render(
        "registrations/index.html",
        council_session=council_session,
        page=page,
        answer_filters=[(found.value, found.label) for found in answer_filters(questions, page_language())],
        **_answers_in(page, questions, narrowed),
        narrowed=narrowed,
        numbers=numbers_by_state(council_session),
        instead_of=substitutions(council_session),
        bodies=[
            (body.public_id, body.name.in_language(page_language()))
            for body in bodies_with_registrations(council_session)
        ],
        erasure_requests=len(open_requests(council_session)),
        may_edit=may_edit_registrations(actor, council_session),
        may_export=may_export_registrations(actor, council_session),
    )


def filter_from_address() -> Filter:
    """How the address narrows the list; what it does not know narrows nothing."""
    given = {name: request.args.get(name, "")[:100] for name in ("q", "state", "role", "language", "body", "answer")}
    question, _, code = given["answer"].partition(":")
    return Filter(
        text=given["q"],
        state=RegistrationState(given["state"]) if given["state"] in list(RegistrationState) else None,
        role=ParticipantRole(given["role"]) if given["role"] in list(ParticipantRole) else None,
        language=known_language(given["language"]) or "",
        body=given["body"],
        question=question,
        code=code,
    )


def _answers_in(page: Page[Registration], questions: Sequence[Question], narrowed: Filter) -> dict[str, Any]:
    """The answers to the question by which the list is narrowed, in words, by the registration's id."""
    chosen = next((question for question in questions if question.name == narrowed.question), None)
    if chosen is None:
        return {"chosen": None, "answers": {}}
    cells = AnswerTable([chosen], page_language()).cells_of([registration.id for registration in page.rows])
    return {"chosen": chosen, "answers": {registration_id: cell for registration_id, (cell,) in cells.items()}}
