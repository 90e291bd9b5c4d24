"""People who answer every question with a hostile string, and a look at all that comes out of the house."""

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import urlencode

from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from eventreg.bodies.models import Person
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.documents.docx import agenda_docx
from eventreg.documents.types import AgendaDocument, AgendaLine, AgendaPart, Sealed
from eventreg.files.content import tidy_file_name
from eventreg.i18n.names import tidy_name
from eventreg.mail.models import Letter
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question
from eventreg.registrations.questions.models import Answer
from eventreg.registrations.questions.types import QUESTION_TYPES
from tests.browser import Browser, Page
from tests.cast import sign_in
from tests.conftest import NOW
from tests.factories import a_body, a_council, a_registration, a_session, three
from tests.hostile import as_sent, is_storable, most_marks, told_apart

LIMITS = {"surname": 200, "post": 200, "access_needs": 1000, "q_text": 300, "q_long_text": 5000}
MARKS = {"surname": 8, "post": 8, "access_needs": 30, "q_text": 8, "q_long_text": 30}
MAY_BE_EMPTY = {"post", "access_needs", "q_text", "q_long_text"}
FORMULA = tuple("=+-@\t\r＝＋－＠")
SAFE = {"surname": "Касымова"}
MARKUP_OF_OTHERS = re.compile(r"<script(?![^>]*\bsrc=\"/static)|<svg on|<img src=x|<b>b</b>|<w:t>|<text:p>")


@dataclass
class Findings:
    """What went in and what came out, to be told in one sentence."""

    strings: int = 0
    refused: int = 0
    kept: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, where: str, text: str) -> None:
        self.faults.append(f"{where}: {text[:60]!a}")

    def __str__(self) -> str:
        counts = f"{self.kept} values kept, {self.refused} refused beside the field, {len(self.faults)} faults"
        return f"{self.strings} strings: {counts}"


def answer_all(app: Flask, strings: list[str]) -> Findings:
    """Each string is one person's answer to everything; returns what was found."""
    found = Findings(strings=len(strings))
    with transaction():
        council_session = a_session(a_council("rcc"))
        council_session.capacity = None
        for kind in QUESTION_TYPES:
            if not kind.has_file:
                choices = tuple(Choice(code, three(code)) for code in "ab") if kind.has_choices else ()
                details = QuestionDetails(kind.kind, three(kind.kind), choices=choices)
                add_question(council_session, kind.kind, details, SYSTEM, NOW)
        body = a_body()  # one for all: each form lists every body
        people = [a_registration(council_session, body, state=RegistrationState.NOMINATED) for _ in strings]
        pairs = [(person.id, person.link.token, person.public_id) for person in people]
    expected: dict[int, dict[str, str]] = {}
    for (person_id, token, public_id), text in zip(pairs, strings, strict=True):
        expected[person_id] = _answer(Browser(app), token, public_id, text, found)
    _look_at_database(expected, found)
    _look_at_letters(found)
    office = Browser(app)
    sign_in(office, council_session.council, Role.ORGANIZER)
    _look_at_tables(office, expected, found)
    _look_at_documents(strings, found)
    return found


def _answer(browser: Browser, token: str, public_id: str, text: str, found: Findings) -> dict[str, str]:
    """Sends the string in every field; sends again without what was refused; returns what must be kept."""
    page = browser.get(f"/r/{token}?lang=en")
    names = [*LIMITS, *(f"q_{kind.kind}" for kind in QUESTION_TYPES if not kind.has_file)]
    fields: dict[str, object] = {**page.form("/answers"), "answered": "1", "step": "questions"}
    fields |= dict.fromkeys(names, as_sent(text))
    address = f"/r/p/{public_id}/answers"
    for _step in range(3):
        page = _posted(browser, address, fields, found, text)
        refused = [name for name in names if f'id="{name}-error"' in page.html]
        if not refused:
            break
        for name in refused:
            found.refused += 1
            fields[name] = SAFE.get(name, "")
            if name in LIMITS and _is_good(name, text):
                found.fault(f"refused though good in {name}", text)
    if page.heading != "Check your answers":
        found.fault(f"stuck at {page.heading} ({page.status})", text)
        return {}
    page = _posted(browser, f"/r/p/{public_id}/confirm", page.found_form("/confirm")["fields"], found, text)
    kept = {name: told_apart(text) for name in LIMITS if fields[name] == as_sent(text)}
    for name in kept:
        if not _is_good(name, text):
            found.fault(f"accepted though bad in {name}", text)
    _look_at_page(page, kept, text, found)
    return kept


def _posted(browser: Browser, address: str, fields: dict[str, object], found: Findings, text: str) -> Page:
    body = urlencode(fields, doseq=True)
    page = browser.post(address, body, content_type="application/x-www-form-urlencoded")  # type: ignore[arg-type]  # the bytes of a body
    if page.status >= 500:
        found.fault(f"status {page.status}", text)
    return page


