"""`eventreg token`: tokens for programs."""

import click

from eventreg.accounts.tokens import SCOPES, make_token, revoke_token, token_by_public_id, tokens
from eventreg.cli.application import ready_application
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import transaction


@click.group()
def token() -> None:
    """Tokens with which programs use the interface."""


@token.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it may do.")
def create(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token for the program NAME; the last line is the token, shown this once."""
    with ready_application(), transaction():
        made, secret = make_token(name, scopes, COMMAND_LINE, clock.now())
        public_id = made.public_id
    click.echo(
        f"{public_id}: keep the token where only {name} reads it; revoke it with: eventreg token revoke {public_id}"
    )
    click.echo(secret)


@token.command("list")
def list_all() -> None:
    """List the tokens: id, scopes, state, name."""
    with ready_application():
        for one in tokens():
            state = f"revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else "valid"
            click.echo(f"{one.public_id}  {','.join(one.scopes)}  {state}  {one.name}")


@token.command("revoke")
@click.argument("public_id", metavar="ID")
def revoke(public_id: str) -> None:
    """Revoke the token ID; the program that shows it is refused from then on."""
    with ready_application(), transaction():
        found = token_by_public_id(public_id)
        if found is None:
            raise click.ClickException(f"No token {public_id}; see: eventreg token list")
        revoke_token(found, COMMAND_LINE, clock.now())
    click.echo("revoked")
