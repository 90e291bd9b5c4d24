"""The check of a file: a job that reads it in portions, each a transaction, and goes on where it stopped."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import insert, select

from eventreg.core.canonical import sha256_hex
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.office.imports.kinds import things_of
from eventreg.office.imports.pace import Pace
from eventreg.office.imports.reading import Row, rows_of
from eventreg.office.imports.rows import Faults, Given, Lookups, read_row, row_text
from eventreg.office.imports.running import delete_rows, file_of, locked_run, run_named
from eventreg.office.imports.things import Things
from eventreg.office.models import ImportRow, ImportRun, ImportState, RowOutcome

Values = dict[str, object]  # of a new `ImportRow`
Read = tuple[int, list[str], Given, Faults]  # number, cells, what they say, what is wrong


def check_import(public_id: str) -> None:
    """Job: every row has its outcome; a broken file ends the run with the reason."""
    try:
        check_rows(public_id)
    except Refusal as refusal:
        with transaction():
            run = locked_run(public_id, ImportState.CHECKING)
            if run is None:
                return
            run.state, run.refusal, run.sample = ImportState.REFUSED, refusal.reason, []
        file_of(run).unlink(missing_ok=True)


def check_rows(public_id: str) -> None:
    """Reads the rest of the file. Raises like `reading.rows_of`, and `Refusal("file_was_erased")`."""
    run = run_named(public_id)
    if run is None or run.state is not ImportState.CHECKING:
        return
    if not file_of(run).exists():
        raise Refusal("file_was_erased")
    pace, known = Pace(), Lookups()
    if run.last_row == 0:
        _forget_earlier_rows(public_id, pace)
    lines = _lines_after(run, run.last_row)
    goes_on = True
    while goes_on:
        with pace.portion() as size:
            portion = list(islice(lines, size))
            goes_on = _check_portion(public_id, portion, known)


def _forget_earlier_rows(public_id: str, pace: Pace) -> None:
    """Of a check with other columns, in portions as well; those of another worker that is at it already stay."""
    is_left = True
    while is_left:
        with pace.portion() as size, transaction():
            run = locked_run(public_id, ImportState.CHECKING)
            is_left = run is not None and run.last_row == 0 and delete_rows(run.id, size)


def _lines_after(run: ImportRun, last: int) -> Iterator[Row]:
    lines = rows_of(file_of(run))
    next(lines)
    return ((number, cells) for number, cells in lines if number > last)


def _check_portion(public_id: str, portion: Sequence[Row], known: Lookups) -> bool:
    """The portion has its outcomes; an empty one ends the check. False when there is nothing left to do."""
    run = run_named(public_id)
    if run is None:
        return False
    read = [_read(run, number, cells, known) for number, cells in portion]
    with transaction():
        run = locked_run(public_id, ImportState.CHECKING)
        if run is None:
            return False
        if not portion:
            run.state = ImportState.CHECKED
            return False
        _keep(run, [one for one in read if one[0] > run.last_row])
    return True


def _read(run: ImportRun, number: int, cells: list[str], known: Lookups) -> Read:
    named = {name: cells[place] for name, place in run.columns.items() if place < len(cells)}
    return number, cells, *read_row(run.kind, named, known)


def _keep(run: ImportRun, read: Sequence[Read]) -> None:
    """Rows that another worker has kept meanwhile are left out by the caller."""
    if not read:
        return
    things, whole = things_of(run), [given for _, _, given, faults in read if not faults]
    things.load(whole)
    keys = {number: sha256_hex(things.key(given).encode()) for number, _, given, faults in read if not faults}
    query = select(ImportRow.row_key).where(ImportRow.import_run_id == run.id)
    seen = set(session().scalars(query.where(ImportRow.row_key.in_(keys.values()))))
    rows = [_checked(run, one, keys.get(one[0], ""), things, seen) for one in read]
    session().execute(insert(ImportRow), rows)
    run.rows_read += len(read)
    run.last_row = read[-1][0]


def _checked(run: ImportRun, read: Read, key: str, things: Things, seen: set[str]) -> Values:
    number, cells, given, faults = read
    row: Values = {"import_run_id": run.id, "number": number, "given": given, "text": row_text(cells, given)}
    row |= {"faults": faults, "outcome": RowOutcome.BAD, "thing": "", "row_key": ""}
    if faults:
        return row
    if key in seen:
        return row | {"faults": [(things.first_field, "stands_twice")]}
    seen.add(key)
    present = things.present(given)
    if present is None:
        return row | {"row_key": key, "outcome": RowOutcome.NEW}
    thing, held = present
    return row | {"row_key": key, "thing": thing, "outcome": RowOutcome.SAME if held == given else RowOutcome.CHANGED}
