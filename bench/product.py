"""The product under load: a database with a session of usual size, and the addresses that the load asks for."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from eventreg.accounts.models import RoleGrant, StaffSession, StaffUser
from eventreg.agenda.actions import SpeakerGiven, add_item, release_agenda
from eventreg.agenda.models import ItemKind
from eventreg.app import create_app
from eventreg.bodies.actions import PersonDetails, add_person
from eventreg.bodies.models import Body
from eventreg.cli.demo.building import BUNDLE
from eventreg.core import clock
from eventreg.core.actors import SYSTEM, Role
from eventreg.core.db import session, transaction
from eventreg.i18n.text import Translated
from eventreg.jobs.engine import prepare
from eventreg.office.bundles.importing import import_bundle
from eventreg.office.bundles.schema import read_bundle
from eventreg.paths import resource
from eventreg.registrations.models import Registration, RegistrationState
from eventreg.registrations.naming import alphabet_key, new_reference, new_short_code
from eventreg.registrations.passes import pass_text
from eventreg.sessions.models import CouncilSession
from eventreg.settings import Settings

ITEMS = 25
NOMINATED, CONFIRMED = 3000, 3000
NOW = datetime(2015, 11, 1, 5, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Targets:
    """Addresses and tokens; `cookie` signs in at the door, `organizer_cookie` in the office."""

    session: str
    agenda: str
    desk: str
    links: list[str]  # paths of personal links of people who have not confirmed
    passes: list[str]  # texts of passes
    cookie: str
    registrations: str  # the organizer's list
    organizer_cookie: str


def build(settings: Settings, file: Path) -> None:
    """The database is full and `file` holds the targets as JSON."""
    app = create_app(settings)
    with app.app_context():
        upgrade(str(resource("migrations")))
        prepare(settings)
        file.write_text(json.dumps(asdict(_fill(app))))


def targets(file: Path) -> Targets:
    return Targets(**json.loads(file.read_text()))


def _fill(app: Flask) -> Targets:
    with transaction():
        council_session = import_bundle(read_bundle(BUNDLE.read_bytes()), SYSTEM, NOW).council_session
    body = session().query(Body).first()
    with transaction():
        council_session.capacity = None  # more people than the hall of Aktobe holds
    with transaction():
        for number in range(ITEMS - 8):
            title = Translated(kk=f"Мәселе {number}", ru=f"Вопрос {number}", en=f"Item {number}")
            speakers = [SpeakerGiven(body=body)]
            add_item(
                council_session, kind=ItemKind.REPORT, title=title, minutes=5, speakers=speakers, by=SYSTEM, now=NOW
            )
        release_agenda(council_session, "", SYSTEM, NOW)
    with transaction():
        people = [_registration(council_session, body, number) for number in range(NOMINATED + CONFIRMED)]
        for registration in people[NOMINATED:]:
            registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, NOW
        session().flush()
        links = [f"/r/{registration.link.token}" for registration in people[:NOMINATED]]
        passes = [pass_text(registration) for registration in people[NOMINATED:]]
    address = council_session.address
    return Targets(
        session=f"/s/{address}",
        agenda=f"/s/{address}/agenda",
        desk=f"/office/{address}/attendance",
        links=links,
        passes=passes,
        cookie=_cookie(app, council_session, Role.DOOR),
        registrations=f"/office/{address}/registrations",
        organizer_cookie=_cookie(app, council_session, Role.ORGANIZER),
    )


def _registration(council_session: CouncilSession, body: Body | None, number: int) -> Registration:
    person = add_person(PersonDetails(f"Тегі{number}", "Аты", "", "Маман", f"p{number}@delegate.example"), body)
    registration = Registration(
        council_session=council_session,
        person=person,
        body=body,
        language="kk",
        reference=new_reference(),
        short_code=new_short_code(council_session),
        nominated_at=NOW,
        sort_key=alphabet_key(person),
    )
    registration.renew_link()
    session().add(registration)
    return registration


def _cookie(app: Flask, council_session: CouncilSession, role: Role) -> str:
    """A signed cookie of somebody with that role."""
    with transaction():
        user = StaffUser(email=f"{role}@bench.example", name=role.value, role_grants=[])
        user.renew_link()
        user.role_grants = [RoleGrant(council=council_session.council, role=role)]
        sign_in = StaffSession(staff_user=user, started_at=clock.now() - timedelta(minutes=1))
        session().add(sign_in)
        session().flush()
        public_id = sign_in.public_id
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own class
    return str(serializer.dumps({"_user_id": public_id, "_fresh": True}))
