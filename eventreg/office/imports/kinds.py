"""Which things the rows of an import bring."""

from eventreg.office.imports.bodies import Bodies
from eventreg.office.imports.people import People
from eventreg.office.imports.registrations import Registrations
from eventreg.office.imports.things import Things
from eventreg.office.models import ImportKind, ImportRun


def things_of(run: ImportRun) -> Things:
    """The things that this run's rows bring."""
    if run.kind is ImportKind.BODIES:
        return Bodies()
    if run.kind is ImportKind.PEOPLE:
        return People()
    if run.council_session is None:
        raise LookupError("registrations belong to a session")
    return Registrations(run.council_session)
