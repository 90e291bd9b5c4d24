"""What a row does to the registry: what stands there already, what changes, and how that is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from eventreg.bodies.actions import (
    BodyDetails,
    PersonDetails,
    add_body,
    change_body,
    edit_person,
    enter_person,
    person_key,
)
from eventreg.bodies.models import Body, BodyKind, Person
from eventreg.bodies.queries import body_by_code, name_in, region_by_code
from eventreg.core.actors import Actor
from eventreg.core.db import Base, session
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.invitations.actions.answers import Nominee, register_by_hand
from eventreg.office.imports.rows import Given
from eventreg.office.models import ImportKind, ImportRow, ImportRun, RowOutcome
from eventreg.registrations.actions.registering import standing_registration, withdraw_registration
from eventreg.registrations.models import ParticipantRole
from eventreg.registrations.queries import registration_by_public_id
from eventreg.registrations.rules import can_be_withdrawn
from eventreg.sessions.models import CouncilSession

TEXTS = ("name", "short_name", "dative")


class Things(Protocol):
    """One kind of thing that rows bring."""

    def load(self, rows: Sequence[Given]) -> None:
        """What stands in the registry for these rows is at hand, in a few statements for all of them."""

    def key(self, given: Given) -> str:
        """Equal for two rows that mean the same thing."""

    def present(self, given: Given) -> tuple[str, dict[str, str]] | None:
        """Public id of what stands there already, and what it holds of the row's fields; None for something new."""

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        """The row's thing is there; `row` holds its public id and what changed fields held before."""

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> bool:
        """The thing is gone, or holds what it held before; False when it is in use and stays."""


def things_of(run: ImportRun) -> Things:
    """The things that this run's rows bring."""
    if run.kind is ImportKind.BODIES:
        return Bodies()
    if run.kind is ImportKind.PEOPLE:
        return People()
    if run.council_session is None:
        raise LookupError("registrations belong to a session")
    return Registrations(run.council_session)


class Bodies:
    """Bodies, known by their code."""

    def __init__(self) -> None:
        self.known: dict[str, Body] = {}

    def load(self, rows: Sequence[Given]) -> None:
        codes = [given.get("code", "") for given in rows]
        found = session().scalars(select(Body).where(Body.code.in_(codes)).options(joinedload(Body.region)))
        self.known = {body.code: body for body in found}

    def key(self, given: Given) -> str:
        return given.get("code", "")

    def present(self, given: Given) -> tuple[str, dict[str, str]] | None:
        body = self.known.get(given["code"])
        return (body.public_id, {name: value_of_body(body, name) for name in given}) if body else None

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        body = body_by_code(row.given["code"])
        if body is None:
            row.thing = add_body(row.given["code"], _body_details(None, row.given), by, now).public_id
            return
        row.thing = body.public_id
        row.before = {
            name: value_of_body(body, name) for name, text in row.given.items() if value_of_body(body, name) != text
        }
        change_body(body, _body_details(body, row.given), by, now)

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> bool:
        body = session().scalar(select(Body).filter_by(public_id=row.thing))
        if body is None:
            return True
        if row.outcome is RowOutcome.NEW:
            return not body.contacts and _is_deleted(body)
        still = {name: text for name, text in row.before.items() if value_of_body(body, name) == row.given[name]}
        change_body(body, _body_details(body, still), by, now)
        return True


class People:
    """People, known by their body and name, and by address or phone where two have one name."""

    def __init__(self) -> None:
        self.known: dict[str, list[Person]] = {}

    def load(self, rows: Sequence[Given]) -> None:
        keys = {person_key(_person_details(None, given)) for given in rows}
        query = select(Person).where(Person.name_key.in_(keys), Person.merged_into_id.is_(None))
        self.known = {}
        for person in session().scalars(query.options(joinedload(Person.body)).order_by(Person.id)):
            self.known.setdefault(person.name_key, []).append(person)

    def key(self, given: Given) -> str:
        reached = given.get("email") or given.get("phone") or ""
        return "|".join((person_key(_person_details(None, given)), given.get("body", ""), reached.lower()))

    def present(self, given: Given) -> tuple[str, dict[str, str]] | None:
        person = self._found(given)
        return (person.public_id, {name: value_of_person(person, name) for name in given}) if person else None

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        self.load([row.given])
        person, body = self._found(row.given), _its_body(row.given)
        if person is None:
            row.thing = enter_person(_person_details(None, row.given), body, {}, by, now).public_id
            return
        row.thing = person.public_id
        row.before = {
            n: value_of_person(person, n) for n, text in row.given.items() if value_of_person(person, n) != text
        }
        self._edit(person, row.given, by, now)

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> bool:
        person = session().scalar(select(Person).filter_by(public_id=row.thing))
        if person is None:
            return True
        if row.outcome is RowOutcome.NEW:
            return _is_deleted(person)
        still = {name: text for name, text in row.before.items() if value_of_person(person, name) == row.given[name]}
        self._edit(person, still, by, now)
        return True

    def _edit(self, person: Person, given: Given, by: Actor, now: datetime) -> None:
        body = _its_body(given) if "body" in given else person.body
        forms = {script: name_in(person, script) for script in person.name_forms or {}}
        edit_person(person, _person_details(person, given), body, forms, by, now)

    def _found(self, given: Given) -> Person | None:
        namesakes = self.known.get(person_key(_person_details(None, given)), [])
        own = [one for one in namesakes if (one.body.code if one.body else "") == given.get("body", "")]
        agreeing = [one for one in own if _agrees(one, given)]
        return max(agreeing, key=lambda one: _likeness(one, given), default=None)


