"""Where published texts name people; they stay as they were adopted."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.core.traces import Traces
from eventreg.i18n import gettext as _
from eventreg.publication.models import Publication
from eventreg.publication.queries import content_of


def recommendations_naming(person: Person, traces: Traces) -> Iterator[str]:
    """One line for each published version in which the person is named."""
    query = select(Publication).options(joinedload(Publication.council_session)).order_by(Publication.id)
    for publication in session().scalars(query):
        if traces.stand_in(f"{publication.note} {json.dumps(content_of(publication), ensure_ascii=False)}"):
            address = publication.council_session.address
            yield _("Recommendations of %(session)s, version %(number)d", session=address, number=publication.version)
