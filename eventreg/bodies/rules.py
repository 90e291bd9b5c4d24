"""Who may do what with the registry of bodies and people, and what holds on a day."""

from collections.abc import Iterator
from datetime import date

from eventreg.bodies.models import Body
from eventreg.core.actors import Actor, Role

# Regions whose clocks have not always gone with Almaty's (tz database, zone1970.tab), by old and new ISO 3166-2 codes;
# all have been UTC+5 since 2024-03-01.
OWN_ZONES = {
    **dict.fromkeys(("KZ-AKT", "KZ-15"), "Asia/Aqtobe"),
    **dict.fromkeys(("KZ-ATY", "KZ-23"), "Asia/Atyrau"),
    **dict.fromkeys(("KZ-ZAP", "KZ-27"), "Asia/Oral"),
    **dict.fromkeys(("KZ-KUS", "KZ-39"), "Asia/Qostanay"),
    **dict.fromkeys(("KZ-KZY", "KZ-43"), "Asia/Qyzylorda"),
    **dict.fromkeys(("KZ-MAN", "KZ-47"), "Asia/Aqtau"),
}
READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
EDITORS = (Role.ORGANIZER, Role.SECRETARY)


def may_see_bodies(actor: Actor) -> bool:
    """The registry is shared by all councils; whoever prepares sessions somewhere reads it."""
    return any(not roles.isdisjoint(READERS) for roles in actor.roles.values())


def may_edit_bodies(actor: Actor) -> bool:
    """Bodies, their contacts, successors; people; merging duplicates."""
    return any(not roles.isdisjoint(EDITORS) for roles in actor.roles.values())


def may_export_registry(actor: Actor) -> bool:
    """The lists of bodies and of people as files; of people those of `councils_edited_by`."""
    return may_edit_bodies(actor)


def councils_read_by(actor: Actor) -> list[str]:
    """The councils (public ids) whose people the actor may see: a role at the door alone shows nobody's address."""
    return [council for council, roles in actor.roles.items() if not roles.isdisjoint(READERS)]


def councils_edited_by(actor: Actor) -> list[str]:
    """The councils (public ids) that the actor prepares sessions for."""
    return [council for council, roles in actor.roles.items() if not roles.isdisjoint(EDITORS)]


def successors_of(body: Body) -> Iterator[Body]:
    """The body that took its place, the one that took that one's, and so on."""
    seen = {body}
    while body.successor and body.successor not in seen:
        body = body.successor
        seen.add(body)
        yield body


def body_on(body: Body, day: date) -> Body:
    """Who stands in the body's place on that day: itself, or the successor of a body whose last day has passed."""
    for found in (body, *successors_of(body)):
        if found.valid_until is None or day <= found.valid_until or found.successor is None:
            return found
    return body


def zone_of(body: Body, otherwise: str) -> str:
    """The zone of the body's clocks, by its region; `otherwise` for a body abroad or without a region."""
    code = body.region.code if body.region else ""
    return OWN_ZONES.get(code, "Asia/Almaty" if code.startswith("KZ-") else otherwise)
