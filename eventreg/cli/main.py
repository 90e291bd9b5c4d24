"""The commands of `eventreg`. Exit 0: done; 1: refused, or a fault was found; 2: wrong usage."""

import click

from eventreg.cli.bundles import export_command, import_command
from eventreg.cli.demo.command import demo
from eventreg.cli.invitations import invite
from eventreg.cli.journal import audit
from eventreg.cli.links import links
from eventreg.cli.persons import erase, export_one, retention
from eventreg.cli.registry import import_bodies
from eventreg.cli.schema import migrate
from eventreg.cli.serving import serve, worker
from eventreg.cli.tokens import token
from eventreg.cli.users import create_admin


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eventreg")
def main() -> None:
    """Runs council sessions: from the letter that invites a body to the published recommendations."""


COMMANDS = (
    serve,
    worker,
    migrate,
    create_admin,
    import_command,
    import_bodies,
    export_command,
    invite,
    audit,
    token,
    links,
    erase,
    export_one,
    retention,
    demo,
)
for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
