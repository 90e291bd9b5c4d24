"""The bars of the office: what stands on every page, and the sections of a session."""

from collections.abc import Callable

from flask import request, url_for

from eventreg.bodies.rules import may_see_bodies
from eventreg.core.actors import Actor, Role
from eventreg.core.guards import current_actor
from eventreg.core.pages import NavLink
from eventreg.i18n import gettext as _
from eventreg.mail.rules import may_handle_staff_letters
from eventreg.office.rules import may_look_for_persons
from eventreg.sessions.finding import present_session
from eventreg.sessions.models import CouncilSession

Label = Callable[[], str]
EVERYBODY = tuple(Role)
PARTS = {"mailings": "invitations", "questions": "registrations", "publication_office": "recommendations"}
PREPARING = (Role.ORGANIZER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


def office_links() -> list[NavLink]:
    """Sessions, bodies and search, as far as the actor may go there."""
    actor = current_actor()
    entries = (
        (_("Sessions"), "office.home", True),
        (_("Bodies"), "bodies.index", may_see_bodies(actor)),
        (_("People"), "people.index", may_see_bodies(actor)),
        (_("Search"), "office.search", True),
        (_("Personal data"), "persons.index", may_look_for_persons(actor)),
        (_("Letters to staff"), "letters.staff", may_handle_staff_letters(actor)),
    )
    return [
        NavLink(label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint, allowed in entries
        if allowed
    ]


def session_links() -> list[NavLink]:
    """The sections of the session that the present page belongs to; none outside of one."""
    council_session = present_session()
    actor = current_actor()
    if council_session is None or not actor.has_any_role(council_session.council.public_id):
        return []
    return [_section(council_session, *entry) for entry in _sections() if _is_open(actor, council_session, entry[2])]


def may_open(actor: Actor, council_session: CouncilSession, endpoint: str) -> bool:
    """Whether a section of the session, named by its endpoint, is for this actor."""
    return any(_is_open(actor, council_session, roles) for _label, name, roles in _sections() if name == endpoint)


def _sections() -> tuple[tuple[str, str, tuple[Role, ...]], ...]:
    return (
        (_("Dashboard"), "office.dashboard", EVERYBODY),
        (_("Session details"), "sessions.edit", (Role.ORGANIZER, Role.SECRETARY)),
        (_("Invitations"), "invitations.board", PREPARING),
        (_("Registrations"), "registrations.index", PREPARING),
        (_("Applications"), "applications.index", (Role.ORGANIZER, Role.SECRETARY)),
        (_("Logistics"), "logistics.index", (Role.ORGANIZER, Role.SECRETARY)),
        (_("Agenda"), "agenda.builder", PREPARING),
        (_("Attendance"), "attendance.desk", (*PREPARING, Role.DOOR)),
        (_("Recommendations"), "recommendations.index", (*PREPARING, Role.TRANSLATOR, Role.PRESS)),
        (_("Letters"), "letters.index", (Role.ORGANIZER, Role.SECRETARY, Role.AUDITOR)),
        (_("Journal"), "office.journal", PREPARING),
    )


def _is_open(actor: Actor, council_session: CouncilSession, roles: tuple[Role, ...]) -> bool:
    return actor.has_role(council_session.council.public_id, *roles)


def _section(council_session: CouncilSession, label: str, endpoint: str, roles: tuple[Role, ...]) -> NavLink:
    slug, code = council_session.council.slug, council_session.code
    present = (request.endpoint or "").split(".")[0]
    present = PARTS.get(present, present)
    is_current = present == endpoint.split(".")[0]
    if endpoint.startswith("office."):
        is_current = request.endpoint == endpoint
    return NavLink(label, url_for(endpoint, council_slug=slug, session_code=code), is_current)
