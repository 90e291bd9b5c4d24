"""The explain-why card: the whole history of one person or one body on one page."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from eventreg.accounts.queries import names_of_staff
from eventreg.bodies.history import Moment, history_of
from eventreg.bodies.models import Body, Person
from eventreg.bodies.queries import body_by_public_id
from eventreg.bodies.rules import councils_read_by, may_see_bodies
from eventreg.core.db import session
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import prefer_cookie_language, render
from eventreg.office.people import person_of
from eventreg.office.words import actor_words
from eventreg.sessions.queries import sessions_of_councils

Answer = Response | tuple[str, int]
blueprint = Blueprint("history", __name__, url_prefix="/office/history")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


@blueprint.get("/bodies/<public_id>")
def body(public_id: str) -> Answer:
    """Everything that happened to a body in own councils."""
    require(may_see_bodies(current_actor()))
    return _card(body_by_public_id(public_id))


@blueprint.get("/people/<public_id>")
def person(public_id: str) -> Answer:
    """Everything that happened to a person in own councils."""
    require(may_see_bodies(current_actor()))
    return _card(person_of(councils_read_by(current_actor()), public_id))


def _card(thing: Body | Person | None) -> Answer:
    if thing is None:
        abort(404)
    sessions = {
        found.public_id: found for found in session().scalars(sessions_of_councils(councils_read_by(current_actor())))
    }
    moments = [moment for moment in history_of(thing) if _is_own(moment, set(sessions))]
    staff = names_of_staff({moment.actor_id for moment in moments if moment.actor_kind == "staff"})
    zone = next((found.time_zone for found in sessions.values()), "Asia/Almaty")
    return render(
        "history/card.html",
        thing=thing,
        moments=moments,
        sessions=sessions,
        staff=staff,
        actor_words=actor_words(),
        zone=zone,
    )


def _is_own(moment: Moment, sessions: set[str]) -> bool:
    """What happened in a session of another council is not told."""
    return not moment.council_session or moment.council_session in sessions
