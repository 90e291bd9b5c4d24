"""`eventreg migrate`."""

import click
from flask_migrate import upgrade

from eventreg.cli.application import application, check_schema, outages_in_words
from eventreg.core.db import be_patient, db
from eventreg.jobs.queue import prepare
from eventreg.paths import resource


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the schema is behind (exit 1).")
def migrate(check: bool) -> None:
    """Bring the database's schema up to date."""
    app = application()
    with outages_in_words(), app.app_context():
        be_patient(db.engine)
        if check:
            check_schema()
            click.echo("The schema is up to date.")
            return
        upgrade(str(resource("migrations")))
        prepare()
        click.echo("The schema is up to date.")
