"""What people do with an import: bring a file, choose its columns, let its rows in, take them back.

The work itself is done by jobs, in portions: `checking`, `carrying_out`.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select

from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.config import current_settings
from eventreg.core.db import locked, new_public_id, session
from eventreg.core.errors import Refusal
from eventreg.jobs.queue import enqueue
from eventreg.journal.actions import announce
from eventreg.office.events import ImportConfirmed, ImportUndone
from eventreg.office.imports.columns import guessed_columns
from eventreg.office.imports.reading import header_and_sample
from eventreg.office.models import ImportRow, ImportRun, ImportState, RememberedColumns, RowOutcome

CHECK, CARRY_OUT, UNDO = "check_import", "carry_out_import", "undo_import"  # jobs
WORK = {ImportState.CHECKING: CHECK, ImportState.IMPORTING: CARRY_OUT, ImportState.UNDOING: UNDO}  # a job is at it
WORKING = tuple(WORK)
DONE_ALREADY = {ImportState.IMPORTING: "import_is_running", ImportState.IMPORTED: "import_is_done"}
NOT_UNDOABLE = {
    ImportState.IMPORTING: "import_not_done_yet",
    ImportState.UNDOING: "undoing_is_running",
    ImportState.UNDONE: "import_is_undone",
}


def file_of(run: ImportRun) -> Path:
    """Where the file waits until its rows are in the registry, or it was refused."""
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
    if run.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        raise Refusal("import_has_moved_on")
    if not file_of(run).exists():
        raise Refusal("file_was_erased")
    run.columns = columns
    start_check(run)
    _remember(run)
    enqueue(CHECK, run.public_id, key=f"{run.public_id}:{clock.now().isoformat()}")


def start_check(run: ImportRun) -> None:
    """No row has been read yet; `check_import` or `check_rows` goes on from here, and forgets an earlier check."""
    run.state, run.refusal = ImportState.CHECKING, ""
    run.rows_read, run.last_row = 0, 0


def confirm_import(run: ImportRun, by: Actor, now: datetime, at_once: bool = False) -> None:
    """A job carries the rows out, unless the caller does `at_once`. However often it is asked for, it is done once.

    Raises `Refusal`: `import_is_running`, `import_is_done`, `import_has_moved_on`, `nothing_to_import`.
    """
    run = locked(run)
    if run.state is not ImportState.CHECKED:
        raise Refusal(DONE_ALREADY.get(run.state, "import_has_moved_on"))
    numbers = numbers_of(run)
    new, changed = numbers.get(RowOutcome.NEW, 0), numbers.get(RowOutcome.CHANGED, 0)
    if not new + changed:
        raise Refusal("nothing_to_import")
    run.state = ImportState.IMPORTING
    run.rows_done, run.rows_to_do, run.last_row = 0, new + changed, 0
    announce(ImportConfirmed(about=run.public_id, kind=run.kind.value, new=new, changed=changed), by, now)
    if not at_once:
        enqueue(CARRY_OUT, run.public_id, key=run.public_id)


def undo_import(run: ImportRun, by: Actor, now: datetime) -> None:
    """A job takes back what the run brought. However often it is asked for, it is done once.

    Raises `Refusal`: `import_not_done_yet`, `undoing_is_running`, `import_is_undone`, `import_has_moved_on`.
    """
    run = locked(run)
    if run.state is not ImportState.IMPORTED:
        raise Refusal(NOT_UNDOABLE.get(run.state, "import_has_moved_on"))
    run.state = ImportState.UNDOING
    run.rows_done, run.rows_to_do, run.last_row = 0, _number_brought(run), 0
    announce(ImportUndone(about=run.public_id), by, now)
    enqueue(UNDO, run.public_id, key=run.public_id)


def numbers_of(run: ImportRun) -> dict[RowOutcome, int]:
    """How many rows there are of each outcome."""
    outcome, number = ImportRow.outcome, func.count()
    query = select(outcome, number).where(ImportRow.import_run_id == run.id).group_by(outcome)
    return {found: count for found, count in session().execute(query)}  # noqa: C416  (a Row is no pair for the type checker)


def run_named(public_id: str) -> ImportRun | None:
    """The run as it is now."""
    return session().scalar(select(ImportRun).filter_by(public_id=public_id))


def locked_run(public_id: str, state: ImportState) -> ImportRun | None:
    """The run under lock while it is in that state; None once it has moved on, by another worker or an erasure."""
    run = run_named(public_id)
    run = locked(run) if run else None
    return run if run and run.state is state else None


def delete_rows(run_id: int, most: int) -> bool:
    """At most so many rows of the run are gone; whether there were any."""
    some = select(ImportRow.id).where(ImportRow.import_run_id == run_id).limit(most)
    return bool(session().scalars(delete(ImportRow).where(ImportRow.id.in_(some)).returning(ImportRow.id)).all())


def _number_brought(run: ImportRun) -> int:
    query = select(func.count()).where(ImportRow.import_run_id == run.id, ImportRow.is_done)
    return session().scalar(query) or 0


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
