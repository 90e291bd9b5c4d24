"""Finding rows of the registry that may stand for one person or one body."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Generic, TypeVar  # Any: columns and expressions side by side

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.models import Body, Person
from eventreg.core.db import session
from eventreg.i18n.search_keys import search_key

MOST_GROUPS = 100
MOST_IN_GROUP = 5  # a phone of a whole office makes no pairs
Row = TypeVar("Row", Body, Person)


@dataclass(frozen=True)
class Pair(Generic[Row]):
    """Two rows, the older first, and by what they are alike: "email", "phone" or "name"."""

    first: Row
    second: Row
    alike: tuple[str, ...]


def duplicate_people(people: Select[Person]) -> list[Pair[Person]]:
    """Pairs among these people with one phone, one e-mail address, or one name in any script in one body."""
    ids = people.order_by(None).with_only_columns(Person.id)
    signs: tuple[tuple[str, Sequence[Any], ColumnElement[bool]], ...] = (
        ("email", (func.lower(Person.email),), Person.email != ""),
        ("phone", (Person.phone,), Person.phone != ""),
        ("name", (Person.name_key, func.coalesce(Person.body_id, 0)), Person.name_key != ""),
    )
    found: dict[tuple[int, int], tuple[Person, Person, list[str]]] = {}
    for sign, columns, is_said in signs:
        groups = select(*columns).where(is_said, Person.id.in_(ids)).group_by(*columns)
        groups = groups.having(func.count().between(2, MOST_IN_GROUP)).limit(MOST_GROUPS)
        for values in session().execute(groups):
            alike = select(Person).where(*(c == v for c, v in zip(columns, values, strict=True)), Person.id.in_(ids))
            _note(found, session().scalars(alike.options(joinedload(Person.body)).order_by(Person.id)), sign)
    return [Pair(first, second, tuple(signs)) for first, second, signs in found.values()]


def duplicate_bodies() -> list[Pair[Body]]:
    """Pairs of bodies with one name in any language and script, or one e-mail address."""
    bodies = session().scalars(select(Body).where(Body.merged_into_id.is_(None)).order_by(Body.id)).all()
    groups: dict[tuple[str, str], list[Body]] = {}
    for body in bodies:
        for key in {search_key(text) for text in body.name.values()} - {""}:
            groups.setdefault(("name", key), []).append(body)
        if body.email:
            groups.setdefault(("email", body.email.lower()), []).append(body)
    found: dict[tuple[int, int], tuple[Body, Body, list[str]]] = {}
    for (sign, _), group in groups.items():
        if 2 <= len(group) <= MOST_IN_GROUP:
            _note(found, group, sign)
    return [Pair(first, second, tuple(signs)) for first, second, signs in found.values()][:MOST_GROUPS]


def _note(found: dict[tuple[int, int], tuple[Row, Row, list[str]]], group: Iterable[Row], sign: str) -> None:
    for first, second in combinations(group, 2):
        signs = found.setdefault((first.id, second.id), (first, second, []))[2]
        if sign not in signs:
            signs.append(sign)
