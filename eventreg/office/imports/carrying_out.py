"""Rows on their way into the registry and back: jobs that go in portions, each a transaction.

How far a job is stands in the transaction of the portion, under the lock of the run. So a killed worker's import goes
on where it stopped, and two workers that are at one import by mistake take turns: no row is done twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventreg.core import clock
from eventreg.core.actors import Actor
from eventreg.core.db import session, transaction
from eventreg.core.errors import Refusal
from eventreg.i18n import speaking
from eventreg.office.imports.kinds import things_of
from eventreg.office.imports.pace import Pace
from eventreg.office.imports.rows import row_text
from eventreg.office.imports.running import file_of, locked_run, run_named
from eventreg.office.imports.things import IN_USE, Things, undeletable
from eventreg.office.models import ImportRow, ImportRun, ImportState, RowOutcome

TO_BRING = (RowOutcome.NEW, RowOutcome.CHANGED)


@dataclass(frozen=True)
class _Step:
    """What a job does with the rows, in which order, and in which state the run is meanwhile and afterwards."""

    state: ImportState
    done: ImportState
    following: Callable[[ImportRun, int], Sequence[ImportRow]]
    is_meant: Callable[[ImportRow], bool]
    work: Callable[[ImportRun, Sequence[ImportRow], Actor, datetime], None]


def carry_out_import(public_id: str) -> None:
    """Job: everything new and changed is in the registry, and the file is gone. A row that is refused now is bad."""
    _in_portions(_BRINGING, public_id)
    run = run_named(public_id)
    if run and run.state is ImportState.IMPORTED:
        file_of(run).unlink(missing_ok=True)


def take_back_import(public_id: str) -> None:
    """Job: what the run brought is gone, and what it changed is as it was; each row says why its thing stays."""
    _in_portions(_TAKING_BACK, public_id)


def _in_portions(step: _Step, public_id: str) -> None:
    started = run_named(public_id)
    if started is None:
        return
    pace, goes_on = Pace(things_of(started).fewest), True
    while goes_on:
        with pace.portion() as size, transaction(), speaking("kk"):
            run = locked_run(public_id, step.state)
            portion = step.following(run, size) if run else ()
            goes_on = bool(portion)
            if run and portion:
                rows = [row for row in portion if step.is_meant(row)]
                step.work(run, rows, Actor(run.actor_kind, run.actor_id), clock.now())
                run.rows_done += len(rows)
                run.last_row = portion[-1].number
            elif run:
                run.state, run.sample = step.done, []


def _downwards(run: ImportRun, size: int) -> Sequence[ImportRow]:
    """In the order of the file. By number alone, which both databases take straight from the index."""
    rows = select(ImportRow).where(ImportRow.import_run_id == run.id, ImportRow.number > run.last_row)
    return session().scalars(rows.order_by(ImportRow.number).limit(size)).all()


def _upwards(run: ImportRun, size: int) -> Sequence[ImportRow]:
    """The last row first."""
    rows = select(ImportRow).where(ImportRow.import_run_id == run.id)
    if run.last_row:
        rows = rows.where(ImportRow.number < run.last_row)
    return session().scalars(rows.order_by(ImportRow.number.desc()).limit(size)).all()


def _bring(run: ImportRun, rows: Sequence[ImportRow], by: Actor, now: datetime) -> None:
    things = things_of(run)
    things.load([row.given for row in rows], to_change=True)
    for row in rows:
        _bring_row(things, row, by, now)
    things.finish(by, now)


def _bring_row(things: Things, row: ImportRow, by: Actor, now: datetime) -> None:
    try:
        things.bring(row, by, now)
    except Refusal as refusal:
        row.outcome, row.faults = RowOutcome.BAD, [(things.first_field, refusal.reason)]
        return
    row.is_done = row.outcome in TO_BRING
    if row.before:
        row.text = "\n".join((row.text, row_text((), row.before)))


def _take_back(run: ImportRun, rows: Sequence[ImportRow], by: Actor, now: datetime) -> None:
    things = things_of(run)
    things.load_brought(rows)
    found = [(row, things.take_back(row, by, now)) for row in rows]
    stay = undeletable([thing for _, thing in found if not isinstance(thing, str)])
    for row, thing in found:
        reason = thing if isinstance(thing, str) else IN_USE if thing in stay else ""
        row.left_because, row.is_done = reason, bool(reason)


def _is_to_be_brought(row: ImportRow) -> bool:
    return row.outcome in TO_BRING and not row.is_done


def _is_done(row: ImportRow) -> bool:
    return row.is_done


_BRINGING = _Step(ImportState.IMPORTING, ImportState.IMPORTED, _downwards, _is_to_be_brought, _bring)
_TAKING_BACK = _Step(ImportState.UNDOING, ImportState.UNDONE, _upwards, _is_done, _take_back)
