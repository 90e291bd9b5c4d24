"""What every page has: its language, its links to the other languages, lists in pages, sentences for refusals."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar  # Any: what a template is given
from urllib.parse import quote, urlencode

from flask import Response, flash, g, has_request_context, render_template, request, url_for
from flask import session as cookie
from flask_babel import refresh
from sqlalchemy import Select, func, select

from eventreg.core.canonical import sha256_hex
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.i18n.languages import DEFAULT_LANGUAGE, ENDONYMS, LANGUAGES, known_language

Row = TypeVar("Row")
RefusalSentences = Callable[[], dict[str, str]]
_refusals: list[RefusalSentences] = []
STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass(frozen=True)
class LanguageLink:
    """A way to the same page in another language."""

    code: str
    endonym: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class NavLink:
    """An entry of a navigation bar."""

    label: str
    url: str
    is_current: bool = False


def page_language() -> str:
    """The language of the present page: `?lang=`, else what the page prefers, else Kazakh.

    Public pages prefer their council's first language, so that they can be cached; personal and office pages prefer
    the language in the cookie (`prefer_language`).
    """
    if not has_request_context():
        return DEFAULT_LANGUAGE
    return known_language(request.args.get("lang")) or g.get("preferred_language") or DEFAULT_LANGUAGE


def prefer_language(language: str) -> None:
    """Called by a view before it renders: the language for readers who chose none."""
    g.preferred_language = language
    refresh()


def prefer_cookie_language(default: str) -> None:
    """On personal and office pages: a choice by `?lang=` is remembered in the cookie and decides from then on."""
    chosen = known_language(request.args.get("lang"))
    if chosen and cookie.get("language") != chosen:
        cookie["language"] = chosen
    prefer_language(known_language(cookie.get("language")) or default)


def language_links() -> list[LanguageLink]:
    """The present address in each language; other query arguments stay."""
    can_be_opened = request.method in ("GET", "HEAD") or "GET" in _methods()
    addresses = [present_address(lang=code) if can_be_opened else f"/?lang={code}" for code in LANGUAGES]
    return [
        LanguageLink(code, ENDONYMS[code], address, code == page_language())
        for code, address in zip(LANGUAGES, addresses, strict=True)
    ]


def present_address(**changes: object) -> str:
    """The path of this request with its query, some arguments of which are changed.

    It is put together here: `url_for` would take an argument such as `?_scheme=` or `?endpoint=` for its own.
    """
    arguments = {**request.args.to_dict(flat=False), **{name: [str(value)] for name, value in changes.items()}}
    return f"{quote(request.path)}?{urlencode(arguments, doseq=True)}"


def _methods() -> frozenset[str]:
    rule = request.url_rule
    return frozenset(rule.methods or ()) if rule else frozenset()


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]


def static_url(path: str) -> str:
    """The address of a static file, with a fingerprint of its content, so that browsers keep it for good."""
    return url_for("static", filename=path, v=_fingerprint(path))


def explain_refusals_with(tables: tuple[RefusalSentences, ...]) -> None:
    """Replaces the tables of reason code → sentence (from `wiring.REFUSALS`)."""
    _refusals[:] = tables


def refusal_sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language; raises `KeyError` for a reason that nobody explained."""
    for table in _refusals:
        sentences = table()
        if refusal.reason in sentences:
            return sentences[refusal.reason] % refusal.facts if refusal.facts else sentences[refusal.reason]
    raise KeyError(refusal.reason)


def flash_refusal(refusal: Refusal) -> None:
    """Shows the refusal at the top of the next page."""
    flash(refusal_sentence(refusal), "error")


def render(template: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """A page; a form with errors is answered with 422."""
    form = context.get("form")
    has_errors = bool(form is not None and form.errors)
    page = render_template(template, form_has_errors=has_errors, **context)
    return page, 422 if has_errors and status == 200 else status


class CacheableResponse(Response):
    """An answer that caches may hand to others; it never carries anybody's cookie."""

    def set_cookie(self, *arguments: Any, **options: Any) -> None:
        """Does nothing: a visitor's cookie is renewed by the next page that is not shared."""


def cacheable(
    content: str | bytes | Callable[[], bytes],
    mimetype: str = "text/html",
    *,
    seconds: int = 60,
    etag: str = "",
    immutable: bool = False,
) -> Response:
    """A public answer with an ETag; a reader who has it already gets 304. Kept by caches for `seconds`.

    With `etag`, a value that changes whenever the content would, `content` may be a function: it is called only for
    readers who do not have it. What is `immutable` is never asked for again.
    """
    etag = etag or sha256_hex(_bytes(content))[:32]
    response = CacheableResponse(mimetype=mimetype)
    response.set_etag(etag)
    response.headers["Cache-Control"] = f"public, max-age={seconds}{', immutable' if immutable else ''}"
    if not request.if_none_match.contains_weak(etag):
        response.data = _bytes(content)
    response.make_conditional(request)
    return response


def _bytes(content: str | bytes | Callable[[], bytes]) -> bytes:
    if callable(content):
        return content()
    return content.encode() if isinstance(content, str) else content


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, its number (from 1) and how many pages there are."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    def url_for(self, number: int) -> str:
        """The present address with another page number; filters stay."""
        return present_address(page=number)


def paged(query: Select[Row], per_page: int = 50) -> Page[Row]:
    """The page of `query` that `?page=` asks for; a number out of range gives the nearest page."""
    total = session().scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // per_page))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows = session().scalars(query.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(rows, number, pages, total)
