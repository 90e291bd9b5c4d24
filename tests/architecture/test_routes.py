"""Closed by default: every route is public by declaration, or asks `require(may_…)`."""

import inspect
import re

import pytest
from flask import Flask

from eventreg.app import create_app
from eventreg.core.csrf import csrf
from eventreg.councils.actions import RESERVED_SLUGS
from eventreg.sessions.rules import RESERVED_CODES
from tests.databases import settings_for
from tests.e2e.pages import without_a_picture

ASKS = re.compile(r"\brequire\(\s*(\w+\.)*_?may_")


@pytest.fixture(scope="module")
def routes_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("routes")
    return create_app(settings_for(f"sqlite:///{folder}/none.sqlite3", folder))


def test_every_route_says_who_may_call_it(routes_app: Flask) -> None:
    undeclared = []
    for endpoint, view in routes_app.view_functions.items():
        if endpoint == "static":
            continue
        declared = getattr(view, "is_public", False)
        if not declared and not ASKS.search(_source(view)):
            undeclared.append(endpoint)

    assert undeclared == []


def _source(view: object) -> str:
    """The view's own text and that of the private finders of its module that it calls."""
    target = inspect.unwrap(view)  # type: ignore[arg-type]  # view functions are callables
    own = inspect.getsource(target)
    module = inspect.getmodule(target)
    called = [getattr(module, name, None) for name in re.findall(r"\b(\w+)\(", own)]
    return own + "".join(inspect.getsource(found) for found in called if inspect.isfunction(found))


def test_what_is_public_by_declaration_does_not_grow_unseen(routes_app: Flask) -> None:
    """No GET route takes a method that changes something, and no route changes something by GET alone."""
    verbs = ("delete", "remove", "send", "publish", "adopt", "withdraw", "confirm", "decline", "move", "release")
    suspicious = [
        rule.rule
        for rule in routes_app.url_map.iter_rules()
        if "POST" not in (rule.methods or set()) and rule.rule.rstrip("/").rsplit("/", 1)[-1] in verbs
    ]

    assert suspicious == []


def test_a_post_without_our_csrf_token_is_taken_at_three_addresses_only(routes_app: Flask) -> None:
    """A program with its own token, a mail program behind a secret address, and a check that stores nothing."""
    assert csrf._exempt_views == {
        "eventreg.mail.views.inbound.inbound",
        "eventreg.mail.views.subscriptions.one_click",
        "eventreg.publication.views.public.verify",
    }


def test_every_page_has_its_picture(routes_app: Flask) -> None:
    assert without_a_picture(routes_app) == []


def test_endpoints_are_named_like_their_blueprint(routes_app: Flask) -> None:
    assert all("." in endpoint or endpoint == "static" for endpoint in routes_app.view_functions)


def test_words_of_office_addresses_are_no_codes_of_councils_and_sessions(routes_app: Flask) -> None:
    parts = [rule.rule.split("/") for rule in routes_app.url_map.iter_rules() if rule.rule.startswith("/office/")]
    words = {part[2] for part in parts if part[2] and not part[2].startswith("<")}
    below_a_council = {part[3] for part in parts if part[2] == "<council_slug>" and not part[3].startswith("<")}

    assert sorted(words - set(RESERVED_SLUGS)) == []
    assert sorted(below_a_council - set(RESERVED_CODES)) == []
