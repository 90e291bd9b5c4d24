"""`eventreg audit verify` and `eventreg audit export`."""

import json

import click

from eventreg.cli.application import ready_application
from eventreg.journal.models import JournalEntry
from eventreg.journal.queries import chain
from eventreg.journal.rules import first_broken_entry
from eventreg.publication.queries import broken_seals


@click.group()
def audit() -> None:
    """Check or export the journal."""


@audit.command()
def verify() -> None:
    """Check the journal's chain and the seals of what was published."""
    with ready_application():
        broken = first_broken_entry(chain())
        if broken is not None:
            raise click.ClickException(f"The journal's chain is broken at row {broken}.")
        for fault in broken_seals():
            raise click.ClickException(f"A seal is broken: {fault}")
    click.echo("The journal's chain and all seals are whole.")


@audit.command()
def export() -> None:
    """Write the journal as JSON lines."""
    with ready_application():
        for entry in chain():
            click.echo(json.dumps(_row(entry), ensure_ascii=False))


def _row(entry: JournalEntry) -> dict[str, object]:
    columns = ("number", "event", "actor_kind", "actor_id", "object_kind", "object_id", "council_session", "payload")
    sealed = {"previous_hash": entry.previous_hash, "hash": entry.hash}
    return {"at": entry.at.isoformat(), **{name: getattr(entry, name) for name in columns}, **sealed}
