"""Who may do what at the staff's desk."""

from eventreg.core.actors import Actor, Role
from eventreg.councils.models import Council

JOURNAL_READERS = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


def may_enter_office(actor: Actor) -> bool:
    """Every member of staff has a desk."""
    return actor.is_staff


def may_import_bundle(actor: Actor) -> bool:
    """Whoever prepares sessions somewhere, and administrators, since a bundle may bring a new council."""
    return actor.is_admin or any(
        not roles.isdisjoint({Role.ORGANIZER, Role.SECRETARY}) for roles in actor.roles.values()
    )


def may_import_into(actor: Actor, council_public_id: str | None) -> bool:
    """A bundle of a council that exists needs a role there; one of a new council makes it, which administrators do."""
    if council_public_id is None:
        return actor.is_admin
    return actor.has_role(council_public_id, Role.ORGANIZER, Role.SECRETARY)


def may_export_bundle(actor: Actor, council: Council) -> bool:
    """A bundle carries the addresses of the invited bodies."""
    return actor.has_role(council.public_id, *JOURNAL_READERS)


def may_read_journal(actor: Actor, council: Council) -> bool:
    return actor.has_role(council.public_id, *JOURNAL_READERS)


def may_find_people(actor: Actor) -> bool:
    """Search by name; results are those of the actor's own councils."""
    return any(not roles.isdisjoint(JOURNAL_READERS) for roles in actor.roles.values())


def may_look_for_persons(actor: Actor) -> bool:
    """Whoever may hand out or erase somebody's data."""
    return actor.is_admin or any(Role.SECRETARY in roles for roles in actor.roles.values())


def may_erase_person(actor: Actor, council_public_ids: set[str]) -> bool:
    """An administrator, or a secretary of every council in whose sessions the person takes part."""
    is_secretary = bool(council_public_ids) and all(
        actor.has_role(found, Role.SECRETARY) for found in council_public_ids
    )
    return actor.is_admin or is_secretary
