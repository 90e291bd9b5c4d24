"""Imports forget an erased person: rows, samples, names of files, and the files themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any  # Any: the values of a JSON column

from sqlalchemy import delete, or_, select

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
from eventreg.office.models import ImportRow, ImportRun, ImportState
from eventreg.registrations.models import Registration

FREE_TEXTS = (FreeText(ImportRun.file_name),)
NO_NAME = "—"  # a file is often called by the surname of somebody in it
NAME = ("surname", "given_name", "patronymic")


def forget_rows_about(event: PersonErased, by: Actor, now: datetime) -> None:
    """Reaction: no row of an import holds what it said about the person, and no file that names the person is left.

    What an import brought can still be undone for everybody else; a file that was not checked yet has to come anew.
    """
    person = session().scalars(select(Person).filter_by(public_id=event.about)).one()
    registered = select(Registration.public_id).where(Registration.person_id == person.id)
    own = or_(ImportRow.thing == event.about, ImportRow.thing.in_(registered))
    rows = set(session().scalars(select(ImportRow.id).where(own)))
    traces = traces_of(person)
    rows |= {row_id for row_id, given, before in _all_rows() if _names(traces, given) or _names(traces, before)}
    concerned = set(session().scalars(select(ImportRow.import_run_id).where(ImportRow.id.in_(rows))))
    for run in session().scalars(select(ImportRun)):
        if run.id in concerned or _stands_in_file(run, traces):
            _forget_file(run)
    session().execute(delete(ImportRow).where(ImportRow.id.in_(rows)))


def _all_rows() -> Iterable[tuple[int, dict[str, Any], dict[str, Any]]]:
    query = select(ImportRow.id, ImportRow.given, ImportRow.before).where(ImportRow.given.is_not(None))
    return ((row_id, given, before) for row_id, given, before in session().execute(query))


def _names(traces: Traces, values: dict[str, Any]) -> bool:
    whole = [str(values.get(part, "")) for part in NAME]
    others = [str(value) for name, value in values.items() if name not in NAME]
    return traces.stand_in(" ".join(part for part in whole if part)) or traces.stand_in("\n".join(others))


def _stands_in_file(run: ImportRun, traces: Traces) -> bool:
    """Whether a line of the file names the person; what cannot be read to its end counts as if it did."""
    if not file_of(run).exists():
        return False
    try:
        return any(traces.stand_in(" ".join(cells)) for _, cells in rows_of(file_of(run)))
    except Refusal:
        return True


def _forget_file(run: ImportRun) -> None:
    file_of(run).unlink(missing_ok=True)
    run.sample, run.file_name = [], NO_NAME
    if run.state in (ImportState.UPLOADED, ImportState.CHECKING):
        run.state, run.refusal = ImportState.REFUSED, "file_was_erased"
