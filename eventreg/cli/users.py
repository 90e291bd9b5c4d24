"""`eventreg create-admin`."""

import click

from eventreg.accounts.actions import name_admin
from eventreg.cli.application import ready_application
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.addresses import tidy_email
from eventreg.core.db import transaction


@click.command("create-admin")
@click.argument("email")
def create_admin(email: str) -> None:
    """Make EMAIL an administrator; the last line is a link to set the password, once, within 30 minutes."""
    try:
        address = tidy_email(email)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="EMAIL") from None
    with ready_application(), transaction():
        url = name_admin(address, COMMAND_LINE, clock.now()).link.url
    click.echo(f"{address} is an administrator. Open this link within 30 minutes; it works once.")
    click.echo("Run the command again for a new link; the one before then stops working.")
    click.echo(url)
