"""Reading imports and their rows."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from eventreg.core.db import session
from eventreg.councils.models import Council
from eventreg.documents.sheets import Cell
from eventreg.i18n import gettext as _
from eventreg.office.imports.columns import fields_of
from eventreg.office.models import ImportRow, ImportRun, ImportState, RowOutcome
from eventreg.office.words import fault_words


def imports_of(council_ids: Sequence[str], state: ImportState | None = None) -> Select[ImportRun]:
    """The imports of these councils (public ids), the latest first; of one state alone where it is given."""
    found = select(ImportRun).join(ImportRun.council).where(Council.public_id.in_(council_ids))
    if state is not None:
        found = found.where(ImportRun.state == state)
    return found.options(joinedload(ImportRun.council)).order_by(ImportRun.id.desc())


def import_in(council_ids: Sequence[str], public_id: str) -> ImportRun | None:
    """The import, when it belongs to one of these councils."""
    return session().scalar(imports_of(council_ids).where(ImportRun.public_id == public_id))


def rows_with(run: ImportRun, outcome: RowOutcome, most: int) -> Sequence[ImportRow]:
    """The first rows of one outcome."""
    return session().scalars(_rows(run, outcome).limit(most)).all()


def rows_left(run: ImportRun, most: int) -> Sequence[ImportRow]:
    """The first rows whose things the undoing left as they are, or a part of them."""
    found = select(ImportRow).where(*_is_left(run))
    return session().scalars(found.order_by(ImportRow.number).limit(most)).all() if _is_undone(run) else ()


def number_left(run: ImportRun) -> int:
    """How many they are."""
    return (session().scalar(select(func.count()).where(*_is_left(run))) or 0) if _is_undone(run) else 0


def bad_rows_as_table(run: ImportRun) -> tuple[list[str], Iterator[list[Cell]]]:
    """The header of the file with one column more, and the rows as they were given with what is wrong."""
    words = [word for word in fields_of(run.kind) if word.name in run.columns or word.name in ("surname", "given_name")]
    header = [run.headers[run.columns[word.name]] if word.name in run.columns else word.label for word in words]
    labels, faults = {word.name: word.label for word in words}, fault_words()

    def rows() -> Iterator[list[Cell]]:
        found = session().scalars(_rows(run, RowOutcome.BAD).execution_options(yield_per=500))
        for row in found:
            wrong = "; ".join(f"{labels.get(name, name)}: {faults.get(reason, reason)}" for name, reason in row.faults)
            yield [row.number, *(row.given.get(word.name, "") for word in words), wrong]

    return [_("Row"), *header, _("What is wrong")], rows()


def _is_undone(run: ImportRun) -> bool:
    return run.state is ImportState.UNDONE


def _is_left(run: ImportRun) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ImportRow.import_run_id == run.id, ImportRow.left_because != ""


def _rows(run: ImportRun, outcome: RowOutcome) -> Select[ImportRow]:
    found = select(ImportRow).where(ImportRow.import_run_id == run.id, ImportRow.outcome == outcome)
    return found.order_by(ImportRow.number)