@dataclass(frozen=True)
class Registrations:
    """People of a session's list; what stands there already is left as it is."""

    council_session: CouncilSession

    def load(self, rows: Sequence[Given]) -> None:
        """Each row is looked up by itself: a list of a session is short."""

    def key(self, given: Given) -> str:
        return People().key(given)

    def present(self, given: Given) -> tuple[str, dict[str, str]] | None:
        standing = standing_registration(self.council_session, _its_body(given), _person_details(None, given))
        return (standing.public_id, dict(given)) if standing else None

    def bring(self, row: ImportRow, by: Actor, now: datetime) -> None:
        role = ParticipantRole(row.given.get("role", ParticipantRole.DELEGATE))
        nominee = Nominee(_person_details(None, row.given), role)
        registration = register_by_hand(self.council_session, _its_body(row.given), nominee, False, by, now)
        row.thing = registration.public_id

    def take_back(self, row: ImportRow, by: Actor, now: datetime) -> bool:
        registration = registration_by_public_id(row.thing)
        if registration is None or not can_be_withdrawn(registration):
            return False
        withdraw_registration(registration, _("The import of the list was undone."), by, now)
        return True


def _agrees(person: Person, given: Given) -> bool:
    """Neither address nor phone contradicts that it is the same person."""
    pairs = ((person.email.lower(), given.get("email", "").lower()), (person.phone, given.get("phone", "")))
    return any(a == b for a, b in pairs if a and b) or not any(a and b for a, b in pairs)


def _likeness(person: Person, given: Given) -> int:
    """How many of the row's fields the person holds already: of two namesakes the row means the one it describes."""
    return sum(value_of_person(person, name) == text for name, text in given.items())


def _is_deleted(thing: Base) -> bool:
    """The thing is gone; False when something in the database refers to it, and then nothing has changed."""
    try:
        with session().begin_nested():
            session().delete(thing)
            session().flush()
    except IntegrityError:
        return False
    return True


def _its_body(given: Given) -> Body | None:
    return body_by_code(given["body"]) if given.get("body") else None


def value_of_person(person: Person, name: str) -> str:
    """What the person holds of a field of an import, as a row would give it."""
    if name == "body":
        return person.body.code if person.body else ""
    return str(getattr(person, name))


def _person_details(person: Person | None, given: Given) -> PersonDetails:
    names = ("surname", "given_name", "patronymic", "post", "email", "phone", "language")
    present = {name: getattr(person, name) for name in names} if person else {"surname": ""}
    return PersonDetails(**{**present, **{name: given[name] for name in names if name in given}})


def value_of_body(body: Body, name: str) -> str:
    """What the body holds of a field of an import, as a row would give it."""
    field, _sep, language = name.rpartition("_")
    if field in TEXTS and language in LANGUAGES:
        return str(getattr(body, field).get(language, ""))
    if name == "region":
        return body.region.code if body.region else ""
    return str(getattr(body, name))


def _body_details(body: Body | None, given: Given) -> BodyDetails:
    """The body's details with the row's values in their places."""
    details = _details_of(body) if body else BodyDetails(BodyKind.OTHER, Translated(), Translated(), "", "kk")
    texts = {field: _with_texts(getattr(details, field), field, given) for field in TEXTS}
    plain: dict[str, object] = {name: given[name] for name in ("email", "language") if name in given}
    if "kind" in given:
        plain["kind"] = BodyKind(given["kind"])
    if "region" in given:
        plain["region"] = region_by_code(given["region"])
    if given.get("protocol_rank"):
        plain["protocol_rank"] = int(given["protocol_rank"])
    return replace(details, **texts, **plain)  # type: ignore[arg-type]  # names and types are those of BodyDetails


def _with_texts(present: Mapping[str, str], field: str, given: Given) -> Translated:
    new = {code: given[f"{field}_{code}"] for code in LANGUAGES if f"{field}_{code}" in given}
    return Translated({**present, **new})


def _details_of(body: Body) -> BodyDetails:
    names = ("kind", "name", "dative", "email", "language", "region", "short_name", "valid_from", "valid_until")
    return BodyDetails(**{name: getattr(body, name) for name in names})
