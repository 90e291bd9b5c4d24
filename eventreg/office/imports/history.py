"""What imports tell on the explain-why card of a body or a person."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.history import Moment
from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.i18n import gettext as _
from eventreg.office.models import ImportRow


def import_history(thing: Body | Person) -> Iterator[Moment]:
    """In which row of which file it stood."""
    found = select(ImportRow).where(ImportRow.thing == thing.public_id, ImportRow.is_done)
    for row in session().scalars(found.options(joinedload(ImportRow.run))):
        note = _("%(file)s, row %(number)d", file=row.run.file_name, number=row.number)
        yield Moment(row.run.created_at, _("Came in by an import"), note, row.run.actor_kind, row.run.actor_id)
