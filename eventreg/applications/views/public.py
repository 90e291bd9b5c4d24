"""The public form, and the applicant's link: opening it writes nothing, one button does."""

from flask import Blueprint, abort, redirect, url_for

from eventreg.applications.actions import Agreed, apply, prove_address
from eventreg.applications.forms import ApplicationForm
from eventreg.applications.models import Application
from eventreg.applications.queries import application_by_public_id, application_by_token, is_open
from eventreg.applications.rules import can_be_applied_for
from eventreg.core import clock
from eventreg.core.actors import VISITOR
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.guards import grant, granted_version, public
from eventreg.core.limits import limit_wrong_links, limiter
from eventreg.core.pages import flash_refusal, page_language, prefer_cookie_language, render
from eventreg.councils.queries import present_consent_text
from eventreg.registrations.forms import ConsentForm
from eventreg.registrations.session_facts import session_facts
from eventreg.registrations.views.blueprints import Answer, gone
from eventreg.sessions.finding import ask_about
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_address
from eventreg.sessions.rules import is_public

APPLICATIONS = "20 per hour"  # from one network address; an office shares one
blueprint = Blueprint("applications_public", __name__)


@blueprint.route("/s/<council_slug>/<session_code>/register", methods=["GET", "POST"])
@public
@limiter.limit(APPLICATIONS, methods=["POST"])
def form(council_slug: str, session_code: str) -> Answer:
    """Asks who wants to take part; the answer is the same for every address."""
    council_session = _session(council_slug, session_code)
    asked = present_consent_text(council_session.council)
    application, consent = ApplicationForm(data={"language": page_language()}), ConsentForm(asked) if asked else None
    is_agreed = consent is None or consent.validate_on_submit()
    if not application.validate_on_submit() or not is_agreed:
        status = 422 if application.is_submitted() else 200
        return _page("applications/form.html", council_session, status, form=application, consent=consent)
    try:
        with transaction():
            agreed = Agreed(*consent.agreed_to) if consent else Agreed()
            apply(council_session, application.details(), agreed, VISITOR, clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
        return _page("applications/form.html", council_session, 409, form=application, consent=consent)
    return _page("applications/sent.html", council_session, email=application.email.data)


@blueprint.get("/r/a/<token>")
@public
@limit_wrong_links
def open_link(token: str) -> Answer:
    """From the link in the letter to the page without a token; nothing is written."""
    application = application_by_token(token)
    if application is None:
        gone()
    grant("application", application.public_id, application.link_version)
    return redirect(url_for(".show", public_id=application.public_id), 303)


@blueprint.get("/r/a/p/<public_id>")
@public
def show(public_id: str) -> Answer:
    """What was typed, and one button."""
    application = _opened(public_id)
    if application.registration:
        return _to_registration(application)
    return _page("applications/prove.html", application.council_session, application=application)


@blueprint.post("/r/a/p/<public_id>/confirm")
@public
def prove(public_id: str) -> Answer:
    """The address is the applicant's own; from here on there is a registration."""
    application = _opened(public_id)
    try:
        with transaction():
            prove_address(application, VISITOR, clock.now())
    except Refusal as refusal:
        flash_refusal(refusal)
        return _page("applications/prove.html", application.council_session, 409, application=application)
    return _to_registration(application)


def _to_registration(application: Application) -> Answer:
    registration = application.registration
    if registration is None:
        abort(404)
    grant("registration", registration.public_id, registration.link_version)
    return redirect(url_for("registrations_guest.page", public_id=registration.public_id), 303)


def _opened(public_id: str) -> Application:
    """The application that the visitor's cookie opens; else the page of a dead link (410)."""
    application = application_by_public_id(public_id)
    if application is None or granted_version("application", public_id) != application.link_version:
        gone()
    prefer_cookie_language(application.language)
    return application


def _session(council_slug: str, session_code: str) -> CouncilSession:
    """The session that takes applications now; else 404."""
    council_session = session_by_address(council_slug, session_code)
    if council_session is None or not is_public(council_session):
        abort(404)
    ask_about(council_session)
    if not can_be_applied_for(council_session, is_open(council_session), clock.now()):
        abort(404)
    prefer_cookie_language(council_session.council.first_language)
    return council_session


def _page(template: str, council_session: CouncilSession, status: int = 200, **context: object) -> Answer:
    facts = session_facts(council_session, page_language())
    return render(template, status, council_session=council_session, facts=facts, **context)
