"""What clauses do when duplicates of bodies are merged or parted."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from eventreg.bodies.actions.merging import hand_back, hand_over
from eventreg.bodies.events import BodiesMerged, BodiesParted
from eventreg.bodies.models import Body
from eventreg.core.actors import Actor
from eventreg.recommendations.models import Clause, ClauseAddressee, Recommendations
from eventreg.recommendations.rules import LOCKED


def hand_over_bodies(event: BodiesMerged, by: Actor, now: datetime) -> None:
    """Reaction: drafts address the kept body; adopted text is locked and keeps the name under which it was adopted."""
    other = aliased(ClauseAddressee)
    twice = select(other.id).where(
        other.clause_id == ClauseAddressee.clause_id, other.body.has(Body.public_id == event.about)
    )
    is_locked = ClauseAddressee.clause.has(Clause.recommendations.has(Recommendations.state.in_(LOCKED)))
    hand_over(event, ClauseAddressee.body_id, unless=or_(is_locked, twice.exists()))


def hand_back_bodies(event: BodiesParted, by: Actor, now: datetime) -> None:
    hand_back(event, ClauseAddressee.body_id)
