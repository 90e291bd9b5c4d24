"""Adding and editing council sessions in the office."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from eventreg.core import clock
from eventreg.core.conflicts import Difference
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import flash_refusal, prefer_cookie_language, refusal_sentence, render
from eventreg.councils.models import Council
from eventreg.councils.queries import council_by_slug
from eventreg.i18n import gettext as _
from eventreg.sessions.actions import SessionDetails, add_session, change_session, move_to, moves
from eventreg.sessions.finding import office_session
from eventreg.sessions.forms import CalledOffForm, SessionForm
from eventreg.sessions.models import CouncilSession, Stage
from eventreg.sessions.news import recipients_of_news
from eventreg.sessions.rules import NEXT_STAGES, TOLD, can_move_to, is_told, may_add_session, may_edit_session
from eventreg.sessions.words import stage_done_words, stage_words

Answer = Response | tuple[str, int]
BACK, TELL = "back", "tell"  # buttons of the page that asks before people are told
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
    """A session's details and stage; asks before people are told of another time or place."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_session(current_actor(), council_session))
    form = SessionForm(council_session)
    if not form.validate_on_submit() or request.form.get("step") == BACK:
        return _edit_page(council_session, form)
    conflicts = form.conflicts() if form.is_outdated else []
    if conflicts:
        return _edit_page(council_session, form, conflicts, 409)
    details = form.details(council_session.time_zone, council_session)
    if _asks_first(council_session, details):
        recipients = recipients_of_news(council_session)
        return render("sessions/move.html", form=form, council_session=council_session, recipients=recipients)
    try:
        with transaction():
            change_session(council_session, details, current_actor(), clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
        return _edit_page(council_session, form, status=409)
    flash(_("The changes were saved."), "success")
    return redirect(request.path)


def _asks_first(council_session: CouncilSession, details: SessionDetails) -> bool:
    if request.form.get("step") == TELL or not moves(council_session, details, clock.now()):
        return False
    return recipients_of_news(council_session).letters > 0


def _edit_page(
    council_session: CouncilSession, form: SessionForm, conflicts: Sequence[Difference] = (), status: int = 200
) -> tuple[str, int]:
    return render(
        "sessions/edit.html",
        status,
        form=form,
        council=council_session.council,
        council_session=council_session,
        conflicts=conflicts,
        next_stages=NEXT_STAGES[council_session.stage],
        told=recipients_of_news(council_session) if council_session.revision else None,
        is_told=is_told,
    )


@blueprint.post("/<session_code>/stage")
def stage(council_slug: str, session_code: str) -> Answer:
    """Moves the session to the posted stage."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_session(current_actor(), council_session))
    wanted = request.form.get("stage", "")
    if wanted not in list(Stage):
        abort(400)
    if is_told(council_session.stage, Stage(wanted)):
        return redirect(url_for(".tell", council_slug=council_slug, session_code=session_code, wanted=wanted))
    try:
        with transaction():
            move_to(council_session, Stage(wanted), current_actor(), clock.now())
        flash(_("The session's stage is now: %(stage)s.", stage=stage_words()[Stage(wanted)]), "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(_after_stage(council_slug, session_code, request.form.get("then", "")))


def _after_stage(council_slug: str, session_code: str, then: str) -> str:
    """The page of the next step, where this was the first of two; else the session's details."""
    if then in (Stage.POSTPONED, Stage.CANCELLED):
        return url_for(".tell", council_slug=council_slug, session_code=session_code, wanted=then)
    return url_for(".edit", council_slug=council_slug, session_code=session_code)


@blueprint.route("/<session_code>/stage/<wanted>", methods=["GET", "POST"])
def tell(council_slug: str, session_code: str, wanted: str) -> Answer:
    """Says who will be told that the session is called off, or takes place after all; the button does it, once."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_session(current_actor(), council_session))
    if wanted not in [after for _before, after in TOLD]:
        abort(404)
    stage, form = Stage(wanted), CalledOffForm()
    back = redirect(url_for("sessions.edit", council_slug=council_slug, session_code=session_code))
    if council_session.stage is stage and request.method == "GET":
        return back
    if not form.validate_on_submit():
        return _tell_page(council_session, stage, form)
    try:
        with transaction():
            move_to(council_session, stage, current_actor(), clock.now(), form.reason())
    except Refusal as refusal:
        flash_refusal(refusal)
        return _tell_page(council_session, stage, form, 409)
    flash(stage_done_words()[stage], "success")
    return back


def _tell_page(council_session: CouncilSession, stage: Stage, form: CalledOffForm, status: int = 200) -> Answer:
    return render(
        "sessions/tell.html",
        status,
        form=form,
        council_session=council_session,
        stage=stage,
        recipients=recipients_of_news(council_session),
        can_be_done=can_move_to(council_session, stage),
    )


def _council(council_slug: str) -> Council:
    council = council_by_slug(council_slug)
    if council is None:
        abort(404)
    return council
