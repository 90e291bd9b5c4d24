"""`eventreg invite`."""

import click

from eventreg.cli.application import application
from eventreg.cli.bundles import named_session
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.pages import refusal_sentence
from eventreg.i18n import speaking
from eventreg.invitations.actions.mailing import send_invitations
from eventreg.invitations.queries import sending_of


@click.command()
@click.argument("session")
@click.option("--dry-run", is_flag=True, help="Only print how many would be queued.")
def invite(session: str, dry_run: bool) -> None:
    """Queue the invitations of SESSION (<council>/<session>) that were not sent yet; prints how many."""
    with application().app_context(), speaking("en"):
        council_session = named_session(session)
        sending = sending_of(council_session)
        for invitation in sending.without_address:
            click.echo(f"No address: {invitation.body.code}", err=True)
        if sending.ready and not dry_run:
            try:
                with transaction():
                    send_invitations(council_session, sending.fingerprint, COMMAND_LINE, clock.now())
            except Refusal as refusal:
                raise click.ClickException(str(refusal_sentence(refusal))) from None
        click.echo(len(sending.ready))
