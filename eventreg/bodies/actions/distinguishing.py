"""Saying that two rows which look alike are two, and taking that back."""

from datetime import datetime

from sqlalchemy import select

from eventreg.bodies.events import BodiesDoubted, BodiesToldApart, PeopleDoubted, PeopleToldApart
from eventreg.bodies.models import Body, Distinction, MergeKind, Person
from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.errors import Refusal
from eventreg.journal.actions import announce


def tell_apart(one: Body | Person, other: Body | Person, by: Actor, now: datetime) -> None:
    """The two are offered as duplicates no more, whatever they come to have in common; saying it twice says it once.

    Raises `Refusal("not_mergeable")` for the same row, or one that was merged or erased meanwhile.
    """
    if one.id == other.id:
        raise Refusal("not_mergeable")
    first, second = (locked(row) for row in sorted((one, other), key=lambda row: row.id))
    if any(row.merged_into_id or getattr(row, "erased_at", None) for row in (first, second)):
        raise Refusal("not_mergeable")
    kind = MergeKind.BODY if isinstance(first, Body) else MergeKind.PERSON
    pair = {"kind": kind, "first": first.public_id, "second": second.public_id}
    if session().scalar(select(Distinction.id).filter_by(**pair)):
        return
    session().add(Distinction(**pair, marked_at=now))
    event = BodiesToldApart if kind is MergeKind.BODY else PeopleToldApart
    _announce(event, first.public_id, second.public_id, by, now)


def doubt_again(distinction: Distinction, by: Actor, now: datetime) -> None:
    """The two are offered as duplicates again while they are alike."""
    distinction = locked(distinction)
    event = BodiesDoubted if distinction.kind is MergeKind.BODY else PeopleDoubted
    _announce(event, distinction.first, distinction.second, by, now)
    session().delete(distinction)


def _announce(
    event: type[BodiesToldApart | PeopleToldApart | BodiesDoubted | PeopleDoubted],
    first: str,
    second: str,
    by: Actor,
    now: datetime,
) -> None:
    """Told of both, so that it stands on the card of each."""
    announce(event(about=first, other=second), by, now)
    announce(event(about=second, other=first), by, now)
