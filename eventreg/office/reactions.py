"""What imports do when something happens below them."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from eventreg.bodies.events import PersonErased
from eventreg.bodies.models import Person
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.office.imports.running import file_of
from eventreg.office.models import ImportRow, ImportRun
from eventreg.registrations.models import Registration


def forget_rows_about(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: no row of an import holds what it said about the person, and the file that held it is gone."""
    registered = select(Registration.public_id).join(Registration.person).where(Person.public_id == event.about)
    own = or_(ImportRow.thing == event.about, ImportRow.thing.in_(registered))
    for run in session().scalars(select(ImportRun).where(ImportRun.id.in_(select(ImportRow.import_run_id).where(own)))):
        file_of(run).unlink(missing_ok=True)
        run.sample = []
    session().execute(delete(ImportRow).where(own))
