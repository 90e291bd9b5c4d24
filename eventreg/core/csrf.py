"""Protection of every POST against forgery; a view without any effect may be exempt, with a reason."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden

from eventreg.core.pages import prefer_cookie_language
from eventreg.i18n.languages import DEFAULT_LANGUAGE

View = TypeVar("View", bound=Callable[..., object])
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
csrf = CSRFProtect()


class FromAnotherSite(Forbidden):
    """A page of another site sends something here in the visitor's name."""


def set_up_csrf(app: Flask) -> None:
    """Every POST shows a token of ours and comes from no other site, by the browser's word (W3C Fetch Metadata)."""
    app.before_request(refuse_other_sites)
    csrf.init_app(app)


def refuse_other_sites() -> None:
    """Raises `FromAnotherSite` for what a page of another site sends, but to views that take it from anywhere."""
    if request.method in SAFE_METHODS or request.headers.get("Sec-Fetch-Site") != "cross-site":
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or f"{view.__module__}.{view.__name__}" not in csrf._exempt_views:
        prefer_cookie_language(DEFAULT_LANGUAGE)  # this comes before what the pages themselves prefer
        raise FromAnotherSite


def exempt_from_csrf(view: View) -> View:
    """Marks a view that takes a POST from anywhere."""
    csrf.exempt(view)
    return view