def _is_good(name: str, text: str) -> bool:
    """Whether the field must take this text."""
    kept = told_apart(text)
    is_short = len(kept) <= LIMITS[name] and most_marks(kept) <= MARKS[name]
    return is_storable(text) and is_short and (bool(kept) or name in MAY_BE_EMPTY)


def _look_at_page(page: Page, kept: dict[str, str], text: str, found: Findings) -> None:
    shown = told_apart(page.text)
    for name in ("q_text", "surname"):
        if name in kept and kept[name] not in shown:
            found.fault(f"page lost {name}", text)
    if MARKUP_OF_OTHERS.search(page.html):
        found.fault("markup on the page", text)


def _look_at_database(expected: dict[int, dict[str, str]], found: Findings) -> None:
    for person_id, kept in expected.items():
        registration = session().get_one(Registration, person_id)
        answers = session().scalars(select(Answer).filter_by(registration_id=person_id))
        own = {f"q_{answer.question.name}": answer.value for answer in answers}
        own |= {"surname": registration.person.surname, "post": registration.person.post}
        own["access_needs"] = registration.access_needs
        found.kept += len(kept)
        changed = [name for name, value in kept.items() if told_apart(own.get(name, "")) != value]
        changed += [name for name, value in own.items() if unicodedata.normalize("NFC", value) != value]
        found.faults += [f"changed in {name}: {own.get(name, '')[:60]!a}" for name in changed]


def _look_at_letters(found: Findings) -> None:
    """Names are printed without invisible signs (`tidy_name`), and what looks like a link's mark is spread."""
    rows = session().execute(select(Registration.public_id, Person.surname).join(Registration.person))
    surnames = {public_id: surname for public_id, surname in rows}  # noqa: C416  (a Row is no pair)
    for letter in session().scalars(select(Letter).filter_by(kind="registration_confirmed")):
        name = told_apart(tidy_name(surnames[letter.about_id])).replace("[[", "[ [")
        if name not in told_apart(letter.text):
            found.fault("letter lost the name", name)
        if name not in told_apart(unescape(re.sub(r"<[^>]+>", "", letter.html))):
            found.fault("letter in HTML lost the name", name)
        if MARKUP_OF_OTHERS.search(letter.html):
            found.fault("markup in a letter", name)
        if any(sign in letter.subject for sign in "\r\n\x00"):
            found.fault("header of a letter", name)


def _look_at_tables(office: Browser, expected: dict[int, dict[str, str]], found: Findings) -> None:
    page = office.get("/office/rcc/2026-11-23/registrations?lang=en")
    rows = list(csv.reader(StringIO(office.submit_for_bytes(page, "export.csv").decode("utf-8-sig")), delimiter=";"))[
        1:
    ]
    sheet = load_workbook(BytesIO(office.submit_for_bytes(page, "export.xlsx"))).worksheets[0]
    cells = list(sheet.iter_rows(min_row=2))
    found.faults += [f"formula in CSV: {cell!a}" for row in rows for cell in row if cell.startswith(FORMULA)]
    found.faults += [f"formula in XLSX: {cell.value!a}" for row in cells for cell in row if cell.data_type == "f"]
    wanted = {kept.get("surname", SAFE["surname"]) for kept in expected.values()}
    printed = {"CSV": {_unguarded(row[2]) for row in rows}, "XLSX": {_unguarded(str(row[2].value)) for row in cells}}
    for where, surnames in printed.items():
        found.faults += [f"{where} lost or changed {name[:60]!a}" for name in sorted(wanted ^ surnames)]


def _unguarded(cell: str) -> str:
    """A text of a table without the one apostrophe that keeps it from being a formula."""
    is_guarded = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return told_apart(cell[is_guarded:])


def _look_at_documents(strings: list[str], found: Findings) -> None:
    texts = [told_apart(text)[:300] for text in strings if is_storable(text) and told_apart(text)]
    seal = Sealed("Agenda", "v1", datetime(2026, 11, 23, tzinfo=UTC))
    lines = tuple(AgendaLine(str(number), "10:00", "10:20", text) for number, text in enumerate(texts, 1))
    content = agenda_docx(AgendaDocument(seal, (AgendaPart("kk", "c", "s", "p", lines),)))
    printed = {told_apart(row.cells[1].text) for row in Document(BytesIO(content)).tables[0].rows[1:]}
    found.faults += [f"DOCX lost {text[:60]!a}" for text in texts if text not in printed]
    for text in strings:
        name = tidy_file_name(text, "application/pdf")
        if not name.endswith(".pdf") or len(name.encode()) > 120 or re.search(r"[/\\\x00-\x1f\u202e]", name):
            found.fault("file name", name)
