"""Erasing a person for good, and handing out everything that is known about one.

Each domain does its own part: it reacts to `PersonErased`, and gives what it knows and what has to stay through the
tables of `wiring` (PERSONAL_DATA, PUBLISHED_NAMES).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from eventreg.bodies.events import PersonErased, PersonExported
from eventreg.bodies.free_texts import cut_from_free_texts
from eventreg.bodies.models import Body, Contact, Person
from eventreg.core.actors import Actor
from eventreg.core.db import locked, session
from eventreg.core.traces import Traces
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.names import PersonName, to_latin
from eventreg.i18n.phones import display
from eventreg.journal.actions import announce
from eventreg.mail.forgetting import cut_from_letters, forget_answers_of, forget_letters_to
from eventreg.mail.personal_data import known_letters

Known = Callable[[Person], Mapping[str, list[object]]]
Published = Callable[[Person, Traces], Iterable[str]]
_known: list[Known] = []
_published: list[Published] = []


def know_with(known: tuple[Known, ...], published: tuple[Published, ...]) -> None:
    """Replaces what each domain knows about a person, and where it has published names (from `wiring`)."""
    _known[:], _published[:] = known, published


def people_called(name: str) -> Sequence[Person]:
    """The people whom a command or a form means: by public id, or everybody with that e-mail address."""
    by_email = func.lower(Person.email) == name.lower().strip()
    query = select(Person).where(or_(Person.public_id == name.strip(), by_email), Person.erased_at.is_(None))
    return session().scalars(query.order_by(Person.id)).all()


def pseudonym(person: Person) -> str:
    """What stands for the person once erased: a number that means nothing outside of this database."""
    return f"№ {person.id}"


def traces_of(person: Person) -> Traces:
    """By what the person is found in texts, in the written and in Latin letters."""
    parts = (person.surname, person.given_name, person.patronymic)
    other = [(form[0], form[1], form[2]) for form in (person.name_forms or {}).values()]
    latin = [
        (to_latin(parts[0], language), to_latin(parts[1], language), to_latin(parts[2], language))
        for language in LANGUAGES[:2]
    ]
    written = [name for name in (parts, *other, *latin) if name[0]]
    names = [form for surname, given, patronymic in written for form in _forms(surname, given, patronymic)]
    contacts = [person.email, person.phone, display(person.phone) if person.phone else ""]
    return Traces(tuple(dict.fromkeys(form for form in (*names, *contacts) if form)))


def publications_naming(person: Person) -> list[str]:
    """What was published with the person's name and therefore stays, in the reader's language."""
    traces = traces_of(person)
    return [line for published in _published for line in published(person, traces)]


def erase_person(person: Person, by: Actor, now: datetime) -> list[str]:
    """Nothing personal is left of the person but what was published; returns the lines that name those documents.

    The row stays with a number for a name, so that participation, presence and the quorum count as before. Whichever
    row of merged duplicates is named, all of them are erased. Erasing twice does it once. Afterwards
    `core.scrubbing.scrub` clears what the database's files still hold.
    """
    person = locked(person)
    while person.merged_into is not None:
        person = locked(person.merged_into)
    return _erase(person, by, now)


def export_person(person: Person, by: Actor, now: datetime) -> dict[str, object]:
    """Everything that is known about the person, as plain values for JSON; the journal notes that it was taken out.

    Rows of the same person that were merged are part of it. What is handed out under which name stands in
    docs/personal-data.md.
    """
    announce(PersonExported(about=person.public_id), by, now)
    rows = (person, *_all_duplicates(person))
    found: dict[str, list[object]] = {"merged": [_plain(row) for row in rows[1:]], **_known_in_registry(rows)}
    for row in rows:
        for known in (*_known, _known_letters):
            for name, parts in known(row).items():
                found.setdefault(name, []).extend(parts)
    return {"person": _plain(person), **found}


def _plain(person: Person) -> dict[str, object]:
    names = ("surname", "given_name", "patronymic", "post", "email", "phone", "language", "name_forms")
    own = {name: getattr(person, name) for name in names}
    return {"id": person.public_id, **own, "body": dict(person.body.name) if person.body else None}


def _known_in_registry(rows: Iterable[Person]) -> dict[str, list[object]]:
    """Bodies of which the person is a contact, or which are written to at the own address; not a namesake's."""
    emails = {row.email.lower() for row in rows if row.email}
    contacts = session().scalars(select(Contact).where(func.lower(Contact.email).in_(emails)).order_by(Contact.id))
    bodies = session().scalars(select(Body).where(func.lower(Body.email).in_(emails)).order_by(Body.id))
    names = ("name", "post", "email", "phone")
    return {
        "contacts": [
            {"body": dict(contact.body.name), **{name: getattr(contact, name) for name in names}}
            for contact in contacts
        ],
        "bodies_at_own_address": [dict(body.name) for body in bodies],
    }


def _known_letters(person: Person) -> dict[str, list[object]]:
    return known_letters(person.email)


def _erase(person: Person, by: Actor, now: datetime) -> list[str]:
    if person.erased_at is not None:
        return []
    kept, traces, email = publications_naming(person), traces_of(person), person.email
    announce(PersonErased(about=person.public_id), by, now)
    _remove_contacts(person, traces)
    _forget_address(email)
    _empty(person, now)
    kept += [line for duplicate in _duplicates(person) for line in _erase(duplicate, by, now)]
    if email and not people_called(email):
        forget_letters_to(email, now)
    forget_answers_of(email, traces)
    cut_from_letters(traces, pseudonym(person), now)
    cut_from_free_texts(traces, pseudonym(person))
    return kept


def _duplicates(person: Person) -> Sequence[Person]:
    """Rows of the same person that were merged into this one."""
    return session().scalars(select(Person).filter_by(merged_into_id=person.id, erased_at=None)).all()


def _all_duplicates(person: Person) -> list[Person]:
    """The same, with those that were merged into them before, erased or not."""
    found = list(session().scalars(select(Person).filter_by(merged_into_id=person.id).order_by(Person.id)))
    return [*found, *(more for one in found for more in _all_duplicates(one))]


def _empty(person: Person, now: datetime) -> None:
    person.surname = pseudonym(person)
    person.given_name = person.patronymic = person.post = person.email = person.phone = ""
    person.search_key = person.name_key = ""
    person.name_forms = {}
    person.erased_at = now
    session().flush()


def _remove_contacts(person: Person, traces: Traces) -> None:
    """The person is no contact of any body any more, neither by the own address nor by name."""
    for contact in session().scalars(select(Contact)):
        is_own = bool(person.email) and contact.email.lower() == person.email.lower()
        if is_own or traces.stand_in(f"{contact.name} {contact.phone}"):
            session().delete(contact)
    session().flush()


def _forget_address(email: str) -> None:
    """A small body may be written to at somebody's own address; it has none then, and the office sees that."""
    for body in session().scalars(select(Body).where(func.lower(Body.email) == email.lower())) if email else ():
        body.email = ""
        body.imported = {**body.imported, "email": ""}  # so that the next import does not bring it back
    session().flush()


def _forms(surname: str, given: str, patronymic: str) -> list[str]:
    name = PersonName(surname, given, patronymic)
    orders = ((surname, given), (given, surname), (given, patronymic, surname), (given, patronymic))
    if not given:
        return [name.full()]
    joined = [" ".join(part for part in order if part) for order in orders if all(order)]
    return [name.full(), name.surname_initials(), name.initials_surname(), *joined]
