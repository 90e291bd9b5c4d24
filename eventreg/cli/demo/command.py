"""`eventreg demo`: sets up, builds what is missing, prints the ways in, serves."""

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from eventreg.accounts.models import StaffUser
from eventreg.accounts.views.entry import entry_link
from eventreg.cli.application import application, outages_in_words
from eventreg.cli.demo.building import build_demo
from eventreg.cli.demo.content import ADMIN, STAFF
from eventreg.cli.serving import serve
from eventreg.core import clock
from eventreg.core.config import current_settings
from eventreg.core.db import session
from eventreg.core.links import absolute_url
from eventreg.councils.queries import all_councils
from eventreg.invitations.models import Invitation, InvitationState
from eventreg.jobs.engine import prepare
from eventreg.paths import resource
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.sessions.models import CouncilSession, Stage


@click.command()
@click.option("--build-only", is_flag=True, help="Build and print the links, do not serve.")
@click.pass_context
def demo(context: click.Context, build_only: bool) -> None:
    """Show three believable sessions, with one sign-in link per role. The port is PORT, or 8000."""
    app = application()
    with outages_in_words(), app.app_context():
        if current_settings().is_production:
            raise click.ClickException("The demo refuses to run on a production database.")
        build(app)
        for line in ways_in():
            click.echo(line)
    if not build_only:
        context.invoke(serve, host="127.0.0.1", port=None, processes=1, without_worker=False)


def build(app: Flask) -> None:
    """The schema is there, and so is the demo; one that was built before stays as it is. Needs a context of `app`."""
    upgrade(str(resource("migrations")))
    prepare(current_settings())
    if not all_councils():
        build_demo(clock.now())


def ways_in() -> list[str]:
    """One line per role: the public page, a sign-in link for each member of staff, a body's and a delegate's link."""
    names = {email: f"{role} ({name})" for role, name, email in STAFF} | {ADMIN[1]: f"admin ({ADMIN[0]})"}
    users = {user.email: user for user in session().scalars(select(StaffUser).where(StaffUser.email.in_(names)))}
    staff = [(name, entry_link(users[email])) for email, name in names.items() if email in users]
    lines = [("public", absolute_url("/")), *staff, *_guests()]
    width = max(len(name) for name, _ in lines)
    return ["", *(f"  {name:<{width}}  {url}" for name, url in lines), ""]


def _guests() -> list[tuple[str, str]]:
    """Links of the session that is open for answers: a body that has not answered, a delegate who has not confirmed."""
    silent = select(Invitation).join(Invitation.council_session).where(CouncilSession.stage == Stage.OPEN)
    waiting = select(Registration).join(Registration.council_session).where(CouncilSession.stage == Stage.OPEN)
    invitation = session().scalar(silent.where(Invitation.state == InvitationState.INVITED).limit(1))
    registration = session().scalar(waiting.where(Registration.state == RegistrationState.NOMINATED).limit(1))
    found = (("body, by its link", invitation), ("delegate, by link", registration))
    return [(name, thing.link.url) for name, thing in found if thing is not None]
