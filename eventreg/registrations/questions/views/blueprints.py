"""The blueprint of questions, and finding what a request is about."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from eventreg.core.guards import current_actor, require
from eventreg.core.pages import prefer_cookie_language
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import question_in
from eventreg.registrations.questions.rules import may_edit_questions, may_see_questions
from eventreg.sessions.finding import office_session
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]
office = Blueprint("questions", __name__, url_prefix="/office/<council_slug>/<session_code>/questions")


@office.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


def readable_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session whose questions the actor may see; 404 for staff of other councils, as if it were missing."""
    council_session = office_session(council_slug, session_code)
    require(may_see_questions(current_actor(), council_session))
    return council_session


def editable_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session whose questions the actor may edit; 404 for staff of other councils, as if it were missing."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_questions(current_actor(), council_session))
    return council_session


def question_of_session(council_session: CouncilSession, public_id: str) -> Question:
    """The question, when it belongs to that session, else 404."""
    question = question_in(council_session, public_id)
    if question is None:
        abort(404)
    return question


def address_of(council_session: CouncilSession) -> dict[str, str]:
    """What every address of these pages names."""
    return {"council_slug": council_session.council.slug, "session_code": council_session.code}
