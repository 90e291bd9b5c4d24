"""Where agendas name people: the working draft forgets them, released agendas stay as they were released."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.agenda.models import AgendaItem, AgendaRelease, ItemSpeaker
from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.core.traces import Traces
from eventreg.i18n import gettext as _
from eventreg.registrations.models import Registration

# The working draft; what was released stays as it was released.
DRAFT_TEXTS = (FreeText(ItemSpeaker.name), FreeText(AgendaItem.title))


def known_speeches(person: Person) -> dict[str, list[object]]:
    """The items on which the person speaks, as plain values for JSON."""
    query = select(AgendaItem).join(AgendaItem.speakers).join(ItemSpeaker.registration)
    items = session().scalars(query.where(Registration.person_id == person.id).order_by(AgendaItem.id)).unique()
    return {"speaks_on": [{"session": item.council_session.address, "item": dict(item.title)} for item in items]}


def releases_naming(person: Person, traces: Traces) -> Iterator[str]:
    """One line for each release that shows the person."""
    query = select(AgendaRelease).options(joinedload(AgendaRelease.council_session)).order_by(AgendaRelease.id)
    for release in session().scalars(query):
        if traces.stand_in(f"{release.note} {json.dumps(release.snapshot, ensure_ascii=False)}"):
            address = release.council_session.address
            yield _("Agenda of %(session)s, release %(number)d", session=address, number=release.number)
