"""The council that an address of the office names."""

from flask import abort

from eventreg.core.guards import current_actor
from eventreg.councils.models import Council
from eventreg.councils.queries import council_by_slug


def office_council(council_slug: str) -> Council:
    """The council; 404 when it is missing, and for staff without a role in it as if it were missing."""
    council, actor = council_by_slug(council_slug), current_actor()
    if council is None or (actor.is_staff and not actor.has_any_role(council.public_id)):
        abort(404)
    return council
