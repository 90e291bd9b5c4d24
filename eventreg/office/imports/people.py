"""Rows that bring people of the registry, known by body and name, and by address or phone where two have one name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventreg.bodies.actions import PersonDetails, enter_people, new_person, person_key, write_person
from eventreg.bodies.models import Body, Person
from eventreg.bodies.queries import bodies_by_codes, name_in
from eventreg.core.actors import Actor
from eventreg.core.db import Base, session
from eventreg.office.imports.rows import Given
from eventreg.office.imports.things import EDITED, unless_edited
from eventreg.office.models import ImportRow, RowOutcome

FIELDS = ("surname", "given_name", "patronymic", "post", "email", "phone", "language")


class People:
    """People of the registry."""

    fewest = 50
    first_field = "surname"

    def __init__(self) -> None:
        self.known: dict[str, list[Person]] = {}  # by the key of their name
        self.new: list[Person] = []  # still to be written
        self.brought: dict[str, Person] = {}  # by public id
        self.bodies: dict[str, Body] = {}  # by code

    def load(self, rows: Sequence[Given], *, to_change: bool = False) -> None:
        keys = {person_key(person_details(None, given)) for given in rows}
        query = select(Person).where(Person.name_key.in_(keys), Person.merged_into_id.is_(None))
        self.known = {}
        for person in session().scalars(_with_body(query, to_change)):
            self.known.setdefault(person.name_key, []).append(person)
        self._load_bodies(rows)

    def key(self, given: Given) -> str:
        reached = given.get("email") or given.get("phone") or ""
        return "|".join((person_key(person_details(None, given)), given.get("body", ""), reached.lower()))

    def present(self, given: Given) -> tuple[str, Given] | None:
        person = self._found(given)
        return (person.public_id, {name: value_of_person(person, name) for name in given}) if person else None

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        person = self._found(row.given)
        if person is None:
            details = person_details(None, row.given)
            person = new_person(details, self.bodies.get(row.given.get("body", "")))
            self.new.append(person)
            self.known.setdefault(person.name_key, []).append(person)
            row.thing, row.outcome = person.public_id, RowOutcome.NEW
            return
        held = {name: value_of_person(person, name) for name in row.given}
        row.thing, row.before = person.public_id, {n: text for n, text in held.items() if text != row.given[n]}
        row.outcome = RowOutcome.CHANGED if row.before else RowOutcome.SAME
        self._write(person, row.given, by, now)

    def finish(self, by: Actor, now: datetime) -> None:
        enter_people(self.new, by, now)
        self.new = []

    def load_brought(self, rows: Sequence[ImportRow]) -> None:
        query = select(Person).where(Person.public_id.in_([row.thing for row in rows]))
        self.brought = {person.public_id: person for person in session().scalars(_with_body(query, True))}
        self._load_bodies([row.before for row in rows])

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> str | Base:
        person = self.brought.get(row.thing)
        if person is None:
            return ""
        if row.outcome is RowOutcome.NEW:
            return EDITED if _is_edited(person, row.given) else person
        held = {name: value_of_person(person, name) for name in row.before}
        still = unless_edited(row.given, row.before, held)
        self._write(person, still, by, now)
        return "" if len(still) == len(row.before) else EDITED

    def _load_bodies(self, rows: Sequence[Given]) -> None:
        codes = {given["body"] for given in rows if given.get("body")}
        self.bodies = bodies_by_codes(codes) if codes else {}

    def _write(self, person: Person, given: Given, by: Actor, now: datetime) -> None:
        body = self.bodies.get(given["body"]) if "body" in given else person.body
        forms = {script: name_in(person, script) for script in person.name_forms or {}}
        write_person(person, person_details(person, given), body, forms, by, now)

    def _found(self, given: Given) -> Person | None:
        namesakes = self.known.get(person_key(person_details(None, given)), [])
        own = [one for one in namesakes if (one.body.code if one.body else "") == given.get("body", "")]
        agreeing = [one for one in own if _agrees(one, given)]
        return max(agreeing, key=lambda one: _likeness(one, given), default=None)


def person_details(person: Person | None, given: Given) -> PersonDetails:
    """The person's details with the row's values in their places."""
    present = {name: getattr(person, name) for name in FIELDS} if person else {"surname": ""}
    return PersonDetails(**{**present, **{name: given[name] for name in FIELDS if name in given}})


def value_of_person(person: Person, name: str) -> str:
    """What the person holds of a field of an import, as a row would give it."""
    if name == "body":
        return person.body.code if person.body else ""
    return str(getattr(person, name))


def _agrees(person: Person, given: Given) -> bool:
    """Neither address nor phone contradicts that it is the same person."""
    pairs = ((person.email.lower(), given.get("email", "").lower()), (person.phone, given.get("phone", "")))
    return any(a == b for a, b in pairs if a and b) or not any(a and b for a, b in pairs)


def _likeness(person: Person, given: Given) -> int:
    """How many of the row's fields the person holds already: of two namesakes the row means the one it describes."""
    return sum(value_of_person(person, name) == text for name, text in given.items())


def _is_edited(person: Person, given: Given) -> bool:
    """Whether the person holds anything else than what the row brought."""
    other_forms = bool(person.name_forms) or person.merged_into_id is not None
    return (
        other_forms
        or person_details(person, {}) != person_details(None, given)
        or value_of_person(person, "body") != given.get("body", "")
    )


def _with_body(query: Select[Person], to_change: bool) -> Select[Person]:
    query = query.options(joinedload(Person.body)).order_by(Person.id)
    return query.with_for_update(of=Person) if to_change else query
