"""`eventreg import` and `eventreg export`."""

import json
from pathlib import Path

import click

from eventreg.cli.application import ready_application
from eventreg.core import clock
from eventreg.core.actors import COMMAND_LINE
from eventreg.core.db import transaction
from eventreg.core.errors import Refusal
from eventreg.core.pages import refusal_sentence
from eventreg.i18n import speaking
from eventreg.office.bundles.exporting import export_bundle
from eventreg.office.bundles.importing import ImportReport, import_bundle
from eventreg.office.bundles.schema import BundleBroken, read_bundle
from eventreg.sessions.models import CouncilSession
from eventreg.sessions.queries import session_by_address


def named_session(address: str) -> CouncilSession:
    """The session that a command names as `<council>/<session>`; exit 1 when there is none."""
    council_slug, _, code = address.strip("/").lower().partition("/")
    council_session = session_by_address(council_slug, code)
    if council_session is None:
        raise click.ClickException(f"There is no session {address}. It is named <council>/<session>.")
    return council_session


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(file: Path) -> None:
    """Import a session bundle (JSON); the last line is the session's name."""
    with ready_application(), speaking("en"):
        try:
            bundle = read_bundle(file.read_bytes())
        except BundleBroken as broken:
            for fault in broken.faults:
                click.echo(fault, err=True)
            raise click.ClickException(f"Nothing was imported: {len(broken.faults)} faults in {file.name}.") from None
        try:
            with transaction():
                report = import_bundle(bundle, COMMAND_LINE, clock.now())
                lines = report_lines(report)
        except Refusal as refusal:
            raise click.ClickException(f"Nothing was imported. {refusal_sentence(refusal)}") from None
    click.echo("\n".join(lines))


def report_lines(report: ImportReport) -> list[str]:
    """What an import did, one line each; the session's name comes last."""
    added = [f"added {number} {kind}" for kind, number in report.added.items()]
    kept = [f"kept, since it was edited: {name}" for name in report.kept]
    return [*added, *kept, report.council_session.address]


@click.command("export")
@click.argument("session")
def export_command(session: str) -> None:
    """Write a session as a bundle (JSON) to standard output."""
    with ready_application():
        bundle = export_bundle(named_session(session))
    click.echo(json.dumps(bundle, ensure_ascii=False, indent=1))
