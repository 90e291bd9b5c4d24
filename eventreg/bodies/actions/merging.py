"""Merging duplicates, and parting them again exactly as they were.

What refers to the duplicate is handed over to the row that is kept. Each domain hands over its own part in a reaction
and gives it back in another; the merge remembers which rows those were.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any  # Any: a mapped column of any table

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from eventreg.bodies.actions.people import reindex as reindex_person
from eventreg.bodies.actions.registry import reindex as reindex_body
from eventreg.bodies.events import BodiesMerged, BodiesParted, MergeEvent, PeopleMerged, PeopleParted
from eventreg.bodies.models import Body, Contact, Merge, MergeKind, Person
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce

FILLED_OF_BODY = ("name", "short_name", "dative", "email", "region_id", "valid_from")
FILLED_OF_PERSON = ("given_name", "patronymic", "post", "email", "phone", "body_id", "name_forms")


def merge_bodies(kept: Body, gone: Body, by: Actor, now: datetime) -> Merge:
    """Everything about `gone` is about `kept`; what `kept` did not say is filled in. `gone` is shown nowhere any more.

    Raises `Refusal`: `not_mergeable` (the same row, or one that was merged before), and what a reaction refuses.
    """
    merge = _begin(MergeKind.BODY, kept, gone, FILLED_OF_BODY, by, now)
    event = BodiesMerged(about=kept.public_id, merge=merge.public_id, gone=gone.public_id)
    for column in (Person.body_id, Contact.body_id):
        hand_over(event, column)
    hand_over(event, Body.successor_id, unless=Body.id == kept.id)
    announce(event, by, now)
    session().expire_all()
    reindex_body(kept)
    return merge


def merge_people(kept: Person, gone: Person, by: Actor, now: datetime) -> Merge:
    """Everything about `gone` is about `kept`, as with bodies. Raises like `merge_bodies`."""
    if kept.erased_at or gone.erased_at:
        raise Refusal("not_mergeable")
    merge = _begin(MergeKind.PERSON, kept, gone, FILLED_OF_PERSON, by, now)
    announce(PeopleMerged(about=kept.public_id, merge=merge.public_id, gone=gone.public_id), by, now)
    session().expire_all()
    reindex_person(kept)
    return merge


def undo_merge(merge: Merge, by: Actor, now: datetime) -> None:
    """Both stand again as they stood; what came afterwards stays with the one that was kept.

    Raises `Refusal("merge_not_undoable")` when it was undone before, or when the kept one was merged or erased since.
    """
    merge = locked(merge)
    kept, gone = pair_of(merge)
    if merge.undone_at or kept.merged_into_id or getattr(kept, "erased_at", None):
        raise Refusal("merge_not_undoable")
    merge.undone_at, gone.merged_into_id = now, None
    _empty_again(kept, merge)
    session().flush()
    if isinstance(kept, Body):
        event: MergeEvent = BodiesParted(about=kept.public_id, merge=merge.public_id, gone=gone.public_id)
        for column in (Person.body_id, Contact.body_id, Body.successor_id):
            hand_back(event, column)
    else:
        event = PeopleParted(about=kept.public_id, merge=merge.public_id, gone=gone.public_id)
    announce(event, by, now)
    session().expire_all()
    if isinstance(kept, Body):
        reindex_body(kept)
    else:
        reindex_person(kept)


def hand_over(event: MergeEvent, column: InstrumentedAttribute[Any], unless: ColumnElement[bool] | None = None) -> None:
    """Rows that refer to the duplicate by `column` refer to the kept one; rows for which `unless` holds stay."""
    merge = _merge(event)
    kept, gone = pair_of(merge)
    rows = select(column.class_.id).where(column == gone.id)
    ids = list(session().scalars(rows if unless is None else rows.where(~unless)))
    _point(column, ids, kept.id)
    merge.moved = {**merge.moved, _name(column): ids}
    session().flush()


def hand_back(event: MergeEvent, column: InstrumentedAttribute[Any]) -> None:
    """Rows that `hand_over` changed refer to the duplicate again, unless somebody pointed them elsewhere since."""
    merge = _merge(event)
    kept, gone = pair_of(merge)
    ids = merge.moved.get(_name(column), [])
    still = list(session().scalars(select(column.class_.id).where(column.class_.id.in_(ids), column == kept.id)))
    _point(column, still, gone.id)


def pair_of(merge: Merge) -> tuple[Body, Body] | tuple[Person, Person]:
    """The row that was kept, and the duplicate."""
    if merge.kind is MergeKind.BODY:
        bodies = select(Body)
        kept, gone = (session().scalars(bodies.filter_by(public_id=name)).one() for name in (merge.kept, merge.gone))
        return kept, gone
    people = select(Person)
    one, other = (session().scalars(people.filter_by(public_id=name)).one() for name in (merge.kept, merge.gone))
    return one, other


def _begin(
    kind: MergeKind, kept: Body | Person, gone: Body | Person, filled: tuple[str, ...], by: Actor, now: datetime
) -> Merge:
    if kept.id == gone.id or kept.merged_into_id or gone.merged_into_id:
        raise Refusal("not_mergeable")
    for row in sorted((kept, gone), key=lambda row: row.id):  # in one order: two merges never wait for each other
        locked(row)
    before = {name: getattr(kept, name) for name in filled if _lacks(kept, gone, name)}
    merge = Merge(
        public_id=new_public_id(),
        kind=kind,
        kept=kept.public_id,
        gone=gone.public_id,
        before={name: _plain(value) for name, value in before.items()},
        filled={name: _plain(_joined(kept, gone, name)) for name in before},
        moved={},
        merged_at=now,
        actor_kind=by.kind,
        actor_id=by.public_id,
    )
    for name in before:
        setattr(kept, name, _joined(kept, gone, name))
    gone.merged_into_id = kept.id
    session().add(merge)
    session().flush()
    return merge


def _empty_again(kept: Body | Person, merge: Merge) -> None:
    """Fields that the merge filled in hold what they held, unless somebody has edited them since."""
    for name, value in merge.before.items():
        present = getattr(kept, name)
        if _plain(present) == merge.filled[name]:
            setattr(kept, name, Translated(value) if isinstance(present, Translated) else _parsed(name, value))


def _lacks(kept: Body | Person, gone: Body | Person, name: str) -> bool:
    return bool(_plain(_joined(kept, gone, name)) != _plain(getattr(kept, name)))


def _joined(kept: Body | Person, gone: Body | Person, name: str) -> Any:  # Any: a column's value
    """The kept one's value, completed by the duplicate's."""
    own, other = getattr(kept, name), getattr(gone, name)
    if isinstance(own, Translated):
        return Translated({**other, **own})
    if isinstance(own, Mapping):
        return {**other, **own}
    return own or other


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _parsed(name: str, value: object) -> object:
    return None if name == "valid_from" and value is None else value


def _point(column: InstrumentedAttribute[Any], ids: list[int], target: int) -> None:
    change = update(column.class_).where(column.class_.id.in_(ids)).values({column: target})
    session().execute(change.execution_options(synchronize_session=False))


def _merge(event: MergeEvent) -> Merge:
    return session().scalars(select(Merge).filter_by(public_id=event.merge)).one()


def _name(column: InstrumentedAttribute[Any]) -> str:
    return f"{column.class_.__tablename__}.{column.key}"
