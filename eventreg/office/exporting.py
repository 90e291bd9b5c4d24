"""The registries of bodies and of people as tables that an import reads again, and finds nothing new in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func
from sqlalchemy.orm import selectinload

from eventreg.bodies.models import Body, Person
from eventreg.bodies.queries import all_regions
from eventreg.bodies.words import body_kind_words
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.documents.sheets import Cell
from eventreg.i18n import current_language
from eventreg.i18n import gettext as _
from eventreg.i18n.languages import ENDONYMS
from eventreg.i18n.phones import display
from eventreg.i18n.search_keys import search_key
from eventreg.journal.actions import announce
from eventreg.office.events import RegistryExported
from eventreg.office.imports.bodies import value_of_body
from eventreg.office.imports.columns import fields_of
from eventreg.office.imports.people import value_of_person
from eventreg.office.imports.rows import Lookups
from eventreg.office.models import ImportKind

PORTION = 500  # rows read at a time
Registry = Select[Body] | Select[Person]
Spelling = Callable[[str], str]


def note_registry_export(kind: ImportKind, found: Registry, file_type: str, by: Actor, now: datetime) -> None:
    """The journal knows who took how many rows out."""
    rows = session().scalar(found.order_by(None).options().with_only_columns(func.count())) or 0
    announce(RegistryExported(about=kind.value, file_type=file_type, rows=rows), by, now)


def registry_columns(kind: ImportKind) -> list[str]:
    """The labels of the import's fields, and beside a body's code its name, which an import passes over."""
    columns = [word.label for word in fields_of(kind) if word.name != "full_name"]
    return [*columns, _("Name of the body")] if kind is ImportKind.PEOPLE else columns


def registry_rows(kind: ImportKind, found: Registry) -> Iterator[Sequence[Cell]]:
    """One row each in the order of the list, read in portions; words are those of the reader's language.

    What depends on the request is worked out now; the rows are read while the answer streams.
    """
    names = [word.name for word in fields_of(kind) if word.name != "full_name"]
    whole = found.options(selectinload(Body.contacts)) if kind is ImportKind.BODIES else found
    return _rows(whole, names, _spellings(), current_language())


def _rows(
    found: Registry, names: Sequence[str], spellings: Mapping[str, Spelling], language: str
) -> Iterator[Sequence[Cell]]:
    for portion in session().scalars(found.execution_options(yield_per=PORTION)).partitions():
        for thing in portion:
            values = [(name, _value(thing, name)) for name in names]
            cells: list[Cell] = [spellings[name](text) if text and name in spellings else text for name, text in values]
            if isinstance(thing, Person):
                cells.append(thing.body.name.in_language(language) if thing.body else "")
            yield cells


def _value(thing: Body | Person, name: str) -> str:
    return value_of_body(thing, name) if isinstance(thing, Body) else value_of_person(thing, name)


def _spellings() -> dict[str, Spelling]:
    """How fields are written that the database holds as codes: in words that an import knows."""
    kinds = {kind.value: word for kind, word in body_kind_words().items()}
    known, language = Lookups().regions, current_language()
    names = {region.code: region.name.in_language(language) for region in all_regions()}
    regions = {code: name if known.get(search_key(name)) == code else code for code, name in names.items()}
    return {
        "kind": lambda code: kinds[code],
        "region": lambda code: regions[code],
        "language": lambda code: ENDONYMS.get(code, code),
        "phone": display,
        "contact_phone": display,
    }
