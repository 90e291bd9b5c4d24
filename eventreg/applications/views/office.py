"""Whether anybody may apply, and how many wait."""

from flask import Blueprint, flash, redirect, request, url_for

from eventreg.applications.actions import open_applications
from eventreg.applications.queries import is_open, unproven
from eventreg.core import clock
from eventreg.core.db import transaction
from eventreg.core.guards import current_actor, require
from eventreg.core.links import absolute_url
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.registrations.models import RegistrationState
from eventreg.registrations.queries import numbers_by_state
from eventreg.registrations.rules import may_edit_registrations
from eventreg.registrations.views.blueprints import Answer
from eventreg.sessions.finding import office_session

blueprint = Blueprint("applications", __name__, url_prefix="/office/<council_slug>/<session_code>/applications")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


@blueprint.get("")
def index(council_slug: str, session_code: str) -> Answer:
    """The switch, the address of the form, and who waits for what."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_registrations(current_actor(), council_session))
    return render(
        "applications/index.html",
        council_session=council_session,
        is_open=is_open(council_session),
        unproven=unproven(council_session),
        pending=numbers_by_state(council_session).get(RegistrationState.PENDING, 0),
        address=absolute_url(url_for("applications_public.form", council_slug=council_slug, session_code=session_code)),
    )


@blueprint.post("/open")
def switch(council_slug: str, session_code: str) -> Answer:
    """Anybody may apply, or nobody any more."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_registrations(current_actor(), council_session))
    with transaction():
        open_applications(council_session, request.form.get("open") == "yes", current_actor(), clock.now())
    flash(_("The changes were saved."), "success")
    return redirect(url_for(".index", council_slug=council_slug, session_code=session_code), 303)
