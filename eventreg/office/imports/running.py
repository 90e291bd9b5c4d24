"""A run from the file to the registry and back: each step is a job that goes in portions and may be run again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select

from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.config import current_settings
from eventreg.core.db import locked, new_public_id, session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n import speaking
from eventreg.jobs.queue import enqueue
from eventreg.journal.actions import announce
from eventreg.office.events import ImportConfirmed, ImportUndone
from eventreg.office.imports.columns import guessed_columns
from eventreg.office.imports.reading import Row, header_and_sample, rows_of
from eventreg.office.imports.rows import Faults, Given, Lookups, read_row
from eventreg.office.imports.things import Things, things_of
from eventreg.office.models import (
    ImportKind,
    ImportRow,
    ImportRun,
    ImportState,
    RememberedColumns,
    RowOutcome,
)

PORTION = 100  # rows in one transaction: a tenth of a second, so that nobody else waits long for the writer's lock
KEPT = timedelta(days=30)  # rows of a file are personal data; until then an import can be undone
CHECK, CARRY_OUT, UNDO, FORGET = "check_import", "carry_out_import", "undo_import", "forget_imports"
TO_BRING = (RowOutcome.NEW, RowOutcome.CHANGED)
log = structlog.get_logger()


def file_of(run: ImportRun) -> Path:
    """Where the file waits until the run is forgotten."""
    return current_settings().data_dir / "imports" / run.public_id


def begin_import(run: ImportRun, content: bytes) -> None:
    """The file is kept and its columns are guessed. Raises `Refusal` like `reading.rows_of`."""
    run.public_id = new_public_id()
    path = file_of(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        run.headers, run.sample = header_and_sample(path)
    except Refusal:
        path.unlink()
        raise
    run.columns = guessed_columns(run.kind, run.headers, _remembered(run))
    session().add(run)
    session().flush()


def choose_columns(run: ImportRun, columns: dict[str, int]) -> None:
    """The council's next file is expected to look like this one; a job checks every row.

    Raises `Refusal`: `import_has_moved_on`, `file_was_erased` (together with somebody whom it named).
    """
    run = locked(run)
    if run.state not in (ImportState.UPLOADED, ImportState.CHECKED, ImportState.REFUSED):
        raise Refusal("import_has_moved_on")
    if not file_of(run).exists():
        raise Refusal("file_was_erased")
    run.columns = columns
    start_check(run)
    _remember(run)
    enqueue(CHECK, run.public_id, key=f"check:{run.public_id}:{clock.now().isoformat()}")


def start_check(run: ImportRun) -> None:
    """No row has been read yet; `check_import` or `check_rows` goes on from here."""
    run.state, run.rows_read, run.refusal = ImportState.CHECKING, 0, ""
    session().execute(delete(ImportRow).where(ImportRow.import_run_id == run.id))


def confirm_import(run: ImportRun, by: Actor, now: datetime, at_once: bool = False) -> None:
    """A job carries the rows out, unless the caller does `at_once`.

    Raises `Refusal`: `import_has_moved_on`, `nothing_to_import`.
    """
    run = locked(run)
    if run.state is not ImportState.CHECKED:
        raise Refusal("import_has_moved_on")
    numbers = numbers_of(run)
    new, changed = numbers.get(RowOutcome.NEW, 0), numbers.get(RowOutcome.CHANGED, 0)
    if not new + changed:
        raise Refusal("nothing_to_import")
    run.state, run.rows_done = ImportState.IMPORTING, 0
    announce(ImportConfirmed(about=run.public_id, kind=run.kind.value, new=new, changed=changed), by, now)
    if not at_once:
        enqueue(CARRY_OUT, run.public_id, key=f"import:{run.public_id}")


def undo_import(run: ImportRun, by: Actor, now: datetime) -> None:
    """A job takes back what the run brought. Raises `Refusal("import_has_moved_on")`."""
    run = locked(run)
    if run.state is not ImportState.IMPORTED:
        raise Refusal("import_has_moved_on")
    run.state = ImportState.UNDOING
    announce(ImportUndone(about=run.public_id), by, now)
    enqueue(UNDO, run.public_id, key=f"undo:{run.public_id}")


def numbers_of(run: ImportRun) -> dict[RowOutcome, int]:
    """How many rows there are of each outcome."""
    outcome, number = ImportRow.outcome, func.count()
    query = select(outcome, number).where(ImportRow.import_run_id == run.id).group_by(outcome)
    return {found: count for found, count in session().execute(query)}  # noqa: C416  (a Row is no pair for the type checker)


def check_import(public_id: str) -> None:
    """Job: every row has its outcome; a broken file ends the run with the reason."""
    run = _run(public_id)
    if run is None or run.state is not ImportState.CHECKING:
        return
    _forget_rows(public_id)
    try:
        check_rows(public_id)
    except Refusal as refusal:
        with transaction():
            run = locked(_the(public_id))
            run.state, run.refusal = ImportState.REFUSED, refusal.reason


def check_rows(public_id: str) -> None:
    """Reads the file in portions, each in a transaction. Raises like `reading.rows_of`."""
    lines = rows_of(file_of(_the(public_id)))
    next(lines)
    known, seen = Lookups(), set[str]()
    while portion := list(islice(lines, PORTION)):
        with transaction():
            run = _the(public_id)
            _check_portion(run, portion, known, seen)
            run.rows_read += len(portion)
    with transaction():
        _the(public_id).state = ImportState.CHECKED


def carry_out_import(public_id: str) -> None:
    """Job: everything new and changed is in the registry. A row that is refused now is bad, the others go on."""
    run = _run(public_id)
    if run is None or run.state is not ImportState.IMPORTING:
        return
    _in_portions(public_id, descending=False, work=_bring)
    with transaction():
        _the(public_id).state = ImportState.IMPORTED


def take_back_import(public_id: str) -> None:
    """Job: what the run brought is gone, and what it changed is as it was; what is in use by now stays."""
    run = _run(public_id)
    if run is None or run.state is not ImportState.UNDOING:
        return
    _in_portions(public_id, descending=True, work=_take_back)
    with transaction():
        _the(public_id).state = ImportState.UNDONE


def forget_imports() -> None:
    """Job: files and rows of imports that are older than 30 days are deleted."""
    with transaction():
        query = select(ImportRun).where(ImportRun.created_at < clock.now() - KEPT)
        for run in session().scalars(query):
            session().execute(delete(ImportRow).where(ImportRow.import_run_id == run.id))
            file_of(run).unlink(missing_ok=True)
            session().delete(run)


def _check_portion(run: ImportRun, portion: list[Row], known: Lookups, seen: set[str]) -> None:
    things = things_of(run)
    read = [(number, *_read(run, cells, known)) for number, cells in portion]
    things.load([given for _, given, faults in read if not faults])
    rows = [_checked(run, number, given, faults, things, seen) for number, given, faults in read]
    session().add_all(rows)
    session().flush()


def _read(run: ImportRun, cells: list[str], known: Lookups) -> tuple[Given, Faults]:
    named = {name: cells[place] for name, place in run.columns.items() if place < len(cells)}
    return read_row(run.kind, named, known)


def _checked(run: ImportRun, number: int, given: Given, faults: Faults, things: Things, seen: set[str]) -> ImportRow:
    row = ImportRow(import_run_id=run.id, number=number, given=given, faults=faults, outcome=RowOutcome.BAD)
    if faults:
        return row
    key = things.key(given)
    if key in seen:
        row.faults = [(_first_field(run.kind), "stands_twice")]
        return row
    seen.add(key)
    present = things.present(given)
    if present is None:
        row.outcome = RowOutcome.NEW
    else:
        row.thing, held = present
        row.outcome = RowOutcome.SAME if held == given else RowOutcome.CHANGED
    return row


def _first_field(kind: ImportKind) -> str:
    return "code" if kind is ImportKind.BODIES else "surname"


def _in_portions(public_id: str, *, descending: bool, work: Callable[[ImportRun, ImportRow, datetime], None]) -> None:
    """Runs `work` over the rows that still need it, each portion in a transaction of its own."""
    size = 1 if _the(public_id).kind is ImportKind.REGISTRATIONS else PORTION  # a seat's lock is held briefly
    last: int | None = None
    while True:
        with transaction(), speaking("kk"):
            run = _the(public_id)
            rows = _portion(run, size, last, descending)
            for row in rows:
                work(run, row, clock.now())
            run.rows_done += len(rows)
            last = rows[-1].number if rows else None
        if last is None:
            return


def _portion(run: ImportRun, size: int, last: int | None, descending: bool) -> list[ImportRow]:
    query = select(ImportRow).where(ImportRow.import_run_id == run.id, ImportRow.outcome.in_(TO_BRING))
    query = query.where(ImportRow.is_done.is_(descending))
    if last is not None:
        query = query.where(ImportRow.number < last if descending else ImportRow.number > last)
    order = ImportRow.number.desc() if descending else ImportRow.number
    return list(session().scalars(query.order_by(order).limit(size)))


def _bring(run: ImportRun, row: ImportRow, now: datetime) -> None:
    try:
        with session().begin_nested():
            things_of(run).bring(row, Actor(run.actor_kind, run.actor_id), now)
        row.is_done = True
    except Refusal as refusal:
        row.outcome, row.faults = RowOutcome.BAD, [(_first_field(run.kind), refusal.reason)]


def _take_back(run: ImportRun, row: ImportRow, now: datetime) -> None:
    if things_of(run).take_back(row, Actor(run.actor_kind, run.actor_id), now):
        row.is_done = False


def _remembered(run: ImportRun) -> dict[str, str]:
    if run.council is None:
        return {}
    found = session().scalar(select(RememberedColumns).filter_by(council_id=run.council.id, kind=run.kind))
    return dict(found.headers) if found else {}


def _remember(run: ImportRun) -> None:
    if run.council is None:
        return
    found = session().scalar(select(RememberedColumns).filter_by(council_id=run.council.id, kind=run.kind))
    if found is None:
        found = RememberedColumns(council=run.council, kind=run.kind)
        session().add(found)
    found.headers = {name: run.headers[place] for name, place in run.columns.items() if place < len(run.headers)}


def _forget_rows(public_id: str) -> None:
    """A check that is run again begins anew."""
    with transaction():
        start_check(_the(public_id))


def _run(public_id: str) -> ImportRun | None:
    return session().scalar(select(ImportRun).filter_by(public_id=public_id))


def _the(public_id: str) -> ImportRun:
    return session().scalars(select(ImportRun).filter_by(public_id=public_id)).one()
