"""`eventreg invite`."""

import click

from eventreg.cli.application import ready_application
from eventreg.cli.bundles import named_session
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.pages import refusal_sentence
from eventreg.i18n import speaking
from eventreg.invitations.actions.campaigns import start_invitations
from eventreg.invitations.actions.queueing import queue_mailings
from eventreg.invitations.recipients import Audience, sending_of


@click.command()
@click.argument("session")
@click.option("--dry-run", is_flag=True, help="Only print how many would be queued.")
def invite(session: str, dry_run: bool) -> None:
    """Queue the invitations of SESSION (<council>/<session>) that were not sent yet; prints how many."""
    with ready_application(), speaking("en"):
        council_session = named_session(session)
        sending = sending_of(council_session, clock.now())
        for invitation in sending.without_address:
            click.echo(f"No address: {invitation.body.code}", err=True)
        if sending.number and not dry_run:
            try:
                with transaction():
                    start_invitations(council_session, Audience(), sending.fingerprint, COMMAND_LINE, clock.now())
            except Refusal as refusal:
                raise click.ClickException(str(refusal_sentence(refusal))) from None
            queue_mailings()
        click.echo(sending.number)
