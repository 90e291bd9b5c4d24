"""`eventreg import-bodies`."""

from pathlib import Path

import click

from eventreg.cli.application import ready_application
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.pages import refusal_sentence
from eventreg.i18n import speaking
from eventreg.office.imports.carrying_out import carry_out_import
from eventreg.office.imports.checking import check_rows
from eventreg.office.imports.columns import fields_of, missing_columns
from eventreg.office.imports.listing import rows_with
from eventreg.office.imports.running import begin_import, confirm_import, file_of, numbers_of, start_check
from eventreg.office.models import ImportKind, ImportRun, RowOutcome
from eventreg.office.words import fault_words, outcome_words

MOST_LINES = 1000


@click.command("import-bodies")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_bodies(file: Path) -> None:
    """Import bodies from FILE (XLSX or CSV): prints a report; exit 1 when rows had faults and were left out."""
    with ready_application(), speaking("en"):
        try:
            run = _checked(file)
        except Refusal as refusal:
            raise click.ClickException(f"Nothing was imported. {refusal_sentence(refusal)}") from None
        _carry_out(run, numbers_of(run))
        file_of(run).unlink(missing_ok=True)
        bad = _report(run)
    if bad:
        raise click.ClickException(f"{bad} rows were left out. Mend them and import the file again.")


def _checked(file: Path) -> ImportRun:
    """The run with an outcome for each row; its columns are recognised by their headers."""
    run = ImportRun(
        kind=ImportKind.BODIES,
        file_name=file.name,
        created_at=clock.now(),
        actor_kind=COMMAND_LINE.kind,
        actor_id=COMMAND_LINE.public_id,
    )
    with transaction():
        begin_import(run, file.read_bytes())
        public_id, missing = run.public_id, missing_columns(run.kind, run.columns)
        if missing:
            raise click.ClickException(f"Nothing was imported. No column was recognised for: {', '.join(missing)}.")
        start_check(run)
    check_rows(public_id)
    return run


def _carry_out(run: ImportRun, numbers: dict[RowOutcome, int]) -> None:
    if not numbers.get(RowOutcome.NEW, 0) + numbers.get(RowOutcome.CHANGED, 0):
        return
    with transaction():
        confirm_import(run, COMMAND_LINE, clock.now(), at_once=True)
    carry_out_import(run.public_id)


def _report(run: ImportRun) -> int:
    """Prints each row with faults, then the numbers; returns how many rows had faults."""
    labels, faults = {word.name: word.label for word in fields_of(run.kind)}, fault_words()
    for row in rows_with(run, RowOutcome.BAD, MOST_LINES):
        wrong = "; ".join(f"{labels.get(name, name)} {faults.get(reason, reason)}" for name, reason in row.faults)
        click.echo(f"row {row.number}: {wrong}", err=True)
    numbers = numbers_of(run)
    for outcome, word in outcome_words().items():
        click.echo(f"{word}: {numbers.get(outcome, 0)}")
    return numbers.get(RowOutcome.BAD, 0)
