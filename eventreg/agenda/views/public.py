"""Released agendas as pages and files, the same for everybody: they set no cookie, and caches may keep them.

A release never changes, so its pages are kept in memory once made. Which release an address means is kept as long as
nothing is committed to the database (`core.watch`), so that a reader who has it already costs no statement.
"""

import json
from datetime import datetime
from functools import cache, lru_cache
from threading import Lock
from typing import TypeVar

from flask import Blueprint, Response, abort, g, request

from eventreg.agenda.documents import DOCUMENT_LANGUAGES, agenda_calendar, agenda_document
from eventreg.agenda.frab import frab_json, frab_xml
from eventreg.agenda.models import AgendaRelease
from eventreg.agenda.queries import Edition, public_edition, release_with_session
from eventreg.agenda.snapshots import days_of
from eventreg.core import watch
from eventreg.core.actors import VISITOR
from eventreg.core.canonical import canonical_json, sha256_hex
from eventreg.core.config import current_settings
from eventreg.core.guards import public
from eventreg.core.pages import cacheable, page_language, prefer_language, render
from eventreg.documents.docx import agenda_docx
from eventreg.documents.pdf import agenda_pdf
from eventreg.i18n.text import Translated
from eventreg.paths import PACKAGE, resource
from eventreg.sessions.finding import ask_about
from eventreg.sessions.queries import session_by_address
from eventreg.sessions.rules import is_public

blueprint = Blueprint("agenda_public", __name__, url_prefix="/s/<council_slug>/<session_code>")
PAGE = "html"
MIMETYPES = {
    PAGE: "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "json": "application/json",
    "xml": "application/xml",
}
FILES = tuple(suffix for suffix in MIMETYPES if suffix != PAGE)
READ_ONLINE = ("pdf", "json", "xml")
DOCUMENTS = ("pdf", "docx")
A_MINUTE, A_YEAR = 60, 31_536_000
MOST_KEPT = 100  # pages and files of some 20 to 100 kB
PROGRAM = (".py", ".html", ".typ", ".css", ".js", ".mo")
Asked = tuple[str, str, int | None]  # council, session, and the number of a release or None for the latest
_kept: dict[str, bytes] = {}
_editions: dict[Asked, tuple[object, Edition]] = {}
_keeping = Lock()
Key = TypeVar("Key")
Thing = TypeVar("Thing")


@blueprint.before_request
def see_a_visitor() -> None:
    """Whoever asks: the answer is for everybody."""
    g.actor = VISITOR


@blueprint.get("/agenda")
@public
def latest(council_slug: str, session_code: str) -> Response:
    """The latest release."""
    return _answer(_edition(council_slug, session_code), PAGE, A_MINUTE)


@blueprint.get("/agenda/<int(max=9999):number>")
@public
def release(council_slug: str, session_code: str, number: int) -> Response:
    """One release; it says so when there is a later one."""
    return _answer(_edition(council_slug, session_code, number), PAGE, A_MINUTE)


@blueprint.get("/agenda.<suffix>")
@public
def latest_file(council_slug: str, session_code: str, suffix: str) -> Response:
    """The latest release as a file."""
    return _file(_edition(council_slug, session_code), suffix, A_MINUTE)


@blueprint.get("/agenda/<int(max=9999):number>.<suffix>")
@public
def release_file(council_slug: str, session_code: str, number: int, suffix: str) -> Response:
    """One release as a file, which never changes; but a calendar follows the session."""
    seconds = A_MINUTE if suffix == "ics" else A_YEAR
    return _file(_edition(council_slug, session_code, number), suffix, seconds)


def _edition(council_slug: str, session_code: str, number: int | None = None) -> Edition | None:
    """What the address means now: from memory while nothing was committed since it was read."""
    asked, present = (council_slug, session_code, number), watch.mark()
    mark, edition = _editions.get(asked, (None, None))
    if edition is not None and mark == present:
        return edition
    edition = public_edition(council_slug, session_code, number)
    if edition is not None:
        _keep(_editions, asked, (present, edition))
    elif (council_session := session_by_address(council_slug, session_code)) and is_public(council_session):
        ask_about(council_session)
    return edition


def _file(edition: Edition | None, suffix: str, seconds: int) -> Response:
    if edition is None or suffix not in FILES:
        abort(404)
    response = _answer(edition, suffix, seconds)
    disposition = "inline" if suffix in READ_ONLINE else "attachment"
    name = f"{edition.address.replace('/', '-')}-agenda-{edition.number}.{suffix}"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def _answer(edition: Edition | None, suffix: str, seconds: int) -> Response:
    if edition is None:
        abort(404)
    prefer_language(edition.language)
    wanted = request.args.get("lang", "")
    language = wanted if suffix in DOCUMENTS and wanted in DOCUMENT_LANGUAGES else page_language()
    etag = _etag(edition, suffix, language, current_settings().base_url)

    def content() -> bytes:
        return _kept.get(etag) or _keep(_kept, etag, _made(edition, suffix, language))

    return cacheable(content, MIMETYPES[suffix], seconds=seconds, etag=etag, immutable=seconds == A_YEAR)


@lru_cache(MOST_KEPT)
def _etag(edition: Edition, suffix: str, language: str, base_url: str) -> str:
    """Another one whenever the answer would be another."""
    return sha256_hex(canonical_json([vars(edition), suffix, language, base_url, _program_fingerprint()]))[:32]


@cache
def _program_fingerprint() -> str:
    """Changes with the program, since it makes the pages."""
    folders = (PACKAGE, resource("templates"))
    sources = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in PROGRAM)
    return sha256_hex(b"".join(path.read_bytes() for path in sources))


def _keep(kept: dict[Key, Thing], key: Key, thing: Thing) -> Thing:
    """Keeps it, in place of what has been kept longest where there is no room."""
    with _keeping:
        if key not in kept and len(kept) >= MOST_KEPT:
            del kept[next(iter(kept))]
        kept[key] = thing
    return thing


def _made(edition: Edition, suffix: str, language: str) -> bytes:
    found = release_with_session(edition.release_id)
    match suffix:
        case "pdf":
            return agenda_pdf(agenda_document(found, language))
        case "docx":
            return agenda_docx(agenda_document(found, language))
        case "ics":
            return agenda_calendar(found, language)
        case "xml":
            return frab_xml(found, language)
        case "json":
            return json.dumps(frab_json(found, language), ensure_ascii=False).encode()
    return _page(found, edition.newest)


def _page(found: AgendaRelease, newest: int) -> bytes:
    html, _ = render(
        "agenda_public/release.html",
        council_session=found.council_session,
        council=found.council_session.council,
        release=found,
        snapshot=found.snapshot,
        starts_at=datetime.fromisoformat(found.snapshot["starts_at"]),
        city=Translated(found.snapshot["city"]),
        days=days_of(found.snapshot),
        newer=newest if newest > found.number else None,
    )
    return html.encode()
