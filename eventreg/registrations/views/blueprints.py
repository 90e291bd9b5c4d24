"""The two blueprints of registrations, and finding what a request is about."""

from typing import NoReturn

from flask import Blueprint, abort, make_response
from werkzeug.wrappers import Response

from eventreg.core.actors import Actor
from eventreg.core.guards import current_actor, granted_version, require
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.registrations.forms import NewLinkForm
from eventreg.registrations.models import Registration
from eventreg.registrations.queries import registration_by_public_id, registration_in
from eventreg.registrations.rules import may_edit_registrations, may_see_registrations
from eventreg.sessions.finding import ask_about, office_session
from eventreg.sessions.models import CouncilSession

Answer = Response | tuple[str, int]

office = Blueprint("registrations", __name__, url_prefix="/office/<council_slug>/<session_code>/registrations")
guest = Blueprint("registrations_guest", __name__, url_prefix="/r")


@office.before_request
@guest.before_request
def choose_language() -> None:
    prefer_cookie_language(DEFAULT_LANGUAGE)


def readable_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session whose registrations the actor may see; 404 for staff of other councils, as if it were missing."""
    council_session = office_session(council_slug, session_code)
    require(may_see_registrations(current_actor(), council_session))
    return council_session


def editable_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session whose registrations the actor may edit; 404 for staff of other councils, as if it were missing."""
    council_session = office_session(council_slug, session_code)
    require(may_edit_registrations(current_actor(), council_session))
    return council_session


def registration_of_session(council_session: CouncilSession, public_id: str) -> Registration:
    """The registration, when it belongs to that session, else 404."""
    registration = registration_in(council_session, public_id)
    if registration is None:
        abort(404)
    return registration


def opened(public_id: str) -> Registration:
    """The registration that the visitor's cookie opens; else the page with the way to a new link (410)."""
    registration = registration_by_public_id(public_id)
    if registration is None or granted_version("registration", public_id) != registration.link_version:
        gone()
    ask_about(registration.council_session)
    prefer_cookie_language(registration.language)
    return registration


def gone() -> NoReturn:
    """One plain page for unknown, replaced and foreign links alike."""
    abort(make_response(render("registrations_guest/gone.html", 410, form=NewLinkForm(formdata=None))))


def as_delegate(registration: Registration) -> Actor:
    """Who acts on a page behind a delegate's link."""
    return Actor("registration", registration.public_id)
