"""Closed by default: a view is `@public`, or it asks `require(may_…)` before it does anything.

A test walks the address map and fails on a route that does neither.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import g
from flask import session as cookie
from werkzeug.exceptions import Forbidden, Unauthorized

from eventreg.core.actors import VISITOR, Actor
from eventreg.core.db import new_public_id

View = TypeVar("View", bound=Callable[..., object])
Recogniser = Callable[[], Actor | None]
_recognisers: list[Recogniser] = []


def public(view: View) -> View:
    """Marks a view that anybody may call."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function, read by the guard test
    return view


def recognise_with(recognisers: tuple[Recogniser, ...]) -> None:
    """Replaces the ways by which a request becomes an `Actor` (from `wiring.RECOGNISERS`)."""
    _recognisers[:] = recognisers


def current_actor() -> Actor:
    """Who sends the present request, worked out once per request."""
    if "actor" not in g:
        found = (recogniser() for recogniser in _recognisers)
        g.actor = next((actor for actor in found if actor is not None), VISITOR)
    return cast(Actor, g.actor)


def require(allowed: bool) -> None:
    """Raises 401 for a visitor (the error page leads to sign-in) and 403 for anybody else who may not."""
    if allowed:
        return
    raise Forbidden if current_actor().is_staff else Unauthorized


def grant(purpose: str, public_id: str, version: int) -> None:
    """From now on the visitor's signed cookie opens this thing, as long as its link has the same version."""
    granted = dict(cookie.get("grants", {}))
    granted.pop(f"{purpose}:{public_id}", None)
    granted[f"{purpose}:{public_id}"] = version
    cookie["grants"] = dict(list(granted.items())[-40:])  # a cookie holds 4 kB; the oldest links are opened again
    device()
    cookie.permanent = True


def device() -> str:
    """A random name of the visitor's cookie, by which a link tells its devices apart; it names nobody."""
    return str(cookie.setdefault("device", new_public_id()))


def granted_version(purpose: str, public_id: str) -> int | None:
    """The link version under which the cookie opens this thing, or None."""
    found = cookie.get("grants", {}).get(f"{purpose}:{public_id}")
    return found if isinstance(found, int) else None
