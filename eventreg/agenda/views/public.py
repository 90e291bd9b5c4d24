"""Released agendas as pages and files. They set no cookie; a numbered release never changes."""

import json

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import NotFound

from eventreg.agenda.documents import (
    DOCUMENT_LANGUAGES,
    agenda_calendar,
    agenda_document,
    frab_json,
    frab_xml,
)
from eventreg.agenda.models import AgendaRelease
from eventreg.agenda.queries import latest_release, release_numbered
from eventreg.core.guards import public
from eventreg.core.pages import cacheable, page_language, prefer_language, render
from eventreg.documents.docx import agenda_docx
from eventreg.documents.pdf import agenda_pdf
from eventreg.i18n.languages import LANGUAGES
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_address
from eventreg.sessions.rules import is_public

blueprint = Blueprint("agenda_public", __name__, url_prefix="/s/<council_slug>/<session_code>")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATEST_SECONDS = 60
RELEASED_SECONDS = 31_536_000  # a year: what is released does not change


@blueprint.get("/agenda")
@public
def latest(council_slug: str, session_code: str) -> Response:
    """The latest release."""
    council_session = _session(council_slug, session_code)
    return _page(council_session, latest_release(council_session), LATEST_SECONDS)


@blueprint.get("/agenda/<int:number>")
@public
def release(council_slug: str, session_code: str, number: int) -> Response:
    """One release; a later one is pointed to."""
    council_session = _session(council_slug, session_code)
    return _page(council_session, release_numbered(council_session, number), LATEST_SECONDS)


@blueprint.get("/agenda.<suffix>")
@public
def latest_file(council_slug: str, session_code: str, suffix: str) -> Response:
    """The latest release as a file."""
    council_session = _session(council_slug, session_code)
    return _file(council_session, latest_release(council_session), suffix, LATEST_SECONDS)


@blueprint.get("/agenda/<int:number>.<suffix>")
@public
def release_file(council_slug: str, session_code: str, number: int, suffix: str) -> Response:
    """One release as a file."""
    council_session = _session(council_slug, session_code)
    return _file(council_session, release_numbered(council_session, number), suffix, RELEASED_SECONDS)


def _session(council_slug: str, session_code: str) -> CouncilSession:
    council_session = session_by_address(council_slug, session_code)
    if council_session is None or not is_public(council_session):
        abort(404)
    prefer_language(council_session.council.first_language)
    return council_session


def _page(council_session: CouncilSession, found: AgendaRelease | None, seconds: int) -> Response:
    if found is None:
        raise NotFound
    newest = latest_release(council_session)
    html, _ = render(
        "agenda_public/release.html",
        council_session=council_session,
        council=council_session.council,
        release=found,
        snapshot=found.snapshot,
        newer=newest if newest and newest.number > found.number else None,
    )
    return cacheable(html, seconds=seconds)


def _file(council_session: CouncilSession, found: AgendaRelease | None, suffix: str, seconds: int) -> Response:
    if found is None or suffix not in ("pdf", "docx", "ics", "json", "xml"):
        abort(404)
    content, mimetype = _content(council_session, found, suffix)
    response = cacheable(content, mimetype, seconds=seconds)
    name = f"{council_session.address.replace('/', '-')}-agenda-{found.number}.{suffix}"
    disposition = "inline" if suffix in ("pdf", "json", "xml") else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def _content(council_session: CouncilSession, found: AgendaRelease, suffix: str) -> tuple[bytes, str]:
    wanted = request.args.get("lang", "")
    languages = wanted if wanted in DOCUMENT_LANGUAGES else page_language()
    language = wanted if wanted in LANGUAGES else page_language()
    if suffix == "pdf":
        return agenda_pdf(agenda_document(found, council_session, languages)), "application/pdf"
    if suffix == "docx":
        return agenda_docx(agenda_document(found, council_session, languages)), DOCX
    if suffix == "ics":
        return agenda_calendar(found, council_session, language), "text/calendar"
    if suffix == "xml":
        return frab_xml(found, council_session, language), "application/xml"
    schedule = frab_json(found, council_session, language)
    return json.dumps(schedule, ensure_ascii=False).encode(), "application/json"
