"""`eventreg erase`, `eventreg export-person` and `eventreg retention run`."""

import json
from collections.abc import Sequence

import click

from eventreg.bodies.models import Person
from eventreg.bodies.personal_data import erase_person, export_person, people_called
from eventreg.cli.application import ready_application
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import db, transaction
from eventreg.core.scrubbing import scrub
from eventreg.councils.retention import purge_expired
from eventreg.i18n import speaking


@click.command()
@click.argument("person")
def erase(person: str) -> None:
    """Erase PERSON (public id, or everybody with that e-mail address) for good; counts and the journal stay.

    Prints what was published with the name and therefore stays.
    """
    with ready_application(), speaking("en"):
        found = _people(person)
        kept: list[str] = []
        with transaction():
            for one in found:
                kept += erase_person(one, COMMAND_LINE, clock.now())
        scrub(db.engine)
    for line in dict.fromkeys(kept):
        click.echo(f"Stays as it was published: {line}")
    click.echo(f"Erased: {len(found)}. Backups hold the data until they are rotated out.")


@click.command("export-person")
@click.argument("person")
def export_one(person: str) -> None:
    """Write everything that is known about PERSON (public id or e-mail address) as JSON to standard output."""
    with ready_application(), speaking("en"), transaction():
        known = [export_person(one, COMMAND_LINE, clock.now()) for one in _people(person)]
    click.echo(json.dumps(known, ensure_ascii=False, indent=1))


@click.group()
def retention() -> None:
    """Delete personal data whose period is over."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only print what would be deleted.")
def run(dry_run: bool) -> None:
    """Delete what is over its period now, as the nightly job does; prints rows by kind."""
    with ready_application():
        counts = purge_expired(COMMAND_LINE, clock.now(), is_rehearsal=dry_run)
        if counts and not dry_run:
            scrub(db.engine)
    for kind, rows in sorted(counts.items()):
        click.echo(f"{kind}: {rows}")
    click.echo(f"{'Would be deleted' if dry_run else 'Deleted'}: {sum(counts.values())}")


def _people(name: str) -> Sequence[Person]:
    found = people_called(name)
    if not found:
        raise click.ClickException("There is nobody with this public id or e-mail address.")
    return found
