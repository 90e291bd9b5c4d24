"""Who may do what with the registry of bodies."""

from eventreg.core.actors import Actor, Role

READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
EDITORS = (Role.ORGANIZER, Role.SECRETARY)


def may_see_bodies(actor: Actor) -> bool:
    """The registry is shared by all councils; whoever prepares sessions somewhere reads it."""
    return any(not roles.isdisjoint(READERS) for roles in actor.roles.values())


def may_edit_bodies(actor: Actor) -> bool:
    return any(not roles.isdisjoint(EDITORS) for roles in actor.roles.values())
