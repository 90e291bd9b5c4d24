"""`eventreg migrate`."""

import click
from flask_migrate import upgrade

from eventreg.cli.application import application
from eventreg.core.schema import schema_is_behind
from eventreg.jobs.queue import prepare
from eventreg.paths import resource


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the schema is behind (exit 1).")
def migrate(check: bool) -> None:
    """Bring the database's schema up to date."""
    with application().app_context():
        if check:
            if schema_is_behind():
                raise click.ClickException("The schema is behind; run: eventreg migrate")
            click.echo("The schema is up to date.")
            return
        upgrade(str(resource("migrations")))
        prepare()
        click.echo("The schema is up to date.")
