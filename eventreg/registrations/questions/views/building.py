"""Adding, changing, ordering and removing questions."""

from flask import flash, redirect, request, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor
from eventreg.core.pages import flash_refusal, refusal_sentence, render
from eventreg.i18n import gettext as _
from eventreg.registrations.questions.actions.asking import (
    add_question,
    change_question,
    move_question,
    remove_question,
)
from eventreg.registrations.questions.forms.building import BLANK_ROWS, MORE_ROWS, QuestionForm
from eventreg.registrations.questions.models import Question
from eventreg.registrations.questions.queries import is_answered, questions_of
from eventreg.registrations.questions.views.blueprints import (
    Answer,
    address_of,
    editable_session,
    office,
    question_of_session,
)
from eventreg.sessions.models import CouncilSession

FIELDS = {
    "question_name_taken": "name",
    "question_kind_is_fixed": "kind",
    "question_hangs_forward": "shown_when",
    "choice_is_fuller": "kind",
}


@office.route("/add", methods=["GET", "POST"])
def add(council_slug: str, session_code: str) -> Answer:
    """A new question; it stands last."""
    council_session = editable_session(council_slug, session_code)
    form = QuestionForm(questions_of(council_session))
    if not _is_to_be_saved(form):
        return _page(council_session, form)
    try:
        with transaction():
            add_question(council_session, form.name_of_new(), form.details(), current_actor(), clock.now())
    except Refusal as refusal:
        return _refused(council_session, form, refusal)
    flash(_("The question was added."), "success")
    return redirect(_list_url(council_session))


@office.route("/<public_id>/edit", methods=["GET", "POST"])
def edit(council_slug: str, session_code: str, public_id: str) -> Answer:
    """A question's words and settings."""
    council_session = editable_session(council_slug, session_code)
    question = question_of_session(council_session, public_id)
    form = QuestionForm(questions_of(council_session), question)
    if not _is_to_be_saved(form) or form.is_outdated:
        return _page(council_session, form)
    try:
        with transaction():
            change_question(question, form.details(), current_actor(), clock.now())
    except Refusal as refusal:
        return _refused(council_session, form, refusal)
    flash(_("The changes were saved."), "success")
    return redirect(_list_url(council_session))


@office.post("/<public_id>/move")
def move(council_slug: str, session_code: str, public_id: str) -> Answer:
    """One place up or down."""
    council_session = editable_session(council_slug, session_code)
    question = question_of_session(council_session, public_id)
    try:
        with transaction():
            move_question(question, request.form.get("step") == "up", current_actor(), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(f"{_list_url(council_session)}#question-{public_id}")


@office.route("/<public_id>/remove", methods=["GET", "POST"])
def remove(council_slug: str, session_code: str, public_id: str) -> Answer:
    """Asks first; answers that were given stay."""
    council_session = editable_session(council_slug, session_code)
    question = question_of_session(council_session, public_id)
    if request.method != "POST":
        return render(
            "questions/remove.html",
            council_session=council_session,
            question=question,
            address=address_of(council_session),
            is_answered=is_answered(question),
        )
    try:
        with transaction():
            remove_question(question, current_actor(), clock.now())
        flash(_("The question was removed."), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(_list_url(council_session))


def _list_url(council_session: CouncilSession) -> str:
    return url_for(".index", council_slug=council_session.council.slug, session_code=council_session.code)


def _is_to_be_saved(form: QuestionForm) -> bool:
    """True when the form is right; a button may ask for more rows instead."""
    if request.method != "POST":
        form.add_rows(BLANK_ROWS if form.question is None else 1)
        return False
    if "more" in request.form:
        form.add_rows(MORE_ROWS)
        return False
    return bool(form.validate())


def _refused(council_session: CouncilSession, form: QuestionForm, refusal: Refusal) -> Answer:
    if refusal.reason in FIELDS:
        form.refuse(FIELDS[refusal.reason], refusal_sentence(refusal))
    else:
        flash_refusal(refusal)
    return _page(council_session, form, 422)


def _page(council_session: CouncilSession, form: QuestionForm, status: int = 200) -> Answer:
    is_conflict = form.is_submitted() and form.is_outdated and "more" not in request.form
    return render(
        "questions/edit.html",
        409 if is_conflict else status,
        form=form,
        conflicts=form.conflicts() if is_conflict else [],
        question=form.question,
        kind_is_fixed=_kind_is_fixed(form.question),
        council_session=council_session,
        address=address_of(council_session),
    )


def _kind_is_fixed(question: Question | None) -> bool:
    return question is not None and is_answered(question)
