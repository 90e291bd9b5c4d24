"""What every answer of the web has: headers, error pages, the request's own number."""

import secrets
from typing import cast
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound

from eventreg.core.config import current_settings
from eventreg.core.csrf import FromAnotherSite
from eventreg.core.requests import FormRequest

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that know no frame-ancestors
    "Cache-Control": "private, no-store",  # what caches may keep says so itself (`pages.cacheable`)
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
HEALTH_PATHS = ("/healthz", "/readyz")
API_PATH = "/api/"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
log = structlog.get_logger()


def set_up_answers(app: Flask) -> None:
    """Gives every answer its headers and every error a page in the reader's language."""
    app.request_class = FormRequest
    app.before_request(check_host)
    app.before_request(check_address)
    app.after_request(add_headers)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, hide_traceback)


def check_host() -> None:
    """Refuses a request under a foreign host name (400), so that no page is built for it."""
    g.request_id = secrets.token_hex(6)
    host = urlsplit(f"//{request.host}").hostname
    if host not in _known_hosts() and request.path not in HEALTH_PATHS:
        raise BadRequest


def check_address() -> None:
    """Nothing is found under an address with a NUL (404): PostgreSQL has no such text, and would fail."""
    if "\0" in request.path or any("\0" in value for _, value in request.args.items(multi=True)):
        raise NotFound


def add_headers(response: Response) -> Response:
    """Security headers on everything; what does not say that a cache may keep it is kept by none.

    Whether an answer carries a cookie is not known yet: Flask writes it after this.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_settings().base_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("X-Request-ID", g.get("request_id", ""))
    return response


def show_error(error: HTTPException) -> tuple[str, int] | Response:
    """An error page that says what happened and what to do."""
    if error.response is not None:
        return cast(Response, error.response)
    if request.path.startswith(API_PATH):
        return _problem(error)
    kind = {CSRFError: "csrf", FromAnotherSite: "another site"}.get(type(error), "http")
    return render_template("errors/error.html", error=error, kind=kind), error.code or 500


def hide_traceback(error: Exception) -> tuple[str, int] | Response:
    """A fault of ours: the operator gets the traceback, the person a page with the request's number."""
    log.error("request_failed", request_id=g.get("request_id"), endpoint=request.endpoint, exc_info=error)
    return show_error(InternalServerError())


def _problem(error: HTTPException) -> Response:
    """The error as programs read it (RFC 9457)."""
    detail = "Send a token: Authorization: Bearer …" if error.code == 401 else error.description
    facts = {"type": "about:blank", "title": error.name, "status": error.code, "instance": g.get("request_id", "")}
    response = jsonify({**facts, "detail": detail})
    response.status_code, response.mimetype = error.code or 500, "application/problem+json"
    return response


def _known_hosts() -> tuple[str, ...]:
    settings = current_settings()
    return (settings.host,) if settings.is_production else (settings.host, *LOCAL_HOSTS)
