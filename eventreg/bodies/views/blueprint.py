"""The blueprint of the registry, and finding what an address names."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from eventreg.bodies.models import Body
from eventreg.bodies.queries import body_by_public_id
from eventreg.bodies.rules import may_edit_bodies
from eventreg.core.guards import current_actor, require
from eventreg.core.pages import prefer_cookie_language

Answer = Response | tuple[str, int]
blueprint = Blueprint("bodies", __name__, url_prefix="/office/bodies")


@blueprint.before_request
def choose_language() -> None:
    prefer_cookie_language("kk")


def editable_body(public_id: str) -> Body:
    """The body, for whoever may edit the registry; 404 for one that is not there."""
    require(may_edit_bodies(current_actor()))
    body = body_by_public_id(public_id)
    if body is None:
        abort(404)
    return body
