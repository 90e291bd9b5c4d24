"""The public list of sessions and the page of one session. They set no cookie, so that they can be cached."""

from datetime import UTC, timedelta
from email.utils import parseaddr

from flask import Blueprint, Response, abort, request
from sqlalchemy.exc import SQLAlchemyError

from eventreg.agenda.queries import latest_release_line
from eventreg.applications.queries import is_open
from eventreg.applications.rules import can_be_applied_for
from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.guards import public
from eventreg.core.link_secret import links_are_of_another_secret
from eventreg.core.links import absolute_url
from eventreg.core.pages import cacheable, page_language, prefer_language, render
from eventreg.core.schema import schema_is_behind
from eventreg.councils.queries import all_councils
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.i18n.numbers import qualified
from eventreg.publication.queries import latest_publication_line
from eventreg.sessions.finding import ask_about
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import listed_sessions, session_by_address
from eventreg.sessions.rules import is_public

SECURITY_TXT_COUNTS = timedelta(days=180)
blueprint = Blueprint("site", __name__)


@blueprint.get("/")
@public
def home() -> Response:
    """Every session that the public may see: what comes first, then by year."""
    prefer_language(DEFAULT_LANGUAGE)
    text = request.args.get("q", "")[:100]
    coming, past = listed_sessions(text, clock.now())
    return cacheable(render("site/home.html", coming=coming, past=past, text=text)[0])


@blueprint.get("/s/<council_slug>/<session_code>")
@public
def session(council_slug: str, session_code: str) -> Response:
    """When, where, who calls, and the way to the agenda and the recommendations."""
    council_session = public_session(council_slug, session_code)
    page, _ = render(
        "site/session.html",
        council_session=council_session,
        council=council_session.council,
        takes_applications=can_be_applied_for(council_session, is_open(council_session), clock.now()),
        release=latest_release_line(council_session),
        publication=latest_publication_line(council_session),
        figures=[_figure(figure) for figure in council_session.figures],
    )
    return cacheable(page)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """The process can work: database and schema are there, and so is the secret of the links; 503 says what is not."""
    try:
        word = "the schema is behind" if schema_is_behind() else "ready"
        if word == "ready" and links_are_of_another_secret():
            word = "the links were made with another SECRET_KEY"
    except SQLAlchemyError:
        word = "the database does not answer"
    return Response(f"{word}\n", status=200 if word == "ready" else 503, mimetype="text/plain")


@blueprint.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """Where a weakness is reported (RFC 9116): the address of the settings, else those of the councils."""
    found = [f"mailto:{council.contact_email}" for council in all_councils() if council.contact_email]
    settings = current_settings()
    contacts = [settings.security_contact] if settings.security_contact else list(dict.fromkeys(found))
    expires = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_COUNTS
    lines = [
        *(f"Contact: {contact}" for contact in contacts or [f"mailto:{parseaddr(settings.mail_from)[1]}"]),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: kk, ru, en",
        f"Canonical: {absolute_url(request.path)}",
    ]
    return cacheable("\n".join(lines) + "\n", "text/plain", seconds=3600)


def public_session(council_slug: str, session_code: str) -> CouncilSession:
    """The session, if the public may see it; else 404, as for a session that does not exist."""
    council_session = session_by_address(council_slug, session_code)
    if council_session is None or not is_public(council_session):
        abort(404)
    ask_about(council_session)
    prefer_language(council_session.council.first_language)
    return council_session


def _figure(figure: dict[str, object]) -> tuple[str, str]:
    """The number as it is written, and what it counts."""
    language = page_language()
    value, unit = figure.get("value"), figure.get("unit")
    words = unit if isinstance(unit, dict) else {}
    number = value if isinstance(value, int) else 0
    return qualified(number, str(figure.get("qualifier", "exact")), language), str(words.get(language, ""))
