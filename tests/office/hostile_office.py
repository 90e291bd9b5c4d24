"""What the office types is hostile: bodies, people, sessions, agenda items and clauses, and all ways out."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO, StringIO
from itertools import count
from urllib.parse import urlencode

from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from eventreg.agenda.models import AgendaItem
from eventreg.bodies.actions import PersonDetails
from eventreg.bodies.models import Body, Person
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.documents.characters import not_drawn
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.names import tidy_name
from eventreg.invitations.actions import register_by_hand
from eventreg.invitations.actions.answers import Nominee
from eventreg.mail.models import Letter
from eventreg.recommendations.models import Clause
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_council, a_session
from tests.hostile import as_sent, is_storable, most_marks, told_apart
from tests.registrations.hostile_people import FORMULA, MARKUP_OF_OTHERS, Findings

PLACE = "/office/rcc/2026-11-23"
SAFE = "Мәтін"
_codes = count(1)


@dataclass(frozen=True)
class Field:
    """A field of text: its longest text, the most marks on a letter, whether it must be filled in, and whether it
    stands on a signed paper, whose font draws not everything.
    """

    name: str
    longest: int = 200
    marks: int = 8
    is_required: bool = False
    is_printed: bool = False

    def takes(self, text: str) -> bool:
        kept = told_apart(text)
        is_short = len(kept) <= self.longest and most_marks(kept) <= self.marks
        is_drawn = not self.is_printed or not not_drawn(kept)
        return is_storable(text) and is_short and is_drawn and (bool(kept) or not self.is_required)


def in_three(stem: str, longest: int, *required: str, marks: int = 8) -> tuple[Field, ...]:
    return tuple(Field(f"{stem}_{code}", longest, marks, code in required) for code in LANGUAGES)


NAMES = tuple(Field(f"{form}_{part}") for form in ("kk", "ru", "latin") for part in ("surname", "given_name"))
BODY = (
    *in_three("name", 500, "kk", "ru"),
    *in_three("short_name", 80),
    Field("dative_kk", 500, is_printed=True),
    Field("dative_ru", 500, is_printed=True),
)
PERSON = (Field("surname", is_required=True), Field("given_name"), Field("patronymic"), Field("post"), *NAMES)
SESSION = (*in_three("title", 500, "kk", "ru"), *in_three("city", 200, "kk", "ru"), *in_three("venue", 200))
ITEM = (*in_three("title", 1000, "kk", "ru"), Field("speaker_1", 400), Field("speaker_2", 400))
CLAUSE = in_three("text", 4000, marks=30)


@dataclass
class Kept:
    """What stayed of each form that was sent: texts by field."""

    rows: list[dict[str, str]] = field(default_factory=list)

    def texts(self, *names: str) -> set[str]:
        return {row[name] for row in self.rows for name in names if row.get(name)}


def fill_all(app: Flask, strings: list[str]) -> Findings:
    """Every string goes into a field of each form; returns what was found."""
    found, office = Findings(strings=len(strings)), Browser(app)
    with transaction():
        council_session = a_session(a_council("rcc"))
        council_session.capacity = None
    sign_in(office, council_session.council, Role.ORGANIZER, Role.SECRETARY)
    bodies = send(office, "/office/bodies/add", BODY, strings, found)
    people = send(office, "/office/people/add", PERSON, strings, found)
    sessions = send(office, "/office/rcc/add-session", SESSION, strings, found)
    items = send(office, f"{PLACE}/agenda/add", ITEM, strings, found)
    clauses = send(office, f"{PLACE}/recommendations/clauses/add", CLAUSE, strings, found)
    found.kept = sum(len(row) for each in (bodies, people, sessions, items, clauses) for row in each.rows)
    look_at_database(bodies, people, sessions, items, clauses, found)
    look_at_letters(bodies, sessions, found)
    look_at_tables(office, bodies, found)
    look_at_pages(office, items, clauses, found)
    look_at_agenda(office, items, found)
    return found


def send(office: Browser, address: str, fields: tuple[Field, ...], strings: list[str], found: Findings) -> Kept:
    """Fills the form as often as there are strings for its fields, and again without what was refused."""
    kept = Kept()
    for start in range(0, len(strings), len(fields)):
        texts = dict(zip((each.name for each in fields), strings[start : start + len(fields)], strict=False))
        kept.rows.append(_sent(office, address, fields, texts, found))
    return kept


def _sent(
    office: Browser, address: str, fields: tuple[Field, ...], texts: Mapping[str, str], found: Findings
) -> dict[str, str]:
    page = office.get(f"{address}?lang=en")
    base = {**page.form(""), **dict.fromkeys((each.name for each in fields if each.is_required), SAFE)}
    base |= {name: value for name, value in OTHERS.items() if name in base} | {"code": f"c{next(_codes)}"}
    values: dict[str, object] = {**base, **{name: as_sent(text) for name, text in texts.items()}}
    page = _posted(office, address, values)
    refused = [each for each in fields if f'id="{each.name}-error"' in page.html]
    for each in fields:
        text = texts.get(each.name)
        if text is not None and each.takes(text) is (each in refused):
            found.fault(f"{address}: {each.name} {'refused' if each in refused else 'taken'}", text)
    if refused:
        found.refused += len(refused)
        page = _posted(office, address, {**values, **{each.name: base.get(each.name, "") for each in refused}})
    names = {each.name for each in refused}
    kept = {name: told_apart(text) for name, text in texts.items() if name not in names and told_apart(text)}
    if kept and (page.status != 200 or "-error" in page.html):
        found.fault(f"{address} answers {page.status}", " | ".join(texts.values()))
        return {}
    if MARKUP_OF_OTHERS.search(page.html):
        found.fault(f"markup after {address}", " | ".join(texts.values()))
    return kept


OTHERS = {"starts_at": "2027-02-01T10:00", "ends_at": "2027-02-01T17:00", "minutes": "10", "deadline_kind": "none"}


def _posted(office: Browser, address: str, values: Mapping[str, object]) -> Page:
    body = urlencode(values, doseq=True)
    return office.post(f"{address}?lang=en", body, content_type="application/x-www-form-urlencoded")  # type: ignore[arg-type]  # the bytes of a body


def look_at_database(bodies: Kept, people: Kept, sessions: Kept, items: Kept, clauses: Kept, found: Findings) -> None:
    """Each kept text stands in a row."""
    stored = {
        "body": (bodies, _values(Body, "name", "short_name", "dative")),
        "person": (people, _values(Person, "surname", "given_name", "patronymic", "post", "name_forms")),
        "session": (sessions, _values(CouncilSession, "title", "city", "venue")),
        "item": (items, _values(AgendaItem, "title") | _speakers()),
        "clause": (clauses, _values(Clause, "text")),
    }
    for name, (kept, held) in stored.items():
        for text in sorted(kept.texts(*{key for row in kept.rows for key in row}) - held):
            found.fault(f"database lost of {name}", text)


def _values(table: type[Body | Person | CouncilSession | AgendaItem | Clause], *columns: str) -> set[str]:
    rows = session().scalars(select(table))
    return {told_apart(text) for row in rows for column in columns for text in _texts(getattr(row, column))}


def _speakers() -> set[str]:
    items = session().scalars(select(AgendaItem))
    return {told_apart(speaker.name or "") for item in items for speaker in item.speakers}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif value:
        yield str(value)


def look_at_letters(bodies: Kept, sessions: Kept, found: Findings) -> None:
    """A letter names the body and the session in the language of its reader."""
    with transaction():
        first = session().scalars(select(CouncilSession).order_by(CouncilSession.id)).first()
        assert first
        rows = session().scalars(select(Body).where(Body.code.startswith("c"))).all()
        where = session().scalars(select(CouncilSession).where(CouncilSession.id != first.id)).all()
        pairs = [(body, first) for body in rows] + [(rows[0], one) for one in where]
        for number, (body, other) in enumerate(pairs):
            details = PersonDetails(f"Адам{number}", email=f"p{number}@body.example", language="kk")
            register_by_hand(other, body, Nominee(details), False, SYSTEM, NOW)
    letters = session().scalars(select(Letter)).all()
    text = _plain(" ".join(letter.text for letter in letters))
    html = _plain(unescape(re.sub(r"<[^>]+>", "", " ".join(letter.html for letter in letters))))
    for name in sorted(bodies.texts("name_kk") | sessions.texts("title_kk", "city_kk")):
        if _plain(name) not in text:
            found.fault("letter lost", name)
        if _plain(name) not in html:
            found.fault("letter in HTML lost", name)
    for letter in letters:
        if MARKUP_OF_OTHERS.search(letter.html) or re.search(r"[\r\n\x00]", letter.subject):
            found.fault("markup or header of a letter", letter.subject)


def _plain(text: str) -> str:
    """As letters print names: what looks like the mark of a link is spread."""
    return told_apart(tidy_name(text)).replace("[[", "[ [")


def look_at_tables(office: Browser, bodies: Kept, found: Findings) -> None:
    """The list of registrations names every body."""
    page = office.get(f"{PLACE}/registrations?lang=kk")
    text = office.submit_for_bytes(page, "export.csv").decode("utf-8-sig")
    rows = [cell for row in csv.reader(StringIO(text), delimiter=";") for cell in row]
    sheet = load_workbook(BytesIO(office.submit_for_bytes(page, "export.xlsx"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    found.faults += [f"formula in CSV: {cell!a}" for cell in rows if cell.startswith(FORMULA)]
    found.faults += [f"formula in XLSX: {cell.value!a}" for cell in cells if cell.data_type == "f"]
    for where, values in {"CSV": rows, "XLSX": [str(cell.value or "") for cell in cells]}.items():
        printed = {told_apart(value.removeprefix("'")) for value in values}
        for name in sorted(bodies.texts("name_kk")):
            if told_apart(name.removeprefix("'")) not in printed:
                found.fault(f"{where} lost a body", name)


def look_at_pages(office: Browser, items: Kept, clauses: Kept, found: Findings) -> None:
    """Agenda and clauses as the office reads them."""
    pages = (f"{PLACE}/agenda/", items, "title_kk"), (f"{PLACE}/recommendations/", clauses, "text_kk")
    for path, kept, name in pages:
        page = office.get(f"{path}?lang=kk")
        shown = told_apart(page.text)
        for text in sorted(kept.texts(name)):
            if text not in shown:
                found.fault(f"page lost ({path})", text)
        if MARKUP_OF_OTHERS.search(page.html):
            found.fault("markup on the page", path)


def look_at_agenda(office: Browser, items: Kept, found: Findings) -> None:
    """The released agenda as a Word file has the titles as they were typed."""
    office.submit(office.get(f"{PLACE}/agenda/release?lang=en"), "")
    for language in ("kk", "ru"):
        document = Document(BytesIO(office.request("GET", f"/s/rcc/2026-11-23/agenda.docx?lang={language}").data))
        texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        printed = told_apart(" ".join([*texts, *(paragraph.text for paragraph in document.paragraphs)]))
        for text in sorted(items.texts(f"title_{language}")):
            if text not in printed:
                found.fault("DOCX lost", text)
