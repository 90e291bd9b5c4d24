"""What the registry does with its merges and marks when something else happens to it."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from eventreg.bodies.events import PersonErased
from eventreg.bodies.models import Distinction, Merge
from eventreg.core.actors import Actor
from eventreg.core.db import session


def forget_merges(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: no merge remembers what fields of an erased person held."""
    for merge in session().scalars(select(Merge).where(or_(Merge.kept == event.about, Merge.gone == event.about))):
        merge.before, merge.filled = {}, {}


def forget_distinctions(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: nothing says any more whom an erased person was mistaken for."""
    own = or_(Distinction.first == event.about, Distinction.second == event.about)
    session().execute(delete(Distinction).where(own))
