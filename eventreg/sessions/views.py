"""Adding and editing council sessions in the office."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language, refusal_sentence, render
from eventreg.councils.models import Council
from eventreg.councils.queries import council_by_slug
from eventreg.i18n import gettext as _
from eventreg.sessions.actions import add_session, change_session, move_to
from eventreg.sessions.finding import office_session
from eventreg.sessions.forms import SessionForm
from eventreg.sessions.models import Stage
from eventreg.sessions.rules import NEXT_STAGES, may_add_session, may_edit_session
from eventreg.sessions.words import stage_words

Answer = Response | tuple[str, int]
blueprint = Blueprint("sessions", __name__, url_prefix="/office/<council_slug>")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.route("/add-session", methods=["GET", "POST"])
def add(council_slug: str) -> Answer:
    """A new session in draft."""
    council = _council(council_slug)
    require(may_add_session(current_actor(), council))
    form = SessionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                details = form.details(council.time_zone)
                council_session = add_session(council, str(form.code.data), details, current_actor(), clock.now())
                code = council_session.code
            return redirect(url_for("office.dashboard", council_slug=council_slug, session_code=code))
        except Refusal as refusal:
            form.refuse("code", refusal_sentence(refusal))
    return render("sessions/edit.html", form=form, council=council, council_session=None, conflicts=[])


@blueprint.route("/<session_code>/edit", methods=["GET", "POST"])
def edit(council_slug: str, session_code: str) -> Answer:
    """A session's details and stage."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_session(current_actor(), council_session))
    form = SessionForm(council_session)
    if form.validate_on_submit() and not form.is_outdated:
        try:
            with transaction():
                details = form.details(council_session.time_zone, council_session)
                change_session(council_session, details, current_actor(), clock.now())
            flash(_("The changes were saved."), "success")
            return redirect(request.path)
        except Refusal as refusal:
            flash_refusal(refusal)
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    return render(
        "sessions/edit.html",
        409 if conflicts else 200,
        form=form,
        council=council_session.council,
        council_session=council_session,
        conflicts=conflicts,
        next_stages=NEXT_STAGES[council_session.stage],
    )


@blueprint.post("/<session_code>/stage")
def stage(council_slug: str, session_code: str) -> Answer:
    """Moves the session to the posted stage."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_session(current_actor(), council_session))
    wanted = request.form.get("stage", "")
    if wanted not in list(Stage):
        abort(400)
    try:
        with transaction():
            move_to(council_session, Stage(wanted), current_actor(), clock.now())
        flash(_("The session's stage is now: %(stage)s.", stage=stage_words()[Stage(wanted)]), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for("sessions.edit", council_slug=council_slug, session_code=session_code))


def _council(council_slug: str) -> Council:
    council = council_by_slug(council_slug)
    if council is None:
        abort(404)
    return council
