"""Finding rows of the registry that may stand for one person or one body."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, Generic, TypeVar  # Any: columns and expressions side by side

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, joinedload

from eventreg.bodies.models import Body, Distinction, MergeKind, Person
from eventreg.core.db import session
from eventreg.i18n.search_keys import search_key

MOST_GROUPS = 100
MOST_IN_GROUP = 5  # a phone of a whole office makes no pairs
KEYS_KEPT = 2**15  # folded names of bodies: folding is slow, and the same names are asked about again and again
Row = TypeVar("Row", bound=Body | Person)
Alike = dict[tuple[int, int], list[str]]  # two ids, the older first → signs


@dataclass(frozen=True)
class Pair(Generic[Row]):
    """Two rows, the older first, and by what they are alike: "email", "phone" or "name"."""

    first: Row
    second: Row
    alike: tuple[str, ...]


def duplicate_people(people: Select[Person]) -> list[Pair[Person]]:
    """Pairs among these people with one phone, one e-mail address, or one name in any script in one body.

    Those that were told apart are left out. Five statements, however many there are.
    """
    apart = _told_apart(MergeKind.PERSON)
    ids = people.order_by(None).with_only_columns(Person.id)
    signs: tuple[tuple[str, Sequence[Any], ColumnElement[bool]], ...] = (
        ("email", (func.lower(Person.email),), Person.email != ""),
        ("phone", (Person.phone,), Person.phone != ""),
        ("name", (Person.name_key, func.coalesce(Person.body_id, 0)), Person.name_key != ""),
    )
    alike, rows = Alike(), dict[int, Person]()
    for sign, columns, is_said in signs:
        named = [column.label(f"value_{number}") for number, column in enumerate(columns)]
        groups = select(*named).where(is_said, Person.id.in_(ids)).group_by(*columns)
        groups = groups.having(func.count().between(2, MOST_IN_GROUP)).limit(MOST_GROUPS + len(apart))
        found = groups.subquery()
        same = and_(*(column == value for column, value in zip(columns, found.c, strict=True)))
        members = select(Person, *found.c).join(found, same).where(Person.id.in_(ids)).order_by(Person.id)
        by_values: dict[tuple[object, ...], list[int]] = {}
        for person, *values in session().execute(members.options(joinedload(Person.body))):
            rows[person.id] = person
            by_values.setdefault(tuple(values), []).append(person.id)
        _note(alike, by_values.values(), sign)
    return _pairs(alike, rows, apart)


def duplicate_bodies() -> list[Pair[Body]]:
    """Pairs of bodies with one name in any language and script, or one e-mail address, that were not told apart."""
    apart = _told_apart(MergeKind.BODY)
    columns = select(Body.id, Body.name, Body.email).where(Body.merged_into_id.is_(None)).order_by(Body.id)
    groups: dict[tuple[str, str], list[int]] = {}
    for body_id, name, email in session().execute(columns):
        for key in {_name_key(text) for text in name.values()} - {""}:
            groups.setdefault(("name", key), []).append(body_id)
        if email:
            groups.setdefault(("email", email.lower()), []).append(body_id)
    alike = Alike()
    for (sign, _), group in groups.items():
        if 2 <= len(group) <= MOST_IN_GROUP:
            _note(alike, [group], sign)
    wanted = {body_id for pair in alike for body_id in pair}
    found = session().scalars(select(Body).where(Body.id.in_(wanted))) if wanted else ()
    return _pairs(alike, {body.id: body for body in found}, apart)


@lru_cache(KEYS_KEPT)
def _name_key(text: str) -> str:
    return search_key(text)


def _note(alike: Alike, groups: Iterable[Sequence[int]], sign: str) -> None:
    for group in groups:
        for pair in combinations(group, 2):
            signs = alike.setdefault(pair, [])
            if sign not in signs:
                signs.append(sign)


def _pairs(alike: Alike, rows: Mapping[int, Row], apart: set[frozenset[str]]) -> list[Pair[Row]]:
    pairs = [Pair(rows[first], rows[second], tuple(signs)) for (first, second), signs in alike.items()]
    return [pair for pair in pairs if frozenset((pair.first.public_id, pair.second.public_id)) not in apart][
        :MOST_GROUPS
    ]


def _told_apart(kind: MergeKind) -> set[frozenset[str]]:
    """The pairs of public ids that are no duplicates, each row as what it was merged into since."""
    marks = session().execute(select(Distinction.first, Distinction.second).where(Distinction.kind == kind)).all()
    merged = _merged(kind) if marks else {}
    return {frozenset(_standing(merged, public_id) for public_id in mark) for mark in marks}


def _merged(kind: MergeKind) -> dict[str, str]:
    """Public ids of duplicates that were merged, and of what they were merged into."""
    model: type[Body] | type[Person] = Body if kind is MergeKind.BODY else Person
    kept = aliased(model)
    rows = session().execute(select(model.public_id, kept.public_id).join(kept, model.merged_into_id == kept.id))
    return {gone: into for gone, into in rows}  # noqa: C416  (a Row is no pair for the type checker)


def _standing(merged: Mapping[str, str], public_id: str) -> str:
    while public_id in merged:
        public_id = merged[public_id]
    return public_id
