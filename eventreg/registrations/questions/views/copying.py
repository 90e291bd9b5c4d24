"""Copying questions from another session of the council."""

from flask import abort, flash, redirect, url_for

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import refusal_sentence, render
from eventreg.i18n import ngettext
from eventreg.registrations.questions.actions.copying import copy_questions
from eventreg.registrations.questions.forms.copying import CopyForm
from eventreg.registrations.questions.queries import questions_of, sessions_to_copy_from
from eventreg.registrations.questions.rules import may_see_questions
from eventreg.registrations.questions.views.blueprints import Answer, address_of, editable_session, office
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_address


@office.get("/copy")
def choose_source(council_slug: str, session_code: str) -> Answer:
    """The sessions from which questions can be copied."""
    council_session = editable_session(council_slug, session_code)
    return render(
        "questions/choose_source.html",
        council_session=council_session,
        address=address_of(council_session),
        sources=sessions_to_copy_from(council_session),
    )


@office.route("/copy/<source_code>", methods=["GET", "POST"])
def copy(council_slug: str, session_code: str, source_code: str) -> Answer:
    """What can be copied from that session, with ticks."""
    council_session = editable_session(council_slug, session_code)
    source = _source(council_session, source_code)
    form = CopyForm(questions_of(source), questions_of(council_session, with_retired=True))
    if not form.validate_on_submit():
        return _page(council_session, source, form)
    chosen, is_free = form.questions.data or [], bool(form.without_conditions.data)
    try:
        with transaction():
            number = copy_questions(source, council_session, chosen, is_free, current_actor(), clock.now())
    except Refusal as refusal:
        form.refuse("questions", refusal_sentence(refusal))
        return _page(council_session, source, form, 422)
    flash(ngettext("%(num)d question was copied.", "%(num)d questions were copied.", number), "success")
    return redirect(url_for(".index", council_slug=council_slug, session_code=session_code))


def _source(council_session: CouncilSession, code: str) -> CouncilSession:
    """Another session of the same council, else 404."""
    found = session_by_address(council_session.council.slug, code)
    if found is None or found.id == council_session.id:
        abort(404)
    require(may_see_questions(current_actor(), found))
    return found


def _page(council_session: CouncilSession, source: CouncilSession, form: CopyForm, status: int = 200) -> Answer:
    return render(
        "questions/copy.html",
        422 if form.errors else status,
        form=form,
        council_session=council_session,
        source=source,
        address=address_of(council_session),
        left_behind=form.left_behind() if form.is_submitted() else [],
    )
