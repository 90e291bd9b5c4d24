"""Adding and changing bodies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventreg.bodies.events import BodyAdded, BodyChanged
from eventreg.bodies.models import Body, BodyKind, Person, Region
from eventreg.bodies.queries import body_by_code, region_by_code
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.core.imports import fill_missing
from eventreg.i18n.search_keys import search_key
from eventreg.i18n.text import Translated
from eventreg.journal.actions import announce


@dataclass(frozen=True)
class BodyDetails:
    """What the office enters about a body."""

    kind: BodyKind
    name: Translated
    dative: Translated
    email: str
    language: str
    region: Region | None = None

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("kind", "name", "dative", "email", "language", "region")}


@dataclass(frozen=True)
class PersonDetails:
    """A person as entered by a body, by the person or by the office."""

    surname: str
    given_name: str = ""
    patronymic: str = ""
    post: str = ""
    email: str = ""
    phone: str = ""
    language: str = "kk"


def add_region(code: str, name: Translated) -> Region:
    """The region with this code; an existing one is left as it is."""
    region = region_by_code(code)
    if region is None:
        region = Region(code=code, name=name)
        session().add(region)
        session().flush()
    return region


def add_body(code: str, details: BodyDetails, by: Actor, now: datetime) -> Body:
    """A new body stands last in protocol order. Raises `Refusal("body_code_taken")`."""
    if body_by_code(code):
        raise Refusal("body_code_taken", code=code)
    rank = (session().scalar(select(func.max(Body.protocol_rank))) or 0) + 10
    body = Body(code=code, public_id=new_public_id(), protocol_rank=rank, search_key="", **details.values())
    _index(body)
    session().add(body)
    session().flush()
    announce(BodyAdded(about=body.public_id), by, now)
    return body


def change_body(body: Body, details: BodyDetails, by: Actor, now: datetime) -> None:
    """The body holds these details; the journal names the fields that changed."""
    body = locked(body)
    changed = tuple(name for name, value in details.values().items() if getattr(body, name) != value)
    for name in changed:
        setattr(body, name, details.values()[name])
    _index(body)
    if changed:
        announce(BodyChanged(about=body.public_id, fields=changed), by, now)


def import_body(code: str, details: BodyDetails, by: Actor, now: datetime) -> tuple[Body, bool, list[str]]:
    """The body, whether it is new, and the fields that were kept because somebody edited them since."""
    body, is_new = body_by_code(code), False
    if body is None:
        body, is_new = add_body(code, details, by, now), True
    values: Mapping[str, object] = {name: value for name, value in details.values().items() if name != "region"}
    kept = fill_missing(body, values)
    _index(body)
    return body, is_new, kept


def add_person(details: PersonDetails, body: Body | None) -> Person:
    """A new person of the registry."""
    person = Person(public_id=new_public_id(), body=body, search_key="", **vars(details))
    person.search_key = person_key(details)
    session().add(person)
    session().flush()
    return person


def change_person(person: Person, details: PersonDetails) -> None:
    """The person holds these details."""
    for name, value in vars(details).items():
        setattr(person, name, value)
    person.search_key = person_key(details)


def person_key(details: PersonDetails) -> str:
    """What a search in any script finds this person by."""
    return search_key(" ".join((details.surname, details.given_name, details.patronymic)))


def _index(body: Body) -> None:
    body.search_key = search_key(" ".join((body.code, *body.name.values())))
