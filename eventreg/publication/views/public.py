"""Published recommendations as pages and files, a clause's permanent address, and verifying a file."""

import re

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from eventreg.core.canonical import sha256_hex
from eventreg.core.csrf import exempt_from_csrf
from eventreg.core.guards import public
from eventreg.core.pages import cacheable, page_language, prefer_language, render
from eventreg.files.queries import read
from eventreg.i18n.languages import DEFAULT_LANGUAGE
from eventreg.publication.content import clauses_of
from eventreg.publication.documents import BILINGUAL, adoption_sentence, co_executors, dative, session_line
from eventreg.publication.forms import VerifyForm
from eventreg.publication.models import Publication
from eventreg.publication.queries import (
    content_of,
    file_by_sha256,
    latest_publication,
    publications_of,
    published_file,
)
from eventreg.publication.views.site import public_session
from eventreg.recommendations.queries import clause_by_public_id
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.rules import is_public

blueprint = Blueprint("publication", __name__)
SHA256 = re.compile(r"[0-9a-f]{64}")
YEAR = 31_536_000  # seconds; what was published does not change
FORMATS = ("pdf", "docx", "json")


@blueprint.get("/s/<council_slug>/<session_code>/recommendations")
@public
def recommendations(council_slug: str, session_code: str) -> Response:
    """The version that counts now."""
    council_session = public_session(council_slug, session_code)
    return _page(council_session, latest_publication(council_session))


@blueprint.get("/s/<council_slug>/<session_code>/recommendations/v<int(max=999999):number>")
@public
def version(council_slug: str, session_code: str, number: int) -> Response:
    """One version; a later one is pointed to."""
    council_session = public_session(council_slug, session_code)
    return _page(council_session, _numbered(council_session, number))


@blueprint.get("/s/<council_slug>/<session_code>/recommendations.<suffix>")
@public
def latest_file(council_slug: str, session_code: str, suffix: str) -> Response:
    """A file of the version that counts now."""
    council_session = public_session(council_slug, session_code)
    return _file(council_session, latest_publication(council_session), suffix, 60)


@blueprint.get("/s/<council_slug>/<session_code>/recommendations/v<int(max=999999):number>.<suffix>")
@public
def version_file(council_slug: str, session_code: str, number: int, suffix: str) -> Response:
    """A file of one version, byte for byte as it was published."""
    council_session = public_session(council_slug, session_code)
    return _file(council_session, _numbered(council_session, number), suffix, YEAR)


@blueprint.get("/c/<clause_id>")
@public
def clause(clause_id: str) -> AnyResponse:
    """A clause's permanent address: to its place in the version that counts now; 404 while it is a draft."""
    found = clause_by_public_id(clause_id)
    council_session = found.recommendations.council_session if found else None
    if council_session is None or not is_public(council_session):
        abort(404)
    publication = latest_publication(council_session)
    if publication is None or clause_id not in {each["id"] for each in clauses_of(content_of(publication))}:
        abort(404)
    slug, code = council_session.council.slug, council_session.code
    language = page_language() if "lang" in request.args else None
    anchor = f"c-{clause_id}"
    return redirect(
        url_for(".recommendations", council_slug=slug, session_code=code, lang=language, _anchor=anchor), 302
    )


@blueprint.route("/verify", methods=["GET", "POST"])
@exempt_from_csrf  # it computes and stores nothing, and a token would set a cookie on a public page
@public
def verify() -> tuple[str, int]:
    """Whether a file is one that was published here, in which version, and whether that still counts."""
    prefer_language(DEFAULT_LANGUAGE)
    form = VerifyForm()
    digest = _digest(form) if request.method == "POST" else request.args.get("sha256", "").strip().lower()
    if not digest:
        return render("publication/verify.html", form=form, digest="", found=None, latest=None, is_asked=False)
    found = file_by_sha256(digest) if SHA256.fullmatch(digest) else None
    latest = latest_publication(found.publication.council_session) if found else None
    return render("publication/verify.html", form=form, digest=digest, found=found, latest=latest, is_asked=True)


def _digest(form: VerifyForm) -> str:
    upload = form.file.data
    if upload and upload.filename:
        return sha256_hex(upload.read())
    return "".join((form.sha256.data or "").split()).lower() or "-"


def _numbered(council_session: CouncilSession, number: int) -> Publication | None:
    return next((found for found in publications_of(council_session) if found.version == number), None)


def _page(council_session: CouncilSession, publication: Publication | None) -> Response:
    if publication is None:
        abort(404)
    content, language = content_of(publication), page_language()
    latest = latest_publication(council_session)
    page, _status = render(
        "publication/recommendations.html",
        council_session=council_session,
        council=council_session.council,
        publication=publication,
        newer=latest if latest and latest.version > publication.version else None,
        content=content,
        session_line=session_line(content, language),
        adopted=adoption_sentence(content, language),
        dative=dative,
        co_executors=co_executors,
        languages=sorted({file.languages for file in publication.files} - {"all"}, key=_language_order),
    )
    return cacheable(page)


def _language_order(languages: str) -> int:
    return ("kk", "ru", BILINGUAL, "en").index(languages)


def _file(council_session: CouncilSession, publication: Publication | None, suffix: str, seconds: int) -> Response:
    if publication is None or suffix not in FORMATS:
        abort(404)
    languages = request.args.get("lang") or page_language()
    found = published_file(publication, suffix, languages)
    if found is None:
        abort(404)
    response = cacheable(read(found.stored_file), found.stored_file.media_type, seconds=seconds)
    response.set_etag(found.stored_file.sha256)
    response.make_conditional(request)
    name = (
        f"{council_session.address.replace('/', '-')}-recommendations-v{publication.version}-{found.languages}.{suffix}"
    )
    disposition = "inline" if suffix == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response
