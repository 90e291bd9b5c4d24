"""`eventreg links`: the personal links of everybody at once."""

import click

from eventreg.cli.application import ready_application
from eventreg.core.db import transaction
from eventreg.core.link_secret import links_are_of_another_secret, note_renewal
from eventreg.core.links import renew_all_links
from eventreg.mail.link_marks import renew_marks


@click.group()
def links() -> None:
    """Personal links of bodies, people and staff."""


@links.command("renew")
def renew() -> None:
    """Make every personal link anew with a new SECRET_KEY; the former ones open nothing. Stop all processes before."""
    with ready_application(needs_secret=False), transaction():
        if not links_are_of_another_secret():
            raise click.ClickException("The links were made with this SECRET_KEY; nothing was renewed.")
        marks = renew_all_links()
        letters = renew_marks(marks)
        note_renewal()
    click.echo(f"Links renewed: {len(marks)}, waiting letters that carry new ones: {letters}.")
