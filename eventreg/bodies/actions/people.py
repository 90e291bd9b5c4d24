"""Adding and changing people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from eventreg.bodies.events import PersonAdded, PersonChanged
from eventreg.bodies.models import Body, Person
from eventreg.core.actors import Actor
from eventreg.core.db import locked, new_public_id, session
from eventreg.i18n.names import PersonName
from eventreg.i18n.search_keys import search_key
from eventreg.journal.actions import announce

NameForms = Mapping[str, PersonName]  # by "kk", "ru" and "latin"


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


def add_person(details: PersonDetails, body: Body | None) -> Person:
    """A new person of the registry."""
    person = new_person(details, body)
    session().add(person)
    session().flush()
    return person


def change_person(person: Person, details: PersonDetails) -> None:
    """The person holds these details; name forms of another name are dropped."""
    for name, value in vars(details).items():
        setattr(person, name, value)
    if person.name_key != person_key(details):
        person.name_forms = {}
    reindex(person)


def enter_person(details: PersonDetails, body: Body | None, forms: NameForms, by: Actor, now: datetime) -> Person:
    """A person of the registry whom the office entered, with these name forms."""
    person = add_person(details, body)
    _set_forms(person, forms)
    announce(PersonAdded(about=person.public_id), by, now)
    return person


def enter_people(people: Sequence[Person], by: Actor, now: datetime) -> None:
    """All of these `new_person`s are in the registry, as if entered by the office, in one statement."""
    names = [column.name for column in Person.__table__.columns if column.name not in ("id", "body_id")]
    rows = [
        {**{name: getattr(one, name) for name in names}, "body_id": one.body.id if one.body else None} for one in people
    ]
    if rows:
        session().execute(insert(Person), rows)
    for person in people:
        announce(PersonAdded(about=person.public_id), by, now)


def edit_person(
    person: Person, details: PersonDetails, body: Body | None, forms: NameForms, by: Actor, now: datetime
) -> None:
    """The person holds these details; the journal names the fields that changed."""
    write_person(locked(person), details, body, forms, by, now)


def write_person(
    person: Person, details: PersonDetails, body: Body | None, forms: NameForms, by: Actor, now: datetime
) -> None:
    """As `edit_person`, of a person that the caller has locked; written together with others."""
    changed = [name for name, value in vars(details).items() if getattr(person, name) != value]
    if person.body != body:
        changed.append("body")
    forms_before = person.name_forms
    person.body = body
    change_person(person, details)
    _set_forms(person, forms)
    if person.name_forms != forms_before:
        changed.append("name_forms")
    if changed:
        announce(PersonChanged(about=person.public_id, fields=tuple(changed)), by, now)


def person_key(details: PersonDetails) -> str:
    """The name, folded: equal for one name in two scripts."""
    return search_key(" ".join((details.surname, details.given_name, details.patronymic)))


def new_person(details: PersonDetails, body: Body | None) -> Person:
    """A person who is in no registry yet: see `enter_people`."""
    person = Person(public_id=new_public_id(), body=body, search_key="", name_forms={}, **vars(details))
    reindex(person)
    return person


def _set_forms(person: Person, forms: NameForms) -> None:
    """Keeps the forms that hold something."""
    written = {script: [name.surname, name.given_name, name.patronymic] for script, name in forms.items()}
    person.name_forms = {script: parts for script, parts in written.items() if any(parts)}
    reindex(person)


def reindex(person: Person) -> None:
    """What a search in any script finds the person by: the name, and forms that are read otherwise."""
    name = " ".join((person.surname, person.given_name, person.patronymic))
    forms = [" ".join(parts) for parts in (person.name_forms or {}).values()]
    person.name_key = search_key(name)
    keys = (person.name_key, *(search_key(form) for form in forms))
    person.search_key = " ".join(dict.fromkeys(keys))
