"""Where recommendations name people: drafts forget them, adopted texts are locked for everybody and stay."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.core.db import session
from eventreg.core.traces import Traces
from eventreg.i18n import gettext as _
from eventreg.recommendations.models import Clause, ClauseRevision, Recommendations, RecommendationsState

IN_WORK = Recommendations.adopted_at.is_(None)
DRAFT_TEXTS = (
    FreeText(Recommendations.preamble, IN_WORK),
    FreeText(Clause.text, Clause.recommendations.has(IN_WORK)),
    FreeText(ClauseRevision.text, ClauseRevision.clause.has(Clause.recommendations.has(IN_WORK))),
)


def adopted_texts_naming(person: Person, traces: Traces) -> Iterator[str]:
    """One line for each text that was adopted and not published yet, in which the person is named."""
    query = select(Recommendations).filter_by(state=RecommendationsState.ADOPTED)
    loading = joinedload(Recommendations.council_session)
    for found in session().scalars(query.options(loading).order_by(Recommendations.id)):
        if traces.stand_in(json.dumps(found.adopted_text, ensure_ascii=False)):
            yield _("Adopted recommendations of %(session)s", session=found.council_session.address)
