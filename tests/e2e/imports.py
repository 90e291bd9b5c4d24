"""Imports of bodies in four states, to be looked at; no job is at work on them."""

from eventreg.core import clock
from eventreg.core.db import session, transaction
from eventreg.councils.models import Council
from eventreg.office.imports.columns import HEADERS
from eventreg.office.imports.running import begin_import
from eventreg.office.models import ImportKind, ImportRow, ImportRun, ImportState, RowOutcome
from tests.office.tables import a_text

STATES = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.IMPORTING, ImportState.UNDONE)
FIELDS = ("code", "name_kk", "name_ru", "email", "contact_name", "contact_phone")
ROW = ("ORG-7", "Ақтөбе қаласының білім бөлімі", "Отдел образования города Актобе", "bilim@aktobe.example",
       "Ахметова Айгүл Серікқызы", "+7 702 261 72 86")  # fmt: skip


def imports_to_look_at(council: Council) -> dict[str, str]:
    """Public ids by name: `import_uploaded` and so on."""
    with transaction():
        runs = {f"import_{state.value}": _run(council, state) for state in STATES}
        return {name: run.public_id for name, run in runs.items()}


def _run(council: Council, state: ImportState) -> ImportRun:
    run = ImportRun(
        council=council, kind=ImportKind.BODIES, file_name="білім-ұйымдары-2026.xlsx", created_at=clock.now(),
        actor_kind="system", actor_id="",
    )  # fmt: skip
    begin_import(run, a_text(tuple(HEADERS[name][-1] for name in FIELDS), ROW))
    run.state, run.rows_done, run.rows_to_do = state, 31_250, 50_000
    given = dict(zip(FIELDS, ROW, strict=True))
    for number, outcome in enumerate(RowOutcome, start=2):
        is_bad = outcome is RowOutcome.BAD
        row = ImportRow(run=run, number=number, outcome=outcome, given=given)
        row.faults = [("email", "not_an_email"), ("kind", "unknown_kind")] if is_bad else []
        row.left_because = "" if is_bad or state is not ImportState.UNDONE else ("in_use", "edited_since")[number % 2]
        session().add(row)
    return run
