"""Imports forget an erased person: rows, samples, names of files, and the files themselves."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select

from eventreg.bodies.events import PersonErased
from eventreg.bodies.free_texts import FreeText
from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import traces_of
from eventreg.core.actors import Actor
from eventreg.core.db import session
from eventreg.core.errors import Refusal
from eventreg.core.traces import Traces
from eventreg.office.imports.reading import rows_of
from eventreg.office.imports.running import file_of
from eventreg.office.models import ImportRow, ImportRun, ImportState, RememberedColumns
from eventreg.registrations.models import Registration

FREE_TEXTS = (FreeText(ImportRun.file_name),)
NO_NAME = "—"  # a file is often called by the surname of somebody in it
UNREAD = (ImportState.UPLOADED, ImportState.CHECKING)  # what the file says does not stand in rows yet
READ_AT_ONCE = 2000  # rows of all unread files together: an erasure holds SQLite's one writer
READ_BYTES = 128 * 1024  # of one such file: a workbook is unpacked before its first row can be read
TOGETHER = 500  # ids in one statement


def forget_rows_about(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: no row of an import holds what it said about the person, and no file that names the person is left.

    What an import brought can still be undone for everybody else. A file that was not checked yet has to come anew
    when it names the person, or when it is too long to be read here and now.
    """
    person = session().scalars(select(Person).filter_by(public_id=event.about)).one()
    traces, budget = traces_of(person), iter(range(READ_AT_ONCE))
    rows = {**_rows_about(person), **_rows_naming(traces)}
    unread = session().scalars(select(ImportRun).where(ImportRun.state.in_(UNREAD)).order_by(ImportRun.id))
    concerned = set(rows.values()) | {run.id for run in unread if _stands_in_file(run, traces, budget)}
    concerned |= _forgotten_headers(traces)
    for run in session().scalars(select(ImportRun).where(ImportRun.id.in_(concerned))):
        _forget_file(run)
    ids = list(rows)
    for first in range(0, len(ids), TOGETHER):
        session().execute(delete(ImportRow).where(ImportRow.id.in_(ids[first : first + TOGETHER])))


def known_rows(person: Person) -> dict[str, list[object]]:
    """Rows of imported files that brought the person, as plain values for JSON; a namesake's are not told."""
    rows = session().scalars(select(ImportRow).where(_brought(person)).order_by(ImportRow.id))
    return {"imported_rows": [{"number": row.number, "given": row.given} for row in rows]}


def _brought(person: Person) -> ColumnElement[bool]:
    registered = select(Registration.public_id).where(Registration.person_id == person.id)
    return or_(ImportRow.thing == person.public_id, ImportRow.thing.in_(registered))


def _rows_about(person: Person) -> dict[int, int]:
    """Rows that brought or changed the person: id → id of the import."""
    found = session().execute(select(ImportRow.id, ImportRow.import_run_id).where(_brought(person))).all()
    return {row_id: run_id for row_id, run_id in found}  # noqa: C416  (a Row is no pair for the type checker)


def _rows_naming(traces: Traces) -> dict[int, int]:
    """Rows in any of whose cells the person is named; the database leaves out all those that cannot."""
    parts = [ImportRow.text.contains(needle, autoescape=True) for needle in traces.needles]
    query = select(ImportRow.id, ImportRow.import_run_id, ImportRow.text).where(or_(False, *parts))
    return {row_id: run_id for row_id, run_id, text in session().execute(query).all() if traces.stand_in(text)}


def _stands_in_file(run: ImportRun, traces: Traces, budget: Iterator[int]) -> bool:
    """Whether a line of the file names the person; what cannot be read to its end counts as if it did."""
    if not file_of(run).exists():
        return False
    if file_of(run).stat().st_size > READ_BYTES:
        return True
    try:
        for _, cells in rows_of(file_of(run)):
            if next(budget, None) is None or traces.stand_in(" ".join(cells)):
                return True
    except Refusal:
        return True
    return False


def _forgotten_headers(traces: Traces) -> set[int]:
    """A file without a header has its first person for one; returns the ids of such imports."""
    found = [run for run in session().scalars(select(ImportRun)) if traces.stand_in(" ".join(run.headers))]
    for run in found:
        run.headers = [NO_NAME] * len(run.headers)
    for remembered in session().scalars(select(RememberedColumns)):
        if traces.stand_in(" ".join(remembered.headers.values())):
            session().delete(remembered)
    return {run.id for run in found}


def _forget_file(run: ImportRun) -> None:
    file_of(run).unlink(missing_ok=True)
    run.sample, run.file_name = [], NO_NAME
    if run.state in UNREAD:
        run.state, run.refusal = ImportState.REFUSED, "file_was_erased"
