"""While the database is locked or away or the disk is full: a page that gives back what was typed."""

import structlog
from flask import Response, g, make_response, request
from werkzeug.exceptions import ServiceUnavailable

from eventreg.accounts.kept import posted_form
from eventreg.accounts.views.blueprint import blueprint
from eventreg.core.actors import VISITOR
from eventreg.core.outages import KINDS, RETRY_SECONDS, is_outage
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.core.web import API_PATH, hide_traceback, show_error
from eventreg.i18n.languages import DEFAULT_LANGUAGE

log = structlog.get_logger()


def try_again(error: Exception) -> Response | tuple[str, int]:
    """503 with Retry-After; a form of ours comes back with a button that sends it again. Faults of ours stay 500."""
    if not is_outage(error):
        return hide_traceback(error)
    log.error("outage", request_id=g.get("request_id"), endpoint=request.endpoint, cause=str(error).partition("\n")[0])
    g.actor = VISITOR  # who it is stands in the database
    if request.path.startswith(API_PATH):
        response = make_response(show_error(ServiceUnavailable()))
    else:
        prefer_cookie_language(g.get("preferred_language") or DEFAULT_LANGUAGE)
        is_own = g.get("csrf_valid") or request.headers.get("Sec-Fetch-Site") == "same-origin"
        kept = posted_form() if is_own else None
        response = make_response(render("errors/outage.html", 503, kept=kept, language_links=[]))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


for kind in KINDS:
    blueprint.app_errorhandler(kind)(try_again)
